# The tests that users copy for their own servers (docs/compliance), on a server that is as it should be, and on one with a fault of each kind.

BeforeAll {
    Import-Module "$PSScriptRoot/../../PortFirewall.psd1" -Force
    $lab = New-FirewallLab
    $on = @{ NetworkNamespace = $lab.Server; WarningAction = 'SilentlyContinue' }
    $null = New-Item "$TestDrive/modules" -ItemType Directory
    $null = New-Item "$TestDrive/modules/PortFirewall" -ItemType SymbolicLink -Value (Resolve-Path "$PSScriptRoot/../../out/PortFirewall").Path

    # What the server is meant to be: a port of everyone, a service by name, a range, and one of three networks, told in two entries.
    $data = @"
@{
    Open = @{ Port = 443 }, @{ Port = 'domain'; Protocol = 'udp' }, @{ Port = '6000-6002' },
        @{ Port = 22; Source = '198.51.100.0/24', '192.0.2.0/25' }, @{ Port = 'ssh'; Source = '192.0.2.128/25', '2001:db8:7::/48' },
        @{ Port = 2222; Source = '198.51.100.9' }
    NetworkNamespace = '$($lab.Server)'
}
"@
    $saved = "SavedRules = @{ IPv4 = '$TestDrive/saved.v4'; IPv6 = '$TestDrive/saved.v6' }"

    # In a pwsh of its own, as Pester does not run within itself, and as a user has it: the module is found by its name.
    function Test-Server([string] $more) {
        $script = @"
            `$env:PSModulePath = '$TestDrive/modules:' + `$env:PSModulePath
            Import-Module '$((Get-Module Pester).Path)'
            `$data = $data + @{ $more }
            `$result = Invoke-Pester -Container (New-PesterContainer -Path '$PSScriptRoot/../../docs/compliance/Server.Tests.ps1' -Data `$data) -PassThru -Output None
            `$failed = `$result.Failed | ForEach-Object { @{ Name = `$_.ExpandedPath; Message = "`$(`$_.ErrorRecord)" } }
            @{ Passed = `$result.PassedCount; Failed = @(`$failed); Blocks = `$result.FailedBlocksCount + `$result.FailedContainersCount } | ConvertTo-Json -Depth 4
"@
        & ([Environment]::ProcessPath) -NoProfile -NonInteractive -Command $script | ConvertFrom-Json
    }

    function Set-Rules([string] $ipv4, [string] $ipv6) {
        foreach ($family in @{ Tool = 'iptables-restore'; Rules = $ipv4 }, @{ Tool = 'ip6tables-restore'; Rules = $ipv6 }) {
            @"
*filter
:INPUT DROP [0:0]
-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A INPUT -i lo -j ACCEPT
$($family.Rules)
COMMIT
"@ | ip netns exec $lab.Server $family.Tool
        }
    }

    $everyone = "-A INPUT -p tcp --dport 443 -j ACCEPT`n-A INPUT -p udp --dport 53 -j ACCEPT`n-A INPUT -p tcp --dport 6000:6002 -j ACCEPT"
    # Both halves of a network, which an administrator has written as one.
    $ipv4 = "$everyone`n-A INPUT -s 198.51.100.0/24 -p tcp --dport 22 -j ACCEPT`n-A INPUT -s 192.0.2.0/24 -p tcp --dport 22 -j ACCEPT`n-A INPUT -s 198.51.100.9 -p tcp --dport 2222 -j ACCEPT"
    $ipv6 = "$everyone`n-A INPUT -p ipv6-icmp -j ACCEPT`n-A INPUT -s 2001:db8:7::/48 -p tcp --dport 22 -j ACCEPT"
}

AfterAll {
    $lab | Remove-FirewallLab
}

Describe 'The tests for a server' {
    It 'pass where it is as it should be' {
        Set-Rules $ipv4 $ipv6
        $null = Export-IptablesRuleset "$TestDrive/saved" -NetworkNamespace $lab.Server
        $result = Test-Server $saved
        $result.Failed.Message | Should -BeNullOrEmpty
        $result.Blocks | Should -Be 0
        $result.Passed | Should -Be 13
    }

    It 'name ports that nobody has declared, rules that no boot loads, a rule that is an error, and a change that waits' {
        Set-Rules "$ipv4`n-A INPUT -p tcp --dport 8080 -j ACCEPT`n-A INPUT -j DROP`n-A INPUT -p tcp --dport 25 -j ACCEPT" $ipv6
        $null = Add-IptablesPortRule 60000-60010 -Protocol udp -Source 2001:db8:9::/48 @on -RollbackAfter 300
        $result = Test-Server
        $null = Undo-IptablesChange -NetworkNamespace $lab.Server
        $result.Failed.Name | Should -Be @('lets in nothing else over tcp', 'lets in nothing else over udp', 'has no rule that is an error',
            'says the same for both families', 'has no change that waits to be confirmed', 'is what the next boot loads' | ForEach-Object { "The firewall.$_" })
        $result.Failed[0].Message | Should -BeLike '*IPv4 tcp port 8080 from everyone: Accept by INPUT:9*'
        $result.Failed[0].Message | Should -Not -BeLike '*port 25*'
        $result.Failed[1].Message | Should -BeLike '*IPv6 udp port 60000:60010 from 2001:db8:9::/48: Accept by INPUT:*'
        $result.Failed[2].Message | Should -BeLike '*INPUT:11*'
        $result.Failed[4].Message | Should -BeLike '*Pending: *--dport 60000:60010*'
        $result.Failed[5].Message | Should -BeLike '*IPv4: there are rules, and boot loads none: *IPv6: there are rules, and boot loads none: *'
    }

    It 'name who may come to a port of others, who may not although meant to, a port that is open to nobody, and what was not saved' {
        # 22 has a source too many and one too few, and 443 and 2222 are open to nobody.
        Set-Rules ($ipv4 -replace '-A INPUT -p tcp --dport 443 -j ACCEPT' -replace '198.51.100.0/24', '203.0.113.7' -replace '.* --dport 2222 .*') $ipv6
        $result = Test-Server $saved
        $of22 = $result.Failed | Where-Object Name -like 'Port 22 *'
        $of22.Name | Should -Be 'Port 22 (tcp).is open to those who may come', 'Port 22 (tcp).is open to nobody else'
        $of22[0].Message | Should -BeLike '*IPv4 tcp port 22 from 198.51.100.0/24: Drop by INPUT:policy*'
        $of22[1].Message | Should -BeLike '*IPv4 tcp port 22 from 203.0.113.7/32: Accept by INPUT:5*'
        $of22[1].Message | Should -Not -BeLike '*from 192.0.2*'
        $of2222 = $result.Failed | Where-Object Name -like 'Port 2222 *'
        $of2222.Name | Should -Be 'Port 2222 (tcp).is open to those who may come'
        $of2222.Message | Should -BeLike '*IPv4 tcp port 2222 from 198.51.100.9/32: Drop by INPUT:policy*'
        ($result.Failed | Where-Object Name -like 'Port 443 *').Message | Should -BeLike '*IPv4 tcp port 443 from everyone: Drop by INPUT:policy*'
        ($result.Failed | Where-Object Name -like '*next boot loads').Message | Should -BeLike '*IPv4: INPUT:* was removed: -p tcp -m tcp --dport 443 -j ACCEPT*'
    }
}
