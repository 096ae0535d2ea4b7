# The native tools that the tests and the demo run, and how they come onto a machine.

# A file of each package that shows that it is there, and what the tests and the demo do with it.
$requiredTools = @(
    @{ Package = 'iptables'; File = 'iptables', 'ip6tables', 'iptables-restore', 'ip6tables-restore'; For = 'the firewall itself' }
    @{ Package = 'iproute2'; File = 'ip', 'ss'; For = 'network namespaces and listeners' }
    @{ Package = 'nftables'; File = 'nft'; For = 'what else sees the packets' }
    @{ Package = 'ipset'; File = 'ipset'; For = 'sets that rules ask about' }
    @{ Package = 'netfilter-persistent'; File = 'netfilter-persistent'; For = 'saving' }
    @{ Package = 'iptables-persistent'; Plugin = '15-ip4tables', '25-ip6tables'; For = 'saving' }
    @{ Package = 'netcat-openbsd'; File = 'nc.openbsd'; For = 'a client and a service of other people''s making' }
    @{ Package = 'bsdutils'; File = 'script'; For = 'a terminal for the tests of questions and of Ctrl-C' }
)

function Install-MissingTool {
    $missing = @($requiredTools | Where-Object { -not (Test-RequiredTool $_) })
    if (-not $missing) { return }

    $packages = $missing | ForEach-Object { $_.Package }
    if (-not (Find-Tool 'apt-get')) {
        $list = $missing | ForEach-Object { "  $($_.Package): $((Get-RequiredFile $_) -join ', ') (for $($_.For))" }
        Stop-Build "these tools are missing. Install them with this machine's package manager; the names are Debian's:`n$($list -join "`n")"
    }

    $asRoot = @(Get-RootPrefix) + 'env', 'DEBIAN_FRONTEND=noninteractive'
    Write-Line "Installing $($packages -join ', ') ..."
    Invoke-Program ($asRoot + 'apt-get', 'update', '-qq')
    # Asked at its installation, the package iptables-persistent would save the machine's own rules. Nothing here is to touch them.
    if ($packages -contains 'iptables-persistent') { Invoke-Program ($asRoot + 'debconf-set-selections', "$root/build/debconf.txt") }
    Invoke-Program ($asRoot + 'apt-get', 'install', '-y', '-qq', '--no-install-recommends' + $packages)

    $still = @($missing | Where-Object { -not (Test-RequiredTool $_) })
    if ($still) {
        $files = $still | ForEach-Object { Get-RequiredFile $_ }
        Stop-Build "apt-get has installed $($packages -join ', '), but these are still missing: $($files -join ', ')."
    }
}

function Test-RequiredTool([hashtable] $Tool) {
    -not @(Get-RequiredFile $Tool | Where-Object { -not ([IO.File]::Exists($_) -or (Find-Tool $_)) })
}

# Names of programs in the system's folders, or full paths.
function Get-RequiredFile([hashtable] $Tool) {
    if ($Tool.ContainsKey('Plugin')) { $Tool.Plugin | ForEach-Object { "/usr/share/netfilter-persistent/plugins.d/$_" } }
    else { $Tool.File }
}
