using System.Text.Json;

namespace PortFirewall.Core.Tests.Hooks;

/// <summary>What is not nft's JSON is an error with its place, and never half a rule set.</summary>
public sealed class NftReaderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("{\"nftables\": [\n{\"table\": }]}")]
    [InlineData("{\"nftables\": [\n")]
    [InlineData("table inet t {\n}\n")]
    [InlineData("{\"nftables\": []} {}")]
    public void Text_that_is_no_json_is_an_error_with_line_and_byte(string text)
    {
        var error = Assert.ThrowsAny<JsonException>(() => NftReader.Read(text));
        Assert.Contains("LineNumber: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("BytePositionInLine: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "'nftables'")]
    [InlineData("{}", "'nftables'")]
    [InlineData("""{"nftables":{}}""", "'nftables'")]
    [InlineData("""{"nftables":[{"table":{"family":"ip"}}]}""", "'name'")]
    [InlineData("""{"nftables":[{"table":null}]}""", "'family'")]
    [InlineData("""{"nftables":[{"table":{"family":"ip","name":5}}]}""", "'name' that is no text")]
    [InlineData("""{"nftables":[{"chain":{"family":"ip","table":"t"}}]}""", "'name'")]
    [InlineData("""{"nftables":[{"chain":{"family":"ip","table":"t","name":"c","hook":5}}]}""", "'hook' that is no text")]
    [InlineData("""{"nftables":[{"chain":{"family":"ip","table":"t","name":"c","policy":[]}}]}""", "'policy' that is no text")]
    [InlineData("""{"nftables":[{"rule":{"family":"ip","table":"t","chain":"c","expr":[]}}]}""", "which is not there")]
    [InlineData("""{"nftables":[{"set":"x"}]}""", "'family'")]
    public void Json_of_another_shape_is_an_error_that_says_what_is_missing(string json, string missing)
        => Assert.Contains(missing, Assert.Throws<JsonException>(() => NftReader.Read(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Very_deep_json_is_an_error()
        => Assert.ThrowsAny<JsonException>(() => NftReader.Read(string.Concat(Enumerable.Repeat("[", 100_000))));

    [Fact]
    public void What_is_new_is_left_as_it_is()
    {
        var ruleset = NftReader.Read("""
            {"nftables":[{"metainfo":{"version":"9.9"}}, 5, {"flowtable":{"odd":[]}}, {"table":{"family":"inet","name":"t","handle":1,"new":{}}},
            {"chain":{"family":"inet","table":"t","name":"c"}}, {"rule":{"family":"inet","table":"t","chain":"c","expr":5}}, {"rule":{"family":"inet","table":"t","chain":"c"}}]}
            """);
        Assert.Equal(2, Assert.Single(ruleset.Tables).Chains["c"].Rules.Count);
        Assert.All(ruleset.Tables[0].Chains["c"].Rules, r => Assert.Empty(r.Statements));
    }

    [Fact]
    public void Chains_may_come_without_their_tables()
        => Assert.Equal("inet t", Assert.Single(NftReader.Read("""{"nftables":[{"chain":{"family":"inet","table":"t","name":"c","type":"filter","hook":"input","prio":0,"policy":"accept"}}]}""").Tables).ToString());
}
