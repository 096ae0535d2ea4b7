namespace PortFirewall;

/// <summary>What real servers answer to the requests of the applications, over both families.</summary>
public sealed class ServerReplyTests(ServerMachine machine) : IClassFixture<ServerMachine>
{
    public static TheoryData<string, int, string, AddressFamily> Served
    {
        get
        {
            var served = new TheoryData<string, int, string, AddressFamily>();
            foreach (var family in Enum.GetValues<AddressFamily>())
            {
                served.Add("coap", 5683, "CoAP server, 2.05", family);
                served.Add("dns", 53, "DNS server, REFUSED, 0 answers", family);
                served.Add("dns", 5300, "DNS server, REFUSED, 0 answers", family);
                served.Add("dtls", 4433, "DTLS server, HelloVerifyRequest", family);
                served.Add("ike", 500, "IKE server, NO_PROPOSAL_CHOSEN", family);
                served.Add("mdns", 5353, "mDNS responder, its name", family);
                served.Add("memcached", 11211, "memcached server, VERSION 1.", family);
                served.Add("ntp", 123, "NTP server, stratum 7", family);
                served.Add("openvpn", 1194, "OpenVPN server", family);
                served.Add("quic", 443, "QUIC server, versions ", family);
                served.Add("rpcbind", 111, "rpcbind, SUCCESS", family);
                served.Add("sip", 5060, "SIP server, 200 OK", family);
                served.Add("snmp", 161, "SNMPv3 agent, engine 80001f88", family);
                served.Add("snmpv2c", 161, "SNMPv2c agent, a machine of a test", family);
                served.Add("stun", 3478, "STUN server, which sees this vantage as ", family);
                served.Add("tftp", 69, "TFTP server, error 1 (File not found)", family);
            }
            return served;
        }
    }

    [ServerTheory]
    [MemberData(nameof(Served))]
    public void A_server_replies(string application, int port, string phrase, AddressFamily family)
    {
        var probe = Ask(application, port, family);
        Assert.True(probe.Outcome == ProbeOutcome.Replied, probe.Detail);
        Assert.StartsWith(phrase, probe.ReplyText, StringComparison.Ordinal);
        Assert.Equal(application, probe.Application);
        Assert.True(probe.CrossesNetwork);
        Assert.NotEmpty(probe.Reply!);
        if (application == "stun")
            Assert.EndsWith(new System.Net.IPEndPoint(probe.LocalAddress!, probe.LocalPort!.Value).ToString(), probe.ReplyText, StringComparison.Ordinal);
    }

    [ServerTheory]
    [InlineData(AddressFamily.IPv4)]
    [InlineData(AddressFamily.IPv6)]
    public void A_WireGuard_peer_listens_and_stays_silent_and_the_detail_points_to_the_counter(AddressFamily family)
    {
        var probe = Ask("wireguard", 51820, family, seconds: 1);
        Assert.Equal(ProbeOutcome.NoReply, probe.Outcome);
        Assert.Contains("stays silent by design", probe.Detail, StringComparison.Ordinal);
        Assert.Contains("Confirm-IptablesRuleHit", probe.Detail, StringComparison.Ordinal);
        Assert.True(machine.Lab.InServer("ss", "--udp", "--listening", "--numeric", "--no-header", "sport = :51820").Length > 0);
    }

    [ServerTheory]
    [InlineData(AddressFamily.IPv4)]
    [InlineData(AddressFamily.IPv6)]
    public void Whom_nobody_serves_is_refused_by_every_application(AddressFamily family)
    {
        foreach (var application in DatagramApplications.All)
        {
            var probe = Ask(application.Name!, 9, family);
            Assert.True(probe.Outcome == ProbeOutcome.Refused, $"{application.Name}: {probe.Outcome}, {probe.Detail}");
        }
    }

    private PortProbe Ask(string application, int port, AddressFamily family, double seconds = 5)
        => Probing.Ask(machine.Lab.Client, machine.Lab.ServerAddress(family).ToString(), port, DatagramApplications.Require(application), seconds);
}
