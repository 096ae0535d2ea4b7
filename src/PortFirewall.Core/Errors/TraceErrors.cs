namespace PortFirewall;

/// <summary>Errors about the kernel's own trace.</summary>
internal static class TraceErrors
{
    public static FirewallException NoPacketTraced(string packets, string where) => FirewallException.Create(
        FirewallErrorKind.ObjectNotFound, packets,
        $"No packet came to {where} while the block ran: none of {packets}.",
        "See that the block connects to this host and port. If it does, look upstream: at the route, a router, a cloud's security group, or a chain at 'ingress', which is ahead of the trace.");

    public static FirewallException TraceNotSupported(string why) => FirewallException.Create(
        FirewallErrorKind.NotImplemented, null,
        $"The kernel does not take a trace: {why}.",
        "Load the kernel's nf_tables module (modprobe nf_tables), or use a kernel that has one. Trace-IptablesPacket works the way out from the rules.",
        terminating: true);

    public static FirewallException TraceLogUnavailable(string why) => FirewallException.Create(
        FirewallErrorKind.ResourceBusy, (int)LegacyTraceLine.Group,
        $"What the legacy tables trace comes by netlink log group 0, and that can't be read: {why}",
        "Stop what else reads group 0 (ulogd, or another trace) while tracing, or load the kernel's nfnetlink_log module. Trace-IptablesPacket works the way out from the rules.");

    public static FirewallException PrivilegeRequired() => FirewallException.Create(
        FirewallErrorKind.PermissionDenied, "Trace",
        "Privilege is required to trace: the kernel reports to this process itself, which must be root.",
        "Start pwsh as root (sudo pwsh). Trace-IptablesPacket works the way out from the rules, also through sudo -n.",
        terminating: true);
}
