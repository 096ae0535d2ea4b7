using System.Net;
using System.Text;

namespace PortFirewall;

/// <summary>UDP ports asked from a far side, with each program that it may have, by real datagrams.</summary>
public sealed class SshDatagramTests(SshHost host) : IClassFixture<SshHost>
{
    private const int Closed = 9;

    public static TheoryData<FarSide, AddressFamily, string> Tools => new()
    {
        { FarSide.All, AddressFamily.IPv4, "python3" },
        { FarSide.All, AddressFamily.IPv6, "python3" },
        { FarSide.Bash, AddressFamily.IPv4, "bash" },
        { FarSide.Bash, AddressFamily.IPv6, "bash" },
        { FarSide.OpenBsd, AddressFamily.IPv4, "nc" },
        { FarSide.OpenBsd, AddressFamily.IPv6, "nc" },
        { FarSide.Ncat, AddressFamily.IPv4, "nc" },
        { FarSide.Ncat, AddressFamily.IPv6, "nc" },
        { FarSide.TraditionalAlone, AddressFamily.IPv4, "nc" },
    };

    [SshTheory]
    [MemberData(nameof(Tools))]
    public void A_reply_silence_and_a_closed_port_are_told_with_each_tool(FarSide side, AddressFamily family, string tool)
    {
        Open();
        byte[] every = [.. Enumerable.Range(0, 256).Select(b => (byte)b)];
        using var server = UdpServer.Start(host.Lab.Server, datagram => [.. datagram, .. datagram]);
        using var silent = UdpServer.Start(host.Lab.Server, _ => null);
        var probes = Ask(side, host.Lab.ServerAddress(family).ToString(), DatagramApplication.OfPayload(every, null), 2, server.Port, silent.Port, Closed);
        Assert.Equal([.. every, .. every], probes[server.Port].Reply!);
        Assert.Equal(ProbeOutcome.Replied, probes[server.Port].Outcome);
        Assert.Equal(1, probes[server.Port].DatagramsSent);
        Assert.Equal(1, server.Received);
        Assert.Equal(ProbeOutcome.NoReply, probes[silent.Port].Outcome);
        Assert.Equal(2, probes[silent.Port].DatagramsSent);
        Assert.Equal(2, silent.Received);
        Assert.Contains("Confirm-IptablesRuleHit", probes[silent.Port].Detail, StringComparison.Ordinal);
        // nc ends and does not say why: no more than that is claimed.
        Assert.Equal(tool == "nc" ? ProbeOutcome.NoReply : ProbeOutcome.Refused, probes[Closed].Outcome);
        if (tool == "nc")
            Assert.Contains("nc does not tell", probes[Closed].Detail, StringComparison.Ordinal);
        Assert.All(probes.Values, probe =>
        {
            Assert.Equal(tool, probe.Tool);
            Assert.Equal("udp", probe.Protocol);
            Assert.True(probe.CrossesNetwork);
            Assert.Equal(family == AddressFamily.IPv4 ? host.Lab.Lab.ClientAddress : host.Lab.Lab.ClientAddressIPv6, probe.LocalAddress);
            Assert.Equal(tool == "nc", probe.LocalPort is null);
            Assert.NotNull(probe.Latency);
        });
    }

    [SshTheory]
    [InlineData(FarSide.Python, "python3")]
    [InlineData(FarSide.Bash, "bash")]
    public void The_longest_datagram_arrives_whole(FarSide side, string tool)
    {
        Open();
        using var server = UdpServer.Start(host.Lab.Server, datagram => datagram);
        var payload = new byte[DatagramLength.MostOverIPv4];
        new Random(5).NextBytes(payload);
        var probe = Ask(side, "198.51.100.1", DatagramApplication.OfPayload(payload, null), 5, server.Port)[server.Port];
        Assert.Equal(tool, probe.Tool);
        Assert.Equal(payload, probe.Reply);
    }

    [SshFact]
    public void What_is_not_the_reply_asked_for_is_handed_over_and_one_that_follows_it_counts()
    {
        Open();
        var expected = DatagramApplication.OfPayload("ping"u8.ToArray(), ReplyExpectation.OfBytes("again"u8.ToArray()));
        using var other = UdpServer.Start(host.Lab.Server, _ => Encoding.ASCII.GetBytes("busy"));
        foreach (var side in (FarSide[])[FarSide.Python, FarSide.Bash, FarSide.OpenBsd])
        {
            var stray = Ask(side, "198.51.100.1", expected, 1, other.Port)[other.Port];
            Assert.Equal(ProbeOutcome.NoReply, stray.Outcome);
            Assert.Equal("busy", stray.ReplyText);
            Assert.Contains("not the reply asked for", stray.Detail, StringComparison.Ordinal);
        }
    }

    [SshFact]
    public void A_reply_from_another_port_is_taken_by_python3_and_by_nothing_else()
    {
        Open();
        using var second = UdpServer.Start(host.Lab.Server, _ => null);
        using var first = UdpServer.Start(host.Lab.Server, _ => [0, 5, 0, 1, .. "no file\0"u8], answerFrom: second);
        var tftp = DatagramApplications.Require("tftp");
        Assert.Equal("TFTP server, error 1 (no file)", Ask(FarSide.Python, "198.51.100.1", tftp, 5, first.Port)[first.Port].ReplyText);
        Assert.Equal("VantageNotUsable", Assert.Throws<FirewallException>(() => Ask(FarSide.Bash, "198.51.100.1", tftp, 1, first.Port)).ErrorId);
    }

