namespace PortFirewall;

/// <summary>
/// Which cmdlet's output goes into which cmdlet. The server has an allow rule for 2222, a rule that drops everything, and behind it an allow
/// rule for 5001; its service listens on 2222.
/// </summary>
internal static class PipelinePairs
{
    private const string Rule2222 = "Get-IptablesRule INPUT -Port 2222 @on";
    private const string Elsewhere = "-From $client -TimeoutSeconds 0.9";
    private const string Opening = "-ProbeFrom $client -TimeoutSeconds 0.9 -Save:$false";
    private const string While = "-While { Confirm-PortReachable $lab.ServerAddress, $lab.ServerAddressIPv6 2222 -From $client }";
    private const string Behind = "Find-IptablesRuleIssue INPUT @on | Where-Object Id -eq AllowBehindBlock";
    private const string Paths = "$($_.AddressFamily) $($_.Verdict) $($_.DecidedBy)";
    private const string Rules = "$($_.AddressFamily) $($_.Chain):$($_.Number)";
    private const string Tests = "$($_.AddressFamily) $($_.Exists) $($_.RuleNumber)";
    private const string Outcomes = "$($_.RemoteAddress) $($_.Outcome)";
    private const string Openings = "$($_.Action) $($_.Port) $($_.Succeeded)";
    private const string BothAccept = "IPv4 Accept INPUT:3, IPv6 Accept INPUT:4";
    private const string BothRules = "IPv4 INPUT:3, IPv6 INPUT:4";
    private const string BothTests = "IPv4 True 3, IPv6 True 4";
    private const string BothOpen = "198.51.100.1 Open, 2001:db8::1 Open";

