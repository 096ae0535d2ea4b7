using System.Net;

namespace PortFirewall;

/// <summary>Packets that come by a port of a real bridge, and beside it.</summary>
public sealed class BridgePortAgreesTests
{
    private static readonly TwinPlan Plan = new([new TwinInterface("eth0", [(IPAddress.Parse("198.51.100.1"), 32)]), new TwinInterface("port0", [(IPAddress.Parse("198.51.100.2"), 32)])]);

    [Theory]
    [InlineData("--physdev-in port0", "Drop", "Accept", "Unknown")]
    [InlineData("! --physdev-in port0", "Accept", "Drop", "Unknown")]
    [InlineData("--physdev-is-in", "Drop", "Accept", "Unknown")]
    [InlineData("--physdev-is-bridged", "Drop", "Drop", "Drop")]
    [InlineData("! --physdev-is-bridged", "Accept", "Accept", "Accept")]
    [InlineData("! --physdev-is-out", "Accept", "Accept", "Accept")]
    public async Task What_is_said_of_a_bridge_and_of_what_is_beside_it_is_so(string asked, string beside, string kernelByPort, string saidByPort)
    {
        using var twin = await Twin.CreateAsync(Plan, CancellationToken.None);
        foreach (var command in (string[])["link add br0 type bridge", "link set br0 up", "link set port0 master br0"])
            await twin.RunAsync(NativeTool.Ip, command.Split(' '), null, CancellationToken.None);
        var facts = new HostFacts
        {
            BridgedInterfaces = BridgeReader.Read((await twin.RunAsync(NativeTool.Ip, ["-json", "-details", "link", "show"], null, CancellationToken.None)).StandardOutput, AddressFamily.IPv4, callsIptables: true),
        };
        foreach (var backend in Enum.GetValues<IptablesBackend>())
        {
            var text = $"*filter\n:INPUT DROP [0:0]\n-A INPUT -m physdev {asked} -j ACCEPT\nCOMMIT\n";
            await twin.LoadAsync(AddressFamily.IPv4, backend, text, CancellationToken.None);
            var verdicts = await twin.JudgeAsync([Packet("eth0", 1), Packet("port0", 2)], CancellationToken.None);
            var ruleset = RulesetReader.Read(text, AddressFamily.IPv4, backend).With(facts);
            Assert.Equal($"{beside} {saidByPort}", $"{Said("eth0")} {Said("br0")}");
            Assert.Equal($"{beside} {kernelByPort}", string.Join(' ', verdicts.Select(v => v == TwinVerdict.Arrived ? "Accept" : "Drop")));
            await twin.LoadAsync(AddressFamily.IPv4, backend, "*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n", CancellationToken.None);

            PortVerdict Said(string inbound) => PortPathAnalysis.Analyze(ruleset, PacketClass.Any(AddressFamily.IPv4, ProtocolNumbers.Tcp) with { InInterfaces = InterfaceSets.Matching(inbound) }, "tcp").Verdict;
        }
    }

    private static TwinPacket Packet(string inbound, int source) => new()
    {
        Family = AddressFamily.IPv4,
        InInterface = inbound,
        Protocol = ProtocolNumbers.Tcp,
        Source = AddressSets.ReadAddress($"203.0.113.{source}", AddressFamily.IPv4)!.Value,
        Destination = AddressSets.ReadAddress("198.51.100.1", AddressFamily.IPv4)!.Value,
        SourcePort = 40000,
        DestinationPort = 2222,
    };
}
