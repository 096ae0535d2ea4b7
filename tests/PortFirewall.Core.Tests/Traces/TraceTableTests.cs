namespace PortFirewall;

/// <summary>The name of the table that puts the trace on says whose it is.</summary>
public sealed class TraceTableTests
{
    [Fact]
    public void Its_name_says_whose_it_is()
        => Assert.Equal((1234, 56789L), TraceTableMessages.OwnerOf(TraceTableMessages.NameOf(1234, 56789, 3)));

    [Theory]
    [InlineData("filter")]
    [InlineData("portfirewall-trace-")]
    [InlineData("portfirewall-trace-1-2")]
    [InlineData("portfirewall-trace-a-2-3")]
    [InlineData("portfirewall-trace-1-2-3-4")]
    public void A_name_of_somebody_elses_says_nothing(string table) => Assert.Null(TraceTableMessages.OwnerOf(table));

    [Fact]
    public void Other_commands_do_not_see_it()
    {
        var ruleset = new NftRuleset([new NftTable("inet", TraceTableMessages.NameOf(1, 2, 3)), new NftTable("inet", "site")]);
        Assert.Equal("inet site", Assert.Single(ruleset.Tables).ToString());
        Assert.Single(ruleset.Traces);
    }
}
