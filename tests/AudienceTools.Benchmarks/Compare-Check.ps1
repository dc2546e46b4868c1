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

. (Join-Path $PSScriptRoot 'Common.ps1')

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
    $run = Measure-Job $Module "`$file = '$File'; `$null = '+442079460958' | Test-AudienceContact" $Code `
        '$result.PSObject.Properties["Valid"] ? $result.Valid : $result.Count'
    if ($run.Checked -ne $Rows) { throw "$($run.Checked) of $Rows rows are valid: $Code" }
    $run
}

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
        $sides = @($name -like 'by hand*' ? 'this' : $builds.Keys)
        $seen = Compare-Build $sides { param ($build) Measure-Run $builds[$build] "$work/$kind.csv" $code }
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
