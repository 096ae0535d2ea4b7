# Running every test, and counting.

# These make network namespaces and rules in them. The others must pass without any privilege.
$projectsThatNeedRoot = 'PortFirewall.Lab.Tests', 'PortFirewall.Module.Tests'

# Ends the build with its exit status. The last line that is written is the totals, in a form that machines read.
function Invoke-AllTests {
    $total = New-Count
    $problems = @()
    $results = [IO.Directory]::CreateTempSubdirectory('portfirewall-tests-').FullName
    try {
        foreach ($project in Get-TestProject) {
            $clock = [Diagnostics.Stopwatch]::StartNew()
            Write-Line "==> $project"
            # Not captured, so that it writes to the terminal; its status is in $LASTEXITCODE.
            Invoke-TestProject $project "$results/$project"
            $counts = Read-TestResult "$results/$project/results.trx" $LASTEXITCODE
            if ($counts.Problem) { $problems += "$project $($counts.Problem)" }
            Add-Count $total $counts
            Write-Line "$project`: $(Format-Count $counts) in $($clock.Elapsed.TotalSeconds.ToString('0.0')) s"
        }
        if (Test-PesterWanted) {
            Write-Line '==> Pester'
            Invoke-PesterTests "$results/Pester"
            $counts = Read-PesterResult "$results/Pester/counts" $LASTEXITCODE
            if ($counts.Problem) { $problems += "Pester $($counts.Problem)" }
            Add-Count $total $counts
            Write-Line "Pester: $(Format-Count $counts)"
        }
    }
    finally {
        Remove-AsRoot $results
    }

    $ran = $total.Passed + $total.Failed -gt 0
    if (-not $ran) { $problems += 'no test has run.' }
    $problems | ForEach-Object { [Console]::Error.WriteLine("build: $_") }
    Write-Line (Format-Count $total)
    exit $(if ($problems -or $total.Failed -gt 0) { 1 } else { 0 })
}

function Get-TestProject {
    $folders = [IO.Directory]::GetDirectories("$root/tests", '*.Tests')
    [Array]::Sort($folders)
    $folders |
        ForEach-Object { [IO.Path]::GetFileName($_) } |
        Where-Object { $_.Contains($Only, [StringComparison]::OrdinalIgnoreCase) }
}

# The assembly is given rather than the project: there is nothing to build, and nothing is written into the tree as root.
function Invoke-TestProject([string] $Project, [string] $Results) {
    $asRoot = if ($Project -in $projectsThatNeedRoot) { @(Get-ApartPrefix) } else { @() }
    $program, $programArguments = $asRoot + @(
        'env', "PORTFIREWALL_LONG=$([int] $Long.IsPresent)", 'DOTNET_NOLOGO=1', 'DOTNET_CLI_TELEMETRY_OPTOUT=1'
        (Get-Dotnet), 'test', "$root/tests/$Project/bin/$Configuration/$toolFramework/$Project.dll"
        '--nologo', '--settings', "$root/tests/test.runsettings"
        '--results-directory', $Results, '--logger', 'trx;LogFileName=results.trx'
        # A test that hangs ends its project rather than everybody's patience.
        '--blame-hang-timeout', $(if ($Long) { '60m' } else { '10m' }), '--blame-hang-dump-type', 'none')
    & $program @programArguments
}

# Every result is counted: the file's own counters leave skipped tests out. What a test that passed says of itself, such as its
# seed and its figures, is shown here: the console shows it of those that failed only.
function Read-TestResult([string] $Path, [int] $Status) {
    $counts = New-Count
    if ([IO.File]::Exists($Path)) {
        $document = [Xml.XmlDocument]::new()
        $document.Load($Path)
        foreach ($result in $document.GetElementsByTagName('UnitTestResult')) {
            if ($result.GetAttribute('outcome') -eq 'Passed') {
                foreach ($said in $result.GetElementsByTagName('StdOut')) { Write-Line "  $($said.InnerText.Trim().ReplaceLineEndings("`n  "))" }
            }
            switch ($result.GetAttribute('outcome')) {
                'Passed' { $counts.Passed++ }
                'NotExecuted' { $counts.Skipped++ }
                default { $counts.Failed++ }
            }
        }
    }
    Add-Problem $counts $Status
}

function Test-PesterWanted {
    if (-not 'Pester'.Contains($Only, [StringComparison]::OrdinalIgnoreCase)) { return $false }
    $pwsh = Get-Pwsh
    if (-not $pwsh) {
        Write-Line 'Pester tests were not run: there is no pwsh (PORTFIREWALL_PWSH can name one).'
        return $false
    }
    $null = & $pwsh -NoProfile -NonInteractive -Command 'exit [int](-not (Get-Module Pester -ListAvailable | Where-Object Version -ge 5.0))'
    if ($LASTEXITCODE -ne 0) { Write-Line "Pester tests were not run: $pwsh has no Pester 5." }
    $LASTEXITCODE -eq 0
}

function Invoke-PesterTests([string] $Results) {
    $null = [IO.Directory]::CreateDirectory($Results)
    $program, $programArguments = @(Get-ApartPrefix) + @(
        'env', "PORTFIREWALL_LONG=$([int] $Long.IsPresent)"
        (Get-Pwsh), '-NoProfile', '-NonInteractive', '-File', "$root/build/pester.ps1", "$root/tests/Pester", "$Results/counts")
    & $program @programArguments
}

function Read-PesterResult([string] $Path, [int] $Status) {
    $counts = New-Count
    if ([IO.File]::Exists($Path)) {
        [int] $counts.Passed, [int] $counts.Failed, [int] $counts.Skipped = [IO.File]::ReadAllText($Path).Trim() -split ' '
    }
    Add-Problem $counts $Status
}

function Get-Pwsh {
    if ($env:PORTFIREWALL_PWSH) { return $env:PORTFIREWALL_PWSH }
    $found = @(Get-Command pwsh -CommandType Application -ErrorAction Ignore)
    if ($found) { $found[0].Source }
}

function New-Count {
    @{ Passed = 0; Failed = 0; Skipped = 0; Problem = '' }
}

# Failed tests explain a status. Without any, something else went wrong, and the counts are worth nothing.
function Add-Problem([hashtable] $Counts, [int] $Status) {
    if ($Status -ne 0 -and $Counts.Failed -eq 0) { $Counts.Problem = "did not run to its end: status $Status." }
    elseif ($Counts.Passed + $Counts.Failed -eq 0) { $Counts.Problem = 'has run no test.' }
    $Counts
}

function Add-Count([hashtable] $Total, [hashtable] $More) {
    foreach ($key in 'Passed', 'Failed', 'Skipped') { $Total[$key] += $More[$key] }
}

function Format-Count([hashtable] $Counts) {
    "$($Counts.Passed) passed, $($Counts.Failed) failed, $($Counts.Skipped) skipped"
}

# Whole commands are compared in namespaces of their own, which needs root; 'core' and 'scale' measure the thinking, which does not.
function Invoke-Benchmark([string[]] $BenchmarkArguments) {
    $assembly = "$root/tests/PortFirewall.Benchmarks/bin/$Configuration/$toolFramework/PortFirewall.Benchmarks.dll"
    $command = @((Get-Dotnet), $assembly) + $BenchmarkArguments
    if ($BenchmarkArguments -and $BenchmarkArguments[0] -in 'core', 'scale') { Invoke-Program $command } else { Invoke-AsRoot $command }
}