    [SshFact]
    public void Busybox_alone_sends_no_datagram_and_says_so()
    {
        var failure = Assert.Throws<FirewallException>(() => Ask(FarSide.Busybox, "198.51.100.1", DatagramApplications.Require("dns"), 1, 53));
        Assert.Equal("VantageNotUsable", failure.ErrorId);
        Assert.Contains("python3 does", failure.Message, StringComparison.Ordinal);
    }

    [SshFact]
    public void A_name_is_looked_up_there_and_each_address_asked_with_a_request_made_for_it()
    {
        Open();
        using var server = UdpServer.Start(host.Lab.Server, datagram => datagram);
        var plan = Plan(FarSide.Python, LabPlan.ServerHostName, DatagramApplications.Require("sip"), 1, server.Port) with
        {
            ComputerNames = [LabPlan.ServerHostName, "no-such-host.invalid", "203.0.113.1"],
        };
        var probes = SshHost.Run(plan);
        Assert.Equal(
            ["198.51.100.1", "2001:db8::1"],
            probes.Where(p => p.ComputerName == LabPlan.ServerHostName && Encoding.ASCII.GetString(p.Reply!).StartsWith($"OPTIONS sip:{new IPEndPoint(p.RemoteAddress!, p.Port)} ", StringComparison.Ordinal))
                .Select(p => p.RemoteAddress!.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(ProbeOutcome.NameNotFound, Assert.Single(probes, p => p.ComputerName == "no-such-host.invalid").Outcome);
        Assert.Equal(ProbeOutcome.Unreachable, Assert.Single(probes, p => p.ComputerName == "203.0.113.1").Outcome);
    }

    [SshFact]
    public void Each_kind_of_reject_is_told_by_python3_over_TCP_and_UDP()
    {
        Open();
        foreach (var (family, kinds) in Rejects)
        {
            var port = 7000;
            foreach (var (kind, _, _) in kinds)
            {
                foreach (var protocol in (string[])["tcp", "udp"])
                    host.Lab.InServer(host.Lab.Iptables(family), "-I", "INPUT", "1", "-p", protocol, "--dport", $"{port}", "-j", "REJECT", "--reject-with", kind);
                port++;
            }
            PortRange[] range = [new(7000, port - 1)];
            var address = host.Lab.ServerAddress(family).ToString();
            var tcp = host.All(FarSide.Python, address, range).OrderBy(p => p.Port).ToList();
            var udp = Ask(FarSide.Python, address, DatagramApplications.Require("ntp"), 2, [.. Enumerable.Range(7000, kinds.Length)]);
            Assert.Equal(kinds, kinds.Select((kind, i) => (kind.Kind, tcp[i].Outcome, udp[7000 + i].Outcome)));
        }
    }

    private static IEnumerable<(AddressFamily Family, (string Kind, ProbeOutcome Tcp, ProbeOutcome Udp)[] Kinds)> Rejects =>
    [
        (AddressFamily.IPv4,
        [
            ("icmp-net-unreachable", ProbeOutcome.Unreachable, ProbeOutcome.Unreachable),
            ("icmp-host-unreachable", ProbeOutcome.Unreachable, ProbeOutcome.Unreachable),
            ("icmp-proto-unreachable", ProbeOutcome.Prohibited, ProbeOutcome.Prohibited),
            ("icmp-port-unreachable", ProbeOutcome.Prohibited, ProbeOutcome.Refused),
            ("icmp-net-prohibited", ProbeOutcome.Prohibited, ProbeOutcome.Prohibited),
            ("icmp-host-prohibited", ProbeOutcome.Prohibited, ProbeOutcome.Prohibited),
            ("icmp-admin-prohibited", ProbeOutcome.Prohibited, ProbeOutcome.Prohibited),
        ]),
        (AddressFamily.IPv6,
        [
            ("icmp6-no-route", ProbeOutcome.Unreachable, ProbeOutcome.Unreachable),
            ("icmp6-addr-unreachable", ProbeOutcome.Unreachable, ProbeOutcome.Unreachable),
            ("icmp6-adm-prohibited", ProbeOutcome.Prohibited, ProbeOutcome.Prohibited),
            ("icmp6-port-unreachable", ProbeOutcome.Prohibited, ProbeOutcome.Refused),
            ("icmp6-policy-fail", ProbeOutcome.Prohibited, ProbeOutcome.Prohibited),
            ("icmp6-reject-route", ProbeOutcome.Prohibited, ProbeOutcome.Prohibited),
        ]),
    ];

    private Dictionary<int, PortProbe> Ask(FarSide side, string computerName, DatagramApplication application, double seconds, params int[] ports)
        => SshHost.Run(Plan(side, computerName, application, seconds, ports)).ToDictionary(p => p.Port);

    private ProbePlan Plan(FarSide side, string computerName, DatagramApplication application, double seconds, params int[] ports)
        => host.Plan(side, computerName, [.. ports.Select(port => new PortRange(port, port))], seconds) with { Protocol = "udp", Datagram = application };

    private void Open()
    {
        foreach (var family in Enum.GetValues<AddressFamily>())
            host.Lab.InServer(host.Lab.Iptables(family), "-I", "INPUT", "1", "-p", "udp", "-j", "ACCEPT");
        host.Lab.InServer("sysctl", "-qw", "net.ipv4.icmp_ratelimit=0", "net.ipv6.icmp.ratelimit=0");
    }
}
