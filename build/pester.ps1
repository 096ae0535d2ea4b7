# Runs the Pester tests in a folder, under a real pwsh, and leaves the counts where build.ps1 reads them.
param([string] $Folder, [string] $CountsFile)

Import-Module Pester -MinimumVersion 5.0
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Folder
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$result = Invoke-Pester -Configuration $configuration
[IO.File]::WriteAllText($CountsFile, "$($result.PassedCount) $($result.FailedCount) $($result.SkippedCount + $result.NotRunCount)")
exit [int]($result.Result -ne 'Passed')
