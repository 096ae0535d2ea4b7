namespace PortFirewall.Core.Tests.Checkpoints;

public sealed class SetReferenceTests
{
    [Fact]
    public void Sets_that_rules_ask_or_change_are_named_once()
        => Assert.Equal(
            ["banned", "mapped", "seen", "trusted"],
            SetReference.NamesIn(Rulesets.Drop(
                "-m set --match-set banned src -j DROP", "-m set ! --match-set trusted src -j DROP", "-m set --match-set banned src -j REJECT --reject-with icmp-port-unreachable",
                "-p tcp -j SET --add-set seen src --exist", "-j SET --map-set mapped src --map-mark")));

    [Theory]
    [InlineData("-m comment --comment \"--match-set none src\" -j ACCEPT")]
    // iptables-save puts no quotes around a comment of one word.
    [InlineData("-m comment --comment --match-set -j ACCEPT")]
    [InlineData("-p tcp -m string --string --add-set --algo bm -j DROP")]
    public void What_only_looks_like_the_option_names_no_set(string rule)
        => Assert.Empty(SetReference.NamesIn(Rulesets.Drop(rule)));
}
