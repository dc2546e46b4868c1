#requires -Version 7.6
<#
.SYNOPSIS
    Shows what the module does, on the local service and on data of its own.
.DESCRIPTION
    Creates an audience from contacts.csv, reads it, adds to it and deletes it. Each command is shown as one would type it, with
    what it gives. The data is in a folder under the temp folder that is removed at the end: your own audiences aren't touched.

    Build the module first: pwsh ./build.ps1. Or have both done by: pwsh ./build.ps1 -Task Demo
#>
[Diagnostics.CodeAnalysis.SuppressMessage('PSAvoidUsingWriteHost', '', Justification = 'It is made to be watched.')]
[CmdletBinding()]
param()

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Continue'

if (-not (Get-Module AudienceTools)) {
    # The file and not the folder: PowerShell takes a folder's path with brackets for a pattern.
    $built = Get-ChildItem -LiteralPath (Join-Path $PSScriptRoot '..' 'output' 'AudienceTools') -Filter AudienceTools.psd1 -Recurse -Depth 1 -ErrorAction Stop
    Import-Module ($built | Sort-Object LastWriteTime -Bottom 1).FullName -ErrorAction Stop
}

if (Get-AudienceConnection) {
    throw 'This session is connected to a service. Run the demo in a PowerShell of its own: pwsh -NoProfile -File quickstart.ps1'
}

$commands = @(
    { Connect-AudienceService -DataPath $demo }

    { Import-Csv contacts.csv | New-Audience -Name 'Spring offer' -OutVariable audience }

    { $audience.Receipt.Reasons | Format-Table -HideTableHeaders }

    { Get-Audience }

    { Get-AudienceMember 'Spring offer' | Where-Object City -eq Pune | Select-Object -First 3 | Format-Table PhoneNumber, Name, Plan }

    { Get-AudienceMember 'Spring offer' -Search Joshi | Group-Object City -NoElement }

    { Get-AudienceMember 'Spring offer' | Where-Object City -eq Pune | Export-Csv $demo/pune.csv }

    { (Import-Csv $demo/pune.csv).Count }

    { Add-AudienceContact 'Spring offer' -Path contacts.csv }

    { Remove-Audience 'Spring offer' -Confirm:$false }

    { Disconnect-AudienceService }
)

$demo = Join-Path ([IO.Path]::GetTempPath()) "AudienceTools-demo-$PID"
Push-Location -LiteralPath $PSScriptRoot
try {
    foreach ($command in $commands) {
        Write-Host "`nPS> $("$command".Trim())" -ForegroundColor Cyan
        . $command 2>&1 | ForEach-Object {
            if ($_ -is [System.Management.Automation.ErrorRecord]) {
                Write-Host "$($_.InvocationInfo.MyCommand.Name): $_" -ForegroundColor Red
            }
            else {
                $_
            }
        } | Out-Host
    }
}
finally {
    Pop-Location
    if (Get-AudienceConnection) {
        Disconnect-AudienceService
    }

    # The service stays for a moment, for a session that is just coming, and takes this file with it when it ends.
    $end = [datetime]::UtcNow.AddSeconds(15)
    while ((Test-Path -LiteralPath (Join-Path $demo 'service.json')) -and [datetime]::UtcNow -lt $end) {
        Start-Sleep -Milliseconds 100
    }

    if (Test-Path -LiteralPath $demo) {
        Remove-Item -LiteralPath $demo -Recurse -Force
    }
}
