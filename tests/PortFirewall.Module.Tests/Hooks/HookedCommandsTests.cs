using System.Management.Automation;

namespace PortFirewall;

/// <summary>The commands that move and prove rules count what else sees the packets, and those that add know the host as Test-PortPath does.</summary>
public sealed class HookedCommandsTests(HookLabs labs) : IClassFixture<HookLabs>
{
    private const string Behind = "table inet shop { chain guard { type filter hook input priority 20; tcp dport 2222 drop\n}\n}";
    private const string Ahead = "table inet shop { chain guard { type filter hook input priority -20; tcp dport 2222 drop\n}\n}";

    [Theory]
    [InlineData(Behind, "was at INPUT:3, so packets arrive, but the probe ended as TimedOut. nft inet shop guard:1 stops them behind it.")]
    [InlineData(Ahead, "INPUT:3 counted nothing: nft inet shop guard:1 decides the packets before they reach it.")]
    public void A_chain_of_nft_that_stops_the_packets_is_named_in_the_proof(string rules, string finding)
    {
        var lab = labs.On("Nft");
        lab.Run("$rule = Add-IptablesPortRule 2222 @on -AddressFamily IPv4").Quietly();
        lab.Load(rules);
        var told = lab.Run("Confirm-IptablesRuleHit $rule { Confirm-PortReachable 198.51.100.1 2222 -From \"netns:$($lab.Client)\" -TimeoutSeconds 0.9 } | ForEach-Object { \"$($_.Confirmed) $($_.Finding)\" }").Quietly().Text;
        Assert.StartsWith("False Not proved: ", told, StringComparison.Ordinal);
        Assert.EndsWith(finding, told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" -Position 1")]
    public void A_rule_is_not_moved_where_no_place_helps(string position)
    {
        var lab = labs.On("Nft").By("-A INPUT -j DROP").By("-A INPUT -p tcp --dport 2222 -j ACCEPT").Load(Behind);
        var before = lab.Everything;
        var error = lab.Run($"Get-IptablesRule INPUT -Port 2222 @on -AddressFamily IPv4 | Move-IptablesRule{position}").FailsWith("BlockedElsewhere", ErrorCategory.InvalidOperation);
        Assert.Contains("nft inet shop guard:1", error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, lab.Everything);
        Assert.Equal("1", lab.Run("Get-IptablesRule INPUT -Port 2222 @on -AddressFamily IPv4 | Move-IptablesRule -Position 1 -Force | ForEach-Object Number").Quietly().Text);
    }

    [Fact]
    public void A_rule_that_another_hook_may_still_stop_is_moved_with_a_warning()
    {
        var lab = labs.On("Nft").By("-A INPUT -j DROP").By("-A INPUT -p tcp --dport 2222 -j ACCEPT")
            .Load("table inet shop { chain guard { type filter hook input priority 20; tcp dport 2222 limit rate over 10/second drop\n}\n}");
        var result = lab.Run("Get-IptablesRule INPUT -Port 2222 @on -AddressFamily IPv4 | Move-IptablesRule | ForEach-Object Number");
        Assert.Empty(result.Errors);
        Assert.Equal("3", result.Text);
        Assert.Contains("nft inet shop guard:1", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    /// <summary>A rule ahead, where the new one goes, what stays blocked, and what Test-PortPath says afterwards.</summary>
    public static TheoryData<string, string, string> Facts => new()
    {
        { "-p tcp -m addrtype --dst-type LOCAL -j DROP", "INPUT:3 ", "Accept INPUT:3" },
        { "-p tcp -m addrtype ! --dst-type LOCAL -j DROP", "INPUT:4 ", "Accept INPUT:4" },
        { "-p tcp -m set --match-set open dst -j DROP", "INPUT:3 ", "Accept INPUT:3" },
        { "-p tcp -m set --match-set shut dst -j DROP", "INPUT:4 ", "Accept INPUT:4" },
        { "-m set --match-set banned src -j DROP", "INPUT:4 INPUT:3", "Mixed INPUT:3, INPUT:4" },
        { "-d 192.0.2.99/32 -j DROP", "INPUT:4 ", "Accept INPUT:4" },
        { "-d 198.51.100.1/32 -j DROP", "INPUT:3 ", "Accept INPUT:3" },
    };

    [Theory]
    [MemberData(nameof(Facts))]
    public void What_is_known_of_the_host_decides_the_position_as_it_decides_the_path(string ahead, string position, string verdict)
    {
        foreach (var backend in new[] { "Nft", "Legacy" })
        {
            var lab = labs.On(backend);
            Shell.Run($"{lab.In} ipset create -exist open bitmap:port range 2000-3000 && {lab.In} ipset add -exist open 2222 && {lab.In} ipset create -exist shut bitmap:port range 2000-3000 && {lab.In} ipset create -exist banned hash:ip && {lab.In} ipset add -exist banned 203.0.113.7");
            Shell.Run($"{lab.In} iptables-{(backend == "Nft" ? "nft" : "legacy")} -A INPUT {ahead}");
            Assert.Equal(position, lab.Run("Find-IptablesInsertPosition 2222 -AddressFamily IPv4 @on | ForEach-Object { \"$_ $($_.StillBlocked | ForEach-Object { \"$($_.Chain):$($_.Number)\" })\" }").Quietly().Text);
            var added = lab.Run("Add-IptablesPortRule 2222 -AddressFamily IPv4 @on | ForEach-Object { \"$($_.Chain):$($_.Number)\" }");
            Assert.Empty(added.Errors);
            Assert.Equal(position.Split(' ')[0], added.Text);
            Assert.Equal(verdict, lab.Verdict("IPv4"));
        }
    }

    [Fact]
    public void A_rule_for_an_address_that_the_host_does_not_have_yet_is_added_all_the_same()
    {
        var lab = labs.On("Nft").By("-A INPUT -m addrtype --dst-type MULTICAST -j DROP");
        Assert.Equal("4", lab.Run("Add-IptablesPortRule 2222 -Destination 192.0.2.99 @on | ForEach-Object Number").Quietly().Text);
    }
}
