namespace PortFirewall;

/// <summary>Makes what a rule asks of packets, at random.</summary>
internal sealed class RandomMatches(Random random, KernelWorld world, bool exactOnly)
{
    public static readonly IReadOnlyList<string> Ports =
        ["22", "80", "2222", "2000:3000", ":1023", "1024:", "1024:65535", "443", "53", "2223", "40000:40010", "65535"];

    private static readonly string[] SinglePorts = [.. Ports.Where(p => !p.Contains(':'))];

    private static readonly string[] Patterns = ["eth0", "eth1", "eth+", "e+", "docker0", "docker+", "wlan0", "lo", "+", "eth", "et+"];

    public static readonly IReadOnlyList<string> Marks = ["0x0", "0x1", "0x1/0x1", "0x0/0x1", "0x2/0x3", "0x10/0xff", "0xffffffff"];

    private static readonly string[] States = ["NEW", "INVALID", "RELATED,ESTABLISHED", "ESTABLISHED", "UNTRACKED", "NEW,UNTRACKED", "INVALID,UNTRACKED", "NEW,RELATED,ESTABLISHED"];

    private static readonly string[] Flags = ["FIN,SYN,RST,ACK SYN", "SYN,ACK SYN", "ALL NONE", "ALL SYN", "FIN,RST NONE", "SYN SYN", "SYN NONE", "ALL FIN,PSH,URG", "ACK ACK", "SYN,FIN SYN,FIN"];

    private static readonly string[] AddressTypes = ["--dst-type LOCAL", "--dst-type UNICAST", "--dst-type MULTICAST", "--src-type LOCAL", "--src-type UNICAST", "--src-type MULTICAST"];

    /// <summary>Only in IPv4 are these a matter of the routing table <c>local</c> alone.</summary>
    private static readonly string[] AddressTypesIPv4
        = ["--dst-type BROADCAST", "--dst-type LOCAL,BROADCAST", "--dst-type UNICAST,MULTICAST", "--src-type LOCAL,UNICAST", "--dst-type UNREACHABLE", "--dst-type ANYCAST"];

    /// <summary>What every packet is as long as, or none; and what some are.</summary>
    private static readonly string[] Lengths = ["0:27", "48:65535", "1:20", "0:65535", "40", "41:60", "100:", "32:52"];

    /// <summary>What some packets meet and others do not, and the analysis need not know.</summary>
    private static readonly string[] Inexact =
        ["-m addrtype --dst-type LOCAL --limit-iface-in", "-m dscp --dscp 0x00", "-m u32 --u32 \"0>>28=4\"", "-m bpf --bytecode \"1,6 0 0 1\"", "-m cpu --cpu 0", "-m string --string SSH --algo bm", "-m statistic --mode nth --every 2 --packet 0"];

    /// <summary>The rule's protocol, where it asks for one, and everything that it asks, each with a space ahead of it.</summary>
    public (string? Protocol, string Text) Next()
    {
        var protocol = random.Next(10) switch { < 4 => "tcp", < 6 => "udp", _ => null };
        List<string> words = [];
        AddIf(30, () => Network("-s", OneOf(world.OtherNetworks)));
        AddIf(12, () => Network("-d", OneOf(world.OwnNetworks)));
        AddIf(25, () => $"{Not()}-i {OneOf(Patterns)}");
        if (protocol is not null)
            words.Add($"-p {protocol}{(Chance(50) ? " -m " + protocol : "")}");
        else if (Chance(10))
            words.Add(OneOf(["! -p tcp", "! -p udp", .. OfOtherProtocols(world.Family), "-p sctp", "-p 47", "! -p esp"]));
        if (protocol is not null)
        {
            AddIf(40, () => $"{Not()}--dport {OneOf(Ports)}");
            AddIf(10, () => $"{Not()}--sport {OneOf(Ports)}");
            AddIf(2, () => $"! --sport {OneOf(SinglePorts)} ! --dport {OneOf(SinglePorts)}", unless: words[^1].Contains("port ", StringComparison.Ordinal));
            if (protocol == "tcp")
                AddIf(12, () => Chance(40) ? $"{Not()}--syn" : $"{Not()}--tcp-flags {OneOf(Flags)}");
            AddIf(15, () => $"-m multiport {Not()}--{OneOf(["dports", "sports", "ports"])} {Several()}");
        }
        AddIf(8, () => Set());
        AddIf(6, () => $"-m addrtype {Not()}{OneOf(world.Family == AddressFamily.IPv4 && Chance(50) ? AddressTypesIPv4 : AddressTypes)}");
        AddIf(4, () => $"-m pkttype {Not()}--pkt-type {OneOf(["unicast", "broadcast", "multicast"])}");
        AddIf(4, () => $"-m length {Not()}--length {OneOf(Lengths)}");
        AddIf(4, () => $"-m physdev {BridgePorts()}");
        AddIf(4, () => $"-m policy --dir in --pol {OneOf(["none", "none", "ipsec", "ipsec --strict --proto esp", "ipsec --mode tunnel ! --reqid 5"])}");
        AddIf(5, () => $"-m conntrack {Connection(protocol)}");
        AddIf(15, () => Chance(50) ? $"-m conntrack {Not()}--ctstate {OneOf(States)}" : $"-m state {Not()}--state {OneOf(States)}");
        AddIf(8, () => $"-m iprange {Not()}--{(Chance(70) ? $"src-range {Range(world.Others)}" : $"dst-range {Range(world.Own)}")}");
        AddIf(8, () => $"-m {(Chance(60) ? "mark" : "connmark")} {Not()}--mark {OneOf(Marks)}");
        AddIf(5, () => "-m comment --comment \"a \\\"comment\\\" -j ACCEPT\"");
        if (!exactOnly)
            AddIf(25, () => OneOf(Inexact));
        return (protocol, string.Concat(words.Select(w => " " + w)));

        void AddIf(int percent, Func<string> text, bool unless = false)
        {
            if (!unless && Chance(percent))
                words.Add(text());
        }
    }

