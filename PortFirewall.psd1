@{
    RootModule = 'bin/PortFirewall.dll'
    ModuleVersion = '0.1.0'
    GUID = '9f83150a-a7af-459c-b5f3-488e0e824db1'
    Author = 'The PortFirewall authors'
    CompanyName = 'The PortFirewall authors'
    Copyright = '(c) The PortFirewall authors. MIT License.'
    Description = 'Opens a service port with iptables and ip6tables on Linux, and proves that it is open: each step of the way is a command that returns objects.'
    PowerShellVersion = '7.4'
    CompatiblePSEditions = @('Core')
    TypesToProcess = @('bin/PortFirewall.Types.ps1xml')
    FormatsToProcess = @(
        'bin/PortFirewall.Format.ps1xml'
        'bin/Checkpoints.Format.ps1xml'
        'bin/Issues.Format.ps1xml'
        'bin/Labs.Format.ps1xml'
        'bin/Listeners.Format.ps1xml'
        'bin/Openings.Format.ps1xml'
        'bin/Pictures.Format.ps1xml'
        'bin/Proofs.Format.ps1xml'
        'bin/Rollbacks.Format.ps1xml'
        'bin/Rulesets.Format.ps1xml'
        # The first view of a type is its default: lists come last.
        'bin/Lists.Format.ps1xml'
    )
    CmdletsToExport = @(
        # Reading
        'Get-PortListener'
        'Get-IptablesChain'
        'Get-IptablesRule'
        'Get-FirewallEnvironment'
        'Import-IptablesRuleset'
        'Export-IptablesRuleset'
        'Compare-IptablesRuleset'
        # Judging
        'Test-IptablesRule'
        'Find-IptablesInsertPosition'
        'Test-PortPath'
        'Find-IptablesRuleIssue'
        'Trace-IptablesPacket'
        'Show-PortPath'
        'Export-PortPath'
        # Changing
        'Add-IptablesPortRule'
        'Remove-IptablesRule'
        'Move-IptablesRule'
        'Checkpoint-IptablesRuleset'
        'Restore-IptablesRuleset'
        'Get-IptablesRollback'
        'Confirm-IptablesChange'
        'Undo-IptablesChange'
        # Proving and keeping
        'Confirm-PortReachable'
        'Confirm-IptablesRuleHit'
        'Trace-PortPath'
        'Save-IptablesRuleset'
        # Trying it safely
        'Open-IptablesPort'
        'Close-IptablesPort'
        'New-FirewallLab'
        'Remove-FirewallLab'
    )
    FunctionsToExport = @()
    AliasesToExport = @()
    VariablesToExport = @()
    PrivateData = @{
        PSData = @{
            Tags = @('iptables', 'ip6tables', 'netfilter', 'firewall', 'port', 'network', 'security', 'Linux', 'PSEdition_Core')
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
