namespace PortFirewall;

/// <summary>
/// Takes packets through the chains of one table. An undecided rule splits the world: the packets go on as if it had not
/// matched, and what would have happened if it had is noted beside it, so every possible outcome is found and none twice.
/// </summary>
internal sealed class ChainWalker(IRuleChains chains, TraceRecorder? recorder = null)
{
    /// <summary>Chains nested deeper than this are not followed. No rule set in use comes near; a file may hold anything.</summary>
    public const int DeepestNesting = 64;

    /// <summary>Nor are packets followed into chains more often than this: chains that each jump twice double the way.</summary>
    private const int MostVisits = 100_000;

    /// <summary>
    /// A question about very many packets at once splits at every rule that takes a part of them: from here on the answer is not
    /// worked out, and said to be so.
    /// </summary>
    private const int MostParts = 1_000;

    /// <summary>Every part that goes into a chain may have to be given up there: after so many, no chain is followed any more.</summary>
    private const int MostGivenUp = 3;

    private readonly HashSet<string> _entered = new(StringComparer.Ordinal);
    private int _visits;
    private int _givenUp;

    /// <summary>Everything decided so far.</summary>
    public List<PathOutcome> Outcomes { get; private set; } = [];

    /// <summary>Takes packets through a chain. Returned are those that leave at its end or by <c>RETURN</c>.</summary>
    public List<PathPart> Walk(string chain, List<PathPart> parts)
    {
        if (WhyNotFollowed(chain) is { } why)
        {
            Outcomes.AddRange(parts.Select(p => new PathOutcome(p with { Conditions = [.. p.Conditions, why] }, PortVerdict.Unknown, chain, null)));
            return [];
        }
        _entered.Add(chain);
        var leaving = new List<PathPart>();
        var present = parts;
        foreach (var rule in recorder is null ? chains.Find(chain, parts)! : chains.Find(chain)!)
        {
            if (present.Count == 0)
                break;
            var step = Step(rule, present, recorder?.Meet(rule, present));
            present = step.Next;
            leaving.AddRange(step.Leaving);
            if (present.Count + leaving.Count > MostParts)
            {
                GiveUp([.. present, .. leaving], rule);
                (present, leaving) = ([], []);
            }
        }
        leaving.AddRange(present);
        _entered.Remove(chain);
        return PathPart.WithoutRepeats(leaving);
    }

