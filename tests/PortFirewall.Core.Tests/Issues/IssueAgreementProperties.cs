using CsCheck;

namespace PortFirewall.Core.Tests.Issues;

/// <summary>
/// What is read of a rule to find issues is not what is read of it to judge a packet. The two have to agree: a rule that is said to be
/// reached by no packet decides none on the path either, whatever sets, marks and the host's own addresses say.
/// </summary>
public sealed class IssueAgreementProperties
{
    private static readonly RuleIssueId[] NeverReached = [RuleIssueId.Shadowed, RuleIssueId.Unreachable, RuleIssueId.Duplicate, RuleIssueId.EmptyMatch];

    private static readonly HostFacts Facts = new()
    {
        Sets = IpsetReader.Read("create banned hash:ip family inet\nadd banned 203.0.113.7\ncreate nets hash:net family inet\nadd nets 10.0.0.0/8\nadd nets 10.1.0.0/16 nomatch\n"
            + "create services hash:net,port family inet\nadd services 10.0.0.0/8,tcp:2222\ncreate empty hash:ip family inet\n"),
        Destinations = LocalRouteReader.Read(
            """[{"type":"local","dst":"10.0.0.5","dev":"eth0"},{"type":"broadcast","dst":"10.255.255.255","dev":"eth0"},{"type":"local","dst":"127.0.0.0/8","dev":"lo"}]""", AddressFamily.IPv4),
    };

    private static readonly Gen<string> Match = Gen.Frequency(
        (3, Gen.Const("")),
        (5, Gen.OneOf(
            "-m set --match-set banned src ", "-m set ! --match-set banned src ", "-m set --match-set nets src ", "-m set ! --match-set nets src ", "-m set --match-set services src,dst ",
            "-m set --match-set empty src ", "-m set --match-set nets dst ", "-m set --match-set banned src -m set ! --match-set banned src ")),
        (4, Gen.OneOf("-m mark --mark 0x1 ", "-m mark ! --mark 0x1 ", "-m mark --mark 0x1/0x1 ", "-m mark --mark 0x2/0x3 ", "-m connmark --mark 0x1 ", "-m connmark ! --mark 0x1 ")),
        (4, Gen.OneOf(
            "-m addrtype --dst-type LOCAL ", "-m addrtype ! --dst-type LOCAL ", "-m addrtype --dst-type BROADCAST ", "-m addrtype --src-type LOCAL ", "-m addrtype --dst-type LOCAL --limit-iface-in ",
            "-m addrtype --dst-type UNICAST ")),
        (4, Gen.OneOf("-s 10.0.0.0/8 ", "-s 10.1.0.0/16 ", "-s 203.0.113.7/32 ", "! -s 10.0.0.0/8 ", "-i eth0 ", "! -i eth0 ", "-d 10.0.0.5/32 ")),
        (4, Gen.OneOf("-p tcp ", "-p tcp -m tcp --dport 2222 ", "-p tcp -m tcp ! --dport 2222 ", "-p tcp -m multiport --dports 22,2222 ", "-m conntrack --ctstate NEW ", "-m conntrack ! --ctstate NEW ")));

    private static readonly Gen<string[]> Changes = Gen.Select(Match, Gen.OneOf("MARK --set-xmark 0x1/0x1", "MARK --set-xmark 0x2/0xffffffff", "CONNMARK --set-xmark 0x1/0xffffffff", "MARK --set-xmark 0x0/0x1"))
        .Select((match, target) => $"-A PREROUTING {match}-j {target}").Array[0, 3];

    private static readonly Gen<IptablesRuleset> AnyRules = Gen.Select(Changes, Rules("INPUT", "ACCEPT", "DROP", "REJECT", "RETURN", "ONE"), Rules("ONE", "ACCEPT", "DROP", "RETURN"), Gen.Bool)
        .Select((changes, input, one, accepts) => Rulesets.Read(string.Join('\n',
            ["*mangle", .. changes, "COMMIT", "*filter", $":INPUT {(accepts ? "ACCEPT" : "DROP")} [0:0]", ":ONE - [0:0]", .. input, .. one, "COMMIT"])).With(Facts));

    [Fact]
    public void A_rule_that_is_said_to_be_reached_by_none_decides_no_packet_on_the_path()
    {
        var found = 0;
        AnyRules.Sample(
            ruleset =>
            {
                var dead = RuleIssueFinder.Find([ruleset], "filter", out _).Where(i => NeverReached.Contains(i.Id) && i.Rule is not null).Select(i => i.Rule!).ToHashSet();
                if (dead.Count == 0)
                    return;
                Interlocked.Add(ref found, dead.Count);
                // Where the path itself is not sure, it follows ways that no packet takes: of two rules that ask the same, only one yes.
                var outcomes = InboundPath.Walk(ruleset, PacketClass.Any(AddressFamily.IPv4, ProtocolNumbers.Tcp));
                Assert.Empty(outcomes.Where(o => o.Part.Conditions.Count == 0 && o.Rule is { } rule && dead.Contains(rule)).Select(o => $"{o.DecidedBy} decides {o.Part.Packets}"));
            },
            iter: Effort.Cases(2_000),
            print: r => r.Text);
        Assert.True(found > 500, $"only {found} rules were said to be reached by none");
    }

    private static Gen<string[]> Rules(string chain, params string[] targets)
        => Gen.Select(Match, Match, Gen.OneOf(targets)).Select((one, other, target) => $"-A {chain} {Once(one, other)}-j {target}").Array[0, 7];

    /// <summary>Both, but where both speak of one thing that a rule can name only once.</summary>
    private static string Once(string one, string other)
        => one.Split(' ').Intersect(other.Split(' ')).Any(word => word is "-p" or "-s" or "-i" or "-d") ? one : Order(one, other);

    /// <summary>The protocol stands ahead of what asks for its ports.</summary>
    private static string Order(string one, string other) => other.StartsWith("-p", StringComparison.Ordinal) ? other + one : one + other;
}