    /// <summary>Pairs that join.</summary>
    public static IReadOnlyList<PipelinePair> Joined { get; } =
    [
        new("Get-PortListener -Port 2222 @in", "Test-PortPath", Paths, BothAccept),
        new("Get-PortListener -Port 2222 @in", "Show-PortPath", "$($_.Path.DecidedBy)", "INPUT:3, INPUT:4"),
        new("Get-PortListener -Port 2222 @in", "Trace-IptablesPacket", "$($_.RuleNumber)$($_.Verdict)", "1, 2, 3Accept, 1, 2, 3, 4Accept"),
        new("$listener", "Trace-PortPath -AddressFamily IPv4 -While { Confirm-PortReachable $lab.ServerAddress 2222 -From $client }", "$($_.Table) $($_.Chain):$($_.RuleNumber) $($_.Outcome) $($_.Verdict)", "filter INPUT:3 Match Accept"),
        new("Get-PortListener -Port 2222 @in", "Find-IptablesInsertPosition", "$($_.RuleNumber) $($_.AlreadyAccepted)", "3 True, 4 True"),
        new("Get-PortListener -Port 2222 @in", "Test-IptablesRule", Tests, BothTests),
        new("Get-PortListener -Port 2222 @in", "Add-IptablesPortRule", Rules, BothRules),
        new("Get-PortListener -Port 2222 @in", "Remove-IptablesRule -PassThru", Rules, BothRules),
        new("Get-PortListener -Port 2222 @in", "Open-IptablesPort " + Opening, Openings, "Open 2222 True"),
        new("Get-PortListener -Port 2222 @in", "Close-IptablesPort " + Opening, Openings, "Close 2222 True"),
        new("Get-PortListener -Port 2222 @in", $"Confirm-PortReachable $lab.ServerAddress, $lab.ServerAddressIPv6 {Elsewhere}", Outcomes, BothOpen),
        new("Get-PortListener -Port 2222 @in", "Get-PortListener", "$($_.LocalAddress) $($_.Port)", "0.0.0.0 2222, :: 2222, 0.0.0.0 2222, :: 2222"),
        new("Get-IptablesChain INPUT @on", "Get-IptablesRule -Port 2222", Rules, BothRules),
        new("Get-IptablesChain INPUT @on", "Find-IptablesRuleIssue", "$($_.Id) $($_.AddressFamily)", "AllowBehindBlock IPv4, AllowBehindBlock IPv6"),
        new("Get-IptablesChain FORWARD @on", "Find-IptablesRuleIssue", "$($_.Id)", ""),
        new("Get-IptablesChain INPUT @on -AddressFamily IPv6", "Find-IptablesRuleIssue", "$($_.Id) $($_.AddressFamily)", "AllowBehindBlock IPv6"),
        new(Rule2222, "Test-PortPath", Paths, BothAccept),
        new(Rule2222, "Show-PortPath", "$($_.Path.DecidedBy)", "INPUT:3, INPUT:4"),
        new(Rule2222, "Test-IptablesRule", Tests, BothTests),
        new(Rule2222, "Get-IptablesChain", "$($_.AddressFamily) $($_.Name)", "IPv4 INPUT, IPv6 INPUT"),
        new(Rule2222, "Move-IptablesRule -Position 1", Rules, "IPv4 INPUT:1, IPv6 INPUT:1"),
        new(Rule2222, "Remove-IptablesRule -PassThru", Rules, BothRules),
        new(Rule2222, "Confirm-IptablesRuleHit " + While, "$($_.AddressFamily) $($_.Confirmed)", "IPv4 True, IPv6 True"),
        new("Get-IptablesRule INPUT -Port 5001 @on", "Move-IptablesRule", Rules, "IPv4 INPUT:4, IPv6 INPUT:5"),
        new("Add-IptablesPortRule 2222 @on", "Confirm-IptablesRuleHit " + While, "$($_.AddressFamily) $($_.Confirmed)", "IPv4 True, IPv6 True"),
        new("Add-IptablesPortRule 443 @on", "Remove-IptablesRule -PassThru", Rules, "IPv4 INPUT:4, IPv6 INPUT:5"),
        new("Move-IptablesRule ($behind)[0] -Position 1", "Test-PortPath", Paths, "IPv4 Accept INPUT:1"),
        new("Remove-IptablesRule 2222 @on -PassThru", "Test-IptablesRule", "$($_.AddressFamily) $($_.Exists)", "IPv4 False, IPv6 False"),
        new("Test-IptablesRule 2222 @on", "Remove-IptablesRule -PassThru", Rules, BothRules),
        new("Test-IptablesRule 2222 @on", "Move-IptablesRule -Position 1", Rules, "IPv4 INPUT:1, IPv6 INPUT:1"),
        new("Find-IptablesInsertPosition 443 @on", "Add-IptablesPortRule", Rules, "IPv4 INPUT:4, IPv6 INPUT:5"),
        new("Find-IptablesInsertPosition 443 @on", "Test-PortPath", Paths, "IPv4 Drop INPUT:4, IPv6 Drop INPUT:5"),
        new("Test-PortPath 443 @on", "Add-IptablesPortRule", Rules, "IPv4 INPUT:4, IPv6 INPUT:5"),
        new("Test-PortPath 443 @on", "Find-IptablesInsertPosition", "$($_.RuleNumber)", "4, 5"),
        new("Test-PortPath 443 @on", "Show-PortPath", "$($_.Path.DecidedBy)", "INPUT:4, INPUT:5"),
        new("Test-PortPath 443 @on", "Export-PortPath -Path $folder/path.svg", "$($_.Name)", "path.svg"),
        new("Test-PortPath 2222 @on", "Confirm-IptablesRuleHit " + While, "$($_.AddressFamily) $($_.Confirmed)", "IPv4 True, IPv6 True"),
        new("Test-PortPath 2222 @on", "Move-IptablesRule -Position 1", Rules, "IPv4 INPUT:1, IPv6 INPUT:1"),
        new("Test-PortPath 2222 @on", "Remove-IptablesRule -PassThru", Rules, BothRules),
        new(Behind, "Move-IptablesRule", Rules, "IPv4 INPUT:4, IPv6 INPUT:5"),
        new(Behind, "Remove-IptablesRule -PassThru", Rules, "IPv4 INPUT:5, IPv6 INPUT:6"),
        new(Behind, "Test-IptablesRule", Tests, "IPv4 True 5, IPv6 True 6"),
        new("Trace-IptablesPacket 443 @on -Source 203.0.113.7 | Where-Object Verdict", "Remove-IptablesRule -PassThru", Rules, "IPv4 INPUT:4"),
        new($"{Rule2222} | Confirm-IptablesRuleHit -While {{ }}", "Remove-IptablesRule -PassThru", Rules, BothRules),
        new($"{Rule2222} | Confirm-IptablesRuleHit {While}", "Save-IptablesRuleset -Path $folder/rules", "$($_.AddressFamily) $($_.Verified)", "IPv4 True, IPv6 True"),
        new($"Confirm-PortReachable $lab.ServerAddress 2222 {Elsewhere}", "Confirm-PortReachable -TimeoutSeconds 0.9", Outcomes, "198.51.100.1 Open"),
        new("Open-IptablesPort 2222 @on " + Opening, "Test-PortPath", Paths, BothAccept),
        new("Open-IptablesPort 2222 @on " + Opening, "Close-IptablesPort " + Opening, Openings, "Close 2222 True"),
        new("Open-IptablesPort 2222 @on -AddressFamily IPv4 " + Opening, "Confirm-PortReachable " + Elsewhere, Outcomes, "198.51.100.1 Open"),
        new("Open-IptablesPort 2222 @on " + Opening, "Save-IptablesRuleset -Path $folder/rules", "$($_.AddressFamily) $($_.Verified)", "IPv4 True, IPv6 True"),
        new("Close-IptablesPort 2222 @on -RollbackAfter 60 " + Opening, "Confirm-IptablesChange", "$($_.State)", "Confirmed"),
        new("Close-IptablesPort 2222 @on -RollbackAfter 60 " + Opening, "Undo-IptablesChange", "$($_.State)", "RolledBack"),
        new("Remove-IptablesRule 2222 @on -RollbackAfter 60; Get-IptablesRollback @in -State Pending", "Undo-IptablesChange", "$($_.State)", "RolledBack"),
        new("Checkpoint-IptablesRuleset $folder/all @on", "Restore-IptablesRuleset -Confirm:$false", "$($_.AddressFamily) $($_.Rules.Count)", "IPv4 5, IPv6 6"),
        new("Checkpoint-IptablesRuleset $folder/all @on", "Compare-IptablesRuleset", "$_", ""),
        new("Export-IptablesRuleset -Path $folder/v4 @on -AddressFamily IPv4", "Import-IptablesRuleset", "$($_.AddressFamily) $($_.Rules.Count)", "IPv4 5"),
        new("Export-IptablesRuleset -Path $folder/v4 @on -AddressFamily IPv4", "Test-PortPath 443", Paths, "IPv4 Drop INPUT:4"),
        new("Import-IptablesRuleset $folder/known", "Test-PortPath 2222", Paths, "IPv4 Accept INPUT:3"),
        new("Import-IptablesRuleset $folder/known", "Show-PortPath 2222", "$($_.Path.DecidedBy)", "INPUT:3"),
        new("Import-IptablesRuleset $folder/known", "Trace-IptablesPacket 2222", "$($_.RuleNumber)$($_.Verdict)", "1, 2, 3Accept"),
        new("Import-IptablesRuleset $folder/known", "Find-IptablesInsertPosition 443", "$($_.RuleNumber)", "4"),
        new("Import-IptablesRuleset $folder/known", "Find-IptablesRuleIssue INPUT | Where-Object Id -eq AllowBehindBlock", "$($_.RuleNumber)", "5"),
        new("Import-IptablesRuleset $folder/known", "Compare-IptablesRuleset @on", "$_", ""),
        new("Import-IptablesRuleset $folder/known", "Export-IptablesRuleset -Path $folder/again", "$($_.Name)", "again"),
        new("Import-IptablesRuleset $folder/known", "Restore-IptablesRuleset @on -Confirm:$false", "$($_.AddressFamily)", "IPv4"),
        new("Get-FirewallEnvironment @in", "Get-IptablesRule INPUT -Port 2222", Rules, BothRules),
        new("$lab", "Get-FirewallEnvironment", "$($_.NetworkNamespace)", "$server"),
        new("$lab", "Get-IptablesRule INPUT -Port 2222", Rules, BothRules),
        new("$lab", "Get-PortListener", "$($_.Port)", "2222, 2222"),
        new("$lab", "Add-IptablesPortRule", Rules, BothRules),
        new("$lab", "Test-PortPath", Paths, BothAccept),
        new("$lab", "Open-IptablesPort " + Opening, Openings, "Open 2222 True"),
        new("$lab", "Checkpoint-IptablesRuleset $folder/lab", "$($_.AddressFamily)", "IPv4 IPv6"),
        new("2222, 5001", "Test-PortPath @on -AddressFamily IPv4", Paths, "IPv4 Accept INPUT:3, IPv4 Drop INPUT:4"),
        new("2222, 5001", "Confirm-PortReachable $lab.ServerAddress " + Elsewhere, "$($_.Port) $($_.Outcome)", "2222 Open, 5001 TimedOut"),
        new("'2222', '5001-5001'", "Confirm-PortReachable $lab.ServerAddress " + Elsewhere, "$($_.Port) $($_.Outcome)", "2222 Open, 5001 TimedOut"),
        new("$lab.ServerAddress, $lab.ServerAddressIPv6", "Confirm-PortReachable -Port 2222 " + Elsewhere, Outcomes, BothOpen),
        new("'198.51.100.1', '2001:db8::1'", "Confirm-PortReachable -Port 2222 " + Elsewhere, Outcomes, BothOpen),
    ];

