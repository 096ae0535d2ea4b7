namespace PortFirewall;

/// <summary>A part of the packets asked about, with what the kernel did with those that stand for it.</summary>
/// <param name="Part">What the analysis says of it.</param>
/// <param name="Seen">What the kernel did with each; empty where nothing could be sent.</param>
internal sealed record RehearsedPart(DecidedPart Part, IReadOnlyList<PortVerdict> Seen)
{
    /// <summary>Matches that ask for what the twin has too, so that one packet decides for all like it (<c>iptables-extensions(8)</c>).</summary>
    private static readonly HashSet<string> Reproduced = new(StringComparer.Ordinal)
    {
        "set", "addrtype", "pkttype", "policy", "mark", "connmark", "conntrack", "state", "-s", "-d", "!",
    };

    private static readonly HashSet<string> ReproducedTargets = new(StringComparer.Ordinal) { "target DNAT", "target REDIRECT", "target NETMAP" };

    /// <summary>The one thing that the kernel did with all of them; null where it did not do the same.</summary>
    public PortVerdict? Agreed => Seen.Distinct().ToList() is [var one] ? one : null;

    /// <summary>Whether the kernel did another thing than the analysis says, or decided what the analysis can't.</summary>
    public bool NeedsDecider => Agreed is { } done && done != Part.Verdict && (Part.Verdict != PortVerdict.Unknown || Uncertain.Count == 0);

    /// <summary>
    /// The conditions that one trial does not settle: those of chance, time and rate, those that ask for what another host has,
    /// and those that may be met by some of the sources and not by others.
    /// </summary>
    public IReadOnlyList<string> Uncertain => [.. Part.Conditions.Where(condition => !IsSettled(condition))];

    /// <summary>The part with the kernel's verdict.</summary>
    /// <param name="decider">Who decided in the twin, where it is not who the analysis says.</param>
    public DecidedPart Conclude(PathOutcome? decider)
    {
        if (Seen.Count == 0)
            return Part with { Verdict = PortVerdict.Unknown, Conditions = [.. Part.Conditions, "no such packet can be rehearsed on this host"] };
        var isGuess = Part.Verdict == PortVerdict.Unknown && Uncertain.Count > 0;
        if (Agreed is not { } done || isGuess)
            return Part with { Verdict = PortVerdict.Unknown, Conditions = [.. Uncertain, $"seen in the twin: {Counts}"] };
        if (done == Part.Verdict)
            return Part;
        return Part with
        {
            Verdict = done,
            Decider = decider ?? Part.Decider,
            Deciders = decider is null ? Part.Deciders : [decider.DecidedBy],
            // The analysis says otherwise of all of them; of those that were not sent it may be right.
            Conditions = Part.Verdict == PortVerdict.Unknown || HasOneSource || IsStop(done) == IsStop(Part.Verdict) ? [] : [$"seen in the twin: {Counts}"],
        };
    }

    private string Counts => string.Join(", ", Seen.GroupBy(v => v).OrderBy(g => g.Key).Select(g => $"{g.Count()} {g.Key}"));

    private bool IsSettled(string condition)
        => ReproducedTargets.Contains(condition) || (HasOneSource && Reproduced.Contains(condition.Split(' ')[0]));

    private bool HasOneSource
    {
        get
        {
            var sources = Part.Packets.Sources.Intervals;
            return sources.Length == 1 && sources[0].High is { } end && end - sources[0].Low == 1;
        }
    }

    private static bool IsStop(PortVerdict verdict) => verdict is PortVerdict.Drop or PortVerdict.Reject;
}
