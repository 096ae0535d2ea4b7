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

    /// <summary>What is asked of a connection beside its state. The first packet answers; without a connection only the state counts.</summary>
    public static Gen<ModelCondition> Connection(World world) => Gen.Select(Gen.OneOf(
        Gen.OneOf<(string, Func<Packet, Seen, bool>)>(
            ("--ctdir ORIGINAL", (_, _) => true), ("--ctdir REPLY", (_, _) => false), ("--ctstatus CONFIRMED", (_, _) => false), ("--ctproto 6", (p, _) => p.Protocol == 6),
            ("--ctorigdstport 2222", (_, seen) => seen.Original.DestinationPort == 2222), ("--ctreplsrcport 2222", (p, _) => p.DestinationPort == 2222)),
        Gen.Select(Gen.OneOf("--ctorigdst", "--ctreplsrc", "--ctorigsrc", "--ctrepldst"), Gen.OneOf(world.Addresses)).Select((option, address) => (
            $"{option} {world.Write(address)}",
            (Func<Packet, Seen, bool>)((p, seen) => (option == "--ctorigdst" ? seen.Original.Destination : option == "--ctreplsrc" ? p.Destination : p.Source) == address)))),
        Gen.Bool, Gen.OneOf(ConnectionStates.None, ConnectionStates.New, ConnectionStates.Untracked, ConnectionStates.Invalid | ConnectionStates.New)).Select((asked, negated, states) => new ModelCondition(
            $"-m conntrack {(states == ConnectionStates.None ? "" : $"--ctstate {states.ToString().ToUpperInvariant().Replace(" ", "", StringComparison.Ordinal)} ")}{(negated ? "! " : "")}{asked.Item1}",
            (packet, seen) => states != ConnectionStates.None && !states.HasFlag(seen.State) ? false
                : seen.State is ConnectionStates.Invalid or ConnectionStates.Untracked ? states != ConnectionStates.None
                : seen.State != ConnectionStates.New ? null : asked.Item2(packet, seen) != negated));

    public static readonly Gen<ModelCondition> Translated = Gen.Select(Gen.OneOf(("DNAT", ConnectionStates.None), ("NEW,DNAT", ConnectionStates.New), ("UNTRACKED,DNAT", ConnectionStates.Untracked)), Gen.Bool).Select((asked, negated) => new ModelCondition(
        $"-m conntrack {(negated ? "! " : "")}--ctstate {asked.Item1}",
        (_, seen) => asked.Item2.HasFlag(seen.State) && asked.Item2 != ConnectionStates.None ? !negated
            : seen.State is ConnectionStates.Invalid or ConnectionStates.Untracked ? negated : seen.State != ConnectionStates.New ? null : seen.IsTranslated != negated));

    /// <summary>What routing takes an address for, by the host's own addresses.</summary>
    public static Gen<ModelCondition> AddressType(World world) => Gen.Select(Gen.Bool, Gen.OneOf("LOCAL", "MULTICAST", "UNICAST"), Gen.Bool).Select((source, type, negated) => new ModelCondition(
        $"-m addrtype {(negated ? "! " : "")}--{(source ? "src" : "dst")}-type {type}", (packet, _) => world.IsOfType(source ? packet.Source : packet.Destination, type) != negated));

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
