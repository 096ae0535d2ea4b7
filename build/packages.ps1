# Debian's packages of other people's programs. Tests run them out of their packages, in namespaces: nothing of them is ever installed.

# By the folder in out/ that they are fetched into.
$testPackages = [ordered] @{
    # Generators of firewalls, whose rules the verdicts are held against.
    generators = 'ufw', 'firewalld', 'fail2ban', 'shorewall', 'shorewall6', 'ferm', 'ipset', 'dbus'
    # Servers, which answer what Confirm-PortReachable asks.
    servers = 'avahi-daemon', 'caddy', 'chrony', 'coturn', 'dnsmasq-base', 'kamailio', 'libcoap3-bin', 'memcached', 'openssl', 'openvpn', 'rpcbind',
        'snmpd', 'strongswan-charon', 'tftpd-hpa', 'unbound', 'wireguard-go', 'wireguard-tools'
    # An SSH server, and what other hosts probe with.
    vantages = 'openssh-server', 'netcat-traditional', 'ncat', 'busybox', 'python3-minimal'
    # Another way to be root.
    sudo = 'sudo'
    # Shows the pictures of Export-PortPath.
    browser = 'chromium'
}

# Fetches the packages, and those that they need and the machine lacks. Where that can't be done, the tests say that they were skipped, and why.
function Get-TestPackage {
    foreach ($name in $testPackages.Keys) { Get-PackageFolder $name @($testPackages[$name]) }
}

function Get-PackageFolder([string] $Name, [string[]] $Packages) {
    $folder = "$root/out/$Name"
    if ([IO.File]::Exists("$folder/packages")) { return }
    if (-not (Find-Tool 'apt-get')) {
        Write-Line "The $Name ($($Packages -join ', ')) are fetched from Debian's packages, and there is no apt-get: their tests will be skipped."
        return
    }
    Write-Line "Fetching $($Packages -join ', ') ..."
    $stage = "$root/out/.$Name.$PID"
    $null = [IO.Directory]::CreateDirectory($stage)
    try {
        if (-not (Save-Package $stage $Packages)) {
            # A machine that is new has no lists of packages.
            $program, $programArguments = @(Get-RootPrefix) + 'apt-get', 'update', '-qq'
            & $program @programArguments
            if (-not (Save-Package $stage $Packages)) {
                Write-Line "The packages of the $Name could not be fetched: their tests will be skipped."
                return
            }
        }
        if ([IO.Directory]::Exists($folder)) { [IO.Directory]::Delete($folder, $true) }
        [IO.Directory]::Move($stage, $folder)
    }
    finally {
        if ([IO.Directory]::Exists($stage)) { [IO.Directory]::Delete($stage, $true) }
    }
}

# Says what an installation would take, and downloads that. Neither changes anything.
function Save-Package([string] $Folder, [string[]] $Packages) {
    $plan = @(apt-get --simulate --no-install-recommends install $Packages 2>$null)
    if ($LASTEXITCODE -ne 0) { return $false }
    # Inst ufw (0.36.2-1 Debian:12.11/stable [all])
    $missing = @($plan | Where-Object { $_.StartsWith('Inst ') } | ForEach-Object { $_.Split(' ')[1] })
    if ($missing) {
        $null = env "--chdir=$Folder" apt-get download -qq -o APT::Sandbox::User=root $missing 2>&1
        if ($LASTEXITCODE -ne 0) { return $false }
    }
    [IO.File]::WriteAllLines("$Folder/packages", $missing)
    $true
}
