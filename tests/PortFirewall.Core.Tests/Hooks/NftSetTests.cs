using static PortFirewall.Core.Tests.Hooks.Nft;

namespace PortFirewall.Core.Tests.Hooks;

/// <summary>Sets and maps, with a name and without one.</summary>
public sealed class NftSetTests
{
    private const string Dropped = "Drop nft inet t c:1";
    private const string Untouched = "Accept INPUT:policy";
    private const string Unknown = "Unknown nft inet t c:1";

    [Theory]
    [InlineData("22,2222", "", Dropped)]
    [InlineData("22", "", Untouched)]
    [InlineData("", "", Untouched)]
    [InlineData("""{"range":[2000,3000]}""", ""","flags":["interval"]""", Dropped)]
    [InlineData("""{"elem":{"val":2222,"comment":"x"}}""", "", Dropped)]
    [InlineData("""{"elem":{"val":2222,"counter":{"packets":1,"bytes":2},"expires":5}}""", "", Dropped)]
    [InlineData("""{"elem":{"val":2222,"limit":{"rate":1,"per":"second"}}}""", "", Unknown)]
    [InlineData("2222", ""","stmt":[{"counter":null}]""", Dropped)]
    [InlineData("2222", ""","stmt":[{"limit":{"rate":1,"per":"second"}}]""", Unknown)]
    [InlineData("""2222,{"odd":1}""", "", Unknown)]
    [InlineData("70000", "", Unknown)]
    public void A_named_set_has_what_is_in_it(string elements, string more, string expected)
        => Assert.Equal(expected, Verdict([Set("p", elements, more), DropOf("@p")]));

    [Fact]
    public void A_set_that_rules_add_to_is_not_known()
        => Assert.Equal(Unknown, Verdict([Set("p", "22"), DropOf("@p"), Rule("c", """{"set":{"op":"add","elem":{"payload":{"protocol":"tcp","field":"dport"}},"set":"@p"}}""")]));

    [Fact]
    public void A_set_of_another_table_is_another_set()
        => Assert.Equal(Unknown, Verdict([Set("p", "2222", table: "u"), DropOf("@p")]));

    [Theory]
    [InlineData("""[2222,{"drop":null}]""", Dropped)]
    [InlineData("""[22,{"drop":null}]""", "Accept INPUT:policy")]
    [InlineData("""[22,{"drop":null}],[{"range":[2000,3000]},{"accept":null}]""", Untouched)]
    [InlineData("""[2222,{"continue":null}]""", Untouched)]
    [InlineData("""[2222,{"jump":{"target":"x"}}]""", "Drop nft inet t x:1")]
    [InlineData("""[2222,{"goto":{"target":"x"}}]""", "Drop nft inet t x:1")]
    [InlineData("""[2222,{"return":null}]""", Untouched)]
    [InlineData("""[{"elem":{"val":2222,"comment":"x"}},{"drop":null}]""", Dropped)]
    [InlineData("""["*",{"drop":null}]""", Unknown)]
    [InlineData("""[2222,{"frobnicate":null}]""", Unknown)]
    [InlineData("""[2222]""", Unknown)]
    [InlineData("""2222""", Unknown)]
    public void A_map_of_verdicts_is_as_many_rules_as_it_has_elements(string elements, string expected)
    {
        string[] x = [Chain("x"), Rule("x", """{"drop":null}""")];
        Assert.Equal(expected, Verdict([.. x, Rule("c", MapOf($$"""{"set":[{{elements}}]}"""))]));
        Assert.Equal(expected, Verdict([.. x, Set("m", elements, kind: "map"), Rule("c", MapOf("\"@m\""))]));
    }

    [Fact]
    public void A_map_may_have_keys_of_several_fields()
    {
        var key = $$"""{"concat":[{{Payload("ip", "saddr")}},{{Payload("tcp", "dport")}}]}""";
        const string Elements = """{"set":[[{"concat":["203.0.113.7",2222]},{"drop":null}],[{"concat":[{"prefix":{"addr":"198.51.100.0","len":24}},22]},{"drop":null}]]}""";
        Assert.Equal("Mixed nft inet t c:1, INPUT:policy", Verdict([Rule("c", $$$"""{"vmap":{"key":{{{key}}},"data":{{{Elements}}}}}""")]));
    }

    [Fact]
    public void What_is_left_of_a_map_goes_on_to_the_next_rule()
        => Assert.Equal("Drop nft inet t c:2", Verdict([Rule("c", MapOf("""{"set":[[22,{"accept":null}]]}""")), Rule("c", """{"drop":null}""")]));

    private static string MapOf(string data) => $$$"""{"vmap":{"key":{{{Payload("tcp", "dport")}}},"data":{{{data}}}}}""";

    private static string DropOf(string set) => Rule("c", DropIf(Payload("tcp", "dport"), $"\"{set}\""));

    private static string Verdict(string[] objects)
        => NftEvaluationTests.Verdict(Beside(Rulesets.WithPolicy("ACCEPT"), [Chain("c", "inet", "filter", "input"), .. objects]));
}
