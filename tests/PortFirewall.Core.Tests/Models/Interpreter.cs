namespace PortFirewall.Core.Tests.Models;

/// <summary>
/// Takes one packet through a rule set literally, rule by rule, as the kernel does (<c>net/ipv4/netfilter/ip_tables.c</c>,
/// <c>ipt_do_table</c>). It shares no code with what it judges.
/// </summary>
internal sealed class Interpreter
{
    private readonly ModelRuleset _ruleset;
    private readonly Packet _original;
    private readonly Chance _chance;
    private readonly HashSet<(string Table, string Chain, int Number)> _hit = [];
    private Packet _packet;
    private ConnectionStates? _exempt;
    private bool _tracked;
    private bool _isTranslated;
    private bool _isRouted;
    private uint _mark;
    private uint? _connectionMark;

    private Interpreter(ModelRuleset ruleset, Packet packet, Chance chance)
    {
        _ruleset = ruleset;
        _packet = _original = packet;
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
        foreach (var (table, hook) in Hooks())
        {
            if (_ruleset.Find(table, hook) is not { } chain)
                continue;
            if (table == "nat" && (_exempt == ConnectionStates.Untracked || _packet.State is not (ConnectionStates.New or ConnectionStates.Related)))
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

    private IEnumerable<(string Table, string Hook)> Hooks()
    {
        foreach (var table in new[] { "raw", "mangle", "nat" })
            yield return (table, "PREROUTING");
        // The question is about packets to this host, whatever their destination; a rule may have sent them elsewhere.
        var forwarded = _isRouted && !_ruleset.World.Own.ContainsValue(_packet.Destination) && !IsMulticast(_packet.Destination);
        foreach (var table in new[] { "mangle", "filter", "security", "nat" })
            yield return (table, forwarded ? "FORWARD" : "INPUT");
    }

    private bool IsMulticast(UInt128 address)
        => _ruleset.Family == AddressFamily.IPv4 ? address >> 28 == 14 || address == uint.MaxValue : address >> 120 == 255;

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
                case "NOTRACK" or "CT --notrack":
                    _exempt ??= ConnectionStates.Untracked;
                    break;
                case { } target when target.StartsWith("CT ", StringComparison.Ordinal):
                    _exempt ??= ConnectionStates.New;
                    break;
                case { } target when target.Contains("MARK", StringComparison.Ordinal):
                    Mark(target.Split(' '));
                    break;
                case { } target when target.StartsWith("REDIRECT", StringComparison.Ordinal) || target.StartsWith("DNAT", StringComparison.Ordinal):
                    Translate(target.Split(' '));
                    return new Decision(PortVerdict.Accept, Place(chain, i + 1), rule);
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

    private bool HasConnection => _exempt != ConnectionStates.Untracked && (_tracked ? _packet.State is not (ConnectionStates.Invalid or ConnectionStates.Untracked) : _exempt is not null);

    /// <summary>Of a connection that goes on, the mark is what earlier packets made of it.</summary>
    private uint ConnectionMark => _connectionMark ??= _original.State == ConnectionStates.New ? 0 : Bit(1) | Bit(2) | Bit(0x80000000);

    private uint Bit(uint bit) => _chance.Next() ? bit : 0;

    private void Mark(string[] words)
    {
        var (value, mask) = words[2].Split('/') is [var v, var m] ? (Number(v), Number(m)) : (words.Length > 3 ? 0 : Number(words[2]), uint.MaxValue);
        var ofConnection = words[0] == "CONNMARK";
        if (ofConnection && !HasConnection)
            return;
        if (words[1] is "--save-mark" or "--restore-mark")
        {
            var (packetMask, connectionMask) = (Number(words[3]), Number(words[5]));
            if (words[1] == "--restore-mark")
                _mark = (_mark & ~packetMask) ^ (ConnectionMark & connectionMask);
            else if (_tracked)
                _connectionMark = (ConnectionMark & ~connectionMask) ^ (_mark & packetMask);
            return;
        }
        var before = ofConnection ? ConnectionMark : _mark;
        var after = words[1] switch
        {
            "--set-xmark" => (before & ~mask) ^ value,
            "--set-mark" => (before & ~mask) | value,
            "--and-mark" => before & value,
            "--or-mark" => before | value,
            _ => before ^ value,
        };
        if (!ofConnection)
            _mark = after;
        else if (_tracked)
            _connectionMark = after;
    }

    private static uint Number(string text) => Convert.ToUInt32(text, 16);

    private void Translate(string[] words)
    {
        var last = words[^1];
        var colon = words[0] == "REDIRECT" ? -1 : _ruleset.Family == AddressFamily.IPv4 ? last.IndexOf(':') : last.IndexOf("]:", StringComparison.Ordinal) is > 0 and var at ? at + 1 : -1;
        var port = words[0] == "REDIRECT" ? words.Length > 1 ? last : null : colon < 0 ? null : last[(colon + 1)..];
        var address = words[0] == "REDIRECT" ? _ruleset.World.Own.GetValueOrDefault(_packet.InInterface)
            : AddressSets.ToNumber(System.Net.IPAddress.Parse((colon < 0 ? last : last[..colon]).Trim('[', ']')));
        var before = _packet;
        _packet = _packet with { Destination = address, DestinationPort = port is null ? _packet.DestinationPort : int.Parse(port, System.Globalization.CultureInfo.InvariantCulture) };
        _isTranslated = _packet != before;
        _isRouted = true;
    }

    private bool Matches(ModelRule rule)
    {
        var undecided = false;
        var state = _tracked && _exempt != ConnectionStates.Untracked ? _packet.State : _exempt ?? ConnectionStates.Invalid;
        var seen = new Seen(state, _mark, null, _original) { IsTranslated = _isTranslated };
        if (HasConnection && rule.Text.Contains("connmark", StringComparison.Ordinal))
            seen = seen with { ConnectionMark = ConnectionMark };
        foreach (var condition in rule.Conditions)
        {
            switch (condition.Matches(_packet, seen))
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
