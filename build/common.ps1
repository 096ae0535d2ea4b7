# What every task uses: the folders, how to say something, how to run a program, how to be root.

$root = $PSScriptRoot | ForEach-Object { [IO.Path]::GetDirectoryName($_) }
$outFolder = "$root/out/PortFirewall"
$toolFramework = 'net10.0'
$moduleFramework = 'net8.0'

$env:DOTNET_NOLOGO = '1'
$env:DOTNET_CLI_TELEMETRY_OPTOUT = '1'
$env:POWERSHELL_TELEMETRY_OPTOUT = '1'

function Write-Line([string] $Text = '') {
    [Console]::Out.WriteLine($Text)
}

function Stop-Build([string] $Problem) {
    [Console]::Error.WriteLine("build: $Problem")
    exit 1
}

# Runs a program whose output goes straight to the terminal, and ends the build with its status if it fails.
function Invoke-Program([string[]] $Command) {
    $program, $programArguments = $Command
    & $program @programArguments
    if ($LASTEXITCODE -ne 0) {
        [Console]::Error.WriteLine("build: '$($Command -join ' ')' failed with status $LASTEXITCODE.")
        exit $LASTEXITCODE
    }
}

function Invoke-AsRoot([string[]] $Command) {
    Invoke-Program ((Get-ApartPrefix) + $Command)
}

# For files that a command which ran as root may have left.
function Remove-AsRoot([string] $Path) {
    Invoke-AsRoot 'rm', '-rf', '--', $Path
}

# The words to put ahead of a command that needs root. sudo gives the command an environment of its own.
function Get-RootPrefix {
    if ([Environment]::IsPrivilegedProcess) { return @() }
    if (-not (Find-Tool 'sudo')) {
        Stop-Build 'this needs root, and there is no sudo: run it as root.'
    }
    $null = sudo -n true 2>&1
    if ($LASTEXITCODE -eq 0) { return @('sudo', '-n') }
    if ([Console]::IsInputRedirected) {
        Stop-Build 'this needs root: run it as root, as a user whom sudo asks for no password, or on a terminal where it can ask.'
    }
    return @('sudo')
}

# The path of a tool in the system's folders. An ordinary user's PATH often lacks those of root's tools.
function Find-Tool([string] $Name) {
    $found = '/usr/sbin', '/sbin', '/usr/bin', '/bin', '/usr/local/sbin', '/usr/local/bin' |
        ForEach-Object { "$_/$Name" } |
        Where-Object { [IO.File]::Exists($_) }
    if ($found) { @($found)[0] }
}

# The command that runs a script, with the module imported, on a machine with or without pwsh.
function Get-HostCommand([string] $Script, [string[]] $ScriptArguments) {
    $hostProgram = "$root/src/PortFirewall.Host/bin/$Configuration/$toolFramework/PortFirewall.Host.dll"
    @((Get-Dotnet), $hostProgram, '-Module', "$outFolder/PortFirewall.psd1", '-File', $Script) + $ScriptArguments
}

# The full path, because sudo looks in folders of its own.
function Get-Dotnet {
    $found = @(Get-Command dotnet -CommandType Application -ErrorAction Ignore)
    if (-not $found) { Stop-Build 'the .NET SDK 10 is needed: dotnet is not on PATH.' }
    $found[0].Source
}

# As root, in a network namespace of its own: whatever the code under test gets wrong, the machine's own firewall is out of reach.
function Get-ApartPrefix {
    @(Get-RootPrefix) + @('unshare', '--net', '--', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh')
}
