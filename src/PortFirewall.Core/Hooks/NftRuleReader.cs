using System.Text.Json;

namespace PortFirewall;

/// <summary>
/// Works out what a rule of nft means. A rule that looks up a verdict in a map is as many rules as the map has elements, as no
/// two of them match the same packet.
/// </summary>
internal sealed class NftRuleReader
{
    /// <summary>Statements that note, mark, copy or name something, and let the packet go on to the next statement.</summary>
    private static readonly HashSet<string> Noting = new(StringComparer.Ordinal)
    {
        "counter", "log", "continue", "ct helper", "ct timeout", "ct expectation", "secmark", "last", "dup", "comment", "flow", "reset",
    };

    private readonly NftRule _rule;
    private readonly RegionBuilder _builder;
    private bool _hasChanged;
    private readonly List<RuleMeaning> _meanings = [];

    private NftRuleReader(NftRule rule, AddressFamily family, HostFacts? facts)
    {
        _rule = rule;
        _builder = new RegionBuilder(family, facts);
    }

    public static IReadOnlyList<RuleMeaning> Read(NftRule rule, AddressFamily family, HostFacts? facts = null)
    {
        try
        {
            var reader = new NftRuleReader(rule, family, facts);
            reader.ReadStatements();
            return reader._meanings.ConvertAll(meaning => meaning.Of(rule));
        }
        catch (Exception odd) when (odd is InvalidOperationException or KeyNotFoundException)
        {
            // A shape that no nft known today prints.
            var builder = new RegionBuilder(family);
            return [new RuleMeaning(builder, RuleAction.Unknown, rule.Place, $"of {rule.Place}").Of(rule)];
        }
    }

    /// <summary>The meaning of a rule that somebody put into a table of <c>iptables-nft</c>, whose text says less than the rule.</summary>
    public static RuleMeaning ReadAsOne(NftRule native, IptablesRule rule, HostFacts? facts)
    {
        var meanings = Read(native, rule.AddressFamily, facts);
        return meanings switch
        {
            [] => new RuleMeaning(new RegionBuilder(rule.AddressFamily), RuleAction.Continue, rule.Place, target: null, rule),
            [var one] => one.For(rule),
            _ => new RuleMeaning(new RegionBuilder(rule.AddressFamily), RuleAction.Unknown, rule.Place, $"of {native.Place}", rule),
        };
    }

    private void ReadStatements()
    {
        foreach (var (name, value) in _rule.Statements)
        {
            switch (name)
            {
                case "match":
                    if (!NftMatch.Read(value, _rule.Chain.Table, _builder))
                        AddCondition(name, value);
                    break;
                case "accept" or "drop" or "return" or "jump" or "goto":
                    var (action, target) = VerdictOf(name, value);
                    Add(action, target);
                    return;
                case "reject":
                    RestrictToAnswerable(value);
                    Add(RuleAction.Reject, target: null);
                    return;
                case "vmap":
                    ReadMap(value);
                    return;
                case "notrack":
                    AddChange(TrackingTarget.Read("NOTRACK", []));
                    break;
                case "mangle" when NftMangle.IsHarmless(value):
                    if (NftMangle.AsksForConnection(value))
                        _builder.RestrictToAny(NftMark.OfConnections);
                    if (NftMangle.Read(value) is { } change)
                        AddChange(change);
                    break;
                // Whether one more element goes in, or the rate is kept, hangs on the packets before.
                case "limit" or "quota" or "ct count" or "set" or "map" or "meter" or "connlimit":
                    AddCondition(name, value);
                    break;
                case "xt" when value.ValueKind == JsonValueKind.Object && value.TryGetProperty("type", out var type) && type.GetString() == "match":
                    AddCondition(name, value);
                    break;
                default:
                    if (Noting.Contains(name))
                        break;
                    if (AddTranslation(name, value))
                        return;
                    Add(RuleAction.Unknown, $"{NftStatementText.Of(name, value)} of {_rule.Place}");
                    return;
            }
        }
    }

