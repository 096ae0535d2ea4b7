# The surface of the module on a real pwsh.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/../../PortFirewall.psd1" -Force
    $commands = Get-Command -Module PortFirewall | ForEach-Object { @{ Name = $_.Name; Command = $_ } }
}

BeforeAll {
    Import-Module "$PSScriptRoot/../../PortFirewall.psd1" -Force
}

Describe 'The module' {
    It 'has a manifest that pwsh accepts' {
        Test-ModuleManifest "$PSScriptRoot/../../PortFirewall.psd1" | Should -Not -BeNullOrEmpty
    }

    It 'exports cmdlets and nothing else' {
        (Get-Command -Module PortFirewall).CommandType | Select-Object -Unique | Should -Be Cmdlet
    }

    It 'keeps CliWrap to itself' {
        $null = Get-FirewallEnvironment
        [System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies.GetName().Name | Should -Not -Contain 'CliWrap'
    }
}

Describe '<Name>' -ForEach $commands {
    It 'has an approved verb' {
        $Command.Verb | Should -BeIn (Get-Verb).Verb
    }

    It 'has help with examples, and a description for every parameter' {
        $help = Get-Help $Name -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis | Should -Not -BeLike "*$Name *-*"
        @($help.examples.example).Count | Should -BeGreaterOrEqual 2
        foreach ($parameter in $help.parameters.parameter | Where-Object name -notin 'WhatIf', 'Confirm') {
            $parameter.description | Should -Not -BeNullOrEmpty -Because "-$($parameter.name) needs one"
        }
    }
}
