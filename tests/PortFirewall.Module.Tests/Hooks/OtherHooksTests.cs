using System.Management.Automation;

namespace PortFirewall;

/// <summary>What else sees the packets counts: real clients have the last word on every verdict.</summary>
public sealed class OtherHooksTests(HookLabs labs) : IClassFixture<HookLabs>
{
    private const string Open = "-A INPUT -p tcp --dport 2222 -j ACCEPT";

    /// <summary>What is loaded by nft, what Test-PortPath says of IPv4, and of IPv6.</summary>
    public static TheoryData<string, string, string> Rules => new()
    {
        { "table inet t { chain c { type filter hook input priority -5; tcp dport 2222 drop\n}\n}", "Drop nft inet t c:1", "Drop nft inet t c:1" },
        { "table inet t { chain c { type filter hook input priority 10; tcp dport { 22, 2222 } drop\n}\n}", "Drop nft inet t c:1", "Drop nft inet t c:1" },
        { "table inet t { chain c { type filter hook prerouting priority raw; tcp dport 2000-3000 drop\n}\n}", "Drop nft inet t c:1", "Drop nft inet t c:1" },
        { "table inet t { chain c { type filter hook prerouting priority mangle; policy drop; ct state established accept\n}\n}", "Drop nft inet t c:policy", "Drop nft inet t c:policy" },
        { "table ip t { chain c { type filter hook input priority filter; ip saddr 198.51.100.0/24 tcp dport 2222 drop\n}\n}", "Mixed nft ip t c:1, INPUT:3", "Accept INPUT:4" },
        { "table ip6 t { chain c { type filter hook input priority security; tcp dport >= 2000 reject with tcp reset\n}\n}", "Accept INPUT:3", "Reject nft ip6 t c:1" },
        { "table inet t { chain c { type filter hook input priority -5; ct state vmap { established : accept, new : drop }\n}\n}", "Drop nft inet t c:1", "Drop nft inet t c:1" },
        { "table inet t { chain c { type filter hook input priority -5; iifname vmap { \"eth0\" : jump z, \"lo\" : accept }\n}\nchain z { tcp dport 80 drop\nreturn\n}\n}", "Accept INPUT:3", "Accept INPUT:4" },
        { "table inet t { chain z { tcp dport 2222 drop\n}\nchain c { type filter hook input priority -5; iifname \"eth*\" goto z\ndrop\n}\n}", "Drop nft inet t z:1, nft inet t c:2", "Drop nft inet t z:1, nft inet t c:2" },
        { "table inet t { set p { type inet_service; flags interval; elements = { 80, 2200-2300 }\n}\nchain c { type filter hook input priority -5; policy drop; ct state established,related accept\nmeta l4proto { tcp, udp } th dport @p accept\nicmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept\n}\n}", "Accept INPUT:3", "Accept INPUT:4" },
        { "table inet t { set b { type ipv4_addr . inet_service; elements = { 198.51.100.2 . 2222, 198.51.100.3 . 22 }\n}\nchain c { type filter hook input priority -5; ip saddr . tcp dport @b drop\n}\n}", "Mixed nft inet t c:1, INPUT:3", "Accept INPUT:4" },
        { "table inet t { chain c { type filter hook input priority -5; tcp flags & (fin|syn|rst|ack) == syn tcp dport 2222 drop\n}\n}", "Drop nft inet t c:1", "Drop nft inet t c:1" },
        { "table inet t { chain a { type filter hook input priority -5; tcp dport 2222 accept\n}\nchain b { type filter hook input priority -4; tcp dport 2222 drop\n}\n}", "Drop nft inet t b:1", "Drop nft inet t b:1" },
        { "table inet t { chain c { type filter hook output priority 0; tcp sport 80 drop\n}\nchain d { type filter hook input priority 0; counter\nmeta mark set 7\nct status dnat drop\n}\n}", "Accept INPUT:3", "Accept INPUT:4" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_verdict_of_nft_is_counted_as_the_kernel_counts_it(string rules, string ipv4, string ipv6)
    {
        foreach (var backend in new[] { "Nft", "Legacy" })
        {
            var lab = labs.On(backend).By(Open).Load(rules);
            var own = $"{lab.Verdict("IPv4")}\n{lab.Verdict("IPv6")}";
            Assert.Equal($"{ipv4}\n{ipv6}", own);
            // The client is one of those whom a part is about.
            Assert.Equal(lab.Verdict("IPv4", "-Source 198.51.100.2").StartsWith("Accept", StringComparison.Ordinal), lab.ClientGetsThrough("198.51.100.1"));
            Assert.Equal(lab.Verdict("IPv6").StartsWith("Accept", StringComparison.Ordinal), lab.ClientGetsThrough("2001:db8::1"));
        }
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void A_packets_steps_lead_through_the_other_hooks_to_the_same_verdict(string backend)
    {
        var lab = labs.On(backend).By(Open).Load("table inet t { chain c { type filter hook input priority 10; tcp dport 22 drop\ntcp dport 2222 drop\n}\n}");
        var last = lab.Run("(Trace-IptablesPacket 2222 @on -AddressFamily IPv4)[-1] | ForEach-Object { \"$($_.Table)|$($_.Chain)|$($_.RuleNumber)|$($_.Outcome)|$($_.Verdict)\" }");
        Assert.Equal("nft inet t|c|2|Match|Drop", last.Quietly().Text);
        Assert.Equal("Drop nft inet t c:2", lab.Verdict("IPv4"));
    }

    [Theory]
    [InlineData("Nft", "Legacy", "legacy INPUT:1")]
    [InlineData("Legacy", "Nft", "nft INPUT:3")]
    public void The_other_backends_drop_counts(string own, string other, string place)
    {
        var lab = labs.On(own).By(Open);
        var tool = other == "Nft" ? "iptables-nft" : "iptables-legacy";
        Shell.Run($"{lab.In} {tool} -A INPUT -m conntrack --ctstate INVALID -j DROP && {lab.In} {tool} -A INPUT -i lo -j ACCEPT && {lab.In} {tool} -A INPUT -p tcp --dport 2222 -j DROP");
        if (place == "legacy INPUT:1")
            Shell.Run($"{lab.In} {tool} -D INPUT 1 && {lab.In} {tool} -D INPUT 1");
        Assert.Equal($"Drop {place}", lab.Verdict("IPv4"));
        Assert.Equal("Accept INPUT:4", lab.Verdict("IPv6"));
        Assert.False(lab.ClientGetsThrough("198.51.100.1"));
        Assert.True(lab.ClientGetsThrough("2001:db8::1"));
    }

    [Theory]
    [InlineData("DROP", "reject", true)]
    [InlineData("DROP", "reject", false)]
    [InlineData("REJECT", "drop", true)]
    [InlineData("REJECT", "drop", false)]
    public void Which_of_two_at_one_priority_comes_first_is_not_claimed_to_be_known(string target, string verdict, bool isNftFirst)
    {
        var lab = labs.On("Nft");
        var nft = $"table inet t {{ chain c {{ type filter hook input priority 0; tcp dport 2222 {verdict}\n}}\n}}";
        Shell.Run($"{lab.In} nft delete table ip filter");
        if (!isNftFirst)
            lab.Load(nft);
        // The table's base chains are registered with its first rule; the kernel calls the last one first.
        Shell.Run($"{lab.In} iptables-nft -A INPUT -p tcp --dport 2222 -j {target}");
        if (isNftFirst)
            lab.Load(nft);
        var isRefused = (isNftFirst ? verdict : target.ToLowerInvariant()) == "reject";
        Assert.Equal(isRefused ? "refused" : "timed out", lab.HowClientFails("198.51.100.1"));
        Assert.Equal("Unknown INPUT:1, nft inet t c:1", lab.Verdict("IPv4"));
        Assert.Equal(
            "order of registration of INPUT and nft inet t c, of equal priority: the one that was registered last comes first; the packets are stopped either way",
            lab.Run("(Test-PortPath 2222 @on -AddressFamily IPv4).Segments.Conditions").Quietly().Text);
    }

    [Theory]
    [InlineData("tcp dport { 22, 2222 } drop", "Drop INPUT:1", false)]
    [InlineData("tcp dport { 22, 80 } drop", "Accept INPUT:4", true)]
    [InlineData("ip saddr != { 198.51.100.2, 198.51.100.3 } tcp dport 2222 drop", "Mixed INPUT:1, INPUT:4", true)]
    public void A_rule_of_nft_in_iptables_own_table_means_more_than_its_text(string rule, string verdict, bool getsThrough)
    {
        var lab = labs.On("Nft").By(Open);
        Shell.Run($"{lab.In} nft insert rule ip filter INPUT '{rule}'");
        Assert.Equal(verdict, lab.Verdict("IPv4"));
        Assert.Equal(getsThrough, lab.ClientGetsThrough("198.51.100.1"));
    }

    [Fact]
    public void A_table_that_iptables_hides_is_seen_all_the_same()
    {
        var lab = labs.On("Nft").By(Open);
        Shell.Run($"{lab.In} nft insert rule ip filter INPUT ct state new tcp dport 2222 drop");
        Assert.Contains("incompatible", Shell.Try($"{lab.In} iptables-nft-save").Output, StringComparison.Ordinal);
        Assert.Equal("Drop nft ip filter INPUT:1", lab.Verdict("IPv4"));
        Assert.False(lab.ClientGetsThrough("198.51.100.1"));
    }

    [Fact]
    public void What_cannot_be_evaluated_makes_it_unknown_and_is_named()
    {
        var lab = labs.On("Nft").By(Open).Load("table inet t { chain c { type filter hook input priority -5; tcp dport 2222 limit rate over 10/second drop\n}\n}");
        Assert.StartsWith("Unknown nft inet t c:1", lab.Verdict("IPv4"), StringComparison.Ordinal);
        Assert.Contains("nft inet t c:1 (limit rate over 10/second", lab.Run("(Test-PortPath 2222 @on -AddressFamily IPv4).Segments.Conditions -join ';'").Quietly().Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void A_port_that_another_hook_blocks_is_not_added(string backend)
    {
        var lab = labs.On(backend).Load("table inet shop { chain guard { type filter hook input priority 20; tcp dport 2222 drop\n}\n}");
        var before = lab.Everything;
        var error = lab.Run("Add-IptablesPortRule 2222 -AddressFamily IPv4 @on").FailsWith("BlockedElsewhere", ErrorCategory.InvalidOperation);
        Assert.Contains("nft inet shop guard:1", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("nft --handle list chain inet shop guard", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(before, lab.Everything);
        Assert.Equal("nft inet shop guard:1", lab.Run("(Find-IptablesInsertPosition 2222 -AddressFamily IPv4 @on).Blocker").Quietly().Text);
        lab.Run("Add-IptablesPortRule 2223 -AddressFamily IPv4 @on").Quietly();
    }

    [Fact]
    public void A_port_that_another_hook_may_block_is_added_with_a_warning()
    {
        var lab = labs.On("Nft").Load("table inet shop { chain guard { type filter hook input priority 20; tcp dport 2222 limit rate over 10/second drop\n}\n}");
        var result = lab.Run("Add-IptablesPortRule 2222 -AddressFamily IPv4 @on");
        Assert.Empty(result.Errors);
        Assert.Contains("nft inet shop guard:1", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Single(result.Output);
    }

    [Fact]
    public void A_firewalld_table_is_changed_by_firewalld()
    {
        var lab = labs.On("Nft").Load("table inet firewalld { chain filter_INPUT { type filter hook input priority 10; ct state { established, related } accept\nreject with icmpx admin-prohibited\n}\n}");
        var error = lab.Run("Add-IptablesPortRule 2222 -AddressFamily IPv4 @on").FailsWith("BlockedElsewhere", ErrorCategory.InvalidOperation);
        Assert.Contains("firewall-cmd --permanent --add-port=2222/tcp", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void The_environment_lists_what_else_sees_packets()
    {
        var lab = labs.On("Nft").Load("table inet shop { chain guard { type filter hook input priority 20; policy drop; ct state established accept\n}\nchain out { type filter hook output priority 0;\n}\n}");
        Shell.Run($"{lab.In} iptables-legacy -A INPUT -p tcp --dport 2222 -j DROP");
        Assert.Equal(
            "inet shop guard input 20 Drop \nip filter INPUT input 0 Accept Legacy",
            lab.Run($"(Get-FirewallEnvironment -NetworkNamespace {lab.Server}).OtherHooks | ForEach-Object {{ \"$($_.Family) $($_.Table) $($_.Chain) $($_.Hook) $($_.Priority) $($_.Policy) $($_.Backend)\" }}").Quietly().Text);
    }

    [Fact]
    public void Asking_loads_no_legacy_table()
    {
        var lab = labs.Fresh("Nft");
        lab.Run("Test-PortPath 2222 @on").Quietly();
        lab.Run("Add-IptablesPortRule 2222 @on").Quietly();
        lab.Run($"Get-FirewallEnvironment -NetworkNamespace {lab.Server}").Quietly();
        Assert.Equal("", Shell.Try($"{lab.In} cat /proc/net/ip_tables_names /proc/net/ip6_tables_names").Output);
    }
}
