using System.Net;

namespace PortFirewall;

/// <summary>A packet at one rule, or at the end of a built-in chain.</summary>
public sealed class IptablesTraceStep
{
    /// <summary>The number of the step, from 1 for each packet.</summary>
    public required int Step { get; init; }

    /// <summary>Whether the step was worked out from the rules, or the kernel reported it.</summary>
    public PathBasis Basis { get; init; }

    /// <summary>The number of the packet among those that were traced, from 1 in the order in which they came in; null for one that was not sent.</summary>
    public int? Packet { get; init; }

    /// <summary>The protocol in lower case, of a packet that was sent; otherwise null.</summary>
    public string? Protocol { get; init; }

    /// <summary>Where the packet is from, as it was at this step; null for one that was not sent.</summary>
    public IPAddress? Source { get; init; }

    /// <summary>The port that it is from, 0 to 65535; null for one that was not sent.</summary>
    public int? SourcePort { get; init; }

    /// <summary>Where the packet is going, as it was at this step: behind a rule that translates it, its new destination. Null for one that was not sent.</summary>
    public IPAddress? Destination { get; init; }

    /// <summary>The port that it is going to, as it was at this step, 0 to 65535; null for one that was not sent.</summary>
    public int? DestinationPort { get; init; }

    /// <summary>The interface that it came in by; null for one that was not sent.</summary>
    public string? InInterface { get; init; }

    /// <summary>The probe whose packet it is, where a probe said from where it was made; otherwise null.</summary>
    public PortProbe? Probe { get; init; }

    /// <summary>The family of the packet.</summary>
    public required AddressFamily AddressFamily { get; init; }

    /// <summary>The table; <c>nft inet filter</c> for one of nftables' own, <c>legacy filter</c> or <c>nft filter</c> for one of the other iptables backend.</summary>
    public required string Table { get; init; }

    /// <summary>The chain.</summary>
    public required string Chain { get; init; }

    /// <summary>The position of the rule, from 1; null at the end of a chain.</summary>
    public int? RuleNumber { get; init; }

    /// <summary>The rule; null at the end of a chain, and for a rule of nftables' own.</summary>
    public IptablesRule? Rule { get; init; }

    /// <summary>What the rule says: as <c>iptables-save</c> prints it, or, of a rule of nftables, in the words of <c>nft</c>; null at the end of a chain.</summary>
    public string? RuleText { get; init; }

    /// <summary>
    /// The branches that the step is on, where it was left open which way the packet goes: <c>3y</c> if the rule of step 3 takes it,
    /// <c>3n</c> if not, <c>3n 7y</c> after two such rules, <c>INPUT first</c> if that base chain comes ahead of another of equal
    /// priority; several with commas, <c>else</c> for the packet that none of them is about. Null where there is one way only.
    /// </summary>
    public string? Branch { get; init; }

    /// <summary>What happened.</summary>
    public required TraceOutcome Outcome { get; init; }

    /// <summary>What is decided here: for this table if it accepts, for good if it stops the packet; null where the packet goes on.</summary>
    public PortVerdict? Verdict { get; init; }

    /// <summary>What could not be said, for <see cref="TraceOutcome.Unknown"/>: the matches, or the fields of the packet that were not given.</summary>
    public IReadOnlyList<string> Conditions { get; init; } = [];

    /// <summary>The network namespace (<c>ip netns</c>) that the rules are in; null for the host's own, or where they were read from a file.</summary>
    public string? NetworkNamespace { get; init; }

    /// <summary>Where, and what happened.</summary>
    public override string ToString()
        => VisibleText.Of($"{IptablesRule.PlaceOf(Table is "legacy filter" or "nft filter" ? Table[..^" filter".Length] : Table, Chain, RuleNumber is { } number ? number : "policy")} {Outcome}{(Verdict is null ? "" : " " + Verdict)}");
}
