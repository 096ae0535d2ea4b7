# What a server exposes, as a test: copy this, name your ports, and leave out the lab and -NetworkNamespace.

BeforeAll {
    Import-Module "$PSScriptRoot/../../PortFirewall.psd1" -Force
    $lab = New-FirewallLab
    $on = @{ NetworkNamespace = $lab.Server }
    $null = Add-IptablesPortRule -Port 443 @on
    $null = Add-IptablesPortRule -Port 22 -Source 198.51.100.0/24 @on
}

AfterAll {
    $lab | Remove-FirewallLab
}

Describe 'What the server exposes' {
    It 'is the web to everyone, over both families' {
        Test-PortPath -Port 443 @on -Quiet | Should -BeTrue
    }

    It 'is ssh to the office only' {
        (Test-PortPath -Port 22 -Source 198.51.100.7 @on).Verdict | Should -Be Accept
        (Test-PortPath -Port 22 -Source 203.0.113.7 @on).Verdict | Should -Be Drop
        (Test-PortPath -Port 22 -AddressFamily IPv4 @on).Verdict | Should -Be Mixed
    }

    It 'is nothing else, on any port below 1024' {
        $others = Test-PortPath -Port '1-21', '23-442', '444-1023' @on
        $others.Verdict | Select-Object -Unique | Should -Be Drop
    }
}
