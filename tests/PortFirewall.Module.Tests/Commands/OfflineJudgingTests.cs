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

    [Fact]
    public void A_family_that_no_rule_set_has_is_an_error()
        => Assert.StartsWith("FamilyNotInRuleset", Assert.Single(_engine.Run(Import + "Test-PortPath 2222 -Ruleset $rules -AddressFamily IPv6").Errors).FullyQualifiedErrorId, StringComparison.Ordinal);

    [Fact]
    public void A_packet_goes_to_one_port()
        => _engine.Run(Import + "Trace-IptablesPacket 6000-6010 -Ruleset $rules").FailsWith("PortNotSingle", ErrorCategory.InvalidArgument, "6000:6010");
}
