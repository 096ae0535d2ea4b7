namespace PortFirewall;

/// <summary>One port or a range of ports, both ends included.</summary>
/// <param name="Low">The first port, 0 to 65535 (rules may say 0; a person may ask for 1 to 65535).</param>
/// <param name="High">The last port, at least <paramref name="Low"/>.</param>
internal readonly record struct PortRange(int Low, int High)
{
    public const int Maximum = 65535;

    public bool IsSingle => Low == High;

    public IntervalSet<int> ToSet() => IntervalSet<int>.Of(Low, High + 1);

    /// <summary>As iptables writes it: <c>2222</c>, <c>6000:6010</c>.</summary>
    public override string ToString() => IsSingle ? $"{Low}" : $"{Low}:{High}";
}
