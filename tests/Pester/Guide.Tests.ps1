# The guide, step by step, as a Pester test. It needs root, and changes nothing but the lab that it makes.
# For a server of your own, keep the assertions and leave out -NetworkNamespace.

BeforeDiscovery {
    $families = @{ Family = 'IPv4'; Server = 'ServerAddress' }, @{ Family = 'IPv6'; Server = 'ServerAddressIPv6' }
}

BeforeAll {
    Import-Module "$PSScriptRoot/../../PortFirewall.psd1" -Force
}

Describe 'Opening a port over <Family>' -ForEach $families {
    BeforeAll {
        $lab = New-FirewallLab
        $on = @{ NetworkNamespace = $lab.Server; AddressFamily = $Family }
        $server = $lab.$Server
        $client = "netns:$($lab.Client)"
    }

    AfterAll {
        $lab | Remove-FirewallLab
    }

    It 'finds the service listening' {
        $listener = Get-PortListener -Port $lab.Port @on
        $listener.Scope | Should -Be All
    }

    It 'has a chain that drops by default' {
        (Get-IptablesChain INPUT @on).Policy | Should -Be Drop
    }

    It 'does not have the rule yet' {
        Test-IptablesRule -Port $lab.Port @on -Quiet | Should -BeFalse
    }

    It 'drops the packets, by the rules and for real' {
        (Test-PortPath -Port $lab.Port @on).Verdict | Should -Be Drop
        (Confirm-PortReachable $server $lab.Port -From $client -TimeoutSeconds 0.9).Outcome | Should -Be TimedOut
    }

    It 'inserts the rule where the position was worked out, once' {
        $position = Find-IptablesInsertPosition -Port $lab.Port @on
        $rule = Add-IptablesPortRule -Port $lab.Port @on
        $rule.Number | Should -Be $position.RuleNumber
        (Add-IptablesPortRule -Port $lab.Port @on).Number | Should -Be $rule.Number
        (Test-IptablesRule -Port $lab.Port @on).RuleNumber | Should -HaveCount 1
    }

    It 'accepts the packets then, by that very rule' {
        $path = Test-PortPath -Port $lab.Port @on
        $path.Verdict | Should -Be Accept
        $path.DecidedBy | Should -Be "INPUT:$((Get-IptablesRule INPUT -Port $lab.Port @on).Number)"
    }

    It 'refuses to save what is not proved' {
        { Save-IptablesRuleset @on -Path "$TestDrive/rules" -ErrorAction Stop } | Should -Throw -ErrorId 'ProofRequired,*'
    }

    It 'is proved by a connection and by one packet on the rule, and saved then' {
        $rule = Get-IptablesRule INPUT -Port $lab.Port @on
        $proof = Confirm-IptablesRuleHit -Rule $rule -While { Confirm-PortReachable $server $lab.Port -From $client }
        $proof.Confirmed | Should -BeTrue
        $proof.PacketDelta | Should -Be 1
        $proof.Probe.Outcome | Should -Be Open

        $saved = $proof | Save-IptablesRuleset -Path "$TestDrive/rules"
        $saved.Verified | Should -BeTrue
        $saved.Path | Should -FileContentMatch "--dport $($lab.Port) -j ACCEPT"
    }
}
