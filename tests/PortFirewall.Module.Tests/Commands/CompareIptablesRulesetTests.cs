using System.Management.Automation;

namespace PortFirewall;

/// <summary>Comparing live rules, files and rule sets of other hosts.</summary>
public sealed class CompareIptablesRulesetTests(Labs labs) : IClassFixture<Labs>
{
    private const string Rules = "*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp --dport 22 -j ACCEPT\n-A INPUT -i lo -j ACCEPT\nCOMMIT\n";
    private const string Other = "*filter\n:INPUT DROP [9:9]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\n-A INPUT -j DROP\nCOMMIT\n";

    [Theory]
    [InlineData("Nft")]
    [InlineData("Legacy")]
    public void A_file_tells_what_became_of_the_live_rules(string backend)
    {
        using var folder = new ScratchFolder();
        var lab = labs.On(backend);
        lab.Run($"$files = Export-IptablesRuleset {folder.Path} @on").Quietly();
        Assert.Empty(lab.Run("Compare-IptablesRuleset $files @on").Quietly().Output);
        lab.By("-I INPUT 1 -p tcp --dport 22 -j ACCEPT").By("IPv4", "-P INPUT ACCEPT");
        Assert.Equal(
            "IPv4: the policy of INPUT was changed from Drop to Accept.\nIPv4: INPUT:1 was added: -p tcp -m tcp --dport 22 -j ACCEPT\nIPv6: INPUT:1 was added: -p tcp -m tcp --dport 22 -j ACCEPT",
            lab.Run("Compare-IptablesRuleset $files @on").Quietly().Text);
        Assert.Equal("RuleRemoved", lab.Run("Compare-IptablesRuleset -DifferenceObject $files @on -AddressFamily IPv6 | ForEach-Object Kind").Quietly().Text);
    }

    [Theory]
    [InlineData("Nft", "Compare-IptablesRuleset $checkpoint")]
    [InlineData("Legacy", "Compare-IptablesRuleset $checkpoint")]
    [InlineData("Legacy", "$checkpoint | Compare-IptablesRuleset")]
    [InlineData("Legacy", "Compare-IptablesRuleset $folder/before")]
    [InlineData("Nft", "'before.v4', 'before.v6' | ForEach-Object { \"$folder/$_\" } | Compare-IptablesRuleset")]
    public void A_checkpoint_alone_is_what_was_and_the_rules_of_where_it_came_from_are_what_is(string backend, string command)
    {
        using var folder = new ScratchFolder();
        var lab = labs.On(backend);
        lab.Engine.Set("folder", folder.Path);
        lab.Run("$checkpoint = Checkpoint-IptablesRuleset $folder/before @on").Quietly();
        Assert.Empty(lab.Run(command).Quietly().Output);
        lab.By("-I INPUT 1 -p tcp --dport 22 -j ACCEPT");
        Assert.Equal("RuleAdded IPv4 1\nRuleAdded IPv6 1", lab.Run(command + " | ForEach-Object { \"$($_.Kind) $($_.AddressFamily) $($_.DifferenceNumber)\" }").Quietly().Text);
    }

    [Fact]
    public void A_checkpoint_is_compared_with_another_firewall_where_that_is_asked_for()
    {
        using var folder = new ScratchFolder();
        var lab = labs.On("Nft");
        lab.Engine.Set("folder", folder.Path);
        lab.Run("$checkpoint = Checkpoint-IptablesRuleset $folder/before @on").Quietly();
        Assert.Contains("RuleRemoved", lab.Run($"Compare-IptablesRuleset $checkpoint -NetworkNamespace {lab.Client} | ForEach-Object Kind").Quietly().Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Compare-IptablesRuleset $folder/a.v4 $folder/b.v4")]
    [InlineData("Compare-IptablesRuleset (Import-IptablesRuleset $folder/a.v4) (Import-IptablesRuleset $folder/b.v4)")]
    [InlineData("Import-IptablesRuleset $folder/b.v4 | Compare-IptablesRuleset $folder/a.v4")]
    [InlineData("[IO.FileInfo]\"$folder/b.v4\" | Compare-IptablesRuleset ([Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Import-IptablesRuleset $folder/a.v4))))")]
    public void Files_and_rule_sets_are_compared_in_each_of_the_ways_that_people_give_them(string command)
    {
        Assert.Equal(
            "RuleMoved filter INPUT 1 2\nRuleAdded filter INPUT  3",
            Run(command + " | ForEach-Object { \"$($_.Kind) $($_.Table) $($_.Chain) $($_.ReferenceNumber) $($_.DifferenceNumber)\" }").Quietly().Text);
    }

    [Theory]
    [InlineData("Compare-IptablesRuleset", "NothingToCompare", ErrorCategory.InvalidArgument)]
    [InlineData("Compare-IptablesRuleset $null $null", "NothingToCompare", ErrorCategory.InvalidArgument)]
    [InlineData("Compare-IptablesRuleset $folder/a.v4 $folder/none", "RulesetNotRead", ErrorCategory.ObjectNotFound)]
    [InlineData("Compare-IptablesRuleset $folder/none $folder/a.v4", "RulesetNotRead", ErrorCategory.ObjectNotFound)]
    [InlineData("Compare-IptablesRuleset $folder/a.v4 42", "InvalidCheckpoint", ErrorCategory.InvalidArgument)]
    [InlineData("Compare-IptablesRuleset $folder/a.v4 $folder/b.v4, $folder/b.v4", "FamilyGivenTwice", ErrorCategory.InvalidArgument)]
    [InlineData("Compare-IptablesRuleset $folder/a.v4 $folder/b.v4 -AddressFamily IPv6", "FamilyNotInRuleset", ErrorCategory.InvalidArgument)]
    public void What_can_not_be_compared_is_a_named_error_and_never_the_live_rules(string command, string id, ErrorCategory category)
    {
        var result = Run(command);
        Assert.Empty(result.Output);
        result.FailsWith(id, category);
    }

    [Fact]
    public void A_pipeline_that_brings_nothing_is_not_the_live_rules()
        => Assert.Empty(Run("@() | Compare-IptablesRuleset $folder/a.v4").Quietly().Output);

    private EngineResult Run(string command)
    {
        using var folder = new ScratchFolder();
        File.WriteAllText($"{folder.Path}/a.v4", Rules);
        File.WriteAllText($"{folder.Path}/b.v4", Other);
        var lab = labs.On("Nft");
        lab.Engine.Set("folder", folder.Path);
        return lab.Run(command);
    }
}
