using System.Diagnostics;
using PortFirewall.Core.Tests.Hooks;
using Xunit.Abstractions;

namespace PortFirewall.Core.Tests.Pictures;

/// <summary>The way of packets as a tree.</summary>
public sealed class PathTreeTests(ITestOutputHelper output)
{
    [Fact]
    public void Rules_on_which_it_hangs_are_told_in_their_order_with_the_policy_last()
        => Is(
            """
            IPv4 tcp 2222: Mixed
            filter INPUT  3 rules, policy DROP
              INPUT:1  -s 203.0.113.0/24 -j REJECT
                ■ Reject  from 203.0.113.0/24
              INPUT:2  -s 192.0.2.0/24 -p tcp -m tcp --dport 2222 -j ACCEPT
                ■ Accept  from 192.0.2.0/24
              INPUT:policy  DROP
                ■ Drop  from all but 192.0.2.0/24, 203.0.113.0/24
            """,
            Drawn.Tree(Rulesets.Drop("-s 203.0.113.0/24 -j REJECT", "-s 192.0.2.0/24 -p tcp -m tcp --dport 2222 -j ACCEPT", "-p udp -j ACCEPT")));

    [Fact]
    public void A_user_chain_stands_under_the_jump_to_it()
        => Is(
            """
            IPv4 tcp 2222: Mixed
            filter INPUT  1 rule, policy DROP
              INPUT:1  -j one
                one:1  -j two
                  two:1  -s 192.0.2.0/24 -j DROP
                    ■ Drop  from 192.0.2.0/24
                one:2  -p tcp -j ACCEPT
                  ■ Accept  from all but 192.0.2.0/24
            """,
            Drawn.Tree(Rulesets.Drop("-j one", "-A one -j two", "-A one -p tcp -j ACCEPT", "-A two -s 192.0.2.0/24 -j DROP")));

    [Fact]
    public void Where_a_goto_leads_out_of_a_chain_the_policy_stands_under_it()
        => Is(
            """
            IPv4 tcp 2222: Mixed
            filter INPUT  2 rules, policy DROP
              INPUT:1  -p tcp -g one
                one:1  -s 192.0.2.0/24 -j ACCEPT
                  ■ Accept  from 192.0.2.0/24
                INPUT:policy  DROP
                  ■ Drop  from all but 192.0.2.0/24
            """,
            Drawn.Tree(Rulesets.Drop("-p tcp -g one", "-j ACCEPT", "-A one -s 192.0.2.0/24 -j ACCEPT")));

    [Fact]
    public void A_rule_that_sends_packets_elsewhere_says_where_and_later_chains_decide()
        => Is(
            """
            IPv4 tcp 80: Mixed
            nat PREROUTING  1 rule, policy ACCEPT
              nat PREROUTING:1  -p tcp -m tcp --dport 80 -j REDIRECT --to-ports 8080
                → port 8080
            filter INPUT  2 rules, policy DROP
              INPUT:1  -s 192.0.2.0/24 -j DROP
                ■ Drop  from 192.0.2.0/24
              INPUT:2  -p tcp -m tcp --dport 8080 -j ACCEPT
                ■ Accept  from all but 192.0.2.0/24
            """,
            Drawn.Tree(Rulesets.Read(
                """
                *nat
                :PREROUTING ACCEPT [0:0]
                -A PREROUTING -p tcp -m tcp --dport 80 -j REDIRECT --to-ports 8080
                COMMIT
                *filter
                :INPUT DROP [0:0]
                -A INPUT -s 192.0.2.0/24 -j DROP
                -A INPUT -p tcp -m tcp --dport 8080 -j ACCEPT
                COMMIT

                """), 80));

    [Fact]
    public void Where_chance_chooses_between_two_each_of_them_may_decide()
        => Is(
            """
            IPv4 tcp 2222: Drop
            filter INPUT  1 rule, policy DROP
              INPUT:1  -m limit --limit 5/min -j REJECT
                ■ Drop  all packets, if limit --limit 5/min
              INPUT:policy  DROP
                ■ Drop  all packets, if limit --limit 5/min
            """,
            Drawn.Tree(Rulesets.Drop("-m limit --limit 5/min -j REJECT")));

    [Fact]
    public void Chains_behind_the_one_that_stops_all_of_them_are_left_out()
        => Is(
            """
            IPv4 tcp 2222: Drop
            raw PREROUTING  1 rule, policy ACCEPT
              raw PREROUTING:1  -p tcp -j DROP
                ■ Drop  all packets
            """,
            Drawn.Tree(Rulesets.Read("*raw\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p tcp -j DROP\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n-A INPUT -j ACCEPT\nCOMMIT\n")));

