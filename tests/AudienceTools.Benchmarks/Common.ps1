# What compares two builds has in common. Dot-sourced by a script with the parameters $Before and $Runs.
$ErrorActionPreference = 'Stop'
$root = Split-Path (Split-Path $PSScriptRoot)
$version = (Import-PowerShellDataFile (Join-Path $root 'AudienceTools.psd1')).ModuleVersion
$builds = [ordered]@{ this = Join-Path $root 'output' 'AudienceTools' $version 'AudienceTools.psd1' }
if ($Before) { $builds['before'] = Convert-Path $Before }
$work = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "audiencetools-bench-$PID")).FullName

# Where pwsh is a .NET tool, the process is dotnet and takes pwsh.dll first.
$pwsh = (Get-Process -Id $PID).Path
$hostArguments = @($pwsh -match '\bdotnet(\.exe)?$' ? (Join-Path $PSHOME 'pwsh.dll') : $null).Where{ $_ }

# Runs code in a fresh pwsh with a build of the module, and gives the parts of the last line that it writes.
function Invoke-Run([string] $Module, [string] $Code) {
    Set-Content "$work/run.ps1" @"
`$ErrorActionPreference = 'Stop'; `$ProgressPreference = 'SilentlyContinue'
Import-Module '$Module'
$Code
"@
    @(& $pwsh @hostArguments -NoProfile -File "$work/run.ps1")[-1] -split '\|'
    if ($LASTEXITCODE) { throw "A run ended with exit code $LASTEXITCODE." }
}

# Runs one job by the clock, behind what prepares it; $Check gives what the last of four parts is.
function Measure-Job([string] $Module, [string] $Setup, [string] $Job, [string] $Check) {
    $seconds, $cpu, $peak, $checked = Invoke-Run $Module @"
$Setup
`$process = [Diagnostics.Process]::GetCurrentProcess()
`$cpu = `$process.TotalProcessorTime
`$clock = [Diagnostics.Stopwatch]::StartNew()
`$result = $Job
`$elapsed = `$clock.Elapsed.TotalSeconds
`$process.Refresh()
'{0}|{1}|{2}|{3}' -f `$elapsed, (`$process.TotalProcessorTime - `$cpu).TotalSeconds, (`$process.PeakWorkingSet64 / 1MB), ($Check)
"@
    [pscustomobject]@{ Seconds = [double]$seconds; Cpu = [double]$cpu; Peak = [double]$peak; Checked = [long]$checked }
}

# Runs what measures one build, several times, the builds taking turns.
function Compare-Build([string[]] $Sides, [scriptblock] $Measure) {
    $seen = @{}
    for ($run = 0; $run -lt $Runs; $run++) {
        foreach ($build in $Sides) { $seen[$build] += @(& $Measure $build) }
    }
    $seen
}

function Get-Median([double[]] $Values) { ($Values | Sort-Object)[[Math]::Floor($Values.Count / 2)] }
