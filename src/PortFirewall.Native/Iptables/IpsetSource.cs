namespace PortFirewall;

/// <summary>Reads which sets of <c>ipset</c> there are.</summary>
internal static class IpsetSource
{
    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(10);

    /// <summary>The sets by name, without what is in them; null where <c>ipset</c> is not installed, may not be run, or fails.</summary>
    public static async Task<IReadOnlyDictionary<string, IpsetHeader>?> ReadHeadersAsync(string? networkNamespace, CancellationToken cancellation)
    {
        if (NativeTool.Ipset.FindPath() is null)
            return null;
        var command = new NativeCommand(NativeTool.Ipset, ["list", "-terse"]) { NetworkNamespace = networkNamespace, Timeout = LongestRead, Purpose = "read sets" };
        try
        {
            var result = await NativeRunner.RunAsync(command, cancellation);
            return result.ExitCode == 0 ? IpsetHeaders.Read(result.StandardOutput) : null;
        }
        catch (FirewallException)
        {
            // Whether a set is there is then for iptables-restore to tell.
            return null;
        }
    }
}
