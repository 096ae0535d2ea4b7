# All rules kept, compared and brought back. It needs root, and changes nothing but the lab that it makes.
# For a server of your own, leave out -NetworkNamespace.

BeforeAll {
    Import-Module "$PSScriptRoot/../../PortFirewall.psd1" -Force
    $lab = New-FirewallLab
    $on = @{ NetworkNamespace = $lab.Server }
    function Get-Outcome {
        (Confirm-PortReachable $lab.ServerAddress, $lab.ServerAddressIPv6 $lab.Port -From "netns:$($lab.Client)" -TimeoutSeconds 0.9).Outcome
    }
    $null = Add-IptablesPortRule -Port $lab.Port @on
    $null = Get-Outcome
    $before = Checkpoint-IptablesRuleset "$TestDrive/before" @on
}

AfterAll {
    $lab | Remove-FirewallLab
}

Describe 'A checkpoint' {
    It 'is a file for each family, which nobody else can read' {
        $before.AddressFamily | Should -Be IPv4, IPv6
        $before.Path | Should -Be "$TestDrive/before.v4", "$TestDrive/before.v6"
        (Get-Item $before.Path).UnixMode | Should -Be '-rw-------', '-rw-------'
    }

    It 'is what the rules are compared with' {
        Compare-IptablesRuleset $before | Should -BeNullOrEmpty
        ip netns exec $lab.Server iptables -A INPUT -s 203.0.113.0/24 -j DROP
        ip netns exec $lab.Server ip6tables -P FORWARD ACCEPT
        Compare-IptablesRuleset $before | ForEach-Object ToString | Should -Be @(
            'IPv4: INPUT:4 was added: -s 203.0.113.0/24 -j DROP'
            'IPv6: the policy of FORWARD was changed from Drop to Accept.'
        )
    }

    It 'is compared with a later one, as files or as objects' {
        $after = Checkpoint-IptablesRuleset "$TestDrive/after" @on
        (Compare-IptablesRuleset "$TestDrive/before.v4" "$TestDrive/after.v4").Kind | Should -Be RuleAdded
        (Compare-IptablesRuleset $after $before).Kind | Should -Be RuleRemoved, PolicyChanged
    }

    It 'brings every rule, chain, policy and counter back, and lets packets in again' {
        ip netns exec $lab.Server iptables -F
        ip netns exec $lab.Server ip6tables -F
        ip netns exec $lab.Server iptables -t nat -N elsewhere
        Get-Outcome | Should -Be TimedOut, TimedOut

        ($before | Restore-IptablesRuleset -Confirm:$false -WarningAction SilentlyContinue).AddressFamily | Should -Be IPv4, IPv6
        Compare-IptablesRuleset $before | Should -BeNullOrEmpty
        (Get-IptablesRule INPUT -Port $lab.Port @on -AddressFamily IPv4).Packets | Should -Be 1
        Get-Outcome | Should -Be Open, Open
    }

    It 'can be restored without PowerShell, by the command in the file' {
        ip netns exec $lab.Server iptables -F INPUT
        $command = Get-Content $before.Path[0] | Where-Object { $_ -match '^# Restore with: (.+)' } | ForEach-Object { $Matches[1] }
        sh -c $command
        Compare-IptablesRuleset $before | Should -BeNullOrEmpty
    }
}

Describe 'Restoring' {
    It 'changes nothing with -WhatIf' {
        $null = Add-IptablesPortRule -Port 443 @on
        $now = Checkpoint-IptablesRuleset "$TestDrive/now" @on
        $before | Restore-IptablesRuleset -WhatIf | Should -BeNullOrEmpty
        Compare-IptablesRuleset $now | Should -BeNullOrEmpty
        Compare-IptablesRuleset $before | Should -Not -BeNullOrEmpty
    }

    It 'changes neither family where iptables does not take a rule of one' {
        $now = Checkpoint-IptablesRuleset "$TestDrive/now" @on
        (Get-Content $before.Path[1]) -replace '-i lo', '-m nowhere' | Set-Content $before.Path[1]
        { Restore-IptablesRuleset "$TestDrive/before" -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'RulesetNotAccepted,*'
        Compare-IptablesRuleset $now | Should -BeNullOrEmpty
    }
}
