namespace PortFirewall;

public sealed class ChainOutlineTests
{
    [Fact]
    public void Chains_are_told_in_order_with_policy_and_number_of_rules()
        => Assert.Equal(
            ["INPUT: policy DROP, 2 rules", "OUTPUT: policy ACCEPT, 0 rules", "mine: user-defined chain, 1 rule"],
            Read(isWhole: true, "# a comment", "*filter", ":INPUT DROP [0:0]", ":OUTPUT ACCEPT [1:2]", ":mine - [0:0]", "-A INPUT -j mine", "[3:4] -A INPUT -j DROP", "-A mine", "COMMIT"));

    [Fact]
    public void Other_tables_are_passed_over()
        => Assert.Equal(["INPUT: policy DROP, 0 rules"], Read(isWhole: true, "*nat", ":INPUT ACCEPT [0:0]", ":mine - [0:0]", "-A INPUT -j mine", "COMMIT", "*filter", ":INPUT DROP [0:0]", "COMMIT"));

    [Fact]
    public void The_rules_of_half_a_text_are_not_counted()
        => Assert.Equal(["INPUT: policy DROP"], Read(isWhole: false, "*filter", ":INPUT DROP [0:0]", "-A INPUT -j DROP"));

    [Fact]
    public void What_is_no_text_of_rules_has_no_chains()
        => Assert.Empty(Read(isWhole: true, "", ":", ": ", "-A INPUT", "*filter", ":x", "-A", "-A ", "] -A"));

    [Theory]
    [InlineData(0, "user-defined chain, no rules, and none leads here")]
    [InlineData(1, "user-defined chain, 1 rule in it or leading to it")]
    public void Where_rules_and_jumps_are_counted_together_it_says_so(int uses, string expected)
        => Assert.Equal(expected, new ChainOutline(AddressFamily.IPv4, "mine") { Uses = uses }.Describe());

    [Theory]
    [InlineData("198.51.100.77", 24, "198.51.100.0/24")]
    [InlineData("198.51.100.255", 25, "198.51.100.128/25")]
    [InlineData("198.51.100.77", 32, "198.51.100.77/32")]
    [InlineData("198.51.100.77", 0, "0.0.0.0/0")]
    [InlineData("2001:db8::77:1", 64, "2001:db8::/64")]
    public void An_address_is_in_its_network(string address, int length, string network)
        => Assert.Equal(network, new IPNetworkAddress(System.Net.IPAddress.Parse(address), length).Network);

    [Theory]
    [InlineData("plain", 5)]
    [InlineData("広い", 4)]
    [InlineData("e\u0301", 1)]
    [InlineData("🙂", 2)]
    public void Letters_take_their_columns(string text, int columns)
    {
        Assert.Equal(columns, TextColumns.Of(text));
        Assert.Equal(text, TextColumns.Cut(text, columns));
        Assert.True(columns < 3 || TextColumns.Of(TextColumns.Cut(text, columns - 1)) <= columns - 1);
    }

    private static IEnumerable<string> Read(bool isWhole, params string[] lines)
    {
        var reader = new ChainOutlineReader(AddressFamily.IPv4, "filter");
        foreach (var line in lines)
            reader.Add(line);
        return reader.Finish(isWhole).Select(o => $"{o.Name}: {o.Describe()}");
    }
}
