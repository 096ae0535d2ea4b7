# Opening and closing a port as one command, each step a property of the result. It needs root, and changes nothing but the lab that it makes.
# For a server of your own, leave out -NetworkNamespace and name another host: -ProbeFrom ssh://client.

BeforeAll {
    Import-Module "$PSScriptRoot/../../PortFirewall.psd1" -Force
    $lab = New-FirewallLab
    $on = @{ NetworkNamespace = $lab.Server; ProbeFrom = "netns:$($lab.Client)"; TimeoutSeconds = 0.5; ErrorAction = 'SilentlyContinue' }
}

AfterAll {
    $lab | Remove-FirewallLab
}

Describe 'A port that is opened and closed as one command' {
    It 'is opened, proved and saved over both families' {
        $opening = Open-IptablesPort -Port $lab.Port @on -Save
        $opening.Finding | Should -BeLike 'Open: *'
        $opening.Succeeded | Should -BeTrue
        $opening.AddressFamily | Should -Be IPv4, IPv6
        $opening.Probe.Outcome | Should -Be Open, Open
        $opening.Proof.OwnPackets | Should -Be 1, 1
        $opening.Save.Verified | Should -Not -Contain $false
    }

    It 'shows with the kernel''s own trace which rule lets the packets in' {
        $steps = Trace-PortPath -Port $lab.Port -NetworkNamespace $lab.Server -AddressFamily IPv4 -While {
            Confirm-PortReachable $lab.ServerAddress $lab.Port -From "netns:$($lab.Client)"
        }
        $decider = $steps | Where-Object { $_.Table -eq 'filter' -and $_.Verdict -eq 'Accept' }
        "$($decider.Chain):$($decider.RuleNumber)" | Should -Be (Test-PortPath -Port $lab.Port -NetworkNamespace $lab.Server -AddressFamily IPv4).DecidedBy
    }

    It 'is closed, and those who got through before do not any more' {
        $closing = Close-IptablesPort -Port $lab.Port @on -Save
        $closing.Succeeded | Should -BeTrue
        $closing.ProbeBefore.Outcome | Should -Be Open, Open
        $closing.Probe.Outcome | Should -Be TimedOut, TimedOut
        Test-IptablesRule -Port $lab.Port -NetworkNamespace $lab.Server -Quiet | Should -BeFalse
    }

    It 'is left as it was where a step fails, which is named' {
        $opening = Open-IptablesPort -Port ($lab.Port + 1) @on -Save:$false -ErrorVariable errors
        $opening.FailedStep | Should -Be Listener
        $opening.ErrorId | Should -Be PortNotListening
        $errors[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        Test-IptablesRule -Port ($lab.Port + 1) -NetworkNamespace $lab.Server -Quiet | Should -BeFalse
    }
}
