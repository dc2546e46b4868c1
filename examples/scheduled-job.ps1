#requires -Version 7.6
<#
.SYNOPSIS
    Adds a file to an audience on Atoms, for a scheduler: a line in a log, and an exit code. Copy it and make it yours.
.DESCRIPTION
    The key comes from the environment variable SMALLEST_API_KEY; set it where the scheduler keeps secrets, not here.

    The audience is created where there is none of that name. Running the job twice does no harm: members stay as they are. A job that was
    killed goes on where it stopped when it is run again, by a checkpoint beside the file. Each run adds one line of JSON to the log, with
    counts and reasons, and no contact's data. The rows that were not added, data and all, are in <file>.failed.csv.

    Exit code 0: each usable row is a member now, and there were no others. 1: some rows were not added, or the import ended early; the
    log says which counts and why. 2: nothing was added, since the job could not run, or no row could be used for an audience that isn't there yet.
.EXAMPLE
    pwsh -NoProfile -File scheduled-job.ps1 -Audience 'Callbacks' -Path today.csv -Rehearsal

    Does the same against the local copy of the vendor's API: no key, no account, no calls.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Audience,

    [Parameter(Mandatory)]
    [string] $Path,

    [string] $LogPath = (Join-Path $PSScriptRoot 'scheduled-job.log'),

    [switch] $Rehearsal
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# A service takes blanks around a name off.
$Audience = $Audience.Trim()
$counts = 'Received', 'Added', 'AlreadyMember', 'DuplicateInInput', 'Blank', 'Invalid', 'Rejected', 'Unknown', 'NotSent'
$run = [ordered]@{
    Time      = [datetime]::UtcNow.ToString('o')
    Audience  = $Audience
    File      = Split-Path -Leaf $Path
    Rehearsal = [bool]$Rehearsal
}
$exitCode = 2
try {
    # As it was built, where this file stands in the repository; else as it is installed. The file and not the folder: PowerShell takes a
    # folder's path with brackets for a pattern.
    $output = Join-Path $PSScriptRoot '..' 'output' 'AudienceTools'
    $built = Get-ChildItem -LiteralPath $output -Filter AudienceTools.psd1 -Recurse -Depth 1 -ErrorAction Ignore
    Import-Module ($built ? ($built | Sort-Object LastWriteTime -Bottom 1).FullName : 'AudienceTools')
    Connect-AudienceService Atoms -Rehearsal:$Rehearsal

    # The whole list, and not Get-Audience $Audience: not to find it is no error here, and every other error must end the job.
    $existing = Get-Audience | Where-Object Name -eq $Audience

    # A file of other contents is another import, and has a checkpoint of its own.
    $checkpoint = '{0}.{1}.checkpoint' -f $Path, (Get-FileHash -LiteralPath $Path).Hash.Substring(0, 8)

    # Rows that can't be added are an error at the end of the import. The receipt has them too, so the job goes by that.
    $options = @{
        LiteralPath   = $Path
        FailurePath   = "$Path.failed.csv"
        ErrorAction   = 'SilentlyContinue'
        ErrorVariable = 'problems'
    }

    # Atoms makes an audience from its first contacts. What a killed run has begun is gone on with by the command that began it.
    if (-not $existing -or (Test-Path -LiteralPath "$checkpoint.new")) {
        $checkpoint = "$checkpoint.new"
        $receipt = New-Audience $Audience -CheckpointPath $checkpoint @options | ForEach-Object Receipt
    }
    else {
        $receipt = Add-AudienceContact $existing -CheckpointPath $checkpoint @options
    }

    if (-not $receipt) {
        throw $problems[0]
    }

    # Nothing is left to go on with.
    if (-not $receipt.StoppedBecause -and $receipt.Unknown -eq 0 -and $receipt.NotSent -eq 0) {
        Remove-Item -LiteralPath $checkpoint
    }

    foreach ($name in $counts + 'Reasons', 'Requests', 'Retries', 'StoppedBecause', 'FailurePath', 'Succeeded') {
        $run[$name] = $receipt.$name
    }

    $exitCode = $receipt.Succeeded ? 0 : 1
}
catch {
    $run.Succeeded = $false
    $run.ErrorId = $_.FullyQualifiedErrorId
    $run.Error = $_.Exception.Message
    [Console]::Error.WriteLine($_.Exception.Message)
}
finally {
    $run | ConvertTo-Json -Compress -Depth 4 | Add-Content -LiteralPath $LogPath
    if (Get-Module AudienceTools) {
        Disconnect-AudienceService
    }
}

exit $exitCode