    private void AddCondition(string statement, JsonElement value) => _builder.AddCondition($"{_rule.Place} ({NftStatementText.Of(statement, value)})");

    private void AddChange(PacketChange change)
    {
        _meanings.Add(new RuleMeaning(_builder, RuleAction.Change, _rule.Place, target: null) { Change = change });
        // What follows in the rule is for packets that were asked before the change.
        if (_builder.Questions.Count > 0 && !_hasChanged)
            _builder.AddCondition($"{_rule.Place} (asks for what it changes)");
        _hasChanged = true;
    }

    private bool AddTranslation(string statement, JsonElement value)
    {
        // In a table for both families, packets of the other one go on.
        if (NftNat.IsOfOtherFamily(statement, value, _builder.Family))
            return true;
        if (NftNat.ChangesSourceOnly(statement))
            Add(RuleAction.Accept, target: null);
        else if (NftNat.Read(statement, value, _rule.Place, _builder) is { } change)
            _meanings.Add(new RuleMeaning(_builder, RuleAction.Translate, _rule.Place, statement) { Change = change });
        else
            return false;
        return true;
    }

    private void Add(RuleAction action, string? target) => _meanings.Add(new RuleMeaning(_builder, action, _rule.Place, target));

    private void ReadMap(JsonElement map)
    {
        var (key, data) = (map.GetProperty("key"), map.GetProperty("data"));
        var elements = NftElements.Of(data, _rule.Chain.Table);
        var outcomes = new List<(PacketRegion Region, (RuleAction Action, string? Target) Verdict)>();
        foreach (var element in elements ?? [])
        {
            if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() != 2 || NftElements.Value(element[0]) is not { } value
                || NftMatch.RegionOf(key, value, _builder.Family) is not { } region
                || element[1].ValueKind != JsonValueKind.Object || element[1].EnumerateObject().ToList() is not [{ Name: "accept" or "drop" or "return" or "jump" or "goto" or "continue" } verdict, ..])
            {
                elements = null;
                break;
            }
            if (verdict.Name != "continue")
                outcomes.Add((region, VerdictOf(verdict.Name, verdict.Value)));
        }
        if (elements is null)
        {
            Add(RuleAction.Unknown, $"{NftStatementText.Of("vmap", map)} of {_rule.Place}");
            return;
        }
        foreach (var (region, (action, target)) in outcomes)
            _meanings.Add(new RuleMeaning(_builder.Within(region), action, _rule.Place, target));
    }

    /// <summary>nft leaves out what it says by itself that an answer of some kind can only be given to packets of that kind.</summary>
    private void RestrictToAnswerable(JsonElement reject)
    {
        var type = reject.ValueKind == JsonValueKind.Object && reject.TryGetProperty("type", out var given) ? given.GetString() : null;
        if (type == "tcp reset")
            _builder.Restrict(new PacketRegion { Protocols = ProtocolNumbers.Read("tcp") });
        else if ((type == "icmp" && _builder.Family == AddressFamily.IPv6) || (type == "icmpv6" && _builder.Family == AddressFamily.IPv4))
            _builder.MatchNothing();
    }

    /// <summary>What a verdict does; a chain that is not there can't be entered.</summary>
    private (RuleAction Action, string? Target) VerdictOf(string name, JsonElement value) => name switch
    {
        "accept" => (RuleAction.Accept, null),
        "drop" => (RuleAction.Drop, null),
        "return" => (RuleAction.Return, null),
        _ when value.ValueKind == JsonValueKind.Object && value.TryGetProperty("target", out var target) && target.GetString() is { } chain && _rule.Chain.Table.Chains.ContainsKey(chain)
            => (name == "jump" ? RuleAction.Jump : RuleAction.Goto, chain),
        _ => (RuleAction.Unknown, $"{NftStatementText.Of(name, value)} of {_rule.Place}"),
    };
}
