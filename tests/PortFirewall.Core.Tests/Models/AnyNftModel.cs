using CsCheck;
using static PortFirewall.Core.Tests.Hooks.Nft;

namespace PortFirewall.Core.Tests.Models;

/// <summary>Rules of nft of every kind that can be decided, over so few ports and addresses that they often meet.</summary>
internal static class AnyNftModel
{
    private static readonly int[] Ports = [22, 80, 2222, 3000];
    private static readonly string[] Interfaces = ["eth0", "eth1", "ppp0"];

    private static int _sets;

    public static Gen<Packet> Packet { get; } = Gen.Select(
        Gen.OneOf(6, 17), Gen.UInt[0, 15], Gen.OneOf(Ports), Gen.OneOf(Interfaces), Gen.OneOf(ConnectionStates.New, ConnectionStates.Established),
        (protocol, source, port, name, state) => new Packet(protocol, Base + source, Base, 40_000, port, name, state));

    private static readonly Gen<NftModelComparison> OfSource = Gen.Select(Gen.Select(Gen.UInt[0, 15], Gen.UInt[0, 15]).Array[1, 3], Gen.Bool, Gen.Bool, (ends, negated, isNamed) =>
    {
        var ranges = ends.Select(e => (Low: Math.Min(e.Item1, e.Item2), High: Math.Max(e.Item1, e.Item2))).ToArray();
        return Elements(Payload("ip", "saddr"), ranges.Select(r => r.Low == r.High ? $"\"{Text(r.Low)}\"" : $$"""{"range":["{{Text(r.Low)}}","{{Text(r.High)}}"]}"""), negated, isNamed,
            p => ranges.Any(r => p.Source - Base >= r.Low && p.Source - Base <= r.High));
    });

    private static readonly Gen<NftModelComparison> OfNetwork = Gen.Select(Gen.UInt[0, 15], Gen.Int[28, 32], Gen.Bool, (address, bits, negated) =>
    {
        var mask = (uint)(0xFFFFFFFFL << (32 - bits));
        return Elements(Payload("ip", "saddr"), [$$$"""{"prefix":{"addr":"{{{Text(address & mask)}}}","len":{{{bits}}}}}"""], negated, isNamed: false, p => (((uint)p.Source ^ ((uint)Base + address)) & mask) == 0);
    });

    private static readonly Gen<NftModelComparison> OfPort = Gen.Select(Gen.OneOf("tcp", "udp", "th"), Gen.OneOf(Ports).Array[1, 3], Gen.Bool, Gen.Bool, (protocol, ports, negated, isNamed) =>
        Within(protocol, Elements(Payload(protocol, "dport"), ports.Select(p => $"{p}"), negated, isNamed, p => ports.Contains(p.DestinationPort))));

    private static readonly Gen<NftModelComparison> OfPortRange = Gen.Select(Gen.OneOf("tcp", "th"), Gen.Int[0, 3001], Gen.Int[0, 3001], Gen.Bool, (protocol, one, other, negated) =>
    {
        var (low, high) = (Math.Min(one, other), Math.Max(one, other));
        return Within(protocol, Elements(Payload(protocol, "dport"), [$$"""{"range":[{{low}},{{high}}]}"""], negated, isNamed: false, p => p.DestinationPort >= low && p.DestinationPort <= high));
    });

    private static readonly Gen<NftModelComparison> OfOrder = Gen.Select(Gen.OneOf("<", "<=", ">", ">="), Gen.OneOf(Ports), (operation, port) =>
        new NftModelComparison(Match(Payload("th", "dport"), $"{port}", operation), p => operation switch
        {
            "<" => p.DestinationPort < port,
            "<=" => p.DestinationPort <= port,
            ">" => p.DestinationPort > port,
            _ => p.DestinationPort >= port,
        }));

    private static readonly Gen<NftModelComparison> OfProtocol = Gen.Select(Gen.OneOf("tcp", "udp"), Gen.Bool, (protocol, negated) =>
        new NftModelComparison(Match(Meta("l4proto"), $"\"{protocol}\"", negated ? "!=" : "=="), p => (p.Protocol == (protocol == "tcp" ? 6 : 17)) != negated));

