function Get-Sample([int] $Count = 1) {
    1..$Count | ForEach-Object { [pscustomobject] @{ PSTypeName = 'Sample.Item'; Number = $_; Name = "item $_" } }
}

function Write-Streams {
    [CmdletBinding()] param()
    $PSCmdlet.WriteObject('an object')
    $PSCmdlet.WriteWarning('a warning')
    $PSCmdlet.WriteVerbose('verbose')
    $PSCmdlet.WriteDebug('debug')
    $PSCmdlet.WriteInformation('information', [string[]] @())
    $PSCmdlet.WriteProgress([Management.Automation.ProgressRecord]::new(1, 'Working', 'hard'))
    $record = [Management.Automation.ErrorRecord]::new([InvalidOperationException]::new('an error'), 'Sample', 'InvalidOperation', $null)
    $record.ErrorDetails = [Management.Automation.ErrorDetails]::new('an error')
    $record.ErrorDetails.RecommendedAction = 'Do something else.'
    $PSCmdlet.WriteError($record)
}

function Set-Sample {
    [CmdletBinding(SupportsShouldProcess)] param()
    if ($PSCmdlet.ShouldProcess('the target', 'Change')) { 'changed' } else { 'not changed' }
}
