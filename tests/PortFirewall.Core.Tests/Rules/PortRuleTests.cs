using CsCheck;

namespace PortFirewall.Core.Tests.Rules;

public sealed class PortRuleTests
{
    private static readonly Gen<PortRule> Any = Gen.Select(
        Gen.OneOf("tcp", "udp", "sctp", "dccp"), Gen.Int[0, 65535], Gen.Int[0, 65535], Gen.OneOf(null, "192.0.2.0/24", "203.0.113.7/32"), Gen.OneOf(null, "eth0", "wlan+"),
        Gen.OneOf<string[]>([], ["NEW"], ["NEW", "RELATED"]), Gen.OneOf(null, "web", "two words", "-j DROP", "! -s", "--comment", "é, ü; $x `y` #"), Gen.OneOf("ACCEPT", "DROP"))
        .Select((protocol, a, b, source, inInterface, states, comment, target) => new PortRule
        {
            Family = AddressFamily.IPv4,
            Protocol = protocol,
            Port = new PortRange(Math.Min(a, b), Math.Max(a, b)),
            Source = source,
            InInterface = inInterface,
            ConnectionStates = states,
            Comment = comment,
            Target = target,
        });

    [Fact]
    public void The_guide_s_rule_is_written_to_the_letter() => Assert.Equal("-p tcp -m tcp --dport 2222 -j ACCEPT", Rulesets.Tcp(2222).Specification);

    [Fact]
    public void Everything_that_was_asked_for_stands_where_iptables_save_has_it()
        => Assert.Equal(
            "-s 192.0.2.0/24 -d 198.51.100.1/32 -i eth0 -p tcp -m tcp --dport 6000:6010 -m conntrack --ctstate NEW -m comment --comment \"two words\" -j ACCEPT",
            (Rulesets.Tcp(6000, 6010) with { Source = "192.0.2.0/24", Destination = "198.51.100.1/32", InInterface = "eth0", ConnectionStates = ["NEW"], Comment = "two words" }).Specification);

    [Fact]
    public void A_rule_that_is_written_and_read_is_the_rule_that_was_asked_for_and_no_other()
        => Any.Sample(
            asked =>
            {
                var read = PortRuleReader.Read(asked.At(1, Rulesets.Drop()))!;
                Assert.Equal(asked.Specification, read.Specification);
                Assert.Equal(asked.Arguments, RuleTokenizer.Split(asked.Specification).Select(t => t.Text));
            },
            iter: Effort.Cases(1000));

    [Theory]
    [InlineData("-p tcp -m tcp --dport 22 -m limit --limit 5/min -j ACCEPT")]
    [InlineData("-p tcp -m tcp --dport 22 --sport 1024:65535 -j ACCEPT")]
    [InlineData("-p tcp -m tcp --dport 22 -m conntrack ! --ctstate INVALID -j ACCEPT")]
    [InlineData("-p tcp -m multiport --dports 22,80 -j ACCEPT")]
    [InlineData("! -s 192.0.2.1/32 -p tcp -m tcp --dport 22 -j ACCEPT")]
    [InlineData("! -p tcp -j ACCEPT")]
    [InlineData("-p tcp -m tcp --dport 22 -j REJECT --reject-with tcp-reset")]
    [InlineData("-p tcp -m tcp --dport 22 -g chain")]
    [InlineData("-p tcp -m tcp --dport 22")]
    [InlineData("-p tcp -m tcp --dport 22 -m comment --comment a -m comment --comment b -j ACCEPT")]
    [InlineData("-o eth0 -p tcp -m tcp --dport 22 -j ACCEPT")]
    [InlineData("-j ACCEPT")]
    public void A_rule_that_says_more_is_not_taken_for_one_about_a_port(string specification)
        => Assert.Null(PortRuleReader.Read(Rulesets.Drop(specification).RequireChain("filter", "INPUT").Rules[0]));

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    [InlineData("a\0b")]
    [InlineData("a\u2028b")]
    [InlineData("a\u0085b")]
    [InlineData("say \"hi\"")]
    [InlineData("it's")]
    [InlineData("c:\\")]
    public void A_comment_that_could_become_anything_else_is_an_error(string comment) => Expect.Error("InvalidComment", () => CommentText.Check(comment));

    [Fact]
    public void A_comment_that_is_no_Unicode_text_is_an_error() => Expect.Error("InvalidComment", () => CommentText.Check("a\ud800"));

    [Fact]
    public void A_comment_is_as_long_as_the_kernel_keeps()
    {
        Assert.Equal(new string('x', 255), CommentText.Check(new string('x', 255)));
        Expect.Error("InvalidComment", () => CommentText.Check(new string('é', 128)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-A")]
    [InlineData("!x")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    [InlineData("a\"b")]
    [InlineData("abcdefghijklmnopqrstuvwxyz123")]
    public void A_name_that_no_chain_can_have_is_an_error(string name)
    {
        Expect.Error("InvalidChainName", () => ChainName.Check(name));
        Expect.Error("InvalidTarget", () => ChainName.CheckTarget(name));
    }

    [Fact]
    public void A_table_that_the_kernel_does_not_have_is_an_error() => Expect.Error("TableNotFound", () => ChainName.CheckTable("Filter"));
}
