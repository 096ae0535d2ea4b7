# Background jobs: what they emit comes out of another session, of which Start-Job has a process of its own, and is still what the cmdlets take.

BeforeAll {
    $manifest = (Resolve-Path "$PSScriptRoot/../../PortFirewall.psd1").Path
    Import-Module $manifest -Force
    $lab = New-FirewallLab
    $null = Add-IptablesPortRule 2222 -NetworkNamespace $lab.Server
}

AfterAll {
    $lab | Remove-FirewallLab
}

Describe '<Start>' -ForEach @{ Start = 'Start-Job' }, @{ Start = 'Start-ThreadJob' } {
    BeforeAll {
        # Neither inherits what is loaded here.
        function Invoke-InJob([scriptblock] $What) {
            $job = & $Start -ArgumentList $manifest, $lab.Server, $What -ScriptBlock {
                param($manifest, $server, $what)
                Import-Module $manifest
                $on = @{ NetworkNamespace = $server }
                . ([scriptblock]::Create($what))
            }
            $job | Receive-Job -Wait -AutoRemoveJob
        }
    }

    It 'reads rules that can be found again here' {
        $rules = Invoke-InJob { Get-IptablesRule INPUT -Port 2222 @on }
        $rules.AddressFamily | ForEach-Object { "$_" } | Should -Be 'IPv4', 'IPv6'
        ($rules | Test-PortPath).Verdict | Should -Be Accept, Accept
    }

    It 'judges, and its answer can be drawn here' {
        $path = Invoke-InJob { Test-PortPath 2222 @on -AddressFamily IPv4 }
        "$($path.Verdict)" | Should -Be Accept
        $path | Show-PortPath | Out-String | Should -Match 'INPUT:3 +-p tcp -m tcp --dport 2222 -j ACCEPT'
    }

    It 'keeps rules that are compared here' {
        $checkpoint = Invoke-InJob { Checkpoint-IptablesRuleset @on }
        $null = Add-IptablesPortRule 9999 -NetworkNamespace $lab.Server
        $differences = Compare-IptablesRuleset $checkpoint -NetworkNamespace $lab.Server
        $null = Remove-IptablesRule 9999 -NetworkNamespace $lab.Server
        @($differences).Count | Should -Be 2
        $differences.DifferenceRule.Specification | Select-Object -Unique | Should -BeLike '*--dport 9999*'
    }

    It 'changes, and what it emits can be taken out here' {
        Invoke-InJob { Add-IptablesPortRule 8443 @on } | Remove-IptablesRule
        Get-IptablesRule INPUT -Port 8443 -NetworkNamespace $lab.Server | Where-Object DestinationPort -eq 8443 | Should -BeNullOrEmpty
    }

    It 'says its errors by their ids' {
        $failed = @(Invoke-InJob { Get-IptablesChain none @on } 2>&1)
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'ChainNotFound*'
    }
}
