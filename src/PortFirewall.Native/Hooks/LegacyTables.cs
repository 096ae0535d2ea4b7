namespace PortFirewall;

/// <summary>Whether a network namespace has legacy tables. Asking <c>iptables-legacy</c> itself would load the kernel's modules for them.</summary>
internal static class LegacyTables
{
    private static readonly NativeTool Cat = new("cat", "coreutils");

    /// <summary>Whether it has some; null where this user may not look.</summary>
    public static async Task<bool?> AreThereAsync(AddressFamily family, string? networkNamespace, CancellationToken cancellation)
    {
        var name = family == AddressFamily.IPv4 ? "ip_tables_names" : "ip6_tables_names";
        // The file is there for everyone, and only root may read it; without it the kernel has no legacy tables at all.
        if (!File.Exists("/proc/net/" + name))
            return false;
        if (await Elevation.DetectAsync(networkNamespace is null ? Cat : NativeTool.Ip, cancellation) == FirewallElevation.Root)
            return await NamespaceThread.RunAsync(networkNamespace, () => HasLine($"/proc/thread-self/net/{name}"), "look into a network namespace", cancellation);
        try
        {
            var answer = await NativeRunner.RunAsync(new NativeCommand(Cat, ["/proc/self/net/" + name]) { NetworkNamespace = networkNamespace }, cancellation);
            return answer.ExitCode == 0 ? answer.StandardOutput.Trim().Length > 0 : null;
        }
        catch (FirewallException refused) when (refused.ErrorId == nameof(ToolErrors.PrivilegeRequired))
        {
            // sudo may allow iptables and nothing else.
            return null;
        }
    }

    private static bool HasLine(string file)
    {
        try
        {
            return File.ReadLines(file).Any(l => l.Length > 0);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
