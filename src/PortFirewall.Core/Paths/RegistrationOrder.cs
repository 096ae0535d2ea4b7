namespace PortFirewall;

/// <summary>
/// Base chains with one priority at one hook. The kernel calls the one first that was registered last
/// (<c>net/netfilter/core.c</c>, <c>nf_hook_entries_grow</c>), and tells nobody which one that was: where the order decides, it is
/// not decided here.
/// </summary>
/// <param name="chains">The chains, in the order in which they are taken where it doesn't matter.</param>
internal sealed class RegistrationOrder(IReadOnlyList<BaseChain> chains)
{
    private const string Mark = "order of registration of ";

    private const int MostPermuted = 3;

    private readonly IReadOnlyList<BaseChain> _chains = chains;

    /// <summary>Takes packets through chains one after the other; what is stopped goes to the outcomes, and the rest comes back.</summary>
    public delegate List<PathPart> Way(IReadOnlyList<BaseChain> order, List<PathPart> parts, List<PathOutcome> outcomes);

    /// <summary>Whether something hangs on the order of base chains.</summary>
    public static bool IsCondition(string condition) => condition.StartsWith(Mark, StringComparison.Ordinal);

    /// <summary>Whether two of them may do what the other one's order decides. A look at their rules will do: too often is no harm.</summary>
    public bool MayMatter { get; } = chains.Count > 1 && chains[0].Hook != InboundHook.Ingress && MayDisagree([.. chains.Select(ActionsOf)]);

    /// <summary>The orders in which the kernel may call them; of very many chains each comes first once, ahead of the others both ways.</summary>
    public IReadOnlyList<IReadOnlyList<BaseChain>> All { get; } = [.. OrdersOf(chains).Where(IsPossible)];

    /// <summary>Splits packets in those that fare the same whatever the order, and those that don't, under the condition that says so.</summary>
    public (List<PathPart> Agreed, List<PathPart> Disputed) Split(List<PathPart> parts, Way way)
    {
        var (agreed, disputed) = (new List<PathPart>(), new List<PathPart>());
        foreach (var part in parts)
        {
            var cells = CellsOf(part, way).FindAll(c => c.IsDisputed);
            List<PacketClass> rest = [part.Packets];
            foreach (var (packets, _, isStopped) in cells)
            {
                rest = [.. rest.SelectMany(r => r.Intersect(packets) is { } common ? r.Except(common) : [r])];
                disputed.Add(part with { Packets = packets with { Transit = part.Packets.Transit }, Conditions = [.. part.Conditions, Describe(isStopped)] });
            }
            agreed.AddRange(cells.Count == 0 ? [part] : rest.Select(r => part with { Packets = r with { Transit = part.Packets.Transit } }));
        }
        return (agreed, disputed);
    }

    private List<(PacketClass Packets, bool IsDisputed, bool IsStopped)> CellsOf(PathPart part, Way way)
    {
        var found = new Dictionary<PathOutcome, int>(ReferenceEqualityComparer.Instance);
        for (var order = 0; order < All.Count; order++)
        {
            var outcomes = new List<PathOutcome>();
            outcomes.AddRange(way(All[order], [part], outcomes).Select(p => new PathOutcome(p, PortVerdict.Accept, "", null)));
            foreach (var outcome in outcomes)
                found.Add(outcome, order);
        }
        var cells = new OutcomeCells([.. found.Keys]);
        foreach (var outcome in found.Keys)
            cells.Add(outcome);
        return [.. cells.All.Select(cell => (
            cell.Packets,
            cell.Outcomes.GroupBy(o => found[o], EndOf).DistinctBy(ends => ends.ToHashSet(), HashSet<(PortVerdict, PacketTransit)>.CreateSetComparer()).Count() > 1,
            cell.Outcomes.TrueForAll(o => o.Stops)))];
    }

    /// <summary>What becomes of packets, whoever does it; where they go on, with what later chains may ask for.</summary>
    private static (PortVerdict Verdict, PacketTransit Transit) EndOf(PathOutcome outcome)
        => (outcome.Verdict, outcome.Verdict != PortVerdict.Accept ? PacketTransit.Untouched : outcome.Part.Packets.Transit with
        {
            Translation = outcome.Part.Packets.Transit.Translation is { } made ? made with { Place = "", Target = "" } : null,
        });

    private string Describe(bool isStopped)
        => $"{Mark}{string.Join(" and ", _chains.Select(c => c.Place))}, of equal priority: the one that was registered last comes first"
            + (isStopped ? "; the packets are stopped either way" : "");

    private static HashSet<RuleAction> ActionsOf(BaseChain chain)
        => [.. chain.Chains.All.Select(r => r.Action), chain.Policy == PortVerdict.Drop ? RuleAction.Drop : RuleAction.Accept];

    private static bool MayDisagree(List<HashSet<RuleAction>> actions)
        => actions.Exists(a => a.Contains(RuleAction.Change) || a.Contains(RuleAction.Translate))
            || Enumerable.Range(0, actions.Count).Any(i => actions[i].Contains(RuleAction.Drop)
                && Enumerable.Range(0, actions.Count).Any(j => i != j && actions[j].Contains(RuleAction.Reject)));

    /// <summary>The chains of <c>nat</c> have priorities of their own behind one hook (<c>net/netfilter/nf_nat_core.c</c>).</summary>
    private static bool IsPossible(IReadOnlyList<BaseChain> order)
    {
        var priorities = order.Where(c => c.IsNat).Select(c => c.NatPriority).ToList();
        return priorities.SequenceEqual(priorities.Order());
    }

    private static IEnumerable<List<BaseChain>> OrdersOf(IReadOnlyList<BaseChain> chains)
    {
        if (chains.Count < 2)
            return [[.. chains]];
        return chains.SelectMany(first =>
        {
            List<BaseChain> others = [.. chains.Where(c => c != first)];
            return chains.Count <= MostPermuted ? OrdersOf(others).Select(o => (List<BaseChain>)[first, .. o])
                : [[first, .. others], [first, .. others.AsEnumerable().Reverse()]];
        });
    }
}
