namespace PortFirewall;

/// <summary>What a rule may do to packets that hangs on what nobody can know beforehand.</summary>
internal static class UndecidedRule
{
    /// <summary>Matches that by their nature take some of the packets only, by how many there are of them (<c>iptables-extensions(8)</c>).</summary>
    private static readonly string[] ByNumber = ["limit", "hashlimit", "connlimit", "quota", "statistic"];

    /// <summary>Matches that take the packets of some senders.</summary>
    private static readonly string[] BySender = ["recent", "set", "geoip", "mac", "owner"];

    /// <summary>Whether the rule, or one that it jumps to, may stop all of the packets, for all that is known.</summary>
    public static bool MayStopAll(List<PathPart> packets, List<PathOutcome> outcomes)
    {
        var stops = outcomes.FindAll(o => o.Stops && !o.Part.Conditions.Any(c => TakesSome(c, ByNumber) || TakesSome(c, BySender)));
        return stops.Exists(o => !o.IsCertain) && Cover(packets, stops);
    }

    /// <summary>Whether a target that may do anything with packets, such as handing them to a program, takes all of these for certain.</summary>
    public static bool HandsOverAll(List<PathPart> packets, List<PathOutcome> outcomes)
        => outcomes.FindAll(o => o.Verdict == PortVerdict.Unknown && o.Rule is not null && o.Part.Conditions is [var only] && only == $"target {o.Rule.Target}") is { Count: > 0 } handed
            && Cover(packets, handed);

    /// <summary>Whether the rule was there to deny somebody: what stops packets by their number is ahead of a block for its answer or its log.</summary>
    public static bool DeniesSomebody(IptablesRule rule) => !rule.Matches.Any(m => ByNumber.Contains(m.Name));

    private static bool TakesSome(string condition, string[] matches)
        => matches.Any(m => condition.StartsWith($"{m} ", StringComparison.Ordinal)) && !condition.Contains("--probability 1", StringComparison.Ordinal);

    private static bool Cover(List<PathPart> packets, List<PathOutcome> outcomes)
    {
        var rest = packets.ConvertAll(p => p.Packets);
        foreach (var outcome in outcomes)
            rest = [.. rest.SelectMany(r => r.Intersect(outcome.Part.Packets) is { } common ? r.Except(common) : [r])];
        return rest.Count == 0;
    }
}
