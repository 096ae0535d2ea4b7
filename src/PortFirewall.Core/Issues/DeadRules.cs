namespace PortFirewall;

/// <summary>
/// Finds the rules that no packet comes to, chain by chain from the top, and on the way what comes into each chain. A rule
/// that may or may not match takes nothing away from others, and can itself be one that nothing comes to.
/// </summary>
internal sealed class DeadRules(TableScene table)
{
    /// <summary>A chain that packets come into on more ways than these is taken to be reached by any packet.</summary>
    private const int MostArrivals = 16;

    /// <summary>Causes beyond these are not tried one by one.</summary>
    private const int MostCauses = 200;

    private readonly Coverage _coverage = new(table.Effort);

    /// <summary>The first packet of a connection: of a TCP connection, <c>SYN</c> alone.</summary>
    private readonly PacketBox _opening = PacketBox.Everything(table.Family) with { States = ConnectionStates.New, TcpFlags = 1UL << 2 };

    /// <summary>Rules that no packet comes to.</summary>
    public List<DeadRule> Dead { get; } = [];

    /// <summary>Allow rules for ports that other packets come to, but none that opens a connection, as a block takes those.</summary>
    public List<DeadRule> Blocked { get; } = [];

    public void Find()
    {
        foreach (var scene in table.Reached)
        {
            if (scene.Chain.IsBuiltIn)
                scene.Arrivals.Add(new Arrival(Hooks.PacketsAt(scene.Chain.Name, table.Family), [], [], scene.Chain.Name));
            if (scene.Arrivals.Count == 0)
                continue;
            foreach (var rule in scene.Rules)
            {
                table.Effort.CheckStop();
                Look(scene, rule);
            }
        }
    }

    private void Look(ChainScene scene, RuleFootprint rule)
    {
        if (FindCauses(scene, rule, _ => true) is { } causes)
        {
            Dead.Add(new DeadRule(scene, rule, causes));
            return;
        }
        var opensPort = rule.Action == RuleAction.Accept && rule.Boxes.Any(b => !b.DestinationPorts.Equals(PortSets.All));
        if (opensPort && FindCauses(scene, rule, t => t.Decider.Stops, _opening) is { Count: > 0 } blocks)
            Blocked.Add(new DeadRule(scene, rule, blocks));
        if (rule.Action is RuleAction.Jump or RuleAction.Goto)
            SendInto(table.Chain(rule.Rule.Target!), scene, rule);
        foreach (var taker in KeptPackets.Of(rule, table.Chain, table.Effort, ofGoto: true))
            scene.Takers.Add(taker);
    }

    /// <summary>What takes all packets ahead of the rule, on every way that leads to it; null where one may come through.</summary>
    private List<Taker>? FindCauses(ChainScene scene, RuleFootprint rule, Predicate<Taker> counts, PacketBox? within = null)
    {
        var causes = new List<Taker>();
        foreach (var arrival in scene.Arrivals)
        {
            var packets = rule.Boxes.Select(b => b.And(arrival.Box) is { } here && within is not null ? here.And(within) : b.And(arrival.Box)).OfType<PacketBox>().ToList();
            if (packets.Count == 0)
                continue;
            var takers = new List<Taker>();
            foreach (var box in packets)
            {
                var bounds = new PacketBounds(box);
                foreach (var (ahead, count) in arrival.Ahead)
                    ahead.FindMeeting(bounds, count, takers);
                scene.Takers.FindMeeting(bounds, scene.Takers.Count, takers);
            }
            takers = [.. takers.Where(t => counts(t)).Distinct()];
            if (Smallest(rule, packets, takers) is not { } covering)
                return null;
            causes.AddRange(covering.Where(c => !causes.Contains(c)));
        }
        return causes;
    }

    /// <summary>The fewest that take all of the packets, as far as that can be found: one by itself, then those that do the same as the rule.</summary>
    private List<Taker>? Smallest(RuleFootprint rule, List<PacketBox> packets, List<Taker> takers)
    {
        if (_coverage.Find(packets, takers) is not { } covering)
            return null;
        if (takers.Find(t => packets.TrueForAll(t.Box.Contains)) is { } one)
            return [one];
        if (rule.Action == RuleAction.Accept && covering.Exists(t => t.Decider.Stops)
            && _coverage.Find(packets, takers.FindAll(t => !t.Decider.Stops)) is { } harmless)
            covering = harmless;
        return covering.Count <= MostCauses ? _coverage.Reduce(packets, covering) : covering;
    }

    private static void SendInto(ChainScene callee, ChainScene caller, RuleFootprint jump)
    {
        foreach (var arrival in caller.Arrivals)
        {
            foreach (var box in jump.Boxes.Select(b => b.And(arrival.Box)).OfType<PacketBox>())
                callee.Arrivals.Add(new Arrival(box, [.. arrival.Ahead, new TakersAhead(caller.Takers, caller.Takers.Count)], [.. arrival.Jumps, jump.Rule], arrival.Hook));
        }
        if (callee.Arrivals.Count > MostArrivals)
        {
            callee.Arrivals.Clear();
            callee.Arrivals.Add(new Arrival(PacketBox.Everything(jump.Rule.AddressFamily), [], [jump.Rule], Hook: null));
        }
    }
}
