namespace PortFirewall;

/// <summary>Ports of one firewall to take through the guide, all values checked.</summary>
internal sealed record OpeningRequest
{
    public required FirewallScope Scope { get; init; }

    /// <summary>The ports, one result each, with the families to cover.</summary>
    public required IReadOnlyDictionary<PortRange, IReadOnlyList<AddressFamily>> Ports { get; init; }

    /// <summary>Whether somebody named the families, so that none may be left out.</summary>
    public required bool FamiliesAreNamed { get; init; }

    /// <summary>The rule for a port and a family.</summary>
    public required Func<PortRange, AddressFamily, PortRule> Rule { get; init; }

    /// <summary>The names or addresses to probe; empty to find out this host's own.</summary>
    public IReadOnlyList<string> ComputerNames { get; init; } = [];

    /// <summary>What the probes have in common: protocol, places, patience and what is sent.</summary>
    public required ProbePlan Probes { get; init; }

    /// <summary>Whether the proof goes by the rule's counter alone.</summary>
    public bool CounterOnly { get; init; }

    /// <summary>The number that the rule shall have; null to have it worked out.</summary>
    public int? Position { get; init; }

    /// <summary>Insert although something accepts the packets already, or at a place where it has no effect.</summary>
    public bool Force { get; init; }
}
