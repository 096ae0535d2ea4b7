namespace PortFirewall;

/// <summary>Finds out which rules of a rule set decide about the packets of the rules that somebody asked for.</summary>
internal sealed class RuleEffect
{
    /// <summary>
    /// Up to as many rules are taken through one by one: packets to several ports split at each rule that is about one of them
    /// and a source, packets to one port do not.
    /// </summary>
    private const int MostOneByOne = 8;

    private readonly List<PathOutcome> _outcomes;
    private readonly HashSet<IptablesRule> _accepting;

    private RuleEffect(List<PathOutcome> outcomes)
    {
        // Who decides among those that could be read is asked here.
        _outcomes = outcomes.FindAll(o => !o.IsOfUnreadFirewall);
        _accepting = [.. outcomes.Where(o => o.Verdict == PortVerdict.Accept).Select(o => o.Rule).OfType<IptablesRule>()];
    }

    /// <summary>Takes the packets of all rules through the rule set: at once, where they are many and differ in nothing but the port.</summary>
    public static RuleEffect Of(IptablesRuleset ruleset, IEnumerable<PortRule> rules)
    {
        var outcomes = new List<PathOutcome>();
        foreach (var alike in rules.GroupBy(r => r.Shape))
        {
            var ports = IntervalSet<int>.Of(alike.Select(r => new Interval<int>(r.Port.Low, r.Port.High + 1)));
            IEnumerable<PacketClass> asked = alike.Count() <= MostOneByOne ? alike.Select(r => r.Packets) : [alike.First().Packets with { DestinationPorts = ports }];
            outcomes.AddRange(asked.Select(packets => RuleQuestion.Of(ruleset, packets)).SelectMany(q => InboundPath.Walk(q.Ruleset, q.Packets)));
        }
        return new RuleEffect(outcomes);
    }

    /// <summary>Whether some packets are accepted by that very rule.</summary>
    public bool Decides(IptablesRule rule) => _accepting.Contains(rule);

    /// <summary>What becomes of a rule's packets.</summary>
    public IEnumerable<PathOutcome> OutcomesFor(PortRule rule) => _outcomes.Where(o => rule.Packets.Intersect(o.Part.Packets) is not null);
}
