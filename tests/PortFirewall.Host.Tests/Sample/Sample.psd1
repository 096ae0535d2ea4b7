@{
    RootModule = 'Sample.psm1'
    ModuleVersion = '1.0.0'
    GUID = '0b8a5f0e-3c41-4d5a-9d53-6f1f3a1a0d4e'
    FormatsToProcess = 'Sample.Format.ps1xml'
    FunctionsToExport = 'Get-Sample', 'Write-Streams', 'Set-Sample'
}
