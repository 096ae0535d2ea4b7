<#
.SYNOPSIS
    Whether a server is as open as it is meant to be. Copy this file, and put your ports at the top.
.DESCRIPTION
    It runs on the server as it is, as root or with sudo -n, and changes nothing:
        Invoke-Pester Server.Tests.ps1 -CI
    With other ports than those below:
        Invoke-Pester -Container (New-PesterContainer -Path Server.Tests.ps1 -Data @{ Open = @{ Port = 443 }, @{ Port = 22; Source = '198.51.100.0/24', '2001:db8:7::/48' } })
#>
param(
    # What may be open: ports (numbers, ranges, service names), with Protocol where it is not tcp, and with Source where only some may come: addresses and
    # networks of either family. Several entries of one port count together.
    [hashtable[]] $Open = @(@{ Port = 22 }),
    # Where nothing else may be open: numbers and ranges, for tcp and for udp.
    [string[]] $Closed = '1-65535',
    # What boot loads, where it is not what Save-IptablesRuleset writes: @{ IPv4 = '/etc/firewall.v4'; IPv6 = '/etc/firewall.v6' }
    [hashtable] $SavedRules,
    # A network namespace, where the server is one.
    [string] $NetworkNamespace
)

BeforeDiscovery {
    function ConvertTo-Range([string] $port, [string] $protocol) {
        $first, $last = if ($port -match '^\d+([-:]\d+)?$') { [int[]]($port -split '[-:]') } else {
            if ("$(getent services "$port/$protocol")" -notmatch '\s(\d+)/') { throw "There is no service $port/$protocol." }
            [int]$Matches[1]
        }
        [pscustomobject]@{ First = $first; Last = $last ?? $first }
    }

    $declared = foreach ($one in $Open) {
        $protocol = $one.Protocol ?? 'tcp'
        foreach ($port in $one.Port) {
            ConvertTo-Range $port $protocol | Select-Object *, @{ n = 'Protocol'; e = { $protocol } }, @{ n = 'Source'; e = { $one.Source } }
        }
    }
    # Ports that several entries have in common are asked for by themselves, as all of these entries may come there.
    $ports = foreach ($ofProtocol in $declared | Group-Object Protocol) {
        $edges = @($ofProtocol.Group.First) + @($ofProtocol.Group.Last | ForEach-Object { $_ + 1 }) | Sort-Object -Unique
        for ($i = 0; $i -lt $edges.Count - 1; $i++) {
            $first, $last = $edges[$i], ($edges[$i + 1] - 1)
            $those = @($ofProtocol.Group | Where-Object { $_.First -le $first -and $_.Last -ge $last })
            if ($those) {
                $everyone = @($those | Where-Object { -not $_.Source }).Count -gt 0
                @{
                    Port = $first -eq $last ? "$first" : "$first-$last"; Protocol = $ofProtocol.Name
                    Everyone = $everyone; Source = $everyone ? @() : @($those.Source | Select-Object -Unique)
                }
            }
        }
    }
    # All ports but those: tcp and udp each have their own.
    $rest = foreach ($protocol in 'tcp', 'udp') {
        $ranges = foreach ($range in $Closed | ForEach-Object { ConvertTo-Range $_ $protocol }) {
            $next = $range.First
            foreach ($taken in $declared | Where-Object Protocol -eq $protocol | Sort-Object First) {
                if ($taken.First -gt $next) { "$next-$([Math]::Min($taken.First - 1, $range.Last))" }
                $next = [Math]::Max($next, $taken.Last + 1)
                if ($next -gt $range.Last) { break }
            }
            if ($next -le $range.Last) { "$next-$($range.Last)" }
        }
        @{ Protocol = $protocol; Ranges = @($ranges) }
    }
}

BeforeAll {
    Import-Module PortFirewall -ErrorAction Stop
    $on = @{ ErrorAction = 'Stop' }
    if ($NetworkNamespace) { $on.NetworkNamespace = $NetworkNamespace }

    function Show-Segment($path, $segment) {
        $shown = "$($path.AddressFamily) $($path.Protocol) port $($segment.Port) from $($segment.Source ?? 'everyone'): $($segment.Verdict) by $($segment.DecidedBy)"
        $shown + ($segment.InInterface ? " on $($segment.InInterface)" : '') + ($segment.Destination ? " to $($segment.Destination)" : '') +
            ($segment.Conditions ? " if $($segment.Conditions -join ' and ')" : '')
    }

    # An address as the bits of its network: a network holds all those that begin with its bits.
    function ConvertTo-Bits([string] $network) {
        $address, $length = $network.Trim() -split '/'
        $bits = -join ([ipaddress]::Parse($address).GetAddressBytes() | ForEach-Object { [Convert]::ToString($_, 2).PadLeft(8, '0') })
        $length ? $bits.Substring(0, [int]$length) : $bits
    }

    # Whether several networks have all of one, or of everything: networks that lie side by side may have it between them.
    function Test-Covered([string] $bits, [string[]] $networks) {
        foreach ($network in $networks) { if ($bits.StartsWith($network)) { return $true } }
        if (-not ($networks | Where-Object { $_.StartsWith($bits) })) { return $false }
        (Test-Covered "${bits}0" $networks) -and (Test-Covered "${bits}1" $networks)
    }

    function Test-Expected($segment, [string[]] $networks) {
        if (-not $segment.Source) { return Test-Covered '' $networks }
        $told = @($segment.Source.TrimStart('!') -split ',' | ForEach-Object { ConvertTo-Bits $_ })
        # '! NETWORK' is everyone else.
        if ($segment.Source.StartsWith('!')) { return Test-Covered '' ($networks + $told) }
        -not ($told | Where-Object { -not (Test-Covered $_ $networks) })
    }

    # The file that boot loads, as Save-IptablesRuleset writes it.
    function Get-SavedFile([string] $provider, [string] $family) {
        $service = $family -eq 'IPv4' ? 'iptables' : 'ip6tables'
        $file = switch ($provider) {
            'netfilter-persistent' { $family -eq 'IPv4' ? '/etc/iptables/rules.v4' : '/etc/iptables/rules.v6' }
            'iptables-services' { "/etc/sysconfig/$service" }
            'openrc' { if ("$(Get-Content "/etc/conf.d/$service" -Raw -ErrorAction Ignore)" -match "(?m)^\s*$($service.ToUpper())_SAVE=[`"']?([^\s`"']+)") { $Matches[1] } }
            'systemd' {
                $start = @(systemctl cat "$service.service" "$service-restore.service" 2>$null) -match '^ExecStart=.' | Select-Object -Last 1
                $start -split '\s+' -like '/*' | Select-Object -Last 1
            }
        }
        $NetworkNamespace -and $file ? ($file -replace '^/etc/', "/etc/netns/$NetworkNamespace/") : $file
    }
}