    /// <summary>Shows packets to one rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="parts">The packets.</param>
    /// <param name="numbers">In a trace, the number of the step for each branch.</param>
    public StepResult Step(RuleMeaning rule, List<PathPart> parts, IReadOnlyDictionary<string, int>? numbers = null)
    {
        if (rule.Action == RuleAction.Continue)
            return new StepResult(parts);

        StepResult? result = null;
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            if (rule.Hits(part.Packets) is not { } hits)
            {
                result?.Next.Add(part);
                continue;
            }
            result ??= new StepResult(parts.GetRange(0, i));
            var rest = RestOf(part, hits);
            result.Next.AddRange(numbers is null || (rule.Action == RuleAction.Jump && IsUncertain(hits)) ? rest : rest.ConvertAll(r => r.OnBranch($"{numbers[part.Branch]}n")));
            if (numbers is not null && rest.Count > 0)
                part = part.OnBranch($"{numbers[part.Branch]}y");
            foreach (var (packets, conditions) in hits)
            {
                result.Hit.Add(packets);
                result.IsCertain &= conditions.Count == 0;
                var taken = part with { Packets = packets, Conditions = conditions.Count == 0 ? part.Conditions : [.. part.Conditions, .. conditions] };
                Apply(rule, taken, certain: conditions.Count == 0, result);
            }
            // Each part may come back from a chain as very many.
            if (result.Next.Count + result.Leaving.Count > MostParts + parts.Count)
            {
                GiveUp([.. result.Next, .. result.Leaving, .. parts.Skip(i + 1)], rule);
                result.Next.Clear();
                result.Leaving.Clear();
                break;
            }
        }
        return result ?? new StepResult(parts);
    }

    /// <summary>Runs something and hands back only what it decided, without keeping it.</summary>
    public List<PathOutcome> Collect(Action work)
    {
        var kept = Outcomes;
        Outcomes = [];
        work();
        var collected = Outcomes;
        Outcomes = kept;
        return collected;
    }

    /// <summary>The kernel refuses a rule set with such chains; a file may hold one all the same.</summary>
    private string? WhyNotFollowed(string chain)
        => _entered.Contains(chain) ? $"chain {chain} jumps into itself"
            : _entered.Count >= DeepestNesting ? $"chain {chain} is nested too deep"
            : _givenUp > MostGivenUp ? $"not worked out: there are over {MostParts} parts in many chains; ask for fewer ports, or for one source"
            : ++_visits > MostVisits ? "the way through the chains is too long"
            : null;

    private void GiveUp(List<PathPart> parts, RuleMeaning rule)
    {
        _givenUp++;
        Outcomes.AddRange(parts.Select(p => new PathOutcome(
            p with { Conditions = [.. p.Conditions, $"not worked out: by {rule.Place} there are over {MostParts} parts; ask for fewer ports, or for one source"] },
            PortVerdict.Unknown, rule.Place, null)));
    }

    /// <summary>What the rule does not take for certain goes on; what it may take goes on as well.</summary>
    private static bool IsUncertain(List<RuleHit> hits) => hits.Exists(h => h.Conditions.Count > 0);

    private static List<PathPart> RestOf(PathPart part, List<RuleHit> hits)
    {
        List<PacketClass> rest = [part.Packets];
        foreach (var hit in hits.Where(h => h.Conditions.Count == 0))
            rest = [.. rest.SelectMany(r => r.Intersect(hit.Packets) is { } common ? r.Except(common) : [r])];
        return rest.ConvertAll(r => part with { Packets = r });
    }

    private void Apply(RuleMeaning rule, PathPart taken, bool certain, StepResult result)
    {
        switch (rule.Action)
        {
            case RuleAction.Change:
                foreach (var changed in rule.Change!(taken.Packets))
                    AddChanged(taken, taken with { Packets = changed }, certain, result.Next);
                break;
            case RuleAction.Translate:
                Outcomes.AddRange(rule.Change!(taken.Packets).Select(p => new PathOutcome(taken with { Packets = p }, PortVerdict.Accept, rule.Place, rule.Rule)));
                break;
            case RuleAction.Accept:
                Outcomes.Add(new PathOutcome(taken, PortVerdict.Accept, rule.Place, rule.Rule));
                break;
            case RuleAction.Drop:
                Outcomes.Add(new PathOutcome(taken, PortVerdict.Drop, rule.Place, rule.Rule));
                break;
            case RuleAction.Reject:
                Outcomes.Add(new PathOutcome(taken, PortVerdict.Reject, rule.Place, rule.Rule));
                break;
            case RuleAction.Return:
                result.Leaving.Add(taken);
                break;
            case RuleAction.Unknown:
                Outcomes.Add(new PathOutcome(
                    taken with { Conditions = [.. taken.Conditions, $"target {rule.Target}"] }, PortVerdict.Unknown, rule.Place, rule.Rule));
                // It may also let the packets go on.
                if (certain)
                    result.Next.Add(taken);
                break;
            case RuleAction.Jump:
                foreach (var returned in Walk(rule.Target!, [taken with { Via = [.. taken.Via, rule.Place] }]))
                    AddChanged(taken, returned with { Via = taken.Via }, certain, result.Next);
                break;
            case RuleAction.Goto:
                result.Leaving.AddRange(Walk(rule.Target!, [taken with { Via = [.. taken.Via, rule.Place] }]));
                break;
            default:
                throw new InvalidOperationException($"No rule does '{rule.Action}'.");
        }
    }

    /// <summary>Where it is not certain that the rule took them, the same packets go on anyway, unless it changed them.</summary>
    private static void AddChanged(PathPart before, PathPart after, bool certain, List<PathPart> next)
    {
        if (certain || after.Packets.Transit != before.Packets.Transit)
            next.Add(after);
    }
}
