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

    /// <summary>Who decides it: <c>INPUT:3</c>, <c>INPUT:policy</c>, <c>mangle INPUT:1</c>.</summary>
    public required string DecidedBy { get; init; }

    /// <summary>The rule that decides; null for a policy.</summary>
    public IptablesRule? Rule { get; init; }

    /// <summary>The matches on the way that could not be decided; empty where there were none.</summary>
    public required IReadOnlyList<string> Conditions { get; init; }

    /// <summary>The places of the jumps taken to where it was decided, such as <c>INPUT:1</c>.</summary>
    public required IReadOnlyList<string> Via { get; init; }

    /// <summary>The segment in a few words.</summary>
    public override string ToString()
    {
        string?[] parts =
        [
            Source is null ? null : $"from {Source}",
            Destination is null ? null : $"to {Destination}",
            InInterface is null ? null : $"on {InInterface}",
            Conditions.Count == 0 ? null : $"if {string.Join(" and ", Conditions)}",
        ];
        return $"{Verdict} by {DecidedBy}: port {string.Join(' ', parts.OfType<string>().Prepend(Port))}";
    }
}
