using System.Net;
using CsCheck;
using PortFirewall.Core.Tests;

namespace PortFirewall;

/// <summary>Requests of the applications, and how their replies are known.</summary>
public sealed class DatagramApplicationTests
{
    private static readonly IPEndPoint Server = new(IPAddress.Parse("198.51.100.1"), 4433);

    public static TheoryData<string> Everyone => [.. DatagramApplications.Names];

    public static TheoryData<string> WithId => [.. DatagramApplications.Names.Except(Replies.WithoutId)];

    public static TheoryData<string> Silent => ["radius", "syslog", "wireguard"];

    [Theory]
    [InlineData("coap", "CoAP server, 2.05")]
    [InlineData("dns", "DNS server, REFUSED, 0 answers")]
    [InlineData("dtls", "DTLS server, HelloVerifyRequest")]
    [InlineData("echo", "echo server")]
    [InlineData("ike", "IKE server, NO_PROPOSAL_CHOSEN")]
    [InlineData("mdns", "mDNS responder, its name")]
    [InlineData("memcached", "memcached server, VERSION 1.6.18")]
    [InlineData("ntp", "NTP server, stratum 3")]
    [InlineData("openvpn", "OpenVPN server")]
    [InlineData("quic", "QUIC server, versions 1, 2")]
    [InlineData("radius", "RADIUS server, Access-Accept")]
    [InlineData("rpcbind", "rpcbind, SUCCESS")]
    [InlineData("sip", "SIP server, 200 OK")]
    [InlineData("snmp", "SNMPv3 agent, engine 80001f88")]
    [InlineData("snmpv2c", "SNMPv2c agent, Linux\\u001b[31m router")]
    [InlineData("stun", "STUN server, which sees this vantage as 198.51.100.2:40000")]
    [InlineData("tftp", "TFTP server, error 1 (File not found)")]
    [InlineData("wireguard", "WireGuard peer")]
    public void A_reply_is_known_and_put_into_words(string application, string phrase)
    {
        var request = New(application);
        Assert.Equal(phrase, request.Read(Replies.To(application, request.Payload)));
    }

    [Theory]
    [MemberData(nameof(WithId))]
    public void The_reply_to_another_request_is_not_taken(string application)
    {
        var request = New(application);
        var reply = Replies.To(application, request.Payload)!;
        for (var tries = 0; tries < 200; tries++)
        {
            var other = Replies.To(application, New(application).Payload)!;
            if (!other.AsSpan().SequenceEqual(reply))
                Assert.Null(request.Read(other));
        }
    }

    [Theory]
    [MemberData(nameof(Everyone))]
    public void A_request_is_not_its_own_reply(string application)
    {
        var request = New(application);
        if (application != "echo")
            Assert.Null(request.Read(request.Payload));
    }

    [Theory]
    [MemberData(nameof(Everyone))]
    public void Any_bytes_can_be_read(string application)
        => Gen.Byte.Array[0, 300].Sample(bytes => New(application).Read(bytes) is null || application is "dtls" or "tftp", iter: Effort.Cases(2000), threads: 1);

    [Theory]
    [MemberData(nameof(Everyone))]
    public void A_reply_that_is_cut_or_changed_can_be_read(string application)
    {
        var request = New(application);
        var reply = Replies.To(application, request.Payload) ?? request.Payload;
        Gen.Select(Gen.Int[0, reply.Length], Gen.Select(Gen.Int[0, reply.Length - 1], Gen.Byte).Array[0, 4], Gen.Byte.Array[0, 40]).Sample(
            (length, changes, tail) =>
            {
                var changed = reply.ToArray();
                foreach (var (at, value) in changes)
                    changed[at] = value;
                var phrase = request.Read([.. changed[..length], .. tail]);
                return phrase?.Any(char.IsControl) != true;
            },
            iter: Effort.Cases(2000), threads: 1);
    }

    [Theory]
    [MemberData(nameof(Everyone))]
    public void Two_requests_are_never_the_same(string application)
        => Assert.NotEqual(New(application).Payload, New(application).Payload);

