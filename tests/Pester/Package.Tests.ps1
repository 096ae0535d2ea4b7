# The package, installed the way anybody would, for a user who has nothing yet.

BeforeDiscovery {
    $package = @(Get-Item "$PSScriptRoot/../../out/package/*.nupkg" -ErrorAction Ignore)
    $installer = Get-Module Microsoft.PowerShell.PSResourceGet -ListAvailable
}

Describe 'The package' -Skip:(-not $package -or -not $installer) {
    BeforeAll {
        $packages = (Resolve-Path "$PSScriptRoot/../../out/package").Path
        # Repositories and modules of a user are kept under HOME, so a home of its own leaves nothing behind.
        $at = [IO.Directory]::CreateTempSubdirectory('portfirewall-home-').FullName
        $script = {
            param($packages)
            $ErrorActionPreference = 'Stop'
            $env:PSModulePath = "$HOME/.local/share/powershell/Modules:$env:PSModulePath"
            Register-PSResourceRepository -Name Local -Uri $packages -Trusted
            Install-PSResource PortFirewall -Repository Local
            $null = Get-FirewallEnvironment
            $module = Get-Module PortFirewall
            [pscustomobject] @{
                Base = $module.ModuleBase
                Version = "$($module.Version)"
                Commands = $module.ExportedCmdlets.Count
                Synopsis = (Get-Help Open-IptablesPort).Synopsis
                Installed = "$((Get-InstalledPSResource PortFirewall).Version)"
            } | ConvertTo-Json
        }
        $installed = env "HOME=$at" (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command "& {$script} '$packages'" | ConvertFrom-Json
        $manifest = Import-PowerShellDataFile "$PSScriptRoot/../../PortFirewall.psd1"
    }

    AfterAll {
        Remove-Item $at -Recurse -Force
    }

    It 'is installed from a folder, and loaded by the first command' {
        $installed.Base | Should -BeLike "$at/*/PortFirewall/$($manifest.ModuleVersion)"
        $installed.Version | Should -Be $manifest.ModuleVersion
        $installed.Installed | Should -Be $manifest.ModuleVersion
    }

    It 'has every command, and its help' {
        $installed.Commands | Should -Be $manifest.CmdletsToExport.Count
        $installed.Synopsis | Should -BeLike 'Opens ports*'
    }
}
