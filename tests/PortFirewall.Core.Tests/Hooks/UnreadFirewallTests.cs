namespace PortFirewall.Core.Tests.Hooks;

/// <summary>Behind a firewall that could not be read nothing is accepted for certain, and what is stopped stays so.</summary>
public sealed class UnreadFirewallTests
{
    [Theory]
    [InlineData("ACCEPT", "", PortVerdict.Unknown, "nftables (could not be read)")]
    [InlineData("DROP", "", PortVerdict.Drop, "INPUT:policy")]
    [InlineData("DROP", "-p tcp -m tcp --dport 2222 -j ACCEPT", PortVerdict.Unknown, "nftables (could not be read)")]
    [InlineData("ACCEPT", "-p tcp -j REJECT", PortVerdict.Reject, "INPUT:1")]
    [InlineData("DROP", "-s 10.0.0.0/8 -j ACCEPT", PortVerdict.Unknown, "INPUT:policy, nftables (could not be read)")]
    [InlineData("ACCEPT", "-m limit --limit 5/min -j DROP", PortVerdict.Unknown, "INPUT:1")]
    public void What_all_else_accepts_is_unknown(string policy, string rule, PortVerdict verdict, string decidedBy)
    {
        var path = PortPathAnalysis.Analyze(Unread(Rulesets.WithPolicy(policy, [.. new[] { rule }.Where(r => r.Length > 0)])), Rulesets.Tcp(2222).Packets, "tcp");
        Assert.Equal((verdict, decidedBy), (path.Verdict, path.DecidedBy));
        Assert.All(path.Segments.Where(s => s.Verdict == PortVerdict.Unknown), s => Assert.Contains("nftables (could not be read)", s.Conditions));
    }

    [Fact]
    public void What_is_sent_to_another_host_is_unknown_as_well()
        => Assert.Equal(
            PortVerdict.Unknown,
            PortPathAnalysis.Analyze(
                Unread(Rulesets.Read("*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p tcp -j DNAT --to-destination 192.0.2.7\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n:FORWARD ACCEPT [0:0]\nCOMMIT\n"))
                    .With(new HostFacts { Destinations = LocalRouteReader.Read("""[{"type":"local","dst":"10.0.0.5","dev":"eth0"}]""", AddressFamily.IPv4) }),
                Rulesets.Tcp(2222).Packets, "tcp").Verdict);

    [Fact]
    public void A_trace_ends_with_it()
    {
        var last = PacketTracer.Trace(Unread(Rulesets.Drop("-p tcp -j ACCEPT")), PacketTracer.PacketOf(Rulesets.Tcp(2222))).Steps[^1];
        Assert.Equal(("nftables", "(could not be read)", TraceOutcome.Unknown, null), (last.Table, last.Chain, last.Outcome, last.Verdict));
    }

    [Fact]
    public void A_position_is_found_and_the_port_is_not_called_open()
    {
        var accepted = InsertPositionFinder.Find(Unread(Rulesets.Drop("-p tcp -j ACCEPT")), Rulesets.Tcp(2222));
        Assert.False(accepted.AlreadyAccepted);
        Assert.EndsWith("Whether nftables stops the packets is not known, as it could not be read.", accepted.Reason, StringComparison.Ordinal);
        var blocked = InsertPositionFinder.Find(Unread(Rulesets.Drop("-p udp -j ACCEPT")), Rulesets.Tcp(2222));
        Assert.Equal("INPUT:2", blocked.ToString());
    }

    [Fact]
    public void A_plan_is_the_same_with_it()
    {
        PortRule[] asked = [Rulesets.Tcp(22), Rulesets.Tcp(6000, 6010), Rulesets.Tcp(6005)];
        var ruleset = Rulesets.Drop("-p tcp -m tcp --dport 22 -j ACCEPT", "-j DROP");
        Assert.Equal(Tell(ruleset), Tell(Unread(ruleset)));

        IEnumerable<string> Tell(IptablesRuleset of)
            => InsertPlanner.Plan(of, asked, position: null, force: false).Select(p => $"{p.Number} {p.Existing?.Place} {p.CoveredBy} {p.Error?.Message}");
    }

    private static IptablesRuleset Unread(IptablesRuleset ruleset) => OtherHooks.Attach(ruleset, NftRuleset.Empty, null, UnreadFirewall.Nftables);
}
