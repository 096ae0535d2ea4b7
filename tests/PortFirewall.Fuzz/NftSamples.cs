using System.Text;

namespace PortFirewall.Fuzz;

/// <summary>What the fuzzing of nft's JSON begins with: rule sets that between them have every statement and comparison that is known.</summary>
internal static class NftSamples
{
    private const string Start = """{"nftables":[{"metainfo":{"version":"1.0.6"}},{"table":{"family":"inet","name":"t","handle":1}},{"chain":{"family":"inet","table":"t","name":"x"}},{"chain":{"family":"inet","table":"t","name":"c","type":"filter","hook":"input","prio":0,"policy":"accept"}}""";

    public static IReadOnlyList<byte[]> All { get; } =
    [
        .. new[]
        {
            "",
            """{"nftables":[]}""",
            """{"nftables":[{"table":{"family":"ip","name":"filter","flags":"dormant"}},{"chain":{"family":"ip","table":"filter","name":"INPUT","type":"filter","hook":"input","prio":0,"policy":"accept"}},{"rule":{"family":"ip","table":"filter","chain":"INPUT","expr":[{"xt":{"type":"match","name":"limit"}},{"drop":null}]}}]}""",
            OfRules("""{"counter":{"packets":1,"bytes":2}},{"log":{"prefix":"x"}},{"drop":null}""", """{"limit":{"rate":10,"per":"second"}},{"accept":null}""", """{"reject":{"type":"tcp reset"}}"""),
            OfRules(
                """{"match":{"op":"==","left":{"payload":{"protocol":"tcp","field":"dport"}},"right":{"set":[22,{"range":[2000,3000]},{"elem":{"val":80,"comment":"x"}}]}}},{"drop":null}""",
                """{"match":{"op":"!=","left":{"payload":{"protocol":"ip","field":"saddr"}},"right":{"prefix":{"addr":"192.0.2.0","len":24}}}},{"jump":{"target":"x"}}""",
                """{"match":{"op":"<=","left":{"payload":{"protocol":"th","field":"sport"}},"right":1023}},{"goto":{"target":"x"}}"""),
            OfRules(
                """{"match":{"op":"in","left":{"ct":{"key":"state"}},"right":["established","related"]}},{"accept":null}""",
                """{"match":{"op":"==","left":{"&":[{"payload":{"protocol":"tcp","field":"flags"}},["fin","syn"]]},"right":"syn"}},{"return":null}""",
                """{"match":{"op":"==","left":{"meta":{"key":"iifname"}},"right":"eth*"}},{"match":{"op":"==","left":{"meta":{"key":"l4proto"}},"right":{"set":["tcp","udp"]}}},{"drop":null}"""),
            OfRules(
                """{"vmap":{"key":{"payload":{"protocol":"tcp","field":"dport"}},"data":{"set":[[22,{"accept":null}],[{"range":[80,90]},{"jump":{"target":"x"}}],["*",{"drop":null}]]}}}""",
                """{"match":{"op":"==","left":{"concat":[{"payload":{"protocol":"ip","field":"saddr"}},{"payload":{"protocol":"tcp","field":"dport"}}]},"right":{"set":[{"concat":["192.0.2.1",22]}]}}},{"drop":null}"""),
            OfRules(
                """{"mangle":{"key":{"meta":{"key":"mark"}},"value":{"|":[{"&":[{"ct":{"key":"mark"}},15]},1]}}},{"mangle":{"key":{"ct":{"key":"mark"}},"value":7}}""",
                """{"match":{"op":"==","left":{"&":[{"meta":{"key":"mark"}},255]},"right":7}},{"notrack":null},{"dnat":{"family":"ip","addr":"192.0.2.7","port":{"range":[80,90]}}}""",
                """{"match":{"op":"in","left":{"ct":{"key":"status"}},"right":"dnat"}},{"redirect":{"port":8080}}"""),
            Start + """,{"set":{"family":"inet","table":"t","name":"p","type":"inet_service","flags":["interval"],"elem":[22,{"range":[80,90]}]}},{"map":{"family":"inet","table":"t","name":"m","type":"inet_service","map":"verdict","elem":[[22,{"drop":null}]]}},{"rule":{"family":"inet","table":"t","chain":"c","expr":[{"match":{"op":"==","left":{"payload":{"protocol":"tcp","field":"dport"}},"right":"@p"}},{"vmap":{"key":{"payload":{"protocol":"tcp","field":"dport"}},"data":"@m"}}]}},{"rule":{"family":"inet","table":"t","chain":"x","expr":[{"set":{"op":"add","elem":22,"set":"@p"}},{"drop":null}]}}]}""",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private static string OfRules(params string[] rules)
        => Start + string.Concat(rules.Select((r, i) => ",{\"rule\":{\"family\":\"inet\",\"table\":\"t\",\"chain\":\"" + (i == 2 ? "x" : "c") + "\",\"expr\":[" + r + "]}}")) + "]}";
}
