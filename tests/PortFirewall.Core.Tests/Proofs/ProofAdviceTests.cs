using PortFirewall.Core.Tests.Hooks;
using static PortFirewall.Core.Tests.Proofs.ProofJudgeTests;

namespace PortFirewall.Core.Tests.Proofs;

/// <summary>What is to be done next is what mends the very thing that was found.</summary>
public sealed class ProofAdviceTests
{
    [Fact]
    public void What_to_do_next_follows_from_what_was_found()
    {
        const string Block = "-s 192.0.2.0/24 -j DROP";
        foreach (var (proof, next) in new (PortProof, string)[]
        {
            (Judge(2, 2, Probe(ProbeOutcome.TimedOut)), "Look upstream"),
            (Judge(2, 2, Probe(ProbeOutcome.NoReply)), "Look upstream"),
            (Judge(2, 2, Probe(ProbeOutcome.Prohibited, refuser: "10.77.1.1")), "Look at 10.77.1.1:"),
            (Judge(2, 2, Probe(ProbeOutcome.Prohibited, refuser: "198.51.100.1")), "Follow the packets with Trace-PortPath: 198.51.100.1 itself turns them away."),
            (Judge(2, 2, [Probe(ProbeOutcome.TimedOut)], Block, Accept2222), "Put the rule ahead of it (-Position 1; Move-IptablesRule, where it stands already), or change or remove INPUT:1."),
            (Judge(2, 2, [Probe(ProbeOutcome.Open)], "-p tcp -j ACCEPT", Accept2222), "Put the rule ahead of it (-Position 1; Move-IptablesRule, where it stands already), or change INPUT:1 if it lets in too many."),
            (Judge(2, 2, [Probe(ProbeOutcome.TimedOut)], "-m limit --limit 1/hour -j DROP", Accept2222), "Follow the packets with Trace-PortPath"),
            (Judge(2, 3, Probe(ProbeOutcome.TimedOut)), "The firewall lets the packets in"),
            (Judge(2, 3, Probe(ProbeOutcome.Open, crosses: false)), "Probe from another host"),
        })
        {
            Assert.False(proof.Confirmed);
            Assert.StartsWith(next, proof.Next, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_block_in_a_chain_of_its_own_is_got_ahead_of_at_the_jump()
    {
        var after = Rulesets.Read($"*filter\n:INPUT DROP [0:0]\n:guard - [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -j guard\n-A INPUT {Accept2222}\n-A guard -p tcp -j DROP\nCOMMIT\n");
        var proof = ProofJudge.Judge(after.RequireChain("filter", "INPUT").Rules[2], after, [Probe(ProbeOutcome.TimedOut)], NobodyWatched);
        AssertNotProved("guard:1 ('-p tcp -j DROP') decides the packets", proof);
        Assert.Equal("Put the rule ahead of it (-Position 2; Move-IptablesRule, where it stands already), or change or remove guard:1.", proof.Next);
    }

    [Fact]
    public void A_chain_at_ingress_that_may_stop_the_packets_is_the_first_place_to_look()
    {
        var after = Nft.Beside(Rulesets.Drop(Accept2222), "netdev", "filter", "ingress", """{"drop":null}""");
        var proof = ProofJudge.Judge(after.RequireChain("filter", "INPUT").Rules[0], after, [Probe(ProbeOutcome.TimedOut)], NobodyWatched);
        AssertNotProved("nft netdev t c:1 may stop the packets at ingress, ahead of iptables and of any trace. Look there first", proof);
        Assert.Equal("See what the chain does: nft list chain netdev t c. It is asked ahead of any trace, so Trace-PortPath shows nothing of it.", proof.Next);
    }

    [Fact]
    public void A_source_that_leaves_the_place_out_is_named()
    {
        var proof = JudgeAlone("-s 203.0.113.77/32 -p tcp -m tcp --dport 2222 -j ACCEPT");
        AssertNotProved("192.0.2.2 is not in -Source 203.0.113.77/32", proof);
        Assert.Equal("Probe from a place that the rule lets in, or correct -Source.", Assert.Single(proof.NotItsOwn).Next);
        AssertNotProved("198.51.100.1 is not in -Destination 203.0.113.77/32", JudgeAlone("-d 203.0.113.77/32 -p tcp -m tcp --dport 2222 -j ACCEPT"));
    }

    [Fact]
    public void A_rule_without_new_connections_says_so()
        => AssertNotProved("it takes packets in state ESTABLISHED only", JudgeAlone("-p tcp -m tcp --dport 2222 -m conntrack --ctstate ESTABLISHED -j ACCEPT"));

    [Fact]
    public void A_reply_that_is_not_the_one_asked_for_is_quoted()
    {
        var proof = Watched(["-p udp -m udp --dport 2222 -j ACCEPT"], after: 1, [Seen(40000, 17)], Probe(ProbeOutcome.NoReply, protocol: "udp", localPort: 40000, reply: "PONG 1"));
        AssertNotProved("What came back is not the reply asked for: PONG 1.", proof);
        Assert.StartsWith("Correct -Expect", proof.Next, StringComparison.Ordinal);
    }

    [Fact]
    public void A_probe_that_never_got_out_blames_no_rule_here()
    {
        var proof = Watched([Accept2222], after: 1, [Seen(7)], Probe(ProbeOutcome.Unreachable, localPort: 40000, ended: true));
        AssertNotProved("the probe from netns:client never got out of there. As it was.", proof);
        Assert.DoesNotContain("counted", proof.Finding, StringComparison.Ordinal);
        Assert.StartsWith("Mend what keeps the packets at netns:client", proof.Next, StringComparison.Ordinal);
    }
}
