# Plays pages: each command is typed as at a prompt, and what it prints is printed. Pages are apart by a form feed, commands of a page by a
# record separator; so is what they print.
param([string] $Plan, [string] $Module, [string] $StandIns)

$ProgressPreference = 'SilentlyContinue'
# As `ss` names the process that holds the lab's listener on a reader's machine.
[IO.File]::WriteAllText('/proc/self/comm', 'pwsh')
Import-Module $Module
# What pwsh has from its own modules, and the engine alone does not: as much of it as the examples ask for.
if (-not (Get-Command Format-List -ErrorAction Ignore)) {
    Import-Module $StandIns
    function Get-Content([string] $Path) { [IO.File]::ReadAllLines($Path) }
    function Get-ChildItem([string] $Path) { [Linq.Enumerable]::OrderBy([IO.DirectoryInfo]::new($Path).GetFileSystemInfos(), [Func[object, string]] { param($item) $item.Name }) }
    function Sort-Object([string[]] $Property) {
        [Linq.Enumerable]::OrderBy([object[]] @($input), [Func[object, string]] { param($item) -join @(foreach ($name in $Property) { '{0,8:d} ' -f $item.$name }) })
    }
}

function Invoke-Page([string[]] $_Commands) {
    if ($_Commands[0]) { . ([scriptblock]::Create($_Commands[0])) }
    foreach ($_Command in $_Commands[1..$_Commands.Count]) {
        [Console]::Out.Write([char] 0x1e)
        try { . ([scriptblock]::Create($_Command)) 2>&1 | Out-Default }
        catch { $_ | Out-Default }
    }
}

# As it was before the first page: nothing of what a page did is there for the next one.
$clear = @'
for tool in iptables ip6tables; do printf '*filter\nCOMMIT\n' | $tool-restore; done
rm -rf /srv/demo/* /run/portfirewall /var/lib/portfirewall /etc/iptables/*
'@

foreach ($page in [IO.File]::ReadAllText($Plan).Split([char] 0x0c)) {
    Invoke-Page $page.Split([char] 0x1e)
    [Console]::Out.Write([char] 0x0c)
    Remove-FirewallLab shop -ErrorAction Ignore
    sh -c $clear
}
