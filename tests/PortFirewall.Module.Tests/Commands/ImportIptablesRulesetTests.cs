using System.Management.Automation;

namespace PortFirewall;

/// <summary>Reading rule sets of other hosts: no root, no iptables, any content.</summary>
public sealed class ImportIptablesRulesetTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const string Rules = "*filter\n:INPUT DROP [0:0]\n:web - [0:0]\n-A INPUT -p tcp -j web\n-A web -p tcp --dport 80 -j ACCEPT\nCOMMIT\n";

    private readonly Engine _engine = shared.Engine;

    [Theory]
    [InlineData("Import-IptablesRuleset $folder/rules.v4")]
    [InlineData("Import-IptablesRuleset -Path $folder/*.v4")]
    [InlineData("Import-IptablesRuleset -LiteralPath $folder/rules.v4")]
    [InlineData("[pscustomobject]@{ PSPath = \"$folder/rules.v4\" } | Import-IptablesRuleset")]
    [InlineData("[IO.File]::ReadAllLines(\"$folder/rules.v4\") | Import-IptablesRuleset")]
    [InlineData("[IO.File]::ReadAllText(\"$folder/rules.v4\") | Import-IptablesRuleset")]
    public void Files_and_text_are_read_in_each_of_the_ways_that_people_give_them(string command)
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder.Path + "/rules.v4", Rules);
        _engine.Set("folder", folder.Path);
        Assert.Equal("IPv4 2 Drop 80", _engine.Run($"{command} | ForEach-Object {{ \"$($_.AddressFamily) $($_.Rules.Count) $($_.Chains[0].Policy) $($_.Rules[1].DestinationPort)\" }}").Quietly().Text);
    }

    [Fact]
    public void The_family_is_told_by_the_name_of_the_file_and_by_the_parameter()
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder.Path + "/rules.v6", Rules);
        _engine.Set("folder", folder.Path);
        Assert.Equal("IPv6 IPv4", _engine.Run("\"$((Import-IptablesRuleset $folder/rules.v6).AddressFamily) $((Import-IptablesRuleset $folder/rules.v6 -AddressFamily IPv4).AddressFamily)\"").Quietly().Text);
    }

    [Theory]
    [InlineData("/no/such/rules", "RulesetNotRead", ErrorCategory.ObjectNotFound)]
    [InlineData("/tmp", "RulesetNotRead", ErrorCategory.ObjectNotFound)]
    [InlineData("/dev/zero", "UnreadableRuleset", ErrorCategory.InvalidData)]
    [InlineData("/dev/urandom", "UnreadableRuleset", ErrorCategory.InvalidData)]
    public void What_is_no_file_of_rules_is_a_named_error(string path, string id, ErrorCategory category) => _engine.Run($"Import-IptablesRuleset {path}").FailsWith(id, category);

    [Fact]
    public void A_file_that_can_not_be_read_does_not_stop_the_others()
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder.Path + "/rules.v4", Rules);
        var result = _engine.Run($"Import-IptablesRuleset /no/such/rules, {folder.Path}/rules.v4");
        Assert.Equal("RulesetNotRead", result.ErrorIds);
        Assert.Single(result.Output);
    }

    [Fact]
    public void An_error_tells_line_and_column()
        => Assert.Contains("line 2, column 13:", _engine.Run("\"*filter`n-A INPUT -j web`nCOMMIT\" | Import-IptablesRuleset").FailsWith("UnreadableRuleset", ErrorCategory.InvalidData).Exception.Message, StringComparison.Ordinal);
}
