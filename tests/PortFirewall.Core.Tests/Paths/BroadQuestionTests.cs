using System.Globalization;
using System.Text;

namespace PortFirewall.Core.Tests.Paths;

/// <summary>Questions about every port at once, of rule sets with very many rules: each ends, and says so where it was given up.</summary>
public sealed class BroadQuestionTests
{
    [Theory]
    [InlineData(20)]
    [InlineData(20_000)]
    public void A_question_over_every_port_of_mixed_rules_ends(int rules)
    {
        var path = PortPathAnalysis.Analyze(Mixed(rules), Rulesets.Tcp(1, 65535).Packets, "tcp");
        Assert.Equal(rules > 20, path.Segments.Any(s => s.Conditions.Any(c => c.Contains("not worked out", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1_000)]
    public void A_question_over_every_port_of_rules_that_overlap_ends(int rules)
        => Assert.NotEmpty(PortPathAnalysis.Analyze(Overlapping(rules), Rulesets.Tcp(1, 65535).Packets, "tcp").Segments);

    [Fact]
    public void Ports_of_which_one_is_denied_to_very_many_sources_are_planned()
    {
        var denies = Enumerable.Range(0, 5_000).Select(i => $"-s 10.{i >> 8}.{i & 255}.7/32 -p tcp -m tcp --dport 22 -j DROP");
        var plans = InsertPlanner.Plan(Rulesets.Drop([.. denies]), [Rulesets.Tcp(22), Rulesets.Tcp(443)], null, force: false);
        Assert.All(plans, p => Assert.True(p.IsInsert, p.Error?.Message));
    }

    [Fact]
    public void The_position_for_every_port_of_mixed_rules_is_found()
        => Assert.NotNull(InsertPositionFinder.Find(Mixed(3_000), Rulesets.Tcp(1, 65535)).Reason);

    [Fact]
    public void A_question_about_one_port_of_as_many_rules_is_answered()
        => Assert.NotEqual(PortVerdict.Unknown, PortPathAnalysis.Analyze(Mixed(20_000), (Rulesets.Tcp(1) with { Source = "10.0.0.1/32" }).Packets, "tcp").Verdict);

    // Each mark that hangs on chance doubles the parts, and each of them comes back from the next chain as very many again.
    [Theory]
    [InlineData(4, 1, PortVerdict.Accept, false)]
    [InlineData(9, 4, PortVerdict.Unknown, true)]
    [InlineData(20, 1, PortVerdict.Unknown, true)]
    public void Marks_that_hang_on_chance_are_followed_until_there_are_too_many_parts(int marks, int chains, PortVerdict verdict, bool givenUp)
    {
        var text = new StringBuilder("*filter\n:INPUT DROP [0:0]\n");
        for (var chain = 0; chain < chains; chain++)
            text.Append(CultureInfo.InvariantCulture, $":c{chain} - [0:0]\n");
        for (var chain = -1; chain < chains; chain++)
        {
            var name = chain < 0 ? "INPUT" : $"c{chain}";
            for (var mark = 0; mark < marks; mark++)
                text.Append(CultureInfo.InvariantCulture, $"-A {name} -m limit --limit 5/min -j MARK --set-xmark {1u << ((((chain + 1) * marks) + mark) % 32)}/{1u << ((((chain + 1) * marks) + mark) % 32)}\n");
            if (chain < chains - 1)
                text.Append(CultureInfo.InvariantCulture, $"-A {name} -j c{chain + 1}\n");
        }
        var path = PortPathAnalysis.Analyze(Rulesets.Read(text.Append("-A INPUT -j ACCEPT\nCOMMIT\n").ToString()), Rulesets.Tcp(22).Packets, "tcp");
        Assert.Equal(verdict, path.Verdict);
        Assert.Equal(givenUp, path.Segments.Any(s => s.Conditions.Any(c => c.Contains("not worked out", StringComparison.Ordinal))));
    }

    /// <summary>Rules about a source, a port, or both, of which every tenth hangs on chance.</summary>
    private static IptablesRuleset Mixed(int count)
    {
        var text = new StringBuilder("*filter\n:INPUT DROP [0:0]\n");
        for (var i = 0; i < count; i++)
        {
            var chance = i % 10 == 9 ? "-m limit --limit 5/min " : "";
            text.Append(CultureInfo.InvariantCulture, $"-A INPUT -s 10.{(i >> 8) & 255}.{i & 255}.7/32 -p tcp -m tcp --dport {1000 + i} {chance}-j {(i % 3 == 0 ? "DROP" : "ACCEPT")}\n");
        }
        return Rulesets.Read(text.Append("COMMIT\n").ToString());
    }

    /// <summary>Networks and ranges of ports across one another, of which every third hangs on chance.</summary>
    private static IptablesRuleset Overlapping(int count)
    {
        var text = new StringBuilder("*filter\n:INPUT DROP [0:0]\n");
        for (var i = 0; i < count; i++)
        {
            var chance = i % 3 == 2 ? "-m limit --limit 5/min " : "";
            text.Append(CultureInfo.InvariantCulture, $"-A INPUT -s 10.{i * 37 & 255}.0.0/{10 + (i % 7)} -p tcp -m tcp --dport {i * 613 % 30000}:{30000 + (i * 97 % 30000)} {chance}-j {(i % 2 == 0 ? "DROP" : "ACCEPT")}\n");
        }
        return Rulesets.Read(text.Append("COMMIT\n").ToString());
    }
}
