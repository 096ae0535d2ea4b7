namespace PortFirewall;

/// <summary>Whether a network namespace speaks IPv6 (<c>Documentation/networking/ip-sysctl.rst</c>, <c>disable_ipv6</c>).</summary>
internal static class IPv6Support
{
    private const string Switch = "/proc/sys/net/ipv6/conf/all/disable_ipv6";

    /// <summary>Whether the kernel has IPv6 at all, so that <c>ip6tables</c> can work.</summary>
    public static bool IsPresent => File.Exists(Switch);

    /// <summary>Whether it is switched on in the namespace.</summary>
    public static async Task<bool> IsEnabledAsync(string? networkNamespace, CancellationToken cancellation)
    {
        if (!IsPresent)
            return false;
        if (networkNamespace is null)
            return ReadSwitch();
        if (await Elevation.DetectAsync(NativeTool.Ip, cancellation) == FirewallElevation.Root)
            return await NamespaceThread.RunAsync(networkNamespace, ReadSwitch, "look into a network namespace", cancellation);
        // Entering a namespace takes more than this user has; what sudo starts may enter it.
        var answer = await NativeRunner.RunAsync(
            new NativeCommand(NativeTool.Sysctl, ["-n", "net.ipv6.conf.all.disable_ipv6"])
            {
                NetworkNamespace = networkNamespace,
                Purpose = "look into a network namespace",
            },
            cancellation);
        return answer.ExitCode == 0 && answer.StandardOutput.Trim() == "0";
    }

    // What the file says depends on the network namespace of the thread that opens it.
    private static bool ReadSwitch() => File.ReadAllText(Switch).Trim() == "0";
}
