namespace PortFirewall;

/// <summary>A rule that stands for a moment is known for what it is, and no other rule is taken for one.</summary>
public sealed class TemporaryMarkTests
{
    private const string Comment = "PortFirewall witness 1234/567890/3";

    [Fact]
    public void The_comment_names_what_for_and_whose()
        => Assert.Equal(Comment, new TemporaryMark("witness", 1234, 567890, 3).Comment);

    [Theory]
    [InlineData("NFLOG --nflog-prefix pf --nflog-group 4242")]
    [InlineData("TRACE")]
    public void A_rule_that_only_looks_is_known_by_its_comment(string target)
        => Assert.Equal(new TemporaryMark("witness", 1234, 567890, 3), Read($"-p tcp -m comment --comment \"{Comment}\" -m tcp --dport 22 -j {target}"));

    [Theory]
    [InlineData("-p tcp -m comment --comment \"PortFirewall witness 1234/567890/3\" -j ACCEPT")]
    [InlineData("-p tcp -m comment --comment \"PortFirewall witness 1234/567890/3\"")]
    [InlineData("-p tcp -m comment --comment \"PortFirewall witness 1234/567890\" -j NFLOG")]
    [InlineData("-p tcp -m comment --comment \"PortFirewall witness -1/567890/3\" -j NFLOG")]
    [InlineData("-p tcp -m comment --comment \"PortFirewall witness 1234/567890/3 \" -j NFLOG")]
    [InlineData("-p tcp -m comment --comment \"PortFirewall witness 99999999999/1/3\" -j NFLOG")]
    [InlineData("-p tcp -m comment --comment \"PortFirewall  1234/567890/3\" -j NFLOG")]
    [InlineData("-p tcp -m comment --comment mine -m comment --comment \"PortFirewall witness 1234/567890/3\" -j NFLOG")]
    [InlineData("-p tcp -j NFLOG --nflog-prefix \"PortFirewall witness 1234/567890/3\"")]
    public void No_other_rule_has_a_mark(string rule) => Assert.Null(Read(rule));

    private static TemporaryMark? Read(string rule)
        => TemporaryMark.Of(new IptablesRule { Number = 1, Chain = "INPUT", Table = "filter", AddressFamily = AddressFamily.IPv4, Specification = rule });
}
