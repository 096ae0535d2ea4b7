using System.Text.RegularExpressions;

namespace PortFirewall;

/// <summary>The way of packets in the terminal.</summary>
public sealed partial class ShowPortPathTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const string Rules = "$text = '*filter',':INPUT DROP [0:0]',':shop - [0:0]','-A INPUT -p tcp -m tcp --dport 443 -j shop','-A shop -s 192.0.2.0/24 -j ACCEPT','COMMIT'\n"
        + "$rules = $text | Import-IptablesRuleset -AddressFamily IPv4\n";

    private const string Drawn = """
        IPv4 tcp 443: Mixed
        └─ filter INPUT  1 rule, policy DROP
           ├─ INPUT:1  -p tcp -m tcp --dport 443 -j shop
           │  └─ shop:1  -s 192.0.2.0/24 -j ACCEPT
           │        ■ Accept  from 192.0.2.0/24
           └─ INPUT:policy  DROP
                 ■ Drop  from all but 192.0.2.0/24
        """;

    private readonly Engine _engine = shared.Engine;

    [Theory]
    [InlineData("Show-PortPath 443 -Ruleset $rules")]
    [InlineData("$rules | Show-PortPath 443")]
    [InlineData("Test-PortPath 443 -Ruleset $rules | Show-PortPath")]
    [InlineData("Show-PortPath -InputObject (Test-PortPath 443 -Ruleset $rules)")]
    public void It_is_a_tree(string command) => Assert.Equal(Drawn.ReplaceLineEndings("\n"), Plain(Rules + command));

    [Fact]
    public void Several_ports_are_several_trees()
        => Assert.Equal(["IPv4 tcp 22: Drop", "IPv4 tcp 443: Mixed"], Plain(Rules + "22, 443 | Show-PortPath -Ruleset $rules").Split('\n').Where(l => l.StartsWith("IPv4", StringComparison.Ordinal)));

    [Fact]
    public void What_is_left_of_an_answer_after_remoting_is_drawn_by_its_names()
        => Assert.Equal(
            Regex.Replace(Drawn.ReplaceLineEndings("\n"), "  (1 rule|-p|DROP).*", "", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)),
            Plain(Rules + "[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Test-PortPath 443 -Ruleset $rules), 1)) | Show-PortPath"));

    [Fact]
    public void What_is_no_answer_is_refused()
        => Assert.Contains("not what Test-PortPath emits", Assert.Single(_engine.Run("Show-PortPath -InputObject ([pscustomobject] @{ Port = 22 })").Errors).Exception.Message, StringComparison.Ordinal);

    [Fact]
    public void It_has_colours_unless_somebody_wants_none()
    {
        using var engine = new Engine { HasColours = true };
        Assert.DoesNotContain('\u001b', Shown("PlainText"));
        Assert.Contains("\u001b[32m■ Accept\u001b[0m", Shown("Host"), StringComparison.Ordinal);
        // Tables have them too, in the columns that say what becomes of packets.
        foreach (var command in new[] { "Test-PortPath 443 -Ruleset $rules", "$rules.Tables.Chains", "Trace-IptablesPacket 443 -Source 192.0.2.9 -Ruleset $rules", "& { $rules.Tables.Chains.Rules }" })
        {
            Assert.DoesNotContain("\u001b[3", Shown("PlainText", command), StringComparison.Ordinal);
            Assert.Matches("\u001b\\[3[123]m(Accept|ACCEPT|Mixed)\u001b\\[0m", Shown("Host", command));
        }

        string Shown(string rendering, string command = "Show-PortPath 443 -Ruleset $rules") => engine.Show($"{Rules}$PSStyle.OutputRendering = '{rendering}'; {command}");
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public void Long_rules_are_broken_where_the_window_ends(int width)
    {
        using var engine = new Engine(width);
        var ports = string.Join(',', Enumerable.Range(10001, 15));
        var shown = Colours().Replace(
            engine.Show($"'*filter', ':INPUT DROP [0:0]', '-A INPUT -p tcp -m multiport --dports {ports} -m comment --comment \"{new string('x', 200)}\" -m limit --limit 5/min -j ACCEPT', 'COMMIT' | Import-IptablesRuleset | Show-PortPath 10001"), "");
        Assert.All(shown.Split('\n'), line => Assert.True(line.Length <= width, $"{line.Length}: {line}"));
        Assert.Contains(new string('x', 30), shown, StringComparison.Ordinal);
    }

    private string Plain(string command) => string.Join('\n', Colours().Replace(_engine.Show(command), "").Trim().Split('\n').Select(line => line.TrimEnd()));

    [GeneratedRegex(@"\u001b\[\d+m", RegexOptions.None, 1000)]
    private static partial Regex Colours();
}
