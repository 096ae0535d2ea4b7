namespace PortFirewall.Core.Tests.Models;

/// <summary>
/// Takes one packet through a rule set literally, rule by rule, as the kernel does (<c>net/ipv4/netfilter/ip_tables.c</c>,
/// <c>ipt_do_table</c>). It shares no code with what it judges.
/// </summary>
internal sealed class Interpreter
{
    private readonly ModelRuleset _ruleset;
    private readonly Packet _packet;
    private readonly Chance _chance;
    private readonly HashSet<(string Table, string Chain, int Number)> _hit = [];
    private bool _untracked;
    private bool _tracked;

    private Interpreter(ModelRuleset ruleset, Packet packet, Chance chance)
    {
        _ruleset = ruleset;
        _packet = packet;
        _chance = chance;
    }

    /// <summary>Everything that may become of the packet.</summary>
    public static HashSet<Decision> Decide(ModelRuleset ruleset, Packet packet)
    {
        var decisions = new HashSet<Decision>();
        var chance = new Chance();
        do
            decisions.Add(new Interpreter(ruleset, packet, chance).Decide());
        while (chance.Advance());
        return decisions;
    }

    /// <summary>The rules that may take the packet.</summary>
    public static HashSet<(string Table, string Chain, int Number)> FindHit(ModelRuleset ruleset, Packet packet)
    {
        var hit = new HashSet<(string Table, string Chain, int Number)>();
        var chance = new Chance();
        do
        {
            var run = new Interpreter(ruleset, packet, chance);
            run.Decide();
            hit.UnionWith(run._hit);
        }
        while (chance.Advance());
        return hit;
    }

    private Decision Decide()
    {
        Decision? accepted = null;
        foreach (var (table, hook) in new[]
        {
            ("raw", "PREROUTING"), ("mangle", "PREROUTING"), ("nat", "PREROUTING"), ("mangle", "INPUT"), ("filter", "INPUT"), ("security", "INPUT"), ("nat", "INPUT"),
        })
        {
            if (_ruleset.Find(table, hook) is not { } chain)
                continue;
            if (table == "nat" && (_untracked || _packet.State is not (ConnectionStates.New or ConnectionStates.Related)))
                continue;
            _tracked = table != "raw";
            var decision = Walk(chain)
                ?? new Decision(chain.Policy == ChainPolicy.Drop ? PortVerdict.Drop : PortVerdict.Accept, Place(chain, "policy"), null);
            if (decision.Verdict != PortVerdict.Accept)
                return decision;
            accepted = table == "filter" ? decision : accepted;
        }
        return accepted!;
    }

    /// <summary>Null where the packet leaves the chain undecided.</summary>
    private Decision? Walk(ModelChain chain)
    {
        for (var i = 0; i < chain.Rules.Count; i++)
        {
            var rule = chain.Rules[i];
            if (!Matches(rule))
                continue;
            _hit.Add((chain.Table, chain.Name, i + 1));
            switch (rule.Target)
            {
                case "ACCEPT":
                    return new Decision(PortVerdict.Accept, Place(chain, i + 1), rule);
                case "DROP":
                    return new Decision(PortVerdict.Drop, Place(chain, i + 1), rule);
                case "REJECT":
                    return new Decision(PortVerdict.Reject, Place(chain, i + 1), rule);
                case "RETURN":
                    return null;
                case "NOTRACK":
                    _untracked = true;
                    break;
                case "NFQUEUE" when _chance.Next():
                    return new Decision(PortVerdict.Unknown, Place(chain, i + 1), rule);
                case null or "LOG" or "NFQUEUE":
                    break;
                default:
                    var decision = Walk(_ruleset.Find(chain.Table, rule.Target)!);
                    if (decision is not null)
                        return decision with { Via = (Place(chain, i + 1).Replace(' ', '/') + " " + decision.Via).Trim() };
                    if (rule.IsGoto)
                        return null;
                    break;
            }
        }
        return null;
    }

    private bool Matches(ModelRule rule)
    {
        var undecided = false;
        foreach (var condition in rule.Conditions)
        {
            switch (condition.Matches(_packet, _untracked ? ConnectionStates.Untracked : _tracked ? _packet.State : ConnectionStates.Invalid))
            {
                case false:
                    return false;
                case null:
                    undecided = true;
                    break;
            }
        }
        return !undecided || _chance.Next();
    }

    private static string Place(ModelChain chain, object number)
        => chain.Table == "filter" ? $"{chain.Name}:{number}" : $"{chain.Table} {chain.Name}:{number}";
}