    [Fact]
    public void A_chain_of_nft_stands_where_the_kernel_calls_it()
        => Is(
            """
            IPv4 tcp 2222: Mixed
            nft inet t c  1 rule, policy ACCEPT
              nft inet t c:1  ip saddr 192.0.2.1 drop
                ■ Drop  from 192.0.2.1/32
            filter INPUT  1 rule, policy DROP
              INPUT:1  -p tcp -j ACCEPT
                ■ Accept  from all but 192.0.2.1/32
            """,
            Drawn.Tree(Nft.Beside(Rulesets.Drop("-p tcp -j ACCEPT"), "inet", "filter", "input", Nft.DropIf(Nft.Payload("ip", "saddr"), "\"192.0.2.1\""))));

    [Fact]
    public void A_firewall_that_could_not_be_read_decides_as_a_whole()
        => Is(
            """
            IPv4 tcp 2222: Unknown
            filter INPUT  1 rule, policy DROP
            nftables (could not be read)
              ■ Unknown  all packets, if nftables (could not be read)
            """,
            Drawn.Tree(OtherHooks.Attach(Rulesets.Drop("-p tcp -j ACCEPT"), NftRuleset.Empty, null, UnreadFirewall.Nftables)));

    [Fact]
    public void Of_IPv6_it_is_the_same()
    {
        var ruleset = RulesetReader.Read("*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -s 2001:db8::/32 -j DROP\nCOMMIT\n", AddressFamily.IPv6);
        Is(
            """
            IPv6 tcp 22: Mixed
            filter INPUT  1 rule, policy ACCEPT
              INPUT:1  -s 2001:db8::/32 -j DROP
                ■ Drop  from 2001:db8::/32
              INPUT:policy  ACCEPT
                ■ Accept  from all but 2001:db8::/32
            """,
            Drawn.Tree(PortPathAnalysis.Analyze(ruleset, (Rulesets.Tcp(22) with { Family = AddressFamily.IPv6 }).Packets with { States = ConnectionStates.New }, "tcp")));
    }

    [Fact]
    public void Of_an_answer_without_its_rules_the_names_are_told()
    {
        var path = Drawn.Ask(Rulesets.Read("*nat\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -p tcp -j REDIRECT --to-ports 22\nCOMMIT\n*filter\n:INPUT DROP [0:0]\n:one - [0:0]\n-A INPUT -j one\n-A one -s 192.0.2.0/24 -j ACCEPT\nCOMMIT\n"));
        Is(
            """
            IPv4 tcp 2222 in shop: Mixed
            nat PREROUTING
              nat PREROUTING:1
                → port 22
            filter INPUT
              INPUT:1
                one:1
                  ■ Accept  from 192.0.2.0/24
              INPUT:policy
                ■ Drop  from all but 192.0.2.0/24
            """,
            Drawn.Tree(new PortPath
            {
                AddressFamily = path.AddressFamily,
                Protocol = path.Protocol,
                Port = path.Port,
                Verdict = path.Verdict,
                DecidedBy = path.DecidedBy,
                Segments = [.. path.Segments.Select(s => new PortPathSegment
                {
                    Source = s.Source,
                    Port = s.Port,
                    Verdict = s.Verdict,
                    DecidedBy = s.DecidedBy,
                    Conditions = s.Conditions,
                    Via = s.Via,
                    TranslatedAt = s.TranslatedAt,
                    TranslatedTo = s.TranslatedTo,
                })],
                Basis = path.Basis,
                NetworkNamespace = "shop",
            }));
    }

    [Theory]
    [InlineData("from 192.0.2.0/24 on eth0 from port 53", "192.0.2.0/24", null, "eth0", "53", null, "2222")]
    [InlineData("to all but 192.0.2.1/32 in state INVALID", null, "! 192.0.2.1/32", null, null, "INVALID", "2222")]
    [InlineData("port 2200:2221", null, null, null, null, null, "2200:2221")]
    [InlineData("all packets", null, null, null, null, null, "2222")]
    public void Packets_are_told_in_words(string words, string? source, string? destination, string? inInterface, string? sourcePort, string? state, string port)
        => Assert.Equal(words, PathWords.Packets(
            new PortPathSegment
            {
                Source = source,
                Destination = destination,
                InInterface = inInterface,
                SourcePort = sourcePort,
                ConnectionState = state,
                Port = port,
                Verdict = PortVerdict.Drop,
                DecidedBy = "INPUT:1",
                Conditions = [],
                Via = [],
            },
            "2222"));

    [Fact]
    public void Of_100_000_rules_it_is_drawn_at_once()
    {
        var path = Drawn.Ask(Rulesets.Drop([.. Enumerable.Range(0, 100_000).Select(i => $"-s 10.{i >> 16}.{(i >> 8) & 255}.{i & 255}/32 -p tcp -m tcp --dport {(i % 500 == 0 ? 2222 : 80)} -j DROP")]));
        var clock = Stopwatch.StartNew();
        var tree = PathTree.Of(path);
        output.WriteLine($"A tree of {path.Segments.Count} parts over 100,000 rules: {clock.ElapsedMilliseconds} ms");
        Assert.Equal(201, Drawn.Nodes(tree).Count() - 1);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"{clock.Elapsed}");
    }

    private static void Is(string expected, string actual) => Assert.Equal(expected.ReplaceLineEndings("\n"), actual);
}
