# Changes that take themselves back unless somebody confirms them: the way to work on a firewall that one's own session goes through.
# It needs root, and changes nothing but the lab that it makes.

BeforeDiscovery {
    # The lab's service listens on 2222; the port that is open before the change is the one that it needs.
    $changes = @(
        @{ Command = 'Add-IptablesPortRule'; OpenBefore = 443; Change = { Add-IptablesPortRule -Port 2222 @on @timer } }
        @{ Command = 'Remove-IptablesRule'; OpenBefore = 443; Change = { Remove-IptablesRule -Port 443 @on @timer } }
        @{ Command = 'Move-IptablesRule'; OpenBefore = 443; Change = { Get-IptablesRule INPUT -Port 443 @on | Move-IptablesRule -Position 1 @timer } }
        @{ Command = 'Restore-IptablesRuleset'; OpenBefore = 443; Change = { $bare | Restore-IptablesRuleset @timer -Confirm:$false } }
        @{ Command = 'Open-IptablesPort'; OpenBefore = 443; Change = { Open-IptablesPort -Port 2222 @on @timer @probe } }
        @{ Command = 'Close-IptablesPort'; OpenBefore = 2222; Change = { Close-IptablesPort -Port 2222 @on @timer @probe } }
    )
}

BeforeAll {
    $module = "$PSScriptRoot/../../PortFirewall.psd1"
    Import-Module $module -Force

    # The timer is a process of its own, so one looks until it has ended.
    function Wait-IptablesRollback([string] $Id) {
        $patience = [Diagnostics.Stopwatch]::StartNew()
        do {
            Start-Sleep -Milliseconds 100
            $rollback = Get-IptablesRollback $Id
        } while ($rollback.State -in 'Pending', 'Running' -and $patience.Elapsed.TotalSeconds -lt 30)
        $rollback
    }
}

Describe 'A change with -RollbackAfter' {
    BeforeAll {
        $lab = New-FirewallLab
        $on = @{ NetworkNamespace = $lab.Server; WarningAction = 'SilentlyContinue' }
        function Get-Outcome {
            (Confirm-PortReachable $lab.ServerAddress, $lab.ServerAddressIPv6 $lab.Port -From "netns:$($lab.Client)" -TimeoutSeconds 0.9).Outcome
        }
    }

    AfterAll {
        $lab | Remove-FirewallLab
    }

    AfterEach {
        Get-IptablesRule INPUT -Port $lab.Port @on | Remove-IptablesRule
    }

    It 'says until when it is there, and how it is kept' {
        $null = Add-IptablesPortRule -Port $lab.Port -RollbackAfter 60 @on -WarningVariable warnings
        $rollback = Get-IptablesRollback @on -State Pending
        $rollback.Deadline - $rollback.Armed | Should -Be ([timespan]::FromSeconds(60))
        $rollback.RemainingSeconds | Should -BeGreaterThan 30
        $rollback.Change | Should -Be "IPv4 filter INPUT: added -p tcp -m tcp --dport $($lab.Port) -j ACCEPT", "IPv6 filter INPUT: added -p tcp -m tcp --dport $($lab.Port) -j ACCEPT"
        $warnings | Should -BeLike "*$($rollback.Deadline.ToString('HH:mm:ss'))*Confirm-IptablesChange $($rollback.Id)"
        Undo-IptablesChange $rollback.Id
    }

    It 'lets packets in until its time is up, and no longer' {
        $null = Add-IptablesPortRule -Port $lab.Port -RollbackAfter 6 @on
        $rollback = Get-IptablesRollback @on -State Pending
        Get-Outcome | Should -Be Open, Open
        (Wait-IptablesRollback $rollback.Id).State | Should -Be RolledBack
        Get-Outcome | Should -Be TimedOut, TimedOut
        { Confirm-IptablesChange $rollback.Id -ErrorAction Stop } | Should -Throw -ErrorId 'ChangeRolledBack,*'
    }

    It 'is taken back although the session that made it was killed' {
        $command = "Import-Module '$module'; Add-IptablesPortRule -Port $($lab.Port) -RollbackAfter 6 -NetworkNamespace $($lab.Server); Start-Sleep 60"
        $session = Start-Process ([Environment]::ProcessPath) '-NoProfile', '-Command', "`"$command`"" -PassThru -RedirectStandardOutput "$TestDrive/session"
        while (-not $session.HasExited -and -not (Test-IptablesRule -Port $lab.Port @on -Quiet)) { Start-Sleep -Milliseconds 100 }
        $session.Kill()
        $session.WaitForExit()

        $rollback = Get-IptablesRollback @on -State Pending
        Test-IptablesRule -Port $lab.Port @on -Quiet | Should -BeTrue
        (Wait-IptablesRollback $rollback.Id).State | Should -Be RolledBack
        Test-IptablesRule -Port $lab.Port @on -Quiet | Should -BeFalse
    }

    It 'stays when it is confirmed in time' {
        $null = Add-IptablesPortRule -Port $lab.Port -RollbackAfter 6 @on
        $confirmed = Confirm-IptablesChange -NetworkNamespace $lab.Server
        $confirmed.State | Should -Be Confirmed
        while ([DateTimeOffset]::Now -lt $confirmed.Deadline.AddSeconds(1)) { Start-Sleep -Milliseconds 100 }
        Get-Outcome | Should -Be Open, Open
        { Undo-IptablesChange $confirmed.Id -ErrorAction Stop } | Should -Throw -ErrorId 'ChangeConfirmed,*'
    }

    It 'is undone at once where nobody wants to wait, and what others did stays' {
        $null = Add-IptablesPortRule -Port $lab.Port -RollbackAfter 60 @on
        $null = Add-IptablesPortRule -Port 443 @on
        (Undo-IptablesChange -NetworkNamespace $lab.Server).State | Should -Be RolledBack
        Get-Outcome | Should -Be TimedOut, TimedOut
        Test-IptablesRule -Port 443 @on -Quiet | Should -BeTrue
    }
}

Describe '<Command> -RollbackAfter' -ForEach $changes {
    BeforeAll {
        $lab = New-FirewallLab -Port 2222
        $on = @{ NetworkNamespace = $lab.Server }
        $bare = Checkpoint-IptablesRuleset "$TestDrive/bare" @on
        $null = Add-IptablesPortRule -Port $OpenBefore @on
        $timer = @{ RollbackAfter = 60; WarningAction = 'SilentlyContinue' }
        $probe = @{ ProbeFrom = "netns:$($lab.Client)"; TimeoutSeconds = 0.5; Save = $false }
    }

    AfterAll {
        $lab | Remove-FirewallLab
    }

    It 'changes the rules of both families, and leaves no trace when it is undone' {
        $before = Checkpoint-IptablesRuleset "$TestDrive/before" @on
        $null = & $Change
        (Compare-IptablesRuleset $before).AddressFamily | Select-Object -Unique | Should -Be IPv4, IPv6
        (Get-IptablesRollback @on -State Pending).Command | Select-Object -Unique | Should -Be $Command
        $null = Undo-IptablesChange -NetworkNamespace $lab.Server
        Compare-IptablesRuleset $before | Should -BeNullOrEmpty
    }
}
