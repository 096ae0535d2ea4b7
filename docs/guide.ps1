<#
.SYNOPSIS
    The guide "How to allow a port with iptables", step by step, on real iptables: run it with './build.sh demo'.
.DESCRIPTION
    Everything happens in a lab: a server that drops what is not allowed and a client, each in a network namespace of its own,
    joined by a virtual cable. The host's own firewall is not touched, and nothing is left behind.
    The script keeps to the language and to PortFirewall's own commands, so it runs without a full PowerShell.
#>
param(
    [int] $Port = 2222,
    [string[]] $Backend = @()
)

# Dot-sourced, so that what a step assigns is there for the next one. Each step's output is formatted by itself.
function Step([string] $Title, [scriptblock] $Command) {
    '', $Title, "PS> $($Command.ToString().Trim())" | Out-Default
    . $Command | Out-Default
}

$ErrorActionPreference = 'Stop'
$options = @{ Port = $Port }
if ($Backend) { $options.Backend = $Backend[0] }
$lab = New-FirewallLab @options
try {
    . Step 'The lab: a server that drops by default, a client, and a cable between them.' { $lab }

    foreach ($family in 'IPv4', 'IPv6') {
        $on = @{ NetworkNamespace = $lab.Server; AddressFamily = $family }
        $server = if ($family -eq 'IPv4') { $lab.ServerAddress } else { $lab.ServerAddressIPv6 }
        $client = "netns:$($lab.Client)"
        '', "===== $family =====" | Out-Default

        . Step '1. Is the service listening?' { Get-PortListener -Port $Port @on }
        . Step '2. The chain as it is, with its order and exact counters.' { Get-IptablesChain INPUT @on }
        . Step '3. Is the exact rule there already?' { Test-IptablesRule -Port $Port -Protocol tcp @on }
        . Step '   Who decides about the packets now? And can the client connect?' { Test-PortPath -Port $Port @on }
        . Step '   It can not:' { Confirm-PortReachable $server $Port -From $client -TimeoutSeconds 1 }
        . Step '4. Where does the rule belong?' { Find-IptablesInsertPosition -Port $Port @on }
        . Step '   Insert it there.' { ($rule = Add-IptablesPortRule -Port $Port -Protocol tcp @on) }
        . Step '5. Does it take effect, and for whom?' { Test-PortPath -Port $Port @on }
        . Step '6. and 7. Connect from the client, and watch the counter of that very rule.' {
            ($proof = Confirm-IptablesRuleHit -Rule $rule -While { Confirm-PortReachable $server $Port -From $client })
        }
        . Step '   The probe that was the proof:' { $proof.Probe }
        . Step '   The chain now:' { Get-IptablesChain INPUT @on }
        . Step '8. Keep it, only now.' { $proof | Save-IptablesRuleset }
    }

    '', '===== All of it as one command, for both families =====' | Out-Default
    $all = @{ NetworkNamespace = $lab.Server; ProbeFrom = "netns:$($lab.Client)"; Save = $true }
    . Step 'Close the port: whoever was let in before must not get through any more.' { Close-IptablesPort $Port @all }
    . Step 'Open it again.' { Open-IptablesPort $Port @all }
}
finally {
    $lab | Remove-FirewallLab
}
