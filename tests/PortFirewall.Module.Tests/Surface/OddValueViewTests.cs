using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PortFirewall;

/// <summary>Views stand whatever is in the objects: nothing, far too much, or something that a terminal would obey.</summary>
public sealed class OddValueViewTests : IDisposable
{
    private static readonly string[] Types =
    [
        .. Directory.GetFiles($"{BuiltModule.Folder}/bin", "*.Format.ps1xml").SelectMany(f => XDocument.Load(f).Descendants("TypeName")).Select(t => t.Value).Distinct(StringComparer.Ordinal),
    ];

    private readonly Dictionary<int, Engine> _engines = new() { [80] = new Engine(80), [120] = new Engine(120) };

    public void Dispose()
    {
        foreach (var engine in _engines.Values)
            engine.Dispose();
    }

    [Fact]
    public void No_view_fails_or_is_wider_than_the_window()
    {
        foreach (var (width, engine) in _engines)
        {
            engine.Run("function odd($type, $value) { $o = [pscustomobject] @{ PSTypeName = $type }; foreach ($p in ($type -as [type]).GetProperties().Name) { $o.PSObject.Properties.Add([psnoteproperty]::new($p, $value)) }; $o }").Quietly();
            foreach (var value in new[] { "$null", "''", "'x' * 400", "'some words ' * 40", "@('a' * 90; $null; 'b')", "[ulong]::MaxValue" })
            {
                foreach (var type in Types)
                    Assert.All(engine.Show($"odd '{type}' ({value})").Split('\n'), line => Assert.True(line.Length <= width, $"{type} {value} {width} < {line.Length}: {line}"));
            }
        }
    }

    [Fact]
    public void What_comes_from_others_does_nothing_to_the_terminal()
    {
        var bell = "\\u001b]0;owned\\u0007\\u001b[31m\\u202e".Replace("\\u001b", "\u001b", StringComparison.Ordinal).Replace("\\u0007", "\a", StringComparison.Ordinal).Replace("\\u202e", "\u202e", StringComparison.Ordinal);
        foreach (var engine in _engines.Values)
        {
            engine.Set("text", $"*filter\n:INPUT DROP [0:0]\n:odd{bell}chain - [0:0]\n-A INPUT -i eth{bell} -p tcp -m tcp --dport 22 -m comment --comment \"{bell}\" -m limit --limit 5/min -j ACCEPT\n-A INPUT -p tcp -m comment --comment \"{bell}\" -j DROP\n-A INPUT -j DROP\nCOMMIT\n");
            engine.Run("$r = $text | Import-IptablesRuleset -AddressFamily IPv4; $other = '*filter', ':INPUT DROP [0:0]', 'COMMIT' | Import-IptablesRuleset -AddressFamily IPv4").Quietly();
            engine.Run($"Import-Module '{typeof(FormatListCommand).Assembly.Location}'").Quietly();
            string[] commands =
            [
                "$r.Tables.Chains", "& { $r.Tables.Chains.Rules }", "Test-PortPath 22 -Ruleset $r", "(Test-PortPath 22 -Ruleset $r).Segments", "Trace-IptablesPacket 22 -Source 192.0.2.9 -Ruleset $r",
                "Find-IptablesRuleIssue -Ruleset $r", "Find-IptablesInsertPosition 22 -Ruleset $r", "Compare-IptablesRuleset $other $r", "& { $r.Tables.Chains.Rules.Matches }", "Show-PortPath 22 -Ruleset $r", "$r",
            ];
            string[] ownLists = [.. commands.Select(command => $"{command} | Format-List")];
            // Behind a table the engine shows a list without a view.
            string[] lists = [.. commands.Select(command => $"[pscustomobject] @{{ PSTypeName = 'PortFirewall.FirewallTool' }}; {command}")];
            foreach (var command in commands.Concat(ownLists).Concat(lists))
            {
                var shown = engine.Show(command);
                Assert.True(shown.All(c => c == '\n' || (!char.IsControl(c) && c != '\u202e')), command + Regex.Escape(shown));
            }
        }
    }