    /// <summary>Pairs that would do something else than they say, and therefore do nothing.</summary>
    public static IReadOnlyList<PipelinePair> Refused { get; } =
    [
        // What else the rule asks for would be lost on the way.
        new(Rule2222, "Add-IptablesPortRule", "$_", "InputObjectMissingMandatory, InputObjectMissingMandatory"),
        new(Rule2222, "Open-IptablesPort " + Opening, "$_", "InputObjectMissingMandatory, InputObjectMissingMandatory"),
        new(Rule2222, "Find-IptablesInsertPosition", "$_", "InputObjectMissingMandatory, InputObjectMissingMandatory"),
        // One packet has one source, and a rule a network of them.
        new(Rule2222, "Trace-IptablesPacket", "$_", "InputObjectMissingMandatory, InputObjectMissingMandatory"),
        new("Get-IptablesRule INPUT @on -AddressFamily IPv4 | Where-Object InInterface -eq lo", "Test-PortPath", "$_", "InputObjectMissingMandatory"),
        // What drops the packets of a port may drop those of all ports.
        new("Test-PortPath 5002 @on -AddressFamily IPv4", "Remove-IptablesRule", "$_", "RuleNotFound"),
        new("Test-PortPath 443 @on -AddressFamily IPv4", "Save-IptablesRuleset -Path $folder/rules", "$_", "InvalidProof, ProofRequired"),
        new("Find-IptablesRuleIssue INPUT @on -AddressFamily IPv4", "Confirm-IptablesChange", "$_", "InvalidRollbackId"),
        // Which of its two rules?
        new("Compare-IptablesRuleset $folder/known $folder/other", "Remove-IptablesRule", "$_", "AmbiguousParameterSet"),
        new("Compare-IptablesRuleset $folder/known $folder/other", "Move-IptablesRule", "$_", "InvalidRule"),
        new("Get-IptablesChain INPUT @on -AddressFamily IPv4", "Remove-IptablesRule", "$_", "AmbiguousParameterSet"),
        new("Open-IptablesPort 2222 @on " + Opening, "Confirm-IptablesChange", "$_", "InvalidRollback"),
        new(Rule2222, "Confirm-PortReachable", "$_", "PortNotGiven, PortNotGiven"),
    ];
}