    [Theory]
    [MemberData(nameof(Silent))]
    public void Where_a_reply_can_not_be_had_the_application_says_so(string application)
        => Assert.Contains("a reply can't be had", DatagramApplications.Require(application).Silence, StringComparison.Ordinal);

    [Theory]
    [InlineData("ntp", 48)]
    [InlineData("stun", 20)]
    [InlineData("quic", 1200)]
    [InlineData("wireguard", 148)]
    [InlineData("openvpn", 14)]
    [InlineData("rpcbind", 40)]
    [InlineData("ike", 28 + 48 + 264 + 36)]
    public void A_request_has_the_length_that_its_protocol_asks_for(string application, int length)
        => Assert.Equal(length, New(application).Payload.Length);

    [Fact]
    public void Names_are_in_order_and_an_application_is_found_in_any_case()
    {
        Assert.Equal(DatagramApplications.Names.Order(StringComparer.Ordinal), DatagramApplications.Names);
        Assert.Equal(53, DatagramApplications.Require(" DNS ").DefaultPort);
    }

    [Fact]
    public void An_unknown_application_is_an_error_that_lists_the_known_ones()
    {
        var error = Assert.Throws<FirewallException>(() => DatagramApplications.Require("gopher"));
        Assert.Equal("ApplicationNotKnown", error.ErrorId);
        Assert.All(DatagramApplications.Names, name => Assert.Contains(name, error.RecommendedAction, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("fe80::1%3", "OPTIONS sip:[fe80::1]:5060 SIP/2.0\r\n")]
    [InlineData("198.51.100.1", "OPTIONS sip:198.51.100.1:5060 SIP/2.0\r\n")]
    public void A_SIP_request_names_the_server_without_a_zone(string address, string line)
        => Assert.StartsWith(line, System.Text.Encoding.ASCII.GetString(new SipRequest(new IPEndPoint(IPAddress.Parse(address), 5060)).Payload), StringComparison.Ordinal);

    [Theory]
    [InlineData("198.51.100.7", "7.100.51.198.in-addr.arpa")]
    [InlineData("2001:db8::7", "7.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa")]
    public void A_responder_of_multicast_DNS_is_asked_for_the_name_of_its_own_address(string address, string name)
    {
        var question = new MdnsRequest(new IPEndPoint(IPAddress.Parse(address), 5353)).Payload.AsSpan(12);
        var labels = new List<string>();
        for (; question[0] > 0; question = question[(1 + question[0])..])
            labels.Add(System.Text.Encoding.ASCII.GetString(question.Slice(1, question[0])));
        Assert.Equal(name, string.Join('.', labels));
        Assert.Equal([0, 0, 12, 0, 1], question.ToArray());
    }

    [Fact]
    public void A_TFTP_server_that_sends_is_told_to_stop_and_one_that_reports_an_error_is_not_answered()
    {
        var request = new TftpRequest();
        Assert.Equal("TFTP server, sends the file", request.Read([0, 3, 0, 1, 65]));
        Assert.Equal([0, 5, 0, 0], request.Farewell([0, 3, 0, 1, 65])![..4]);
        Assert.Null(request.Farewell([0, 5, 0, 1, 0]));
        Assert.Null(request.Read([0, 3, 0, 2, 65]));
    }

    [Theory]
    [InlineData(0xE4, 0, "", "NTP server, not synchronised")]
    [InlineData(0xE4, 0, "RATE", "NTP server, kiss-o'-death RATE")]
    [InlineData(0x24, 1, "GPS", "NTP server, stratum 1")]
    [InlineData(0xE4, 16, "", "NTP server, not synchronised")]
    public void What_an_NTP_server_thinks_of_its_clock_is_told(byte first, byte stratum, string reference, string phrase)
    {
        var request = new NtpRequest();
        var reply = Replies.To("ntp", request.Payload)!;
        (reply[0], reply[1]) = (first, stratum);
        System.Text.Encoding.ASCII.GetBytes(reference, reply.AsSpan(12));
        Assert.Equal(phrase, request.Read(reply));
    }

    private static DatagramRequest New(string application) => DatagramApplications.Require(application).NewRequest(Server);
}
