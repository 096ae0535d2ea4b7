using CsCheck;

namespace PortFirewall.Core.Tests.Proofs;

public sealed class FarReaderTests
{
    private const string Token = "0123abcd";
    private const string At = Token + " at 0 192.0.2.1 far 192.0.2.9";

    private static readonly ProbePlan Plan = new()
    {
        ComputerNames = ["192.0.2.1", "server.example.net"],
        Ports = [new PortRange(80, 81)],
        Protocol = "tcp",
        Vantages = [],
        Timeout = TimeSpan.FromSeconds(2),
    };

    [Theory]
    [InlineData("nc 0 - -", ProbeOutcome.Open, "took it, or something on the way")]
    [InlineData("nc ETIMEDOUT - -", ProbeOutcome.TimedOut, "nc does not tell whether they left")]
    [InlineData("python3 ETIMEDOUT - left", ProbeOutcome.TimedOut, "the packets left")]
    [InlineData("python3 ETIMEDOUT - dropped", ProbeOutcome.Prohibited, "OUTPUT")]
    [InlineData("python3 ETIMEDOUT - neighbour", ProbeOutcome.Unreachable, "Nobody on the link")]
    [InlineData("nc ECONNREFUSED none -", ProbeOutcome.Refused, "TCP reset")]
    [InlineData("nc ECONNREFUSED - -", ProbeOutcome.Refused, "nc does not tell")]
    [InlineData("nc ECONNREFUSED came -", ProbeOutcome.Prohibited, "most likely a firewall")]
    [InlineData("python3 ECONNREFUSED 3,3,192.0.2.1 -", ProbeOutcome.Prohibited, "port unreachable")]
    [InlineData("bash EHOSTUNREACH came -", ProbeOutcome.Unreachable, "bash does not tell")]
    [InlineData("nc EHOSTUNREACH none -", ProbeOutcome.Unreachable, "no neighbour answers.")]
    [InlineData("python3 EHOSTUNREACH 3,13,192.0.2.3 -", ProbeOutcome.Prohibited, "192.0.2.3 answered")]
    [InlineData("nc ENOPROTOOPT - -", ProbeOutcome.Prohibited, "protocol unreachable")]
    [InlineData("nc EACCES - -", ProbeOutcome.Prohibited, "forbids")]
    [InlineData("nc ENETUNREACH none -", ProbeOutcome.Unreachable, "no route")]
    [InlineData("nc E999 - -", ProbeOutcome.Unreachable, "error")]
    public void A_result_is_judged_by_what_is_known(string facts, ProbeOutcome outcome, string says)
    {
        var probe = Assert.Single(Read(At, $"{Token} did 0 192.0.2.1 80 {facts} 192.0.2.9 40000 1795404482617868288 2236289"));
        Assert.Equal(outcome, probe.Outcome);
        Assert.Contains(says, probe.Detail, StringComparison.Ordinal);
        Assert.True(probe.CrossesNetwork);
        Assert.Equal(40000, probe.LocalPort);
        Assert.Equal(2.2362, probe.Latency!.Value.TotalMilliseconds, 4);
        Assert.Equal(2026, probe.StartedAt!.Value.Year);
    }

    [Fact]
    public void What_was_not_asked_or_comes_twice_is_no_result()
    {
        const string Did = Token + " did 0 192.0.2.1 80 nc 0 - - - - - -";
        Assert.Empty(Read(Did));
        Assert.Empty(Read(At, Did.Replace(" 80 ", " 82 ", StringComparison.Ordinal)));
        Assert.Empty(Read(At, Did.Replace("192.0.2.1", "192.0.2.2", StringComparison.Ordinal)));
        Assert.Empty(Read(At, Did.Replace("did 0", "did 7", StringComparison.Ordinal)));
        Assert.Empty(Read(At, Did.Replace(" nc ", " curl ", StringComparison.Ordinal)));
        Assert.Empty(Read(At, Did.Replace(Token, "0123abce", StringComparison.Ordinal)));
        Assert.Empty(Read(At, "motd " + Did));
        Assert.Single(Read(At, Did, Did));
    }

    [Theory]
    [InlineData("own", "", false)]
    [InlineData("far", "", true)]
    [InlineData("-", "", false)]
    [InlineData("-", Token + " mine 192.0.2.7", true)]
    [InlineData("-", Token + " mine 192.0.2.1", false)]
    public void The_network_is_crossed_only_where_the_far_side_can_tell(string own, string before, bool crosses)
        => Assert.Equal(crosses, Assert.Single(Read(before, $"{Token} at 0 192.0.2.1 {own} -", Token + " did 0 192.0.2.1 80 nc 0 - - - - - -")).CrossesNetwork);

    [Theory]
    [InlineData("own 192.0.2.1", 80, ProbeOutcome.Refused)]
    [InlineData("own 192.0.2.1", 81, ProbeOutcome.Open)]
    [InlineData("far 192.0.2.9", 80, ProbeOutcome.Open)]
    public void A_probe_that_was_given_the_port_it_asks_for_met_itself_and_no_service(string own, int localPort, ProbeOutcome outcome)
        => Assert.Equal(outcome, Assert.Single(Read($"{Token} at 0 192.0.2.1 {own}", $"{Token} did 0 192.0.2.1 80 nc 0 - - 192.0.2.1 {localPort} - -")).Outcome);

    [Fact]
    public void A_name_without_an_address_is_not_found_on_each_port()
    {
        var probes = Read(Token + " no 1 unknown", Token + " no 1 unknown");
        Assert.Equal([80, 81], probes.Select(p => p.Port));
        Assert.All(probes, p => Assert.Equal(ProbeOutcome.NameNotFound, p.Outcome));
    }

