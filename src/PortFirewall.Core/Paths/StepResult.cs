namespace PortFirewall;

/// <summary>What became of packets at one rule, besides those that it decided.</summary>
/// <param name="next">Those that go on to the next rule.</param>
internal sealed class StepResult(List<PathPart> next)
{
    /// <summary>Those that go on to the next rule.</summary>
    public List<PathPart> Next { get; } = next;

    /// <summary>Those that leave the chain.</summary>
    public List<PathPart> Leaving { get; } = [];

    /// <summary>The packets that the rule takes, or may take.</summary>
    public List<PacketClass> Hit { get; } = [];

    /// <summary>Whether it takes all of those for certain.</summary>
    public bool IsCertain { get; set; } = true;
}
