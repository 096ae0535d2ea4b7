# The package: the module's folder as it is installed, and the .nupkg of it that Publish-PSResource would upload.

$packageFolder = "$root/out/package"

# Two builds of one commit by one SDK give the same bytes: the compiler is told no path of this machine (src/Directory.Build.props),
# and the packer is told which time to write.
function Build-Package {
    $manifest = Read-Manifest "$outFolder/PortFirewall.psd1"
    $notes = Get-ReleaseNotes "$root/CHANGELOG.md" $manifest.ModuleVersion
    if ([IO.Directory]::Exists($packageFolder)) { [IO.Directory]::Delete($packageFolder, $true) }
    Copy-Folder $outFolder "$packageFolder/PortFirewall"
    Set-ReleaseNotes "$packageFolder/PortFirewall/PortFirewall.psd1" $notes

    $work = [IO.Directory]::CreateTempSubdirectory('portfirewall-package-').FullName
    try {
        Write-Nuspec "$work/PortFirewall.nuspec" $manifest $notes "$packageFolder/PortFirewall"
        Invoke-Program (Get-Dotnet), 'msbuild', "$root/src/PortFirewall/PortFirewall.csproj", '-target:Pack', '-verbosity:quiet', '-nologo',
            "-property:Configuration=$Configuration", '-property:NoBuild=true', '-property:NoPackageAnalysis=true', "-property:NuspecFile=$work/PortFirewall.nuspec",
            "-property:NuspecBasePath=$packageFolder/PortFirewall", "-property:PackageOutputPath=$packageFolder",
            "-property:DeterministicTimestamp=$(Get-SourceTime)"
    }
    finally {
        [IO.Directory]::Delete($work, $true)
    }
    "$packageFolder/PortFirewall.$($manifest.ModuleVersion).nupkg"
}

# Seconds since 1970 of the commit, or what SOURCE_DATE_EPOCH says (reproducible-builds.org); without git the first day that a zip knows.
function Get-SourceTime {
    if ($env:SOURCE_DATE_EPOCH) { return $env:SOURCE_DATE_EPOCH }
    if (Get-Command git -CommandType Application -ErrorAction Ignore) {
        $time = git -c 'safe.directory=*' -C $root log -1 --format=%ct 2>&1
        if ($LASTEXITCODE -eq 0) { return $time }
    }
    [DateTimeOffset]::new(1980, 1, 1, 0, 0, 0, [TimeSpan]::Zero).ToUnixTimeSeconds()
}

# The engine alone has no Import-PowerShellDataFile. Like that, this reads a manifest without running any of it.
function Read-Manifest([string] $Path) {
    $problems = $null
    $script = [Management.Automation.Language.Parser]::ParseFile($Path, [ref] $null, [ref] $problems)
    if ($problems) { Stop-Build "$Path does not parse: $($problems[0].Message)" }
    $script.EndBlock.Statements[0].PipelineElements[0].Expression.SafeGetValue()
}

# What CHANGELOG.md says of a version; before it has a heading of its own, what is to come.
function Get-ReleaseNotes([string] $Changelog, [string] $Version) {
    $text = [IO.File]::ReadAllText($Changelog)
    foreach ($name in $Version, 'Unreleased') {
        $section = [regex]::Match($text, "(?ms)^## \[$([regex]::Escape($name))\][^\n]*\n(.*?)(?=^## \[|^\[|\z)")
        if ($section.Success) { return $section.Groups[1].Value.Trim() }
    }
    Stop-Build "$Changelog says nothing of $Version."
}

# Publish-PSResource takes the notes from the manifest, so there they have to be.
function Set-ReleaseNotes([string] $Path, [string] $Notes) {
    $text = [IO.File]::ReadAllText($Path)
    $line = [regex]::new("(?m)^(\s*ReleaseNotes = )'[^']*'")
    if ($line.Matches($text).Count -ne 1) { Stop-Build "$Path should have one line of ReleaseNotes, within quotes." }
    [IO.File]::WriteAllText($Path, $line.Replace($text, { param($match) "$($match.Groups[1].Value)'$($Notes.Replace("'", "''"))'" }))
}

# The fields are those that Publish-PSResource makes of a manifest, under the same names.
function Write-Nuspec([string] $Path, [hashtable] $Manifest, [string] $Notes, [string] $Folder) {
    $data = $Manifest.PrivateData.PSData
    $fields = [ordered] @{
        id = 'PortFirewall'
        version = $Manifest.ModuleVersion
        authors = $Manifest.Author
        owners = $Manifest.CompanyName
        requireLicenseAcceptance = 'false'
        description = $Manifest.Description
        releaseNotes = $Notes
        copyright = $Manifest.Copyright
        tags = @('PSModule') + $data.Tags -join ' '
    }
    $settings = [Xml.XmlWriterSettings]::new()
    $settings.Indent = $true
    $writer = [Xml.XmlWriter]::Create($Path, $settings)
    try {
        $writer.WriteStartElement('package', 'http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd')
        $writer.WriteStartElement('metadata')
        foreach ($field in $fields.GetEnumerator()) {
            $writer.WriteElementString($field.Key, $field.Value)
        }
        $writer.WriteEndElement()
        $writer.WriteStartElement('files')
        foreach ($file in Get-FileUnder $Folder) {
            $writer.WriteStartElement('file')
            $writer.WriteAttributeString('src', $file)
            $writer.WriteAttributeString('target', $file)
            $writer.WriteEndElement()
        }
        $writer.WriteEndDocument()
    }
    finally {
        $writer.Dispose()
    }
}

# In an order of our own: a folder lists its files as it likes.
function Get-FileUnder([string] $Folder) {
    $files = [IO.Directory]::GetFiles($Folder, '*', [IO.SearchOption]::AllDirectories)
    [Array]::Sort($files, [StringComparer]::Ordinal)
    $files | ForEach-Object { [IO.Path]::GetRelativePath($Folder, $_) }
}

function Copy-Folder([string] $From, [string] $To) {
    foreach ($file in Get-FileUnder $From) {
        $null = [IO.Directory]::CreateDirectory([IO.Path]::GetDirectoryName("$To/$file"))
        [IO.File]::Copy("$From/$file", "$To/$file")
    }
}
