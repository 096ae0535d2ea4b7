namespace PortFirewall;

/// <summary>The way of the packets to one port or range of ports, and what becomes of them.</summary>
public sealed class PortPath
{
    /// <summary>The family of the packets.</summary>
    public required AddressFamily AddressFamily { get; init; }

    /// <summary>The protocol in lower case.</summary>
    public required string Protocol { get; init; }

    /// <summary>The port, or the range as iptables writes it (<c>6000:6010</c>).</summary>
    public required string Port { get; init; }

    /// <summary>What becomes of all packets asked about; <c>Mixed</c> where the segments differ, <c>Unknown</c> where one of them is.</summary>
    public required PortVerdict Verdict { get; init; }

    /// <summary>Who decides: <c>INPUT:3</c>, <c>INPUT:policy</c>; several, in the order of the segments, where the segments differ.</summary>
    public required string DecidedBy { get; init; }

    /// <summary>The rule that decides for all; null for a policy, or where the segments differ.</summary>
    public IptablesRule? Rule { get; init; }

    /// <summary>The parts, disjoint, which together are everything that was asked about.</summary>
    public required IReadOnlyList<PortPathSegment> Segments { get; init; }

    /// <summary>Where the verdict comes from.</summary>
    public required PathBasis Basis { get; init; }

    /// <summary>The network namespace (<c>ip netns</c>) whose rules were read; null for the host's own.</summary>
    public string? NetworkNamespace { get; init; }

    /// <summary>The rule set that was asked, with the firewalls beside it; null of an answer that came from another session.</summary>
    internal IptablesRuleset? Ruleset { get; init; }

    /// <summary>The path in a few words.</summary>
    public override string ToString() => VisibleText.Of($"{Verdict} by {DecidedBy} ({AddressFamily} {Protocol} {Port})");
}
