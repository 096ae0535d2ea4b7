# Building, and the layout of the module that comes of it.

# The module, laid out to be used, and the programs that its build and its demo take.
function Build-Module {
    'PortFirewall', 'PortFirewall.Host', 'PortFirewall.Help' | ForEach-Object { Build-Project "$root/src/$_/$_.csproj" }
    Publish-Module
}

# The tests too. They come second, as some of them take the module that is laid out.
function Build-Everything {
    Build-Project "$root/PortFirewall.slnx"
}

function Build-Project([string] $Path) {
    # 'dotnet build' would sum up each time, however quiet it is asked to be; but it uses every processor, which 'msbuild' has to be told.
    Invoke-Program (Get-Dotnet), 'msbuild', $Path, '-restore', '-maxCpuCount', "-property:Configuration=$Configuration", '-verbosity:quiet', '-nologo'
}

# Lays the module out beside the one that may be in use, and then puts it in its place: an assembly that a running process has
# loaded must not be written over.
function Publish-Module {
    $built = "$root/src/PortFirewall/bin/$Configuration/$moduleFramework"
    $stage = "$root/out/.PortFirewall.$PID"
    $null = [IO.Directory]::CreateDirectory("$stage/bin/isolated")
    try {
        Copy-Built "$root" 'PortFirewall.psd1', 'LICENSE' $stage
        Copy-Built $built 'PortFirewall.dll', 'PortFirewall.pdb', 'PortFirewall.Core.dll', 'PortFirewall.Core.pdb' "$stage/bin"
        # Loaded in a context of the module's own, so that no other module's version of them collides.
        Copy-Built $built 'PortFirewall.Native.dll', 'PortFirewall.Native.pdb', 'CliWrap.dll' "$stage/bin/isolated"
        Write-Notices $built "$stage/THIRD-PARTY-NOTICES.txt"
        $views = "$root/src/PortFirewall/Views"
        Copy-Built $views ([IO.Directory]::GetFiles($views, '*.ps1xml') | ForEach-Object { [IO.Path]::GetFileName($_) }) "$stage/bin"
        Build-Help $stage

        if ([IO.Directory]::Exists($outFolder)) { [IO.Directory]::Delete($outFolder, $true) }
        [IO.Directory]::Move($stage, $outFolder)
    }
    finally {
        if ([IO.Directory]::Exists($stage)) { [IO.Directory]::Delete($stage, $true) }
    }

    # With these the manifest at the top of the repository can be imported where it is.
    foreach ($name in 'bin', 'en-US') {
        Remove-Link "$root/$name"
        if ([IO.Directory]::Exists("$outFolder/$name")) {
            $null = [IO.Directory]::CreateSymbolicLink("$root/$name", "out/PortFirewall/$name")
        }
    }
}

function Copy-Built([string] $From, [string[]] $Names, [string] $To) {
    foreach ($name in $Names) {
        if (-not [IO.File]::Exists("$From/$name")) { Stop-Build "$From/$name is missing from the build." }
        [IO.File]::Copy("$From/$name", "$To/$name")
    }
}

# Help is made of the pages in docs/en-US and of the module as it was just built.
function Build-Help([string] $Module) {
    if ([IO.Directory]::Exists("$root/docs/en-US")) {
        $generator = "$root/src/PortFirewall.Help/bin/$Configuration/$toolFramework/PortFirewall.Help.dll"
        Invoke-Program (Get-Dotnet), $generator, "$Module/PortFirewall.psd1", "$root/docs/en-US", "$Module/en-US"
    }
}

function Clear-Build {
    Remove-Link "$root/bin"
    Remove-Link "$root/en-US"
    foreach ($folder in @("$root/out") + (Get-BuildFolder)) {
        if ([IO.Directory]::Exists($folder)) { [IO.Directory]::Delete($folder, $true) }
    }
}

function Get-BuildFolder {
    foreach ($project in 'src', 'tests' | ForEach-Object { [IO.Directory]::GetDirectories("$root/$_") }) {
        "$project/bin"
        "$project/obj"
    }
}

function Remove-Link([string] $Path) {
    if ([IO.FileInfo]::new($Path).LinkTarget) { [IO.File]::Delete($Path) }
}
