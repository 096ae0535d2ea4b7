namespace PortFirewall.Core.Tests.Paths;

/// <summary>One packet, rule by rule.</summary>
public sealed class PacketTracerTests
{
    [Fact]
    public void Each_rule_is_a_step_and_the_last_one_decides()
        => AssertSteps(
            ["INPUT:1 NoMatch", "INPUT:2 NoMatch", "INPUT:3 Match Accept"],
            Rulesets.Drop("-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT", "-p udp -m udp --dport 2222 -j ACCEPT", "-p tcp -m tcp --dport 2222 -j ACCEPT", "-j DROP"));

    [Fact]
    public void A_packet_goes_into_chains_and_comes_back_and_the_policy_is_last()
        => AssertSteps(
            ["INPUT:1 Jump", "BANS:1 NoMatch", "BANS:2 Return", "INPUT:2 Goto", "LATE:1 Match", "INPUT:policy Policy Drop"],
            Rulesets.Drop("-p tcp -j BANS", "-g LATE", "-j ACCEPT", "-A BANS -p udp -j DROP", "-A BANS -j RETURN", "-A LATE -j LOG"));

    [Fact]
    public void What_hangs_on_chance_is_unknown_and_the_packet_may_go_on()
        => AssertSteps(["INPUT:1 Unknown", "INPUT:policy Policy Drop"], Rulesets.Drop("-m limit --limit 5/min -j ACCEPT"));

    [Fact]
    public void What_was_not_given_and_is_asked_for_is_named()
    {
        var trace = PacketTracer.Trace(Rulesets.Drop("-s 203.0.113.0/24 -i eth0 -j REJECT"), PacketTracer.PacketOf(Rulesets.Tcp(2222)));
        Assert.Equal(TraceOutcome.Unknown, trace.Steps[0].Outcome);
        Assert.Equal(["-Source not given", "-InInterface not given"], trace.Steps[0].Conditions);
        Assert.Equal(["-Source", "-InInterface"], trace.NotGiven);
    }

    [Fact]
    public void Tables_come_in_the_kernels_order()
        => AssertSteps(
            ["raw PREROUTING:1 NoMatch", "raw PREROUTING:policy Policy Accept", "mangle INPUT:1 Match Drop"],
            Rulesets.Read("*mangle\n:INPUT ACCEPT [0:0]\n-A INPUT -p tcp -j DROP\nCOMMIT\n*raw\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p udp -j DROP\nCOMMIT\n"));

    private static void AssertSteps(string[] expected, IptablesRuleset ruleset)
        => Assert.Equal(expected, PacketTracer.Trace(ruleset, PacketTracer.PacketOf(Rulesets.Tcp(2222))).Steps.Select(s => s.ToString()));
}
