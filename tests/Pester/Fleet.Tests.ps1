# One change on three servers through PowerShell's own remoting over ssh (docs/fleet.md): made, proved from elsewhere, kept where it is proved, and
# taken back where it is not. It needs root and an SSH server, and changes nothing but the three namespaces that it makes.

BeforeDiscovery {
    $sshd = (Test-Path /usr/sbin/sshd) -or (Test-Path "$PSScriptRoot/../../out/vantages/openssh-server*.deb")
}

Describe 'Three servers' -Skip:(-not $sshd) {
    BeforeAll {
        Import-Module "$PSScriptRoot/../../PortFirewall.psd1" -Force
        $folder = [IO.Directory]::CreateTempSubdirectory('pf-fleet-').FullName
        $name = "pf$PID"
        # The servers find the module by their PSModulePath, as they would after Install-PSResource.
        $modules = (New-Item "$folder/modules" -ItemType Directory).FullName
        $null = New-Item "$modules/PortFirewall" -ItemType SymbolicLink -Value (Resolve-Path "$PSScriptRoot/../../out/PortFirewall").Path
        $start = [Diagnostics.ProcessStartInfo]::new('bash')
        "$PSScriptRoot/Fleet/servers.sh", $folder, $name, [Environment]::ProcessPath, $modules, "$PSScriptRoot/../../out/vantages" |
            ForEach-Object { $start.ArgumentList.Add($_) }
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
        $servers = [Diagnostics.Process]::Start($start)
        $servers.StandardOutput.ReadLine() | Should -Be 'ready'

        # ssh has to be where the servers are.
        $commands = (New-Item "$folder/commands" -ItemType Directory).FullName
        Set-Content "$commands/ssh" "#!/bin/sh`nexec ip netns exec $name-admin /usr/bin/ssh `"`$@`""
        chmod +x "$commands/ssh"
        $path = $env:PATH
        $env:PATH = "${commands}:$path"
        $by = @{
            UserName = 'root'; KeyFilePath = "$folder/key"; SSHTransport = $true
            Options = @{ StrictHostKeyChecking = 'no'; UserKnownHostsFile = '/dev/null'; LogLevel = 'ERROR'; ConnectTimeout = 2 }
        }
        $one, $two, $three = 1..3 | ForEach-Object { "198.51.100.$_" }
        $here = "netns:$name-admin"
        $web = New-PSSession -HostName $one, $two, $three @by

        # The lines of the page.
        function Open-Port {
            Invoke-Command $web {
                $null = Add-IptablesPortRule 8443 -RollbackAfter 00:05:00 -WarningAction SilentlyContinue
                Get-IptablesRollback -State Pending | Where-Object { "$($_.Change)" -match '--dport 8443 ' }
            }
        }
        function Confirm-Change($sessions, $keep) {
            Invoke-Command $sessions { Get-IptablesRollback | Where-Object Id -in $using:keep | ForEach-Object { Confirm-IptablesChange $_.Id } }
        }
        function Undo-Change($sessions, $back) {
            Invoke-Command $sessions { Get-IptablesRollback | Where-Object Id -in $using:back | ForEach-Object { Undo-IptablesChange $_.Id } }
        }
    }

    AfterAll {
        $web | Remove-PSSession
        $env:PATH = $path
        $servers.StandardInput.Close()
        $servers.WaitForExit()
        Remove-Item $folder -Recurse -Force
    }

    It 'find the module, and tell of themselves in one table' {
        $found = Invoke-Command $web { Get-FirewallEnvironment }
        $found.PSComputerName | Sort-Object | Should -Be $one, $two, $three
        $found.Elevation | Select-Object -Unique | Should -Be Root
    }

    It 'answer although a fourth one can''t be reached, which is named' {
        $chains = Invoke-Command -HostName $one, 198.51.100.4, $three @by { Get-IptablesChain INPUT -AddressFamily IPv4 } -ErrorVariable errors -ErrorAction SilentlyContinue
        $chains.PSComputerName | Sort-Object | Should -Be $one, $three
        "$($errors[-1])" | Should -BeLike '*198.51.100.4*'
    }

    It 'are opened under a timer, keep the port where a connection from elsewhere proves it, and save it there' {
        # Somebody else's change that waits is nobody's business here.
        Invoke-Command $web { $null = Add-IptablesPortRule 7443 -RollbackAfter 00:05:00 -WarningAction SilentlyContinue }
        $null = Open-Port
        $changes = Open-Port
        $changes.PSComputerName | Sort-Object | Should -Be $one, $two, $three -Because 'a second run finds what waits'
        $probes = Confirm-PortReachable $web.ComputerName 8443 -From $here -TimeoutSeconds 3
        $proved = @($probes | Group-Object ComputerName | Where-Object { $_.Group.Reachable -notcontains $false } | ForEach-Object Name)
        # Nothing serves the port on the second one.
        $proved | Sort-Object | Should -Be $one, $three

        $keep = @($changes | Where-Object PSComputerName -in $proved | ForEach-Object Id)
        $back = @($changes | Where-Object PSComputerName -notin $proved | ForEach-Object Id)
        $fresh = New-PSSession -HostName $web.ComputerName @by
        $kept = Confirm-Change $fresh $keep
        $kept.State | Should -Be Confirmed, Confirmed
        $kept.PSComputerName | Sort-Object | Should -Be $one, $three
        $gone = Undo-Change $fresh $back
        "$($gone.PSComputerName) $($gone.State)" | Should -Be "$two RolledBack"
        $paths = Invoke-Command $web { Test-PortPath 8443 -AddressFamily IPv4 } | Sort-Object PSComputerName
        $paths.Verdict | Should -Be Accept, Drop, Accept

        $others = Invoke-Command $fresh { Get-IptablesRollback -State Pending }
        $others.Count | Should -Be 3
        $null = Undo-Change $fresh $others.Id
        # On a host without anything that loads rules at boot there is nothing to save into.
        $saved = Invoke-Command ($fresh | Where-Object ComputerName -in $proved) {
            if ((Get-FirewallEnvironment).PersistenceProvider) { Save-IptablesRuleset -Force } else { Save-IptablesRuleset -Force -Path (New-Item /run/saved -ItemType Directory) }
        }
        $saved.PSComputerName | Sort-Object | Should -Be $one, $one, $three, $three
        $saved.Verified | Should -Not -Contain $false
        $saved | Where-Object { "$($_.Added)" -notmatch '--dport 8443 ' } | Should -BeNullOrEmpty
        $fresh | Remove-PSSession
    }

    It 'arm no timer where the rule is there already, and are decided about where there is nothing to decide' {
        $changes = Open-Port
        $changes.PSComputerName | Should -Be $two
        Confirm-Change $web @() | Should -BeNullOrEmpty
        (Undo-Change $web @($changes.Id)).PSComputerName | Should -Be $two
        Undo-Change $web @() | Should -BeNullOrEmpty
    }

    It 'tell which of them failed, and why, and the others are done' {
        $rules = Invoke-Command $web { Remove-IptablesRule 8443 -PassThru -AddressFamily IPv4 } -ErrorVariable errors -ErrorAction SilentlyContinue
        $rules.PSComputerName | Sort-Object | Should -Be $one, $three
        $errors.OriginInfo.PSComputerName | Should -Be $two
        $errors.FullyQualifiedErrorId | Should -BeLike 'RuleNotFound,*'
    }

    It 'give objects that go on here: a rule of theirs is looked at, and its picture drawn' {
        $path = Invoke-Command $web[0] { Test-PortPath 22 -AddressFamily IPv4 }
        $path.PSTypeNames[0] | Should -Be Deserialized.PortFirewall.PortPath
        ($path | Show-PortPath | Out-String) | Should -Match 'INPUT:3'
        $rule = Invoke-Command $web[0] { Get-IptablesRule INPUT -Port 22 -AddressFamily IPv4 }
        $rule | Out-String | Should -Match 'ACCEPT +tcp'
    }

    It 'take a change back although the session that made it has ended' {
        $session = New-PSSession -HostName $three @by
        Invoke-Command $session { $null = Add-IptablesPortRule 9443 -RollbackAfter 2 -WarningAction SilentlyContinue }
        $session | Remove-PSSession
        $patience = [Diagnostics.Stopwatch]::StartNew()
        do {
            Start-Sleep -Milliseconds 200
            $last = Invoke-Command ($web | Where-Object ComputerName -eq $three) { Get-IptablesRollback | Where-Object { $_.Change -match 'dport 9443' } }
        } while ($last.State -in 'Pending', 'Running' -and $patience.Elapsed.TotalSeconds -lt 20)
        $last.State | Should -Be RolledBack
    }
}
