namespace PortFirewall;

/// <summary>A packet's way through one base chain and what that leads to.</summary>
/// <param name="Turn">When the kernel calls the base chain: hook and priority.</param>
/// <param name="Headers">The packet as it came there.</param>
internal sealed record TracedVisit((InboundHook Hook, int Priority) Turn, TracedPacket Headers)
{
    public List<IptablesTraceStep> Steps { get; } = [];
}
