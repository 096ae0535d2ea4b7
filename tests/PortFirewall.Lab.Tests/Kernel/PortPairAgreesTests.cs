using System.Net;

namespace PortFirewall;

/// <summary>Rules that ask for both ports, held against packets that have both, one or none of them.</summary>
public sealed class PortPairAgreesTests
{
    private static readonly TwinPlan Plan = new([new TwinInterface("eth0", [(IPAddress.Parse("198.51.100.1"), 32)])]);

    private static readonly TwinPacket[] Packets = [Packet(80, 53), Packet(80, 2222), Packet(40000, 53), Packet(40000, 2222)];

    public static TheoryData<string, string> Forms
    {
        get
        {
            var forms = new TheoryData<string, string>();
            foreach (var protocol in (string[])["tcp", "udp", "sctp", "dccp"])
            {
                foreach (var ports in (string[])["! --sport 80 ! --dport 53", "--sport 80 --dport 53", "! --sport 80 --dport 53", "--sport 80 ! --dport 53", "! --sport 80:81 ! --dport 53", "! --sport 80 ! --dport 53:54"])
                    forms.Add(protocol, ports);
            }
            return forms;
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Only_two_negated_single_ports_of_TCP_and_UDP_are_in_doubt_and_only_in_nf_tables(string protocol, string ports)
    {
        using var twin = await Twin.CreateAsync(Plan, CancellationToken.None);
        foreach (var backend in Enum.GetValues<IptablesBackend>())
        {
            var text = $"*filter\n:INPUT DROP [0:0]\n-A INPUT -p {protocol} -m {protocol} {ports} -j ACCEPT\nCOMMIT\n";
            await twin.LoadAsync(AddressFamily.IPv4, backend, text, CancellationToken.None);
            var packets = Packets.Select(p => p with { Protocol = ProtocolNumbers.NumberOf(protocol)!.Value }).ToArray();
            var kernel = (await twin.JudgeAsync(packets, CancellationToken.None)).Select(v => v == TwinVerdict.Arrived ? PortVerdict.Accept : PortVerdict.Drop).ToList();
            var said = packets.Select(p => Say(RulesetReader.Read(text, AddressFamily.IPv4, backend), p)).ToList();
            var isInDoubt = backend == IptablesBackend.Nft && protocol is "tcp" or "udp" && ports == "! --sport 80 ! --dport 53";
            Assert.Equal(isInDoubt ? [PortVerdict.Drop, PortVerdict.Unknown, PortVerdict.Unknown, PortVerdict.Accept] : kernel, said);
            // Whichever version loaded it, it is so of packets with both and with none, and the others are alike.
            Assert.True(!isInDoubt || (kernel[0] == said[0] && kernel[3] == said[3] && kernel[1] == kernel[2]), string.Join(' ', kernel));
            await twin.LoadAsync(AddressFamily.IPv4, backend, "*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n", CancellationToken.None);
        }
    }

    private static PortVerdict Say(IptablesRuleset ruleset, TwinPacket packet)
    {
        var packets = PacketClass.Any(AddressFamily.IPv4, packet.Protocol) with
        {
            SourcePorts = IntervalSet<int>.Of(packet.SourcePort, packet.SourcePort + 1),
            DestinationPorts = IntervalSet<int>.Of(packet.DestinationPort, packet.DestinationPort + 1),
        };
        return PortPathAnalysis.Analyze(ruleset, packets, "any").Verdict;
    }

    private static TwinPacket Packet(int source, int destination) => new()
    {
        Family = AddressFamily.IPv4,
        InInterface = "eth0",
        Protocol = ProtocolNumbers.Tcp,
        Source = AddressSets.ReadAddress("203.0.113.1", AddressFamily.IPv4)!.Value,
        Destination = AddressSets.ReadAddress("198.51.100.1", AddressFamily.IPv4)!.Value,
        SourcePort = source,
        DestinationPort = destination,
    };
}
