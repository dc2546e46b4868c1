<#
.SYNOPSIS
Runs one Pester suite, writes its counts to TestResults/pester, and exits with the number of failures.
#>
param (
    [Parameter(Mandatory)]
    [string] $Suite,

    # Pester's manifest, of the version that the build has pinned.
    [Parameter(Mandatory)]
    [string] $Pester
)

$ErrorActionPreference = 'Stop'
Import-Module $Pester
$results = Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'TestResults' 'pester'
$null = New-Item -ItemType Directory -Path $results -Force

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Suite
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$run = Invoke-Pester -Configuration $configuration

[pscustomobject]@{
    Suite   = Split-Path $Suite -Leaf
    Passed  = $run.PassedCount
    Failed  = $run.FailedCount + $run.FailedBlocksCount + $run.FailedContainersCount
    Skipped = $run.SkippedCount + $run.InconclusiveCount + $run.NotRunCount
} | ConvertTo-Json -Compress | Set-Content (Join-Path $results "$(Split-Path $Suite -LeafBase).json")

exit [Math]::Min(255, $run.FailedCount + $run.FailedBlocksCount + $run.FailedContainersCount)
