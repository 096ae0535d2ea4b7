namespace PortFirewall;

/// <summary>How a cmdlet is called in order to try a parameter: with what it needs besides.</summary>
/// <param name="Needed">The other parameters, as PowerShell reads them.</param>
/// <param name="InPlaceOf">Parameters of <paramref name="Needed"/> that go where another is tried, as they exclude each other.</param>
internal sealed record HostileCall(string Needed, string InPlaceOf = "")
{
    /// <summary>
    /// One for each cmdlet of the module: each is called for real where the lab can bear it, and asked what it would do where every call would take seconds. Values that
    /// can't be read are refused by both in the same way.
    /// </summary>
    public static IReadOnlyDictionary<string, HostileCall> All { get; } = new Dictionary<string, HostileCall>(StringComparer.Ordinal)
    {
        ["Get-PortListener"] = new("Port=22"),
        ["Get-IptablesChain"] = new(""),
        ["Get-IptablesRule"] = new(""),
        ["Get-FirewallEnvironment"] = new(""),
        ["Import-IptablesRuleset"] = new(""),
        ["Export-IptablesRuleset"] = new("Path=$file"),
        ["Compare-IptablesRuleset"] = new("ReferenceObject=$rules; DifferenceObject=$rules"),
        ["Test-IptablesRule"] = new("Port=22", "Specification"),
        ["Find-IptablesInsertPosition"] = new("Port=22"),
        ["Test-PortPath"] = new("Port=22"),
        ["Show-PortPath"] = new("Port=22"),
        ["Export-PortPath"] = new("Path=$file; Format='Svg'; InputObject=$path"),
        ["Trace-IptablesPacket"] = new("Port=22"),
        ["Trace-PortPath"] = new("Port=22; While={}"),
        ["Find-IptablesRuleIssue"] = new(""),
        ["Add-IptablesPortRule"] = new("Port=20000 + $at"),
        ["Remove-IptablesRule"] = new("Port=2299", "Specification"),
        ["Move-IptablesRule"] = new("Rule=$rule; WhatIf=$true"),
        ["Checkpoint-IptablesRuleset"] = new("Path=$file"),
        ["Restore-IptablesRuleset"] = new("InputObject=$rules; Confirm=$false", "Path"),
        ["Get-IptablesRollback"] = new(""),
        ["Confirm-IptablesChange"] = new(""),
        ["Undo-IptablesChange"] = new(""),
        ["Confirm-PortReachable"] = new("ComputerName='127.0.0.1'; Port=1; TimeoutSeconds=0.05"),
        ["Confirm-IptablesRuleHit"] = new("Rule=$rule; While={}; WhatIf=$true", "Before"),
        ["Save-IptablesRuleset"] = new("Path=$file; Force=$true", "Provider"),
        ["Open-IptablesPort"] = new("Port=2222; WhatIf=$true; Save=$false"),
        ["Close-IptablesPort"] = new("Port=2222; WhatIf=$true; Save=$false"),
        ["New-FirewallLab"] = new("WhatIf=$true"),
        ["Remove-FirewallLab"] = new("Name='no-such-lab'"),
    };
}
