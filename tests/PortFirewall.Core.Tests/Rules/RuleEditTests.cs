namespace PortFirewall.Core.Tests.Rules;

public sealed class RuleEditTests
{
    [Fact]
    public void An_insertion_is_a_line_of_iptables_restore_and_a_list_of_arguments()
    {
        var edit = RuleEdit.Insert("filter", "INPUT", 3, "-p tcp -m comment --comment \"two words\" -j ACCEPT");
        Assert.Equal("-I INPUT 3 -p tcp -m comment --comment \"two words\" -j ACCEPT", edit.RestoreLine);
        Assert.Equal(["--insert", "INPUT", "3", "-p", "tcp", "-m", "comment", "--comment", "two words", "-j", "ACCEPT"], edit.Arguments);
    }

    [Fact]
    public void What_deletes_a_rule_never_goes_by_its_number() => Assert.Equal("-D INPUT -j DROP", RuleEdit.Delete(Rule()).RestoreLine);

    [Fact]
    public void Undoing_a_deletion_puts_the_rule_back_with_its_counters()
        => Assert.Equal("-I INPUT 2 -j DROP --set-counters 5 300", RuleEdit.Delete(Rule()).Inverse.RestoreLine);

    [Fact]
    public void Undoing_an_insertion_deletes_the_rule() => Assert.Equal("-D INPUT -j DROP", RuleEdit.Insert("filter", "INPUT", 2, "-j DROP").Inverse.RestoreLine);

    [Fact]
    public void Undoing_twice_is_doing()
        => Assert.Equal(RuleEdit.Delete(Rule()).RestoreLine, RuleEdit.Delete(Rule()).Inverse.Inverse.RestoreLine);

    private static IptablesRule Rule() => Rulesets.Read("*filter\n:INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n[5:300] -A INPUT -j DROP\nCOMMIT\n").RequireChain("filter", "INPUT").Rules[1];
}
