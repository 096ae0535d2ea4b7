namespace PortFirewall;

/// <summary>A route of the table <c>main</c>.</summary>
/// <param name="Addresses">The network that it leads to.</param>
/// <param name="Metric">Of several to one network, the lowest counts.</param>
/// <param name="Devices">The interfaces by which it leads; none where it leads nowhere, as <c>unreachable</c> does.</param>
/// <param name="HasFurtherKey">Whether it is only for packets of one type of service, or of one source.</param>
internal sealed record MainRoute(IntervalSet<UInt128> Addresses, long Metric, IReadOnlyList<string> Devices, bool HasFurtherKey)
{
    /// <summary>How many addresses it is for: the longest prefix has the fewest.</summary>
    public UInt128 Size => Addresses.Intervals[0].High is { } end ? end - Addresses.Intervals[0].Low : UInt128.MaxValue;
}
