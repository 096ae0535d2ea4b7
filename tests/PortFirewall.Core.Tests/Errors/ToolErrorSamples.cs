namespace PortFirewall.Core.Tests.Errors;

/// <summary>Errors about tools, privilege, the kernel, twins, labs and pictures, as somebody would meet them.</summary>
internal static class ToolErrorSamples
{
    public static IReadOnlyList<FirewallException> All =>
    [
        ToolErrors.ToolNotFound("iptables", "iptables"),
        ToolErrors.ToolNotStarted("/usr/sbin/iptables", "Permission denied", new IOException()),
        ToolErrors.ToolTooOld("iptables", "1.4.21", "1.6.2"),
        ToolErrors.ToolNotUnderstood("iptables", "--version", "hello"),
        ToolErrors.PrivilegeRequired("read the rules"),
        ToolErrors.PrivilegeRequired("probe from the network namespace", "shop-client"),
        ToolErrors.NetworkNamespaceNotFound("shop"),
        ToolErrors.NativeCommandFailed("iptables --wait 5 --insert INPUT 3 -p tcp -m tcp --dport 2222 -j ACCEPT", 2, "iptables v1.8.9 (nf_tables): Couldn't load match `tcp'"),
        ToolErrors.NativeCommandTimedOut("iptables-save", TimeSpan.FromSeconds(60)),
        ToolErrors.LockTimeout("iptables-restore --noflush --wait 5", 5),
        ToolErrors.ChangeLockTimeout("/run/portfirewall/portfirewall-change.lock", 30),
        ToolErrors.ChangeLockTimeout(null, 30),
        TraceErrors.NoPacketTraced("IPv4 tcp 2222", "this host"),
        TraceErrors.TraceNotSupported("Operation not supported"),
        TraceErrors.TraceLogUnavailable("Device or resource busy"),
        TraceErrors.PrivilegeRequired(),
        TwinErrors.TwinNotMade("a network namespace could not be made (error 1)", "Run as root with CAP_SYS_ADMIN, outside of a sandbox that forbids namespaces"),
        TwinErrors.TableNotCopied("filter", "dormant"),
        TwinErrors.TwinNotReady("eth0", "192.0.2.1", 5),
        TwinErrors.ToolFailedInTwin("iptables-restore", 2, "Couldn't load match `geoip'"),
        TwinErrors.UnreadableAddresses(new FormatException()),
        TwinErrors.RehearsalOnly("Proposed"),
        TwinErrors.RehearsalOfLiveRules(),
        TwinErrors.TwinFailed("The kernel threw packets away that had arrived, so it can't be said what became of the others."),
        TwinErrors.PrivilegeRequired(),
        LabErrors.LabExists("shop"),
        LabErrors.LabNotFound("shop"),
        LabErrors.PrivilegeRequired("shop"),
        PictureErrors.PictureFormatNotKnown("/root/path.txt"),
        PictureErrors.PictureNotWritten("/root/path.svg", new IOException("No space left on device")),
    ];
}