    [Fact]
    public void Wide_letters_keep_a_chain_in_its_window()
    {
        foreach (var (width, engine) in _engines)
        {
            engine.Set("text", $"*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp -m tcp --dport 22 -m comment --comment \"{new string('広', 80)}\" -j ACCEPT\n-A INPUT -m comment --comment \"{string.Concat(Enumerable.Repeat("🙂e\u0301", 50))}\" -j DROP\nCOMMIT\n");
            var shown = engine.Show("($text | Import-IptablesRuleset -AddressFamily IPv4).Tables[0].Chains[0]").Split('\n');
            Assert.All(shown, line => Assert.True(line.EnumerateRunes().Sum(r => r.Value is '広' or >= 0x1f300 ? 2 : r.Value == 0x301 ? 0 : 1) <= width, line));
            Assert.Contains(shown, line => line.Contains("広…", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void What_a_decision_hangs_on_is_never_cut_at_80_columns()
    {
        var engine = _engines[80];
        engine.Run(
            """
            $rule = [pscustomobject] @{ PSTypeName = 'PortFirewall.IptablesRule'; Number = 12345; Chain = 'INPUT'; Table = 'filter'; AddressFamily = 'IPv6'; Packets = 98765432101234; Bytes = [ulong]::MaxValue
                Target = 'MASQUERADE'; Protocol = 'ipv6-icmp'; InInterface = 'enp0s31f6'; Source = '192.0.2.255/32'; Details = 'dport 65535' }
            $listener = [pscustomobject] @{ PSTypeName = 'PortFirewall.PortListener'; Protocol = 'sctp'; LocalAddress = '2001:db8:1:2::3'; Port = 65535; Scope = 'Loopback'; AcceptsIPv4 = $true; AcceptsIPv6 = $true; ProcessId = 4194304; ProcessName = 'dnsmasq' }
            $step = [pscustomobject] @{ PSTypeName = 'PortFirewall.IptablesTraceStep'; Step = 1; Table = 'security'; Chain = 'ufw-before-logging-forward'; RuleNumber = 123; Outcome = 'NoMatch'; Verdict = 'Unknown' }
            """).Quietly();
        Assert.Matches("(?m)^12345  98765G  18447P MASQUERADE +ipv6-icmp in enp0s31f6  dport 65535", engine.Show("$rule"));
        Assert.Matches("(?m)^sctp +2001:db8:1:2::3 +65535 Loopback IPv4, IPv6 4194304 dnsmasq", engine.Show("$listener"));
        Assert.Matches("(?m)^ +1 security ufw-before-lo…:123 NoMatch Unknown", engine.Show("$step"));
        engine.Run("$step.Table = 'nft inet filter'; $step.psobject.Properties.Add([psnoteproperty]::new('RuleText', \"-m comment --comment $('long ' * 9)-j ACCEPT\"))").Quietly();
        Assert.Matches("(?m)^ +1 nft inet ufw-before-lo…:123 NoMatch Unknown -m comment .*\\n +filter .*long(.*\\n)*.* ACCEPT", engine.Show("$step"));
    }

    [Fact]
    public void A_chain_of_thousands_of_rules_is_not_shown_in_megabytes_of_colours()
    {
        var engine = _engines[80];
        engine.Set("text", $"*filter\n:INPUT DROP [0:0]\n{string.Concat(Enumerable.Range(1, 2000).Select(i => $"-A INPUT -p tcp -m tcp --dport {i} -j ACCEPT\n"))}COMMIT\n");
        engine.HasColours = true;
        var shown = engine.Show("($text | Import-IptablesRuleset -AddressFamily IPv4).Tables[0].Chains[0]");
        engine.HasColours = false;
        Assert.Contains("dport 2000", shown, StringComparison.Ordinal);
        Assert.True(shown.Length < 2000 * 100, $"{shown.Length}");
    }

    [Fact]
    public void Rules_stand_under_their_chains()
    {
        var shown = _engines[80].Show(
            "'*filter', ':INPUT DROP [0:0]', ':mine - [0:0]', '-A INPUT -j mine', '-A INPUT -j DROP', '-A mine -j ACCEPT', 'COMMIT', '*nat', ':POSTROUTING ACCEPT [0:0]', '-A POSTROUTING -o eth0 -j MASQUERADE', 'COMMIT' | Import-IptablesRuleset -AddressFamily IPv4 | ForEach-Object { $_.Tables.Chains.Rules }");
        Assert.Equal(
            ["Chain: INPUT (IPv4 filter)", "Chain: mine (IPv4 filter)", "Chain: POSTROUTING (IPv4 nat)"],
            shown.Split('\n').Where(line => line.Contains("Chain: ", StringComparison.Ordinal)).Select(line => line.Trim()));
    }
}