    /// <summary>Up to 15 ports, of which a range takes two.</summary>
    private string Several() => string.Join(',', Enumerable.Range(0, random.Next(1, 6)).Select(_ => OneOf(Ports) switch
    {
        [':', .. var high] => "1:" + high,
        [.. var low, ':'] => low + ":65535",
        var port => port,
    }));

    /// <summary>Nothing but every address: <c>iptables-nft</c> does not take it.</summary>
    private string Network(string option, string network) => network.EndsWith("/0", StringComparison.Ordinal) ? $"{option} {network}" : $"{Not()}{option} {network}";

    /// <summary>With as many directions as the set takes, with more, and with fewer, where nothing is in it.</summary>
    private string Set()
        => $"-m set {Not()}--match-set {OneOf(RandomSets.Of(world.Family))} {OneOf(["src", "dst", "src,dst", "dst,dst", "src,src", "dst,src"])}";

    /// <summary>What is asked of the ports of a bridge, negated as often as not: a packet that came by none meets nothing else.</summary>
    private string BridgePorts()
    {
        string[] options = [$"--physdev-in {OneOf(Patterns)}", "--physdev-is-in", "--physdev-is-out", "--physdev-is-bridged", $"--physdev-out {OneOf(Patterns)}"];
        return string.Join(' ', options.Where(_ => Chance(30)).DefaultIfEmpty(OneOf(options)).Select(o => (Chance(60) ? "! " : "") + o));
    }

    /// <summary>What is asked of a connection.</summary>
    private string Connection(string? protocol) => random.Next(7) switch
    {
        0 => $"{Not()}--ctorigsrc {OneOf(world.OtherNetworks.Where(IsNotAll).ToArray())}",
        1 => $"{Not()}--ctorigdst {OneOf(world.OwnNetworks.Where(IsNotAll).ToArray())}",
        2 when protocol is not null => $"{Not()}--ctproto {protocol} {Not()}--ctorigdstport {OneOf(Ports.Where(p => !p.Contains(':')).ToArray())}",
        3 => $"--ctdir {OneOf(["ORIGINAL", "REPLY"])}",
        4 => $"--ctstate NEW --ctdir {OneOf(["ORIGINAL", "REPLY"])}",
        5 => $"{Not()}--ctstatus {OneOf(["CONFIRMED", "ASSURED", "NONE"])}",
        _ => $"{Not()}--ctstate {OneOf(["DNAT", "NEW,DNAT", "INVALID,SNAT"])}",
    };

    /// <summary>What only packets without ports meet, and fragments.</summary>
    private static string[] OfOtherProtocols(AddressFamily family) => family == AddressFamily.IPv4
        ? ["-p icmp", "-p icmp -m icmp --icmp-type 8", "-p icmp -m icmp ! --icmp-type 3", "-f", "! -f"]
        : ["-p ipv6-icmp", "-p ipv6-icmp -m icmp6 --icmpv6-type 128"];

    private static bool IsNotAll(string network) => !network.EndsWith("/0", StringComparison.Ordinal);

    private string Range(IReadOnlyList<string> addresses)
    {
        var ends = new[] { OneOf(addresses), OneOf(addresses) };
        return string.Join('-', ends.OrderBy(end => AddressSets.ReadAddress(end, world.Family)));
    }

    private string Not() => Chance(20) ? "! " : "";

    private bool Chance(int percent) => random.Next(100) < percent;

    private string OneOf(IReadOnlyList<string> values) => values[random.Next(values.Count)];
}
