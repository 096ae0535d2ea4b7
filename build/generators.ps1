# Other people's generators of firewalls. Tests run them out of their packages, in namespaces: nothing of them is ever installed.

$generators = 'ufw', 'firewalld', 'fail2ban', 'shorewall', 'shorewall6', 'ferm', 'ipset', 'dbus'

# Fetches the packages, and those that they need and the machine lacks. Where that can't be done, the tests say that they were skipped, and why.
function Get-GeneratorPackage {
    $folder = "$root/out/generators"
    if ([IO.File]::Exists("$folder/packages")) { return }
    if (-not (Find-Tool 'apt-get')) {
        Write-Line "The generators ($($generators -join ', ')) are fetched from Debian's packages, and there is no apt-get: their tests will be skipped."
        return
    }
    Write-Line "Fetching $($generators -join ', ') ..."
    $stage = "$root/out/.generators.$PID"
    $null = [IO.Directory]::CreateDirectory($stage)
    try {
        if (-not (Save-GeneratorPackage $stage)) {
            # A machine that is new has no lists of packages.
            $program, $programArguments = @(Get-RootPrefix) + 'apt-get', 'update', '-qq'
            & $program @programArguments
            if (-not (Save-GeneratorPackage $stage)) {
                Write-Line 'The packages of the generators could not be fetched: their tests will be skipped.'
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
function Save-GeneratorPackage([string] $Folder) {
    $plan = @(apt-get --simulate --no-install-recommends install $generators 2>$null)
    if ($LASTEXITCODE -ne 0) { return $false }
    # Inst ufw (0.36.2-1 Debian:12.11/stable [all])
    $packages = @($plan | Where-Object { $_.StartsWith('Inst ') } | ForEach-Object { $_.Split(' ')[1] })
    if ($packages) {
        $null = env "--chdir=$Folder" apt-get download -qq -o APT::Sandbox::User=root $packages 2>&1
        if ($LASTEXITCODE -ne 0) { return $false }
    }
    [IO.File]::WriteAllLines("$Folder/packages", $packages)
    $true
}
