# What others wrote and the module brings along: their notices, which the licence asks to keep beside the code.

$bringsAlong = @('cliwrap')

function Write-Notices([string] $Built, [string] $Path) {
    $parts = @('PortFirewall brings along software of others, under the licences named here.') + ($bringsAlong | ForEach-Object { Get-Notice "$Built/$_.nuspec" })
    [IO.File]::WriteAllText($Path, ($parts -join "`n`n$('-' * 72)`n`n") + "`n")
}

# From the package's own description, so that version and copyright are those of what is brought along.
function Get-Notice([string] $Nuspec) {
    $document = [Xml.XmlDocument]::new()
    $document.Load($Nuspec)
    $about = $document.DocumentElement['metadata']
    $license = $about['license'].InnerText
    if ($license -ne 'MIT') { Stop-Build "$($about['id'].InnerText) is under $license, whose words build/notices.ps1 doesn't have." }
    @(
        "$($about['id'].InnerText) $($about['version'].InnerText)"
        $about['projectUrl'].InnerText
        ''
        'MIT License'
        ''
        $about['copyright'].InnerText
        ''
        Get-MitTerms
    ) -join "`n"
}

# PortFirewall is under the same licence.
function Get-MitTerms {
    $text = [IO.File]::ReadAllText("$root/LICENSE")
    $text.Substring($text.IndexOf('Permission is hereby granted', [StringComparison]::Ordinal)).Trim()
}
