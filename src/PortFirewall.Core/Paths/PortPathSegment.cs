namespace PortFirewall;

/// <summary>A part of the packets asked about, with one verdict. Null in a field: every value that was asked about.</summary>
public sealed class PortPathSegment
{
    /// <summary>The sources: networks, or <c>!</c> and the networks that are not in it.</summary>
    public string? Source { get; init; }

    /// <summary>The destinations, written as the sources are.</summary>
    public string? Destination { get; init; }

    /// <summary>The inbound interfaces; <c>! lo</c> is every interface on which another host's packets come in.</summary>
    public string? InInterface { get; init; }

    /// <summary>The source ports.</summary>
    public string? SourcePort { get; init; }

    /// <summary>The destination ports.</summary>
    public required string Port { get; init; }

    /// <summary>The connection states.</summary>
    public string? ConnectionState { get; init; }

    /// <summary>What becomes of these packets.</summary>
    public required PortVerdict Verdict { get; init; }

    /// <summary>
    /// Who decides it: <c>INPUT:3</c>, <c>INPUT:policy</c>, <c>mangle INPUT:1</c>; <c>FORWARD:2</c> where a rule of <c>nat</c> sends the
    /// packets to another host; several, where undecided matches choose between them.
    /// </summary>
    public required string DecidedBy { get; init; }

    /// <summary>The rule that decides; null for a policy, or where it may be one of several.</summary>
    public IptablesRule? Rule { get; init; }

    /// <summary>The matches on the way that could not be decided; empty where there were none.</summary>
    public required IReadOnlyList<string> Conditions { get; init; }

    /// <summary>The places that led to where it was decided: the jumps, such as <c>INPUT:1</c>, and ahead of them the rule of <c>nat</c> that sent the packets elsewhere.</summary>
    public required IReadOnlyList<string> Via { get; init; }

    /// <summary>Where a rule of <c>nat</c> sends these packets, which is what all later rules see: <c>port 8080</c>, <c>192.0.2.7/32 port 80</c>, or <c>this host</c>; null where none does.</summary>
    public string? TranslatedTo { get; init; }

    /// <summary>The rule of <c>nat</c> that sends them there, which is the first of <see cref="Via"/>; null where none does, or where it decides itself.</summary>
    public string? TranslatedAt { get; init; }

    /// <summary>The segment in a few words.</summary>
    public override string ToString()
    {
        string?[] parts =
        [
            PathWords.Part("from", Source),
            PathWords.Part("to", Destination),
            PathWords.Part("on", InInterface),
            Conditions.Count == 0 ? null : $"if {string.Join(" and ", Conditions)}",
        ];
        return VisibleText.Of($"{Verdict} by {DecidedBy}: port {string.Join(' ', parts.OfType<string>().Prepend(Port))}");
    }
}
