namespace PortFirewall;

public sealed class RehearsalTests : IDisposable
{
    private readonly TestLab _lab = TestLab.Create();

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData(AddressFamily.IPv4)]
    [InlineData(AddressFamily.IPv6)]
    public async Task The_kernel_tells_what_becomes_of_packets_and_the_host_stays_as_it_is(AddressFamily family)
    {
        var before = Saved();
        var path = await RehearseAsync(Rule(family));
        Assert.Equal(("Drop", "INPUT:policy", "Kernel"), ($"{path.Verdict}", path.DecidedBy, $"{path.Basis}"));
        Assert.Equal(_lab.Server, path.NetworkNamespace);
        Assert.Equal(before, Saved());
    }

    [Theory]
    [InlineData(AddressFamily.IPv4, "INPUT:3")]
    [InlineData(AddressFamily.IPv6, "INPUT:4")]
    public async Task A_proposed_rule_is_tried_where_it_belongs_and_only_in_the_twin(AddressFamily family, string place)
    {
        var before = Saved();
        var path = await RehearseAsync(Rule(family), proposed: true);
        Assert.Equal(("Accept", place), ($"{path.Verdict}", path.DecidedBy));
        Assert.Equal(Rule(family).Specification, path.Rule!.Specification);
        Assert.Equal(before, Saved());
    }

    [Fact]
    public async Task A_set_of_addresses_is_asked_for_one_of_them()
    {
        _lab.InServer("ipset", "create", "banned", "hash:net");
        _lab.InServer("ipset", "add", "banned", "203.0.113.0/24");
        By("-A", "INPUT", "-m", "set", "--match-set", "banned", "src", "-j", "DROP");
        By("-A", "INPUT", "-p", "tcp", "--dport", "2222", "-j", "ACCEPT");
        var banned = await RehearseAsync(Rule(AddressFamily.IPv4) with { Source = "203.0.113.9/32" });
        Assert.Equal(("Drop", "INPUT:3"), ($"{banned.Verdict}", banned.DecidedBy));
        var other = await RehearseAsync(Rule(AddressFamily.IPv4) with { Source = "192.0.2.9/32" });
        Assert.Equal(("Accept", "INPUT:4"), ($"{other.Verdict}", other.DecidedBy));
    }

    [Fact]
    public async Task One_trial_of_a_rate_is_not_taken_for_the_truth()
    {
        By("-A", "INPUT", "-p", "tcp", "--dport", "2222", "-m", "limit", "--limit", "5/min", "-j", "ACCEPT");
        var path = await RehearseAsync(Rule(AddressFamily.IPv4));
        Assert.Equal(PortVerdict.Unknown, path.Verdict);
        var segment = Assert.Single(path.Segments);
        Assert.Contains(segment.Conditions, c => c.StartsWith("limit", StringComparison.Ordinal));
        Assert.Contains(segment.Conditions, c => c.StartsWith("seen in the twin: 5 Accept", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("drop", "REJECT")]
    [InlineData("reject", "DROP")]
    public async Task The_order_in_which_a_twin_registers_chains_is_not_taken_for_the_hosts(string verdict, string target)
    {
        By("-A", "INPUT", "-p", "tcp", "--dport", "2222", "-j", target);
        _lab.InServer("nft", $"add table inet other; add chain inet other in {{ type filter hook input priority 0; }}; add rule inet other in tcp dport 2222 {verdict}");
        var path = await RehearseAsync(Rule(AddressFamily.IPv4));
        Assert.Equal("Unknown INPUT:3, nft inet other in:1", $"{path.Verdict} {path.DecidedBy}");
        var conditions = Assert.Single(path.Segments).Conditions;
        Assert.Contains(conditions, c => c.StartsWith("order of registration of INPUT and nft inet other in", StringComparison.Ordinal) && c.EndsWith("stopped either way", StringComparison.Ordinal));
        Assert.Contains(conditions, c => c.StartsWith("seen in the twin: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_another_hook_drops_is_dropped()
    {
        By("-A", "INPUT", "-p", "tcp", "--dport", "2222", "-j", "ACCEPT");
        Assert.Equal(PortVerdict.Accept, (await RehearseAsync(Rule(AddressFamily.IPv4))).Verdict);
        _lab.InServer("nft", "add table inet other; add chain inet other in { type filter hook input priority 10; }; add rule inet other in tcp dport 2222 reject");
        var path = await RehearseAsync(Rule(AddressFamily.IPv4));
        Assert.Equal(PortVerdict.Reject, path.Verdict);
        Assert.Contains("other", path.DecidedBy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_other_backend_drops_is_dropped()
    {
        By("-A", "INPUT", "-p", "tcp", "--dport", "2222", "-j", "ACCEPT");
        _lab.InServer("iptables-legacy", "-w", "20", "-A", "INPUT", "-p", "tcp", "--dport", "2222", "-j", "DROP");
        Assert.Equal(PortVerdict.Drop, (await RehearseAsync(Rule(AddressFamily.IPv4))).Verdict);
    }

    [Fact]
    public async Task Parts_that_cannot_come_in_are_left_out()
    {
        By("-A", "INPUT", "-i", "nowhere0", "-j", "DROP");
        By("-A", "INPUT", "-s", "203.0.113.0/24", "-j", "REJECT");
        By("-A", "INPUT", "-d", "192.0.2.1", "-j", "DROP");
        By("-A", "INPUT", "-p", "tcp", "--dport", "2222", "-j", "ACCEPT");
        var path = await RehearseAsync(Rule(AddressFamily.IPv4));
        Assert.Equal("Mixed by INPUT:4, INPUT:6", path.ToString().Split(" (")[0]);
        var nowhere = await RehearseAsync(Rule(AddressFamily.IPv4) with { InInterface = "nowhere0" });
        Assert.Equal(PortVerdict.Unknown, nowhere.Verdict);
        Assert.Contains("no such packet can be rehearsed on this host", Assert.Single(nowhere.Segments).Conditions);
    }

    [Fact]
    public async Task A_port_that_is_redirected_is_followed()
    {
        By("-t", "nat", "-A", "PREROUTING", "-p", "tcp", "--dport", "80", "-j", "REDIRECT", "--to-ports", "2222");
        By("-A", "INPUT", "-p", "tcp", "--dport", "2222", "-j", "ACCEPT");
        Assert.Equal(PortVerdict.Accept, (await RehearseAsync(Rule(AddressFamily.IPv4) with { Port = new PortRange(80, 80) })).Verdict);
    }

    private async Task<PortPath> RehearseAsync(PortRule rule, bool proposed = false)
    {
        using var rehearsal = await Rehearsal.PrepareAsync(new FirewallScope(_lab.Server, _lab.Lab.Backend), [rule.Family], CancellationToken.None);
        if (proposed)
            await rehearsal.ProposeAsync(rule, CancellationToken.None);
        return await rehearsal.RehearseAsync(rule, CancellationToken.None);
    }

    private static PortRule Rule(AddressFamily family) => new() { Family = family, Protocol = "tcp", Port = new PortRange(2222, 2222) };

    private void By(params string[] arguments) => _lab.InServer([_lab.Iptables(AddressFamily.IPv4), .. arguments]);

    /// <summary>Without the times and the counters of the policies: the server's kernel sends by itself.</summary>
    private string Saved() => string.Join('\n', new[] { "iptables-nft-save", "ip6tables-nft-save", "iptables-legacy-save" }
        .SelectMany(tool => _lab.InServer(tool).Split('\n')).Where(l => !l.StartsWith('#')).Select(l => l.Split(" [")[0]));
}
