namespace PortFirewall;

/// <summary>A table with everything that the search for issues has to know of it before it looks at single rules.</summary>
internal sealed class TableScene
{
    private readonly Dictionary<string, ChainScene> _chains;

    public TableScene(IptablesTable table, AddressFamily family, SearchEffort effort)
    {
        Table = table;
        Effort = effort;
        Family = family;
        var reader = new FootprintReader(table, Facts);
        _chains = table.Chains.ToDictionary(c => c.Name, c => new ChainScene(c, [.. c.Rules.Select(rule => ReadUnlessStopped(reader, rule))]), StringComparer.Ordinal);
        foreach (var scene in _chains.Values)
        {
            for (var i = 0; i < scene.Rules.Length; i++)
            {
                if (scene.Rules[i].Action is RuleAction.Jump or RuleAction.Goto)
                    Chain(scene.Rules[i].Rule.Target!).Calls.Add((scene, i));
            }
        }
        Reached = SortFromTheTop();
        // The kernel refuses chains that lead back into themselves; of a file that has them, nothing is said.
        HasLoop = Reached.Count < CountReferenced();
        if (HasLoop)
            return;
        foreach (var scene in Reached.AsEnumerable().Reverse())
            KeptPackets.Find(scene, Chain, effort);
    }

    public IptablesTable Table { get; }

    public AddressFamily Family { get; }

    public SearchEffort Effort { get; }

    public PacketFacts Facts { get; } = new();

    public IEnumerable<ChainScene> Chains => Table.Chains.Select(c => _chains[c.Name]);

    /// <summary>The chains that jumps lead to from the built-in ones, each behind all that jump to it.</summary>
    public List<ChainScene> Reached { get; }

    public bool HasLoop { get; }

    public ChainScene Chain(string name) => _chains[name];

    private RuleFootprint ReadUnlessStopped(FootprintReader reader, IptablesRule rule)
    {
        Effort.CheckStop();
        return reader.Read(rule);
    }

    private List<ChainScene> SortFromTheTop()
    {
        var waitingFor = Referenced().ToDictionary(c => c, _ => 0);
        foreach (var callee in waitingFor.Keys.SelectMany(Callees))
            waitingFor[callee]++;
        var sorted = new List<ChainScene>();
        var ready = new Queue<ChainScene>(waitingFor.Keys.Where(c => waitingFor[c] == 0));
        while (ready.TryDequeue(out var scene))
        {
            sorted.Add(scene);
            foreach (var callee in Callees(scene))
            {
                if (--waitingFor[callee] == 0)
                    ready.Enqueue(callee);
            }
        }
        return sorted;
    }

    private int CountReferenced() => Referenced().Count();

    private IEnumerable<ChainScene> Referenced()
    {
        var seen = new HashSet<ChainScene>();
        var open = new Queue<ChainScene>(Chains.Where(c => c.Chain.IsBuiltIn));
        while (open.TryDequeue(out var scene))
        {
            if (!seen.Add(scene))
                continue;
            yield return scene;
            foreach (var callee in Callees(scene))
                open.Enqueue(callee);
        }
    }

    private IEnumerable<ChainScene> Callees(ChainScene scene)
        => scene.Rules.Where(r => r.Action is RuleAction.Jump or RuleAction.Goto).Select(r => Chain(r.Rule.Target!));
}
