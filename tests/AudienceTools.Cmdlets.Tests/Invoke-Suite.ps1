<#
.SYNOPSIS
Runs one Pester suite, writes its counts to TestResults/pester, and exits with the number of failures.
#>
param (
    [Parameter(Mandatory)]
    [string] $Suite
)

$ErrorActionPreference = 'Stop'
$root = Split-Path (Split-Path $PSScriptRoot)
$results = Join-Path $root 'TestResults' 'pester'
$saved = Join-Path $root 'output' 'modules'
$null = New-Item -ItemType Directory -Path $results, $saved -Force

# Pester 5.5 or later, 6 too; where it is missing it comes from the PowerShell Gallery.
$env:PSModulePath = $saved, $env:PSModulePath -join [IO.Path]::PathSeparator
if (-not (Get-Module Pester -ListAvailable | Where-Object Version -GE '5.5')) {
    Save-Module -Name Pester -MinimumVersion 5.5 -Path $saved
}
Import-Module Pester -MinimumVersion 5.5

# The build of the solution lays out the module without its help, or beside an older one.
$version = (Import-PowerShellDataFile (Join-Path $root 'AudienceTools.psd1')).ModuleVersion
$help = Get-Item (Join-Path $root 'output' 'AudienceTools' $version 'en-US' '*') -ErrorAction Ignore | Sort-Object LastWriteTime -Top 1
$pages = Get-ChildItem (Join-Path $root 'docs' 'en-US') | Sort-Object LastWriteTime -Bottom 1
if (-not $help -or $help.LastWriteTime -lt $pages.LastWriteTime) {
    & (Join-Path $root 'build.ps1') -Task Help
}

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Suite
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$run = Invoke-Pester -Configuration $configuration

[pscustomobject]@{
    Suite   = Split-Path $Suite -Leaf
    Passed  = $run.PassedCount
    Failed  = $run.FailedCount + $run.FailedBlocksCount + $run.FailedContainersCount
    Skipped = $run.SkippedCount
} | ConvertTo-Json -Compress | Set-Content (Join-Path $results "$(Split-Path $Suite -LeafBase).json")

exit [Math]::Min(255, $run.FailedCount + $run.FailedBlocksCount + $run.FailedContainersCount)
