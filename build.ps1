#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Builds, tests and shows PortFirewall.
.DESCRIPTION
    Runs under pwsh, and through build.sh on a machine that has only the .NET SDK. There the modules of pwsh are missing, so this
    script and those in build/ keep to the language, the engine's own cmdlets, .NET and programs.
.PARAMETER Task
    Build      builds everything and lays the module out in out/PortFirewall, importable there and in place
    Test       sets up, builds, runs every test, and closes with one line of totals
    Demo       sets up, builds, runs docs/guide.ps1 in a lab
    Benchmark  sets up, builds, runs tests/PortFirewall.Benchmarks
    Package    builds, and makes the module's folder and the .nupkg for a repository of modules in out/package
    Setup      installs the tools that tests and demo need, where they are missing, and fetches the firewall generators and servers that tests run
    Clean      removes everything that was built
.PARAMETER Configuration
    Release, or Debug.
.PARAMETER Long
    Test: runs the tests that take long too, such as those that kill and fuzz for minutes.
.PARAMETER Only
    Test: runs the projects only whose names hold this text.
.PARAMETER Arguments
    Demo and Benchmark: arguments for what is run.
.EXAMPLE
    ./build.ps1 -Task Test -Long
#>
[CmdletBinding(PositionalBinding = $false)]
param(
    [ValidateSet('Build', 'Test', 'Demo', 'Benchmark', 'Package', 'Setup', 'Clean')]
    [string] $Task = 'Build',

    [ValidateSet('Release', 'Debug')]
    [string] $Configuration = 'Release',

    [switch] $Long,

    [string] $Only = '',

    [Parameter(ValueFromRemainingArguments)]
    [string[]] $Arguments = @()
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false

. "$PSScriptRoot/build/common.ps1"
. "$PSScriptRoot/build/setup.ps1"
. "$PSScriptRoot/build/packages.ps1"
. "$PSScriptRoot/build/notices.ps1"
. "$PSScriptRoot/build/module.ps1"
. "$PSScriptRoot/build/package.ps1"
. "$PSScriptRoot/build/tests.ps1"

if ($Arguments -and $Task -notin 'Demo', 'Benchmark') {
    Stop-Build "Task $Task does not know '$($Arguments -join ' ')'."
}

switch ($Task) {
    'Build' {
        Build-Module
        Build-Everything
        Write-Line "Built: $outFolder. Try: Import-Module $root/PortFirewall.psd1"
    }
    'Test' {
        Install-MissingTool
        Get-TestPackage
        Build-Module
        Build-Everything
        $null = Build-Package
        Invoke-AllTests
    }
    'Demo' {
        Install-MissingTool
        Build-Module
        Invoke-AsRoot (Get-HostCommand "$root/docs/guide.ps1" $Arguments)
    }
    'Benchmark' {
        Install-MissingTool
        Build-Module
        Build-Everything
        Invoke-Benchmark $Arguments
    }
    'Package' {
        Build-Module
        Write-Line "Packed: $(Build-Package). Try: Install-PSResource, as docs/building.md tells."
    }
    'Setup' {
        Install-MissingTool
        Get-TestPackage
        Write-Line 'Every tool that the tests and the demo need is here.'
    }
    'Clean' { Clear-Build }
}
