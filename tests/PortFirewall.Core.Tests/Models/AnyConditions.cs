using CsCheck;

namespace PortFirewall.Core.Tests.Models;

/// <summary>Random conditions, over a world so small that they meet each other often.</summary>
internal static class AnyConditions
{
    private static readonly (string Text, Func<int, bool> Has)[] PortLists =
    [
        ("22", p => p == 22), ("2222", p => p == 2222), ("2000:3000", p => p is >= 2000 and <= 3000), (":1023", p => p <= 1023), ("1024:65535", p => p >= 1024),
    ];

    private static readonly Gen<(string Text, Func<int, bool> Has)> Ports = Gen.OneOf(PortLists);

    public static Gen<ModelCondition> Source(World world) => Address(world, "-s", p => p.Source);

    public static Gen<ModelCondition> Destination(World world) => Address(world, "-d", p => p.Destination);

    public static readonly Gen<ModelCondition> InInterface
        = Gen.Select(Gen.OneOf("eth0", "eth1", "eth+", "e+", "+", "wlan0", "lo"), Gen.Bool).Select((pattern, negated) => ModelCondition.Of($"-i {pattern}", negated, packet
            => pattern.EndsWith('+') ? packet.InInterface.StartsWith(pattern[..^1], StringComparison.Ordinal) : packet.InInterface == pattern));

    /// <summary>The protocol, and what its own match asks.</summary>
    public static readonly Gen<ModelCondition[]> Protocol = Gen.Frequency(
        (3, Gen.Const(() => Array.Empty<ModelCondition>())),
        (5, Gen.Select(Transport("tcp", 6).Array[0, 2], Gen.Bool).Select((asked, explicitly) => (ModelCondition[])[ModelCondition.Of("-p tcp" + (explicitly ? " -m tcp" : ""), negated: false, p => p.Protocol == 6), .. asked])),
        (2, Transport("udp", 17).Array[0, 2].Select(asked => (ModelCondition[])[ModelCondition.Of("-p udp", negated: false, p => p.Protocol == 17), .. asked])),
        (1, Gen.OneOf(("! -p tcp", 6), ("! -p udp", 17)).Select(p => (ModelCondition[])[new(p.Item1, (packet, _) => packet.Protocol != p.Item2)])),
        (1, Gen.Const<ModelCondition[]>([new("-p icmp -m icmp --icmp-type 8", (_, _) => false)])));

    public static readonly Gen<ModelCondition> State = Gen.Select(
        Gen.OneOf(ConnectionStates.New, ConnectionStates.Invalid, ConnectionStates.Related | ConnectionStates.Established, ConnectionStates.Untracked, ConnectionStates.New | ConnectionStates.Untracked),
        Gen.Bool, Gen.Bool).Select((states, negated, old) => new ModelCondition(
            $"-m {(old ? "state" : "conntrack")} {(negated ? "! " : "")}--{(old ? "state" : "ctstate")} {states.ToString().ToUpperInvariant().Replace(" ", "", StringComparison.Ordinal)}",
            (_, seen) => states.HasFlag(seen.State) != negated));

    /// <param name="table">In raw there is no connection yet, at most a template.</param>
    public static Gen<ModelCondition> Mark(string table) => Gen.Select(Gen.UInt[0, 3], Gen.OneOf("", "/0x1", "/0x2", "/0x3"), Gen.Bool, table == "raw" ? Gen.Const(false) : Gen.Bool).Select((value, mask, negated, ofConnection) =>
    {
        var bits = mask.Length == 0 ? uint.MaxValue : uint.Parse(mask.AsSpan(3), System.Globalization.CultureInfo.InvariantCulture);
        return new ModelCondition($"-m {(ofConnection ? "connmark" : "mark")} {(negated ? "! " : "")}--mark 0x{value}{mask}", (_, seen) =>
            !ofConnection ? (seen.Mark & bits) == value != negated
                : seen.ConnectionMark is { } mark && (mark & bits) == value != negated);
    });

    public static readonly Gen<ModelCondition> Chance = Gen.OneOf("-m limit --limit 5/min", "-m hashlimit --hashlimit-upto 5/sec --hashlimit-name limit").Select(text => new ModelCondition(text, (_, _) => null));

    public static Gen<ModelCondition> Range(World world) => Gen.Select(Gen.OneOf(world.Addresses), Gen.OneOf(world.Addresses), Gen.Bool).Select((a, b, negated) =>
    {
        var (first, last) = (UInt128.Min(a, b), UInt128.Max(a, b));
        return new ModelCondition($"-m iprange {(negated ? "! " : "")}--src-range {world.Write(first)}-{world.Write(last)}", (p, _) => (p.Source >= first && p.Source <= last) != negated);
    });

    private static Gen<ModelCondition> Address(World world, string option, Func<Packet, UInt128> field)
        => Gen.Select(Gen.OneOf(world.Addresses), Gen.OneOf(world.Prefixes), Gen.Bool).Select((address, prefix, negated) => ModelCondition.Of(
            $"{option} {world.Write(address)}/{prefix}", negated, packet => prefix == 0 || (field(packet) ^ address) >> (world.Bits - prefix) == 0));

    private static Gen<ModelCondition> Transport(string protocol, int number)
    {
        var plain = Gen.Select(Gen.OneOf("--dport", "--sport"), Ports, Gen.Bool).Select((option, ports, negated) => Asked(
            $"-m {protocol} {(negated ? "! " : "")}{option} {ports.Text}", negated, p => ports.Has(option == "--dport" ? p.DestinationPort : p.SourcePort)));
        var several = Gen.Select(Gen.OneOf("--dports", "--sports", "--ports"), Ports, Ports, Gen.Bool).Select((option, one, other, negated) => Asked(
            $"-m multiport {(negated ? "! " : "")}{option} {one.Text},{other.Text}", negated,
            p => (option != "--sports" && (one.Has(p.DestinationPort) || other.Has(p.DestinationPort))) || (option != "--dports" && (one.Has(p.SourcePort) || other.Has(p.SourcePort)))));
        var flags = Gen.OneOf(("--syn", true), ("! --syn", false), ("--tcp-flags SYN,ACK SYN", true), ("--tcp-flags ALL NONE", false), ("! --tcp-flags FIN,RST NONE", false)).Select(f => new ModelCondition(
            // The model's packets have no flags: only of a first packet it is known that it is a SYN.
            $"-m tcp {f.Item1}", (p, _) => p.Protocol != number ? false : p.State == ConnectionStates.New ? f.Item2 : null));
        return protocol == "tcp" ? Gen.Frequency((4, plain), (2, several), (1, flags)) : Gen.Frequency((2, plain), (1, several));

        ModelCondition Asked(string text, bool negated, Func<Packet, bool> matches)
            => new(text, (packet, _) => packet.Protocol == number && matches(packet) != negated);
    }
}