    [Fact]
    public void Whatever_the_far_side_says_nothing_breaks_and_nothing_is_reachable_that_was_not_asked()
    {
        var word = Gen.OneOf(
            Gen.OneOf("at", "did", "got", "x00", "no", "mine", "silent", "hello", "end", "lacks", "0", "1", "-1", "80", "99999", "192.0.2.1", "::", "::1", "nc", "-", "far", "own", "3,3,", "99999999999999999999"),
            Gen.String);
        word.Array[0, 14].Array[0, 20].Sample(lines =>
        {
            foreach (var probe in Read([At, .. lines.Select(words => $"{Token} {string.Join(' ', words)}")]))
            {
                Assert.Contains(probe.ComputerName, Plan.ComputerNames);
                Assert.InRange(probe.Port, 80, 81);
            }
        }, iter: Effort.Cases(2_000));
    }

    [Theory]
    [InlineData("python3 ECONNREFUSED 3,3,192.0.2.1 - - - - - 1 -", ProbeOutcome.Refused, "192.0.2.1 answered with")]
    [InlineData("bash ECONNREFUSED - - - - - - 1 -", ProbeOutcome.Refused, "Most likely")]
    [InlineData("bash EHOSTUNREACH - - - - - - 1 -", ProbeOutcome.Unreachable, "bash does not tell")]
    [InlineData("bash EPERM - - - - - - 0 -", ProbeOutcome.Prohibited, "OUTPUT")]
    [InlineData("python3 ETIMEDOUT - - - - - - 2 -", ProbeOutcome.NoReply, "to 2 datagrams")]
    [InlineData("python3 ETIMEDOUT - neighbour - - - - 2 -", ProbeOutcome.Unreachable, "Nobody on the link")]
    [InlineData("nc ETIMEDOUT none - - - - - 2 -", ProbeOutcome.NoReply, "neither open nor closed")]
    [InlineData("nc ETIMEDOUT came - - - - - 2 -", ProbeOutcome.NoReply, "nc does not tell")]
    [InlineData("nc early came - - - - - 1 -", ProbeOutcome.NoReply, "nc does not tell")]
    [InlineData("nc 0 - - - - - - 1 x6869", ProbeOutcome.Replied, "(hi)")]
    [InlineData("nc 0 - - - - - - 1 x", ProbeOutcome.Replied, "an empty datagram")]
    public void What_became_of_a_datagram_is_judged_by_what_is_known(string facts, ProbeOutcome outcome, string says)
    {
        var probe = Assert.Single(ReadDatagrams(null, $"{Token} got 0 192.0.2.1 80 {facts}"));
        Assert.Equal(outcome, probe.Outcome);
        Assert.Contains(says, probe.Detail, StringComparison.Ordinal);
        Assert.Equal("192.0.2.9", probe.LocalAddress!.ToString());
    }

    [Fact]
    public void What_is_not_the_reply_waits_for_what_follows_it()
    {
        const string Got = Token + " got 0 192.0.2.1 80 nc 0 - - - - - - 1 x";
        const string Over = Token + " got 0 192.0.2.1 80 nc ETIMEDOUT none - - - - - 2 -";
        var expected = ReplyExpectation.OfBytes("hi"u8.ToArray());
        Assert.Empty(ReadDatagrams(expected, Got + "6f"));
        Assert.Equal("o", Assert.Single(ReadDatagrams(expected, Got + "6f", Over)).ReplyText);
        Assert.Equal("hi", Assert.Single(ReadDatagrams(expected, Got + "6f", Got + "6869", Over)).ReplyText);
        foreach (var hostile in (string[])["6", "6g", "6868 ", "-"])
            Assert.Empty(ReadDatagrams(null, Got + hostile));
    }

    [Fact]
    public void A_datagram_goes_as_digits_and_a_zone_only_where_it_is_one()
    {
        FarQuestion To(string where, byte[] payload) => new(new FarAddress(1, FarLine.ReadAddress(where)!, FarLine.ReadZone(where), false, null), 53, new PayloadRequest(payload, null));
        var request = FarRequest.Write(Plan, Token, "main() { :; }\n", "", 5, [To("fe80::1%eth0", [0, 255, (byte)'%']), To("fe80::2%$(id)", [])]);
        Assert.EndsWith(
            $"wait 2 2 1\nfirst 5\nudp\ngo\naddress 1 fe80::1%eth0\nask 1 fe80::1%eth0 53 same \\000\\377\\045\naddress 1 fe80::2\nask 1 fe80::2 53 same -\n{Token}\n", request, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_that_a_person_wrote_is_part_of_the_script()
    {
        var request = FarRequest.Write(Plan with { ComputerNames = ["server.example.net", "FE80::1%eth0", "10.1"] }, Token, "main() { :; }\n", "import os\n", 5);
        Assert.EndsWith(
            $"main <<'{Token}'\nwait 2 2 1\nfirst 5\nport 80\nport 81\ngo\nname 0 server.example.net 46\naddress 1 fe80::1%eth0\naddress 2 10.0.0.1\n{Token}\n", request, StringComparison.Ordinal);
    }

    private static List<PortProbe> ReadDatagrams(ReplyExpectation? expected, params string[] lines)
    {
        var reader = new FarReader(Plan with { Protocol = "udp", Datagram = DatagramApplication.OfPayload([1], expected) }, new SshVantage(null, "far", null), Token);
        reader.Take(At);
        Assert.Equal(2, reader.Datagrams().Count());
        return [.. lines.SelectMany(reader.Take)];
    }

    private static List<PortProbe> Read(params string[] lines)
    {
        var reader = new FarReader(Plan, new SshVantage(null, "far", null), Token);
        return [.. lines.SelectMany(reader.Take)];
    }
}