    private static readonly Gen<NftModelComparison> OfInterface = Gen.Select(Gen.OneOf("eth0", "eth1", "eth*", "ppp0"), Gen.Bool, (name, negated) =>
        new NftModelComparison(Match(Meta("iifname"), $"\"{name}\"", negated ? "!=" : "=="), p => (name == "eth*" ? p.InInterface.StartsWith("eth", StringComparison.Ordinal) : p.InInterface == name) != negated));

    private static readonly Gen<NftModelComparison> OfState = Gen.Select(Gen.OneOf("new", "established", "invalid").Array[1, 2], Gen.Bool, (states, negated) =>
        new NftModelComparison(
            Match(Ct("state"), states.Length == 1 ? $"\"{states[0]}\"" : $"[{string.Join(',', states.Select(s => $"\"{s}\""))}]", negated ? "!" : "in"),
            p => states.Contains(p.State == ConnectionStates.New ? "new" : "established") != negated));

    private static readonly Gen<NftModelComparison> OfBoth = Gen.Select(Gen.Select(Gen.UInt[0, 15], Gen.OneOf(Ports)).Array[1, 4], (pairs) =>
    {
        var both = $$"""{"concat":[{{Payload("ip", "saddr")}},{{Payload("th", "dport")}}]}""";
        var elements = pairs.Distinct().Select(p => $$"""{"concat":["{{Text(p.Item1)}}",{{p.Item2}}]}""");
        return new NftModelComparison(Match(both, $$"""{"set":[{{string.Join(',', elements)}}]}"""), p => pairs.Contains(((uint)(p.Source - Base), p.DestinationPort)));
    });

    private static readonly Gen<NftModelComparison> Comparison = Gen.OneOf(OfSource, OfNetwork, OfPort, OfPortRange, OfOrder, OfProtocol, OfInterface, OfState, OfBoth);

    public static Gen<NftModel> Model { get; } = Gen.Select(
        Rules("x", "y"), Rules("x", "y"), Rules("y"), Rules(), Gen.OneOf("accept", "drop"), Gen.OneOf("accept", "drop"),
        (c, d, x, y, first, second) => new NftModel(new Dictionary<string, NftModelRule[]> { ["c"] = c, ["d"] = d, ["x"] = x, ["y"] = y }, first, second));

    /// <summary>10.0.0.16, so that networks of up to 16 addresses begin there.</summary>
    private static UInt128 Base => 0x0A000010;

    private static Gen<NftModelRule[]> Rules(params string[] chains)
    {
        var verdict = Gen.OneOf(
            [new("accept"), new("drop"), new("return"), .. chains.SelectMany(c => new NftModelVerdict[] { new("jump", c), new("goto", c) })]);
        var plain = Gen.Select(Comparison.Array[0, 3], verdict, (asked, last) => new NftModelRule(asked, [(null, last)], last.Json));
        var noting = Gen.Select(Comparison.Array[0, 2], asked => new NftModelRule(asked, [], ""));
        var map = Gen.Select(Comparison.Array[0, 1], Gen.Select(Gen.OneOf(Ports), verdict).Array[1, 4], (asked, elements) =>
        {
            var distinct = elements.DistinctBy(e => e.Item1).ToArray();
            var json = string.Join(',', distinct.Select(e => $"[{e.Item1},{e.Item2.Json}]"));
            return new NftModelRule(asked, [.. distinct.Select(e => ((int?)e.Item1, e.Item2))], $$$$"""{"vmap":{"key":{{{{Payload("th", "dport")}}}},"data":{"set":[{{{{json}}}}]}}}""");
        });
        return Gen.OneOf(plain, plain, noting, map).Array[0, 4];
    }

    private static NftModelComparison Elements(string left, IEnumerable<string> elements, bool negated, bool isNamed, Func<Packet, bool> isIn)
    {
        var json = string.Join(',', elements);
        var name = $"s{Interlocked.Increment(ref _sets)}";
        return new NftModelComparison(
            Match(left, isNamed ? $"\"@{name}\"" : $$"""{"set":[{{json}}]}""", negated ? "!=" : "=="), p => isIn(p) != negated, isNamed ? Set(name, json) : null);
    }

    /// <summary>Packets of another protocol don't have the field, however the comparison goes.</summary>
    private static NftModelComparison Within(string protocol, NftModelComparison comparison)
        => comparison with { Takes = p => (protocol == "th" || p.Protocol == (protocol == "tcp" ? 6 : 17)) && comparison.Takes(p) };

    private static string Text(uint address) => $"10.0.0.{16 + address}";
}
