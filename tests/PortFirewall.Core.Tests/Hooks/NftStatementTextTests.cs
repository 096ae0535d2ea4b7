using System.Text.Json;

namespace PortFirewall.Core.Tests.Hooks;

/// <summary>Statements of nft, as <c>nft --json</c> 1.0.6 prints them, in nft's own words.</summary>
public sealed class NftStatementTextTests
{
    [Theory]
    [InlineData("""{"match":{"op":"==","left":{"payload":{"protocol":"tcp","field":"dport"}},"right":{"set":[22,{"range":[80,90]}]}}},{"counter":{"packets":0,"bytes":0}},{"drop":null}""", "tcp dport { 22, 80-90 } counter drop")]
    [InlineData("""{"ct count":{"val":3,"inv":true}},{"reject":{"type":"tcp reset"}}""", "ct count over 3 reject with tcp reset")]
    [InlineData("""{"limit":{"rate":100,"burst":5,"per":"second"}},{"accept":null}""", "limit rate 100/second burst 5 packets accept")]
    [InlineData("""{"limit":{"rate":10,"burst":0,"per":"second","rate_unit":"mbytes","burst_unit":"bytes"}}""", "limit rate 10 mbytes/second")]
    [InlineData("""{"limit":{"rate":100,"burst":7,"per":"minute","inv":true}}""", "limit rate over 100/minute burst 7 packets")]
    [InlineData("""{"match":{"op":"in","left":{"ct":{"key":"state"}},"right":["established","related"]}},{"accept":null}""", "ct state established,related accept")]
    [InlineData("""{"vmap":{"key":{"ct":{"key":"state"}},"data":{"set":[["established",{"accept":null}],["new",{"jump":{"target":"z"}}]]}}}""", "ct state vmap { established : accept, new : jump z }")]
    [InlineData("""{"match":{"op":"==","left":{"meta":{"key":"iifname"}},"right":"eth*"}},{"goto":{"target":"z"}}""", "iifname \"eth*\" goto z")]
    [InlineData("""{"match":{"op":"==","left":{"concat":[{"payload":{"protocol":"ip","field":"saddr"}},{"payload":{"protocol":"tcp","field":"dport"}}]},"right":{"set":[{"concat":["10.0.0.1",22]}]}}},{"log":{"prefix":"x "}}""", "ip saddr . tcp dport { 10.0.0.1 . 22 } log prefix \"x \"")]
    [InlineData("""{"mangle":{"key":{"meta":{"key":"mark"}},"value":{"^":[{"&":[{"meta":{"key":"mark"}},255]},1]}}}""", "meta mark set meta mark & 255 ^ 1")]
    [InlineData("""{"match":{"op":"==","left":{"&":[{"payload":{"protocol":"tcp","field":"flags"}},["fin","syn"]]},"right":"syn"}},{"match":{"op":"!=","left":{"payload":{"protocol":"tcp","field":"dport"}},"right":"@p"}}""", "tcp flags & (fin | syn) == syn tcp dport != @p")]
    [InlineData("""{"set":{"op":"add","elem":{"payload":{"protocol":"ip","field":"saddr"}},"set":"@p"}}""", "add @p { ip saddr }")]
    [InlineData("""{"quota":{"val":10,"val_unit":"mbytes","inv":true}}""", "quota over 10 mbytes")]
    [InlineData("""{"dnat":{"family":"ip","addr":"10.0.0.1","port":80}}""", "dnat ip to 10.0.0.1:80")]
    [InlineData("""{"redirect":{"port":80}}""", "redirect to :80")]
    [InlineData("""{"reject":{"type":"icmpx","expr":"admin-prohibited"}}""", "reject with icmpx admin-prohibited")]
    [InlineData("""{"frobnicate":{"a":[1,2]}},{"notrack":null}""", """frobnicate {"a":[1,2]} notrack""")]
    public void A_rule_reads_as_nft_prints_it(string statements, string expected)
    {
        using var document = JsonDocument.Parse($"[{statements}]");
        Assert.Equal(expected, NftStatementText.Of(new NftRule(new NftChain(new NftTable("inet", "t"), "c"), 1, document.RootElement)));
    }
}
