<#
.SYNOPSIS
Measures Test-AudienceContact side by side with another build of the module and with what one would write by hand, and prints ratios.

.DESCRIPTION
Nothing is sent, so what is measured is reading and checking alone. Each run is a fresh pwsh; the sides take turns, and medians count. By
hand is Import-Csv and a pattern: it finds no double, knows no country and gives no reason.

.EXAMPLE
git worktree add ../before 2624e1a; ../before/build.ps1
./tests/AudienceTools.Benchmarks/Compare-Check.ps1 -Before ../before/output/AudienceTools/0.1.0/AudienceTools.psd1
#>
param (
    # The manifest of the other build.
    [string] $Before,

    [int] $Rows = 500000,

    [int] $Runs = 3,

    # Which jobs, by wildcard.
    [string] $Job = '*'
)

$ErrorActionPreference = 'Stop'
$root = Split-Path (Split-Path $PSScriptRoot)
$version = (Import-PowerShellDataFile (Join-Path $root 'AudienceTools.psd1')).ModuleVersion
$builds = [ordered]@{ this = Join-Path $root 'output' 'AudienceTools' $version 'AudienceTools.psd1' }
if ($Before) { $builds['before'] = Convert-Path $Before }
$work = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "audiencetools-bench-$PID")).FullName

# The spellings of a number in a file, by its nine digits behind +44.
$files = [ordered]@{
    international = { '+44' + $args[0] }
    spaced        = { '+44 ' + "$($args[0])".Insert(4, ' ') }
    national      = { '0' + $args[0] }
    '00'          = { '0044' + $args[0] }
}
$jobs = [ordered]@{
    'Test-AudienceContact -Path, international'       = 'international', 'Test-AudienceContact -Path $file'
    'Test-AudienceContact -Path, with blanks'         = 'spaced', 'Test-AudienceContact -Path $file'
    'Test-AudienceContact -Path, 00'                  = '00', 'Test-AudienceContact -Path $file'
    'Test-AudienceContact -Path, national'            = 'national', 'Test-AudienceContact -Path $file -DefaultCountryCode 44'
    'Import-Csv | Test-AudienceContact'               = 'international', 'Import-Csv $file | Test-AudienceContact'
    'by hand: Import-Csv | ? Phone -match ''^\+\d+$''' = 'international', 'Import-Csv $file | Where-Object Phone -match ''^\+\d{7,15}$'' | Measure-Object'
}

function Measure-Run([string] $Module, [string] $File, [string] $Code) {
    Set-Content "$work/run.ps1" @"
`$ErrorActionPreference = 'Stop'; `$ProgressPreference = 'SilentlyContinue'
Import-Module '$Module'
`$file = '$File'
`$null = '+442079460958' | Test-AudienceContact
`$process = [Diagnostics.Process]::GetCurrentProcess()
`$cpu = `$process.TotalProcessorTime
`$clock = [Diagnostics.Stopwatch]::StartNew()
`$result = $Code
`$elapsed = `$clock.Elapsed.TotalSeconds
`$process.Refresh()
`$valid = `$result.PSObject.Properties['Valid'] ? `$result.Valid : `$result.Count
'{0}|{1}|{2}|{3}' -f `$elapsed, (`$process.TotalProcessorTime - `$cpu).TotalSeconds, (`$process.PeakWorkingSet64 / 1MB), `$valid
"@
    $seconds, $cpu, $peak, $valid = @(& (Get-Process -Id $PID).Path @hostArguments -NoProfile -File "$work/run.ps1")[-1] -split '\|'
    if ([int]$valid -ne $Rows) { throw "$valid of $Rows rows are valid: $Code" }
    [pscustomobject]@{ Seconds = [double]$seconds; Cpu = [double]$cpu; Peak = [double]$peak }
}

function Get-Median([double[]] $Values) { ($Values | Sort-Object)[[Math]::Floor($Values.Count / 2)] }

# Where pwsh is a .NET tool, the process is dotnet and takes pwsh.dll first.
$hostArguments = @((Get-Process -Id $PID).Path -match '\bdotnet(\.exe)?$' ? (Join-Path $PSHOME 'pwsh.dll') : $null).Where{ $_ }
try {
    foreach ($kind in $files.Keys) {
        $random = [Random]::new(1)
        $seen = [Collections.Generic.HashSet[int]]::new()
        $writer = [IO.StreamWriter]::new("$work/$kind.csv")
        $writer.WriteLine('Name,Phone,City,Plan,Appointment')
        while ($seen.Count -lt $Rows) {
            $digits = $random.Next(700000000, 799999999)
            if ($seen.Add($digits)) { $writer.WriteLine("`"Person, $($seen.Count)`",$(& $files[$kind] "7$digits"),Pune,Basic,2026-01-01") }
        }
        $writer.Dispose()
    }

    '| {0:n0} rows | build | seconds | CPU seconds | rows a second | peak MB of pwsh | time against before |' -f $Rows
    '|---|---|---:|---:|---:|---:|---:|'
    foreach ($name in $jobs.Keys -like $Job) {
        $kind, $code = $jobs[$name]
        $seen = @{}
        $sides = @($name -like 'by hand*' ? 'this' : $builds.Keys)
        for ($run = 0; $run -lt $Runs; $run++) {
            foreach ($build in $sides) { $seen[$build] += @(Measure-Run $builds[$build] "$work/$kind.csv" $code) }
        }
        foreach ($build in $sides) {
            $seconds = Get-Median $seen[$build].Seconds
            $ratio = if ($build -eq 'this' -and $sides.Count -gt 1) { '{0:n2}' -f ($seconds / (Get-Median $seen['before'].Seconds)) }
            '| {0} | {1} | {2:n2} | {3:n2} | {4:n0} | {5:n0} | {6} |' -f ($name -replace '\|', '\|'), $build, $seconds, (Get-Median $seen[$build].Cpu), ($Rows / $seconds), (Get-Median $seen[$build].Peak), $ratio
        }
    }
}
finally {
    Remove-Item $work -Recurse -Force
}
