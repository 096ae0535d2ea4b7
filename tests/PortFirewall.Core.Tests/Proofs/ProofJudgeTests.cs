using System.Net;

namespace PortFirewall.Core.Tests.Proofs;

public sealed class ProofJudgeTests
{
    internal const string Accept2222 = "-p tcp -m tcp --dport 2222 -j ACCEPT";

    internal static readonly WitnessAccount NobodyWatched = WitnessAccount.None("nobody watched");

    [Fact]
    public void A_connection_from_outside_that_the_rule_counted_is_proof()
    {
        var proof = Judge(before: 3, after: 4, Probe(ProbeOutcome.Open));
        Assert.True(proof.Confirmed);
        Assert.Equal(1, proof.PacketDelta);
        Assert.StartsWith("Proved: a connection from netns:client arrived, and INPUT:1 counted 1 packet.", proof.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_probe_of_this_rule_nothing_is_proved()
    {
        foreach (var (probe, why) in new[]
        {
            (Probe(ProbeOutcome.Open, port: 22), "tcp 22 of "),
            (Probe(ProbeOutcome.Open, address: "2001:db8::1"), "no probe was made over IPv4"),
            (Probe(ProbeOutcome.Open, protocol: "udp"), "udp 2222 of "),
        })
        {
            var proof = Judge(before: 0, after: 5, probe);
            AssertNotProved(why, proof);
            Assert.Empty(proof.Probe);
        }
    }

    [Fact]
    public void A_probe_that_the_rule_does_not_take_proves_nothing_whoever_else_raised_its_counter()
    {
        AssertNotProved("is not what this rule takes", JudgeAlone("-s 203.0.113.77/32 -p tcp -m tcp --dport 2222 -j ACCEPT"));
        AssertNotProved("is not what this rule takes", JudgeAlone("-d 203.0.113.77/32 -p tcp -m tcp --dport 2222 -j ACCEPT"));
        AssertNotProved("is not what this rule takes", JudgeAlone("-p tcp -m tcp ! --dport 2222 -j ACCEPT"));
    }

    [Fact]
    public void A_rule_that_does_not_accept_is_never_proved()
        => AssertNotProved("does not accept packets", JudgeAlone("-p tcp -m tcp --dport 2222 -m limit --limit 1/hour -j DROP"));

    [Fact]
    public void A_connection_that_never_left_its_host_proves_nothing()
        => AssertNotProved("never left its host", Judge(before: 0, after: 5, Probe(ProbeOutcome.Open, crosses: false)));

    [Fact]
    public void A_counter_that_rose_and_a_probe_that_failed_point_to_the_service()
    {
        var proof = Judge(before: 0, after: 2, Probe(ProbeOutcome.Open, crosses: false), Probe(ProbeOutcome.Refused));
        AssertNotProved("Look at the service", proof);
        Assert.Contains("Refused", proof.Finding, StringComparison.Ordinal);
        Assert.Contains("2 packets", proof.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void A_counter_that_did_not_rise_points_upstream_where_nothing_is_ahead_of_the_rule()
        => AssertNotProved("Look upstream", Judge(before: 2, after: 2, Probe(ProbeOutcome.TimedOut)));

    [Theory]
    [InlineData(ProbeOutcome.Prohibited)]
    [InlineData(ProbeOutcome.Unreachable)]
    public void Where_somebody_said_no_the_finding_points_there_and_not_upstream(object outcome)
    {
        var proof = Judge(before: 2, after: 2, Probe((ProbeOutcome)outcome));
        AssertNotProved("Look there.", proof);
        Assert.DoesNotContain("upstream", proof.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void A_counter_that_did_not_rise_points_to_the_earlier_rule_that_decides()
        => AssertNotProved("INPUT:1 ('-s 192.0.2.0/24 -j DROP') decides the packets", Judge(2, 2, [Probe(ProbeOutcome.TimedOut)], "-s 192.0.2.0/24 -j DROP", Accept2222));

    [Fact]
    public void An_earlier_rule_that_may_take_the_packets_or_not_is_named_and_not_passed_over()
    {
        const string Few = "-m limit --limit 1/hour -j ";
        var missed = Judge(2, 2, [Probe(ProbeOutcome.TimedOut)], Few + "DROP", Accept2222);
        AssertNotProved($"INPUT:1 ('{Few}DROP') may take the packets ahead of it", missed);
        Assert.DoesNotContain("nothing ahead of it", missed.Finding, StringComparison.Ordinal);
        AssertNotProved($"INPUT:1 ('{Few}ACCEPT') may have taken it", Judge(2, 2, [Probe(ProbeOutcome.Open)], Few + "ACCEPT", Accept2222));
        AssertNotProved($"INPUT:1 ('{Few}ACCEPT') may have taken it", Watched([Few + "ACCEPT", Accept2222], after: 0, [], Probe(ProbeOutcome.Open, localPort: 40000)));
        // What comes behind the rule takes nothing from it, and what only notes the packets takes none.
        AssertNotProved("nothing ahead of it stops the packets", Judge(2, 2, [Probe(ProbeOutcome.TimedOut)], Few + "LOG", Accept2222, Few + "DROP"));
    }

    [Fact]
    public void A_connection_that_another_rule_accepted_is_no_proof_of_this_one()
        => AssertNotProved("INPUT:1 ('-p tcp -j ACCEPT') took it before INPUT:2", Judge(2, 2, [Probe(ProbeOutcome.Open)], "-p tcp -j ACCEPT", Accept2222));

    [Fact]
    public void The_rule_that_is_blamed_is_the_one_that_took_the_connection_and_not_another_probe()
        => AssertNotProved("INPUT:2 ('-p tcp -j ACCEPT') took it", Judge(2, 2, [Probe(ProbeOutcome.TimedOut), Probe(ProbeOutcome.Open, from: "203.0.113.5")], "-s 192.0.2.0/24 -j DROP", "-p tcp -j ACCEPT", Accept2222));

    [Fact]
    public void A_connection_that_nobody_counted_is_doubted()
        => AssertNotProved("did not count it", Judge(before: 2, after: 2, Probe(ProbeOutcome.Open)));

    [Fact]
    public void A_counter_that_rose_by_more_than_the_probes_can_have_sent_proves_nothing()
    {
        Assert.True(Judge(before: 2, after: 18, Probe(ProbeOutcome.Open)).Confirmed);
        Assert.True(Judge(before: 2, after: 34, Probe(ProbeOutcome.Open), Probe(ProbeOutcome.TimedOut)).Confirmed);
        var proof = Judge(before: 2, after: 19, Probe(ProbeOutcome.Open));
        AssertNotProved("INPUT:1 counted 17 packets, and the probes can have sent 16 at most: other traffic is on the rule.", proof);
        Assert.Contains("Add-IptablesPortRule -Source 192.0.2.2", proof.Finding, StringComparison.Ordinal);
        Assert.Equal(ProofBasis.Counter, proof.Basis);
        // Where the probe's own packet was seen, the others don't matter.
        Assert.True(Watched([Accept2222], after: 900, [Seen(40000)], Probe(ProbeOutcome.Open, localPort: 40000)).Confirmed);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Datagrams_are_counted_as_they_were_sent(int after, bool expected)
    {
        const string AcceptDatagrams = "-p udp -m udp --dport 2222 -j ACCEPT";
        var proof = ProofJudge.Judge(
            Counted(0, $"[0:0] -A INPUT {AcceptDatagrams}\n").Rules[0], Ruleset($"[{after}:99] -A INPUT {AcceptDatagrams}\n"), [Probe(ProbeOutcome.Replied, protocol: "udp", datagrams: 2)], NobodyWatched);
        Assert.Equal(expected, proof.Confirmed);
    }

    [Fact]
    public void Counters_that_somebody_set_back_prove_nothing()
    {
        var proof = Judge(before: 7, after: 1, Probe(ProbeOutcome.Open));
        Assert.False(proof.Confirmed);
        Assert.Equal(-6, proof.PacketDelta);
        Assert.DoesNotContain("18446744", proof.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_has_gone_is_an_error()
        => Expect.Error("RuleNotFound", () => ProofJudge.Judge(Rulesets.Drop(Accept2222).RequireChain("filter", "INPUT").Rules[0], Rulesets.Drop("-j DROP"), [], NobodyWatched));

    [Fact]
    public void A_rule_that_has_moved_is_found_again()
        => Assert.Equal(2, Judge(0, 1, [Probe(ProbeOutcome.Open)], "-i lo -j ACCEPT", Accept2222).Rule.Number);

    [Fact]
    public void A_packet_that_was_at_the_rule_outweighs_what_the_rules_seem_to_say()
    {
        var proof = Watched(["-s 192.0.2.0/24 -j ACCEPT", Accept2222], after: 3, [Seen(40000), Seen(7)], Probe(ProbeOutcome.Open, localPort: 40000));
        Assert.True(proof.Confirmed, proof.Finding);
        Assert.Equal(1, proof.OwnPackets);
        Assert.Equal(ProofBasis.OwnPackets, proof.Basis);
        Assert.Equal("Proved: a connection from netns:client arrived, and INPUT:2 counted its own packet, from 192.0.2.2 port 40000.", proof.Finding);
    }

    [Fact]
    public void Packets_of_others_prove_nothing_of_a_connection_that_was_made()
    {
        var proof = Watched([Accept2222], after: 3, [Seen(7)], Probe(ProbeOutcome.Open, localPort: 40000));
        AssertNotProved("no packet of its own, from 192.0.2.2 port 40000, was at INPUT:1. Meanwhile there came 192.0.2.2 (1 packet)", proof);
        Assert.Equal(0, proof.OwnPackets);
    }

    [Fact]
    public void A_packet_from_the_probes_own_port_to_another_port_proves_nothing()
        => AssertNotProved("From 192.0.2.2 port 40000 there came some to 198.51.100.1 port 2223, which is not what was probed", Watched(["-p tcp -m tcp --dport 2222:2223 -j ACCEPT"], after: 1, [Seen(40000, to: 2223)], Probe(ProbeOutcome.Open, localPort: 40000)));

    [Fact]
    public void A_packet_that_the_rules_translated_on_its_way_to_the_rule_is_the_probes_own()
    {
        var nat = "*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p tcp -m tcp --dport 80 -j REDIRECT --to-ports 2222\nCOMMIT\n";
        foreach (var (translation, expected) in new[] { (nat, true), ("", false) })
        {
            var after = Rulesets.Read($"{translation}*filter\n:INPUT DROP [0:0]\n[1:60] -A INPUT {Accept2222}\nCOMMIT\n");
            var proof = ProofJudge.Judge(Counted(0, $"[0:0] -A INPUT {Accept2222}\n").Rules[0], after, [Probe(ProbeOutcome.Open, port: 80, localPort: 40000)], new WitnessAccount { Sightings = [Seen(40000)] });
            Assert.Equal(expected, proof.Confirmed);
            Assert.Equal(expected ? 1 : null, proof.OwnPackets);
        }
    }

    [Fact]
    public void A_datagram_that_arrived_and_drew_no_reply_is_told_from_one_that_did_not_arrive()
    {
        const string AcceptDatagrams = "-p udp -m udp --dport 2222 -j ACCEPT";
        var probe = Probe(ProbeOutcome.NoReply, protocol: "udp", localPort: 40000);
        AssertNotProved("unproven: ask it in its own protocol", Watched([AcceptDatagrams], after: 1, [Seen(40000, 17)], probe));
        AssertNotProved("Look upstream", Watched([AcceptDatagrams], after: 1, [Seen(40001, 17)], probe));
    }

    [Fact]
    public void A_rule_that_drops_the_probes_own_packet_says_so()
        => AssertNotProved("INPUT:1 does not accept packets, so its counter proves nothing about who can connect. It is what took the probe's own packet, from 192.0.2.2 port 40000.", Watched(["-p tcp -m tcp --dport 2222 -j DROP"], after: 1, [Seen(40000)], Probe(ProbeOutcome.TimedOut, localPort: 40000)));

    [Fact]
    public void A_packet_that_was_there_while_the_counter_was_set_back_is_no_proof()
        => AssertNotProved("somebody set the counters back", Watched([Accept2222], after: 0, [Seen(40000)], Probe(ProbeOutcome.Open, localPort: 40000)));

    [Fact]
    public void A_probe_that_sent_nothing_says_why()
        => AssertNotProved("ended as Unreachable before anything was sent. As it was.", Watched([Accept2222], after: 5, [Seen(7)], Probe(ProbeOutcome.Unreachable, from: null)));

    /// <summary>The last of the rules, which had counted nothing before.</summary>
    internal static PortProof Watched(string[] rules, int after, Sighting[] sightings, PortProbe probe)
    {
        var lines = string.Concat(rules.Select((r, i) => $"[{(i == rules.Length - 1 ? after : 0)}:0] -A INPUT {r}\n"));
        return ProofJudge.Judge(Counted(0, $"[0:0] -A INPUT {rules[^1]}\n").Rules[0], Ruleset(lines), [probe], new WitnessAccount { Sightings = sightings });
    }

    internal static Sighting Seen(ushort port, byte protocol = 6, ushort to = 2222)
        => new(protocol, AddressSets.ToNumber(IPAddress.Parse("192.0.2.2")), port, AddressSets.ToNumber(IPAddress.Parse("198.51.100.1")), to, DateTimeOffset.UnixEpoch);

    internal static PortProof Judge(int before, int after, params PortProbe[] probes) => Judge(before, after, probes, Accept2222);

    internal static PortProof Judge(int before, int after, PortProbe[] probes, params string[] rules)
    {
        var lines = string.Concat(rules.Select(r => $"[{(r == Accept2222 ? after : 0)}:{(r == Accept2222 ? after * 60 : 0)}] -A INPUT {r}\n"));
        return ProofJudge.Judge(Counted(before, $"[{before}:{before * 60}] -A INPUT {Accept2222}\n").Rules[0], Ruleset(lines), probes, NobodyWatched);
    }

    /// <summary>A rule that counted one packet while the probe got through.</summary>
    internal static PortProof JudgeAlone(string rule)
        => ProofJudge.Judge(Counted(0, $"[0:0] -A INPUT {rule}\n").Rules[0], Ruleset($"[1:60] -A INPUT {rule}\n"), [Probe(ProbeOutcome.Open)], NobodyWatched);

    private static IptablesChain Counted(int packets, string lines)
    {
        var chain = Ruleset(lines).RequireChain("filter", "INPUT");
        Assert.Equal((ulong)packets, chain.Rules[0].Packets);
        return chain;
    }

    private static IptablesRuleset Ruleset(string lines) => Rulesets.Read($"*filter\n:INPUT DROP [0:0]\n{lines}COMMIT\n");

    internal static PortProbe Probe(
        ProbeOutcome outcome, bool crosses = true, int port = 2222, string protocol = "tcp", string address = "198.51.100.1", string? from = "192.0.2.2", int? localPort = null, int? datagrams = null,
        string? reply = null, string? refuser = null, bool ended = false) => new()
    {
        ComputerName = "server.example.net",
        RemoteAddress = IPAddress.Parse(address),
        AddressFamily = AddressSets.FamilyOf(IPAddress.Parse(address)),
        LocalAddress = from is null ? null : IPAddress.Parse(address.Contains(':') ? "2001:db8::2" : from),
        LocalPort = localPort,
        DatagramsSent = datagrams,
        Port = port,
        Protocol = protocol,
        Outcome = outcome,
        Vantage = "netns:client",
        CrossesNetwork = crosses,
        Detail = "As it was.",
        ReplyText = reply,
        Refuser = refuser is null ? null : IPAddress.Parse(refuser),
        EndedAtVantage = ended,
    };

    internal static void AssertNotProved(string finding, PortProof proof)
    {
        Assert.False(proof.Confirmed);
        Assert.StartsWith("Not proved: ", proof.Finding, StringComparison.Ordinal);
        Assert.Contains(finding, proof.Finding, StringComparison.Ordinal);
    }
}
