namespace PortFirewall.Core.Tests.Openings;

public sealed class PortRuleFinderTests
{
    private static PortRule Rule => new() { Family = AddressFamily.IPv4, Protocol = "tcp", Port = new PortRange(2222, 2222) };

    [Theory]
    [InlineData("-p tcp -m tcp --dport 2222 -j ACCEPT", true)]
    [InlineData("-p tcp --dport 2222 -j ACCEPT", true)]
    [InlineData("-p tcp -m comment --comment \"shop front\" -m tcp --dport 2222 -j ACCEPT", true)]
    [InlineData("-p tcp -m tcp --dport 2222 -j DROP", false)]
    [InlineData("-p tcp -m tcp --dport 2222:2223 -j ACCEPT", false)]
    [InlineData("-p udp -m udp --dport 2222 -j ACCEPT", false)]
    [InlineData("-s 192.0.2.1/32 -p tcp -m tcp --dport 2222 -j ACCEPT", false)]
    [InlineData("-p tcp -m tcp --dport 2222 -m limit --limit 5/min -j ACCEPT", false)]
    [InlineData("-j ACCEPT", false)]
    public void Only_the_rule_that_says_just_that_is_found(string rule, bool isFound)
        => Assert.Equal(isFound, Find($":INPUT DROP [0:0]\n-A INPUT {rule}", Rule).Count == 1);

    [Fact]
    public void A_comment_that_is_asked_for_must_be_there()
    {
        const string Rules = ":INPUT DROP [0:0]\n-A INPUT -p tcp -m tcp --dport 2222 -m comment --comment a -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 2222 -m comment --comment b -j ACCEPT";
        Assert.Equal(2, Find(Rules, Rule).Count);
        Assert.Equal("b", Assert.Single(Find(Rules, Rule with { Comment = "b" })).Comment);
        Assert.Empty(Find(Rules, Rule with { Comment = "c" }));
    }

    [Fact]
    public void It_is_looked_for_in_the_chains_of_others_where_its_own_does_not_have_it()
    {
        const string Zone = ":INPUT DROP [0:0]\n:zone - [0:0]\n-A INPUT -j zone\n-A zone -p tcp -m tcp --dport 2222 -j ACCEPT";
        Assert.Equal("zone", Assert.Single(Find(Zone, Rule)).Chain);
        Assert.Equal("INPUT", Assert.Single(Find(Zone + "\n-A INPUT -p tcp -m tcp --dport 2222 -j ACCEPT", Rule)).Chain);
        Assert.Empty(Find(":INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n-A FORWARD -p tcp -m tcp --dport 2222 -j ACCEPT", Rule));
    }

    private static IReadOnlyList<IptablesRule> Find(string rules, PortRule asked)
        => PortRuleFinder.Find(Rulesets.Read($"*filter\n{rules}\nCOMMIT\n"), asked);
}
