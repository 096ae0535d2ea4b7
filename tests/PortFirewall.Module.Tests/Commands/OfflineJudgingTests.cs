using System.Management.Automation;

namespace PortFirewall;

/// <summary>Judging a rule set that is not live: what was imported is what is looked at.</summary>
public sealed class OfflineJudgingTests(SharedEngine shared) : IClassFixture<SharedEngine>
{
    private const string Import = "$text = '*filter',':INPUT DROP [0:0]','-A INPUT -p tcp -m tcp --dport 2222 -j REJECT','-A INPUT -p tcp -m tcp --dport 2222 -j ACCEPT','COMMIT'\n"
        + "$rules = $text | Import-IptablesRuleset -AddressFamily IPv4\n";

    private readonly Engine _engine = shared.Engine;

    [Theory]
    [InlineData("Test-PortPath 2222 -Ruleset $rules | ForEach-Object { \"$($_.AddressFamily) $($_.Verdict) $($_.DecidedBy)\" }", "IPv4 Reject INPUT:1")]
    [InlineData("$rules | Test-PortPath 2222 | ForEach-Object { \"$($_.Verdict)\" }", "Reject")]
    [InlineData("$rules | Test-PortPath 2222 -Quiet", "False")]
    [InlineData("$rules | Find-IptablesInsertPosition 2222 | ForEach-Object { \"$($_.RuleNumber) $($_.Blocker)\" }", "1 INPUT:1")]
    [InlineData("$rules | Trace-IptablesPacket 2222 | ForEach-Object { \"$($_.Step) $_\" }", "1 INPUT:1 Match Reject")]
    [InlineData("$rules | Find-IptablesRuleIssue | ForEach-Object { \"$($_.Id) $($_.RuleNumber)\" }", "MissingEstablished \nMissingLoopback \nAllowBehindBlock 2")]
    public void It_is_judged(string command, string expected) => Assert.Equal(expected, _engine.Run(Import + command).Quietly().Text);

    [Theory]
    [InlineData("Test-PortPath 2222 -Ruleset $folder/rules.v4 | ForEach-Object { \"$($_.AddressFamily) $($_.Verdict)\" }", "IPv4 Reject")]
    [InlineData("Test-PortPath 2222 -Ruleset $folder/rules.v4, $rules | ForEach-Object { \"$($_.Verdict)\" }", "Reject\nReject")]
    [InlineData("$here = $ExecutionContext.SessionState.Path; $null = $here.PushCurrentLocation('t'), $here.SetLocation($folder); Test-PortPath 2222 -Ruleset rules.v4 -Quiet; $null = $here.PopLocation('t')", "False")]
    [InlineData("Test-PortPath 2222 -Ruleset ([IO.FileInfo] \"$folder/rules.v4\") -Quiet", "False")]
    [InlineData("Find-IptablesInsertPosition 2222 -Ruleset $folder/rules.v4 | ForEach-Object RuleNumber", "1")]
    [InlineData("Trace-IptablesPacket 2222 -Ruleset $folder/rules.v4 | ForEach-Object { \"$_\" }", "INPUT:1 Match Reject")]
    [InlineData("Find-IptablesRuleIssue -Ruleset $folder/rules.v4 | ForEach-Object { \"$($_.Id)\" }", "MissingEstablished\nMissingLoopback\nAllowBehindBlock")]
    [InlineData("22, '2222', 'ssh' | Test-PortPath -Ruleset $folder/rules.v4 | ForEach-Object { \"$($_.Port)\" }", "22\n2222\n22")]
    [InlineData("[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($rules)) | Test-PortPath 2222 -Quiet", "False")]
    public void A_file_is_judged_by_its_path_and_so_is_what_is_left_of_a_rule_set_after_remoting(string command, string expected)
    {
        using var folder = new ScratchFolder();
        _engine.Set("folder", folder.Path);
        Assert.Equal(expected, _engine.Run($"{Import}[IO.File]::WriteAllText(\"$folder/rules.v4\", $rules.Text); {command}").Quietly().Text);
    }

    [Theory]
    [InlineData("/no/such/rules", "/no/such/rules")]
    [InlineData("$folder/broken", "line 2, column 1:")]
    public void A_file_that_can_not_be_read_is_an_error_that_says_why(string path, string why)
    {
        using var folder = new ScratchFolder();
        File.WriteAllText($"{folder.Path}/broken", "*filter\nyes\n");
        _engine.Set("folder", folder.Path);
        var result = _engine.Run($"Test-PortPath 2222 -Ruleset {path}");
        Assert.Empty(result.Output);
        Assert.Contains(why, Assert.Single(result.Errors).Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_family_that_no_rule_set_has_is_an_error()
        => Assert.StartsWith("FamilyNotInRuleset", Assert.Single(_engine.Run(Import + "Test-PortPath 2222 -Ruleset $rules -AddressFamily IPv6").Errors).FullyQualifiedErrorId, StringComparison.Ordinal);

    [Fact]
    public void A_packet_goes_to_one_port()
        => _engine.Run(Import + "Trace-IptablesPacket 6000-6010 -Ruleset $rules").FailsWith("PortNotSingle", ErrorCategory.InvalidArgument, "6000:6010");

    [Fact]
    public void What_a_file_does_not_tell_is_not_rehearsed()
        => _engine.Run(Import + "Test-PortPath 22 -Rehearse -Ruleset $rules").FailsWith("RehearsalOfLiveRules", ErrorCategory.InvalidArgument, "Ruleset");
}
