namespace PortFirewall;

/// <summary>Makes what a rule asks of packets, at random.</summary>
internal sealed class RandomMatches(Random random, KernelWorld world, bool exactOnly)
{
    public static readonly IReadOnlyList<string> Ports =
        ["22", "80", "2222", "2000:3000", ":1023", "1024:", "1024:65535", "443", "53", "2223", "40000:40010", "65535"];

    private static readonly string[] Patterns = ["eth0", "eth1", "eth+", "e+", "docker0", "docker+", "wlan0", "lo", "+", "eth", "et+"];

    public static readonly IReadOnlyList<string> Marks = ["0x0", "0x1", "0x1/0x1", "0x0/0x1", "0x2/0x3", "0x10/0xff", "0xffffffff"];

    private static readonly string[] States = ["NEW", "INVALID", "RELATED,ESTABLISHED", "ESTABLISHED", "UNTRACKED", "NEW,UNTRACKED", "INVALID,UNTRACKED", "NEW,RELATED,ESTABLISHED"];

    private static readonly string[] Flags = ["FIN,SYN,RST,ACK SYN", "SYN,ACK SYN", "ALL NONE", "ALL SYN", "FIN,RST NONE", "SYN SYN", "SYN NONE", "ALL FIN,PSH,URG", "ACK ACK", "SYN,FIN SYN,FIN"];

    /// <summary>What some packets meet and others do not, and the analysis need not know.</summary>
    private static readonly string[] Inexact =
        ["-m dscp --dscp 0x00", "-m u32 --u32 \"0>>28=4\"", "-m bpf --bytecode \"1,6 0 0 1\"", "-m cpu --cpu 0", "-m string --string SSH --algo bm", "-m statistic --mode nth --every 2 --packet 0"];

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
            words.Add(OneOf(["! -p tcp", "! -p udp", $"-p {(world.Family == AddressFamily.IPv4 ? "icmp" : "ipv6-icmp")}", "-p sctp", "-p 47", "! -p esp"]));
        if (protocol is not null)
        {
            AddIf(40, () => $"{Not()}--dport {OneOf(Ports)}");
            AddIf(10, () => $"{Not()}--sport {OneOf(Ports)}");
            if (protocol == "tcp")
                AddIf(12, () => Chance(40) ? $"{Not()}--syn" : $"{Not()}--tcp-flags {OneOf(Flags)}");
            AddIf(15, () => $"-m multiport {Not()}--{OneOf(["dports", "sports", "ports"])} {Several()}");
        }
        AddIf(15, () => Chance(50) ? $"-m conntrack {Not()}--ctstate {OneOf(States)}" : $"-m state {Not()}--state {OneOf(States)}");
        AddIf(8, () => $"-m iprange {Not()}--{(Chance(70) ? $"src-range {Range(world.Others)}" : $"dst-range {Range(world.Own)}")}");
        AddIf(8, () => $"-m {(Chance(60) ? "mark" : "connmark")} {Not()}--mark {OneOf(Marks)}");
        AddIf(5, () => "-m comment --comment \"a \\\"comment\\\" -j ACCEPT\"");
        if (!exactOnly)
            AddIf(25, () => OneOf(Inexact));
        return (protocol, string.Concat(words.Select(w => " " + w)));

        void AddIf(int percent, Func<string> text)
        {
            if (Chance(percent))
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

    private string Range(IReadOnlyList<string> addresses)
    {
        var ends = new[] { OneOf(addresses), OneOf(addresses) };
        return string.Join('-', ends.OrderBy(end => AddressSets.ReadAddress(end, world.Family)));
    }

    private string Not() => Chance(20) ? "! " : "";

    private bool Chance(int percent) => random.Next(100) < percent;

    private string OneOf(IReadOnlyList<string> values) => values[random.Next(values.Count)];
}
