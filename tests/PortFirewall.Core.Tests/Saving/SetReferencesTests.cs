namespace PortFirewall.Core.Tests.Saving;

public sealed class SetReferencesTests
{
    [Fact]
    public void Sets_that_rules_ask_or_change_are_named_once()
        => Assert.Equal(
            ["banned", "seen", "trusted"],
            SetReferences.In(Rulesets.Drop(
                "-m set --match-set banned src -j DROP", "-m set ! --match-set trusted src -j DROP", "-m set --match-set banned src -j REJECT --reject-with icmp-port-unreachable",
                "-p tcp -j SET --add-set seen src", "-m comment --comment \"--match-set none src\" -j ACCEPT")));

    [Fact]
    public void Sets_that_a_file_creates_are_named()
        => Assert.Equal(["one", "two"], SetReferences.CreatedBy("# comment\ncreate one hash:ip family inet\nadd one 192.0.2.1\ncreate -exist two hash:net\n\nadd three 192.0.2.0/24\n"));
}