if ($ports) {
    Describe 'Port <Port> (<Protocol>)' -ForEach $ports {
        It 'is open to those who may come' {
            $paths = if ($Everyone) { Test-PortPath $Port -Protocol $Protocol @on } else { $Source | ForEach-Object { Test-PortPath $Port -Protocol $Protocol -Source $_ @on } }
            $closed = foreach ($path in $paths) { $path.Segments | Where-Object Verdict -ne Accept | ForEach-Object { Show-Segment $path $_ } }
            $closed | Should -BeNullOrEmpty -Because 'they may come'
        }

        It 'is open to nobody else' -Skip:$Everyone {
            $others = foreach ($path in Test-PortPath $Port -Protocol $Protocol @on) {
                $networks = @($Source | Where-Object { ($_ -match ':') -eq ($path.AddressFamily -eq 'IPv6') } | ForEach-Object { ConvertTo-Bits $_ })
                $path.Segments | Where-Object { $_.Verdict -notin 'Drop', 'Reject' -and -not (Test-Expected $_ $networks) } | ForEach-Object { Show-Segment $path $_ }
            }
            $others | Should -BeNullOrEmpty -Because "only $($Source -join ', ') may come"
        }
    }
}

Describe 'The firewall' {
    It 'lets in nothing else over <Protocol>' -ForEach $rest {
        $others = foreach ($path in $Ranges ? (Test-PortPath $Ranges -Protocol $Protocol @on) : @()) {
            $path.Segments | Where-Object Verdict -notin Drop, Reject | ForEach-Object { Show-Segment $path $_ }
        }
        $others | Should -BeNullOrEmpty -Because 'no other port may be open'
    }

    BeforeAll {
        $issues = Find-IptablesRuleIssue @on
    }

    It 'has no rule that is an error' {
        $issues | Where-Object Severity -eq Error | ForEach-Object Message | Should -BeNullOrEmpty
    }

    It 'says the same for both families' {
        $issues | Where-Object Id -eq FamilyMismatch | ForEach-Object Message | Should -BeNullOrEmpty
    }

    It 'has no change that waits to be confirmed' {
        Get-IptablesRollback @on | Where-Object State -in Pending, Running, TimerLost, Failed | ForEach-Object { "$_`: $($_.Change -join ', ')" } | Should -BeNullOrEmpty
    }

    It 'is what the next boot loads' {
        $environment = Get-FirewallEnvironment @on
        $inCharge = $environment.Managers | Where-Object State -eq InCharge
        if (-not $SavedRules -and ($whole = $inCharge | Where-Object Name -in ufw, firewalld, Shorewall, CSF)) {
            Set-ItResult -Skipped -Because "$($whole.Name -join ', ') makes the rules at boot"
            return
        }
        # Chains that Docker or fail2ban makes anew, and the rules that lead there, need not be saved.
        $theirs = @($inCharge.Chains | ForEach-Object { ($_ -split ' ')[-1] })
        # A text without rules, for a family that has no file.
        Set-Content "$TestDrive/none" "*filter`n:INPUT ACCEPT [0:0]`n:FORWARD ACCEPT [0:0]`n:OUTPUT ACCEPT [0:0]`nCOMMIT"
        $loaded = $true
        $differences = foreach ($family in $environment.IPv6Enabled ? ('IPv4', 'IPv6') : 'IPv4') {
            $file = $SavedRules ? $SavedRules[$family] : (Get-SavedFile $environment.PersistenceProvider $family)
            # An empty file loads nothing.
            $there = $file -and (Test-Path $file) -and (Get-Content $file -Raw -ErrorAction Stop) -match '(?m)^\*'
            $changes = Compare-IptablesRuleset ($there ? $file : "$TestDrive/none") -AddressFamily $family @on | Where-Object {
                $target = [regex]::Match("$($_.ReferenceRule ?? $_.DifferenceRule)", ' -[jg] (\S+)').Groups[1].Value
                $_.Chain -notin $theirs -and $target -notin $theirs
            }
            if ($there) {
                $loaded = $SavedRules -or $NetworkNamespace -or $environment.PersistenceEnabledAtBoot
                $changes | ForEach-Object ToString
            } elseif ($changes) {
                "${family}: there are rules, and boot loads none: " + ($file ? "$file is missing or has none" : 'nothing that loads rules at boot was found, and SavedRules names no file')
            }
        }
        if (-not $loaded) { $differences = @($differences) + "$($environment.PersistenceProvider) is not enabled at boot" }
        $differences | Should -BeNullOrEmpty -Because 'the rules in force are to be those after a restart'
    }
}
