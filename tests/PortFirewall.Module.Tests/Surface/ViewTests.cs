using System.Text.RegularExpressions;

namespace PortFirewall;

/// <summary>What a person sees: a table for each type, no line longer than the window.</summary>
public sealed class ViewTests(Labs labs) : IClassFixture<Labs>
{
    /// <summary>A command, the headers that its table has, and a row of it.</summary>
    public static TheoryData<string, string, string> Tables => new()
    {
        { "New-FirewallLab \"$($lab.Name)-v\"; Remove-FirewallLab \"$($lab.Name)-v\"", "Name Server ServerAddress Port Client Backend", @"198\.51\.100\.1, 2001:db8::1 +2222 " },
        { "$lab | Get-PortListener", "Protocol LocalAddress Port Scope Accepts PID Process Namespace", @"^tcp +0\.0\.0\.0 +2222 All +IPv4 +\d+ " },
        { "Get-IptablesRule INPUT @on -AddressFamily IPv4", "# Packets Bytes Target Protocol Details", @"^ +1 +0 +0 ACCEPT +all +ctstate RELATED,ESTABLISHED" },
        { "Get-IptablesChain INPUT @on -AddressFamily IPv4", "# Packets Bytes Target Protocol In Details", @"^2 +0 +0 +ACCEPT +all +lo" },
        { "Test-IptablesRule 2222 @on", "Exists Family Chain # Specification", @"^False +IPv4 +INPUT +-p tcp -m tcp --dport 2222 -j ACCEPT" },
        { "Find-IptablesInsertPosition 2222 @on", "Family Port Position Blocker Reason", @"^IPv4 +tcp 2222 +INPUT:3 +INPUT:policy +\S" },
        { "Test-PortPath 2222 @on", "Family Port Verdict DecidedBy How", @"^IPv4 +tcp 2222 +Drop +INPUT:policy +\S" },
        { "Show-PortPath 2222 @on", "└─ filter INPUT", @"■ Drop.*  all packets" },
        { "(Test-PortPath 2222 @on).Segments", "Verdict DecidedBy Packets", @"^Drop +INPUT:policy +port 2222" },
        { "Trace-IptablesPacket 22 @on", "Step Table Where Outcome Verdict Rule", @"^ +2 filter +INPUT:2 +NoMatch +-i lo -j ACCEPT" },
        { "Trace-PortPath 2222 @on -While { Confirm-PortReachable $lab.ServerAddress 2222 -From \"netns:$($lab.Client)\" -TimeoutSeconds 0.1 }", "Step Table Where Outcome Verdict Rule", @"^ +1 filter +INPUT +Policy +Drop" },
        { "& { ip netns exec $on.NetworkNamespace iptables-nft -A INPUT -s 192.0.2.1 -j DROP }; Find-IptablesRuleIssue @on", "Severity Id Where Message", @"^Information +Redundant +IPv4 INPUT:3 +INPUT:3 changes nothing" },
        { "Add-IptablesPortRule 2222 @on", "# Packets Bytes Target Protocol Details", @"^ +3 +0 +0 ACCEPT +tcp +dport 2222" },
        { "$null = Add-IptablesPortRule 2222 @on -RollbackAfter 60 -WarningAction SilentlyContinue; Get-IptablesRollback -State Pending -NetworkNamespace $on.NetworkNamespace; $null = Undo-IptablesChange -NetworkNamespace $on.NetworkNamespace", "Id State Left Deadline Change", @"^[a-f][0-9a-f]{7} +Pending +(60|5\d) s +\d\d:\d\d:\d\d +filter INPUT: added -p tcp -m tcp --dport 2222 -j ACCEPT" },
        { "$null = Add-IptablesPortRule 2222 @on -RollbackAfter 60 -WarningAction SilentlyContinue; [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-IptablesRollback -State Pending -NetworkNamespace $on.NetworkNamespace), 1)); $null = Undo-IptablesChange -NetworkNamespace $on.NetworkNamespace", "Id State Left Deadline Change", @"^[a-f][0-9a-f]{7} +Pending +(60|5\d) s +\d\d:\d\d:\d\d +filter INPUT: added -p tcp -m tcp --dport 2222 -j ACCEPT" },
        { "Confirm-PortReachable $lab.ServerAddress 2222 -From \"netns:$($lab.Client)\" -TimeoutSeconds 0.1", "Target Port Outcome ms Crosses From", @"^198\.51\.100\.1 +2222 TimedOut +\S+ +\S+ +netns:" },
        { "Add-IptablesPortRule 2222 @on | Confirm-IptablesRuleHit -While { Confirm-PortReachable server.example.net 2222 -From \"netns:$($lab.Client)\" }", "Confirmed Family Rule Packets Probe Finding", @"^True +IPv4 +INPUT:3 +0 → 1 +Open +Proved" },
        { "Open-IptablesPort 2222 @on -ProbeFrom \"netns:$($lab.Client)\" -Save:$false", "Open tcp 2222", @"^ +Proof +INPUT:3 \(IPv4\) 0 → 1, INPUT:4 \(IPv6\) 0 → 1" },
        { "Open-IptablesPort 2222 @on -ProbeFrom \"netns:$($lab.Client)\" -Save:$false -RollbackAfter 60 -WarningAction SilentlyContinue; $null = Undo-IptablesChange -NetworkNamespace $on.NetworkNamespace", "Open tcp 2222", @"^ +Rollback +taken back at \d\d:\d\d:\d\d unless confirmed: Confirm-IptablesChange [a-f]" },
        { "Save-IptablesRuleset -Force -Path $folder @on", "Verified Family Provider Added Removed Path", @"^True +IPv4 +File +\d +0 +/" },
        { "'*filter', '-A INPUT -j DROP', 'COMMIT' | Import-IptablesRuleset", "Family Rules Chains Tables From", @"^IPv4 +1 +17 filter, nat, mangle, raw, security +\(text\)" },
        { "Compare-IptablesRuleset ('*filter', ':INPUT DROP [0:0]', 'COMMIT' | Import-IptablesRuleset) ('*filter', ':INPUT DROP [0:0]', '-A INPUT -j DROP', 'COMMIT' | Import-IptablesRuleset)", "Kind Was Is Specification", @"^RuleAdded +1 -j DROP" },
        { "Checkpoint-IptablesRuleset $folder @on", "Created From Rules Sets Path", @"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d pfmod-\S+ +5 +0 +/" },
        { "[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Checkpoint-IptablesRuleset $folder @on), 1))", "Created From Rules Sets Path", @"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d pfmod-\S+ +5 +0 +/" },
        { "Get-FirewallEnvironment", "Backend IPv6 Elevation Persistence Namespace Default iptables", @"Root +\S+ +\(host\)" },
        { "(Get-FirewallEnvironment).Tools", "Name Version Backend Path", @"^iptables-nft +[\d.]+ +Nft +/" },
        { "& { ip netns exec $on.NetworkNamespace nft 'add table inet mine; add chain inet mine input { type filter hook input priority -10; policy drop; }' }; (Get-FirewallEnvironment -NetworkNamespace $on.NetworkNamespace).OtherHooks; & { ip netns exec $on.NetworkNamespace nft delete table inet mine }", "Family Table Chain Hook Priority Policy Backend", @"^inet +mine +input +input +-10 Drop +nftables" },
        { "(Get-IptablesRule INPUT @on)[0].Matches", "Name Options", @"^conntrack +--ctstate RELATED,ESTABLISHED" },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public void It_is_a_table_that_fits(string command, string headers, string row)
    {
        var lab = labs.On("Nft");
        using var folder = new ScratchFolder();
        foreach (var width in new[] { 80, 120 })
        {
            using var engine = new Engine(width);
            engine.Set("folder", folder.Path);
            engine.Set("lab", lab.Run("$lab").Output[0]);
            engine.Set("on", lab.Run("$on").Output[0].BaseObject);
            lab.Reset();
            var lines = engine.Show(command).Split('\n');
            Assert.All(lines, l => Assert.True(l.Length <= width, $"{l.Length} > {width}: {l}"));
            // A narrow window has no room for the last columns of some.
            var expected = width == 120 ? headers : string.Join(' ', headers.Split(' ').Take(3));
            Assert.Contains(lines, l => Regex.IsMatch(l, @"^\s*" + Regex.Escape(expected).Replace(@"\ ", @"\s+", StringComparison.Ordinal), RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)));
            if (width == 120)
                Assert.Contains(lines, l => Regex.IsMatch(l, row, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)));
        }
    }

    [Fact]
    public void A_chain_reads_like_a_listing_and_never_hides_an_interface()
    {
        var lab = labs.On("Nft").By("IPv4", "-A INPUT -s 203.0.113.0/24 -p tcp --dport 22 -m comment --comment banned -j DROP");
        Assert.Equal(
            $"""
            Chain INPUT (policy DROP 0 packets, 0 bytes)  IPv4 filter in {lab.Server}
            #  Packets  Bytes  Target  Protocol  In   Source          Details
            1        0      0  ACCEPT  all       any  any             ctstate RELATED,ESTABLISHED
            2        0      0  ACCEPT  all       lo   any
            3        0      0  DROP    tcp       any  203.0.113.0/24  dport 22  /* banned */
            """,
            lab.Engine.Show("Get-IptablesChain INPUT @on -AddressFamily IPv4").Trim());
    }

    [Fact]
    public void A_long_comment_is_cut_and_not_wrapped()
    {
        var lab = labs.On("Nft");
        lab.Run($"Add-IptablesPortRule 2222 @on -AddressFamily IPv4 -Comment '{new string('x', 255)}'").Quietly();
        foreach (var command in new[] { "Get-IptablesChain INPUT @on -AddressFamily IPv4", "Get-IptablesRule INPUT @on -AddressFamily IPv4" })
            Assert.All(lab.Engine.Show(command).Split('\n'), l => Assert.True(l.Length <= 120, l));
    }

    [Fact]
    public void Each_public_output_type_has_a_view()
    {
        var types = labs.On("Nft").Run("Get-Command -Module PortFirewall").Quietly().Output
            .SelectMany(c => ((System.Management.Automation.CmdletInfo)c.BaseObject).OutputType)
            .Where(t => t.Type.Assembly.GetName().Name == "PortFirewall.Core").Select(t => t.Type.FullName!).Distinct(StringComparer.Ordinal);
        var views = string.Concat(Directory.GetFiles($"{BuiltModule.Folder}/bin", "*.Format.ps1xml").Select(File.ReadAllText));
        Assert.All(types, t => Assert.Contains($"<TypeName>{t}</TypeName>", views, StringComparison.Ordinal));
    }
}
