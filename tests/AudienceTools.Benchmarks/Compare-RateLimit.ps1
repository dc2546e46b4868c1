<#
.SYNOPSIS
Measures how close an import into OliAI's copy comes to what the service's rates allow, and whether it is ever refused.

.DESCRIPTION
The copy takes 60 requests and 10 imports at once, and one more each second and each six seconds. Of so many requests the last can't
be taken earlier than that tells, whatever the client does: the ratio is the time that was taken against it.

.EXAMPLE
./tests/AudienceTools.Benchmarks/Compare-RateLimit.ps1
#>
param (
    [int] $Rows = 10000,

    # One import takes up to 10,000 rows; fewer make more imports, and the rates matter.
    [int[]] $BatchSize = @(10000, 500)
)

$ErrorActionPreference = 'Stop'
$root = Split-Path (Split-Path $PSScriptRoot)
$version = (Import-PowerShellDataFile (Join-Path $root 'AudienceTools.psd1')).ModuleVersion
Import-Module (Join-Path $root 'output' 'AudienceTools' $version 'AudienceTools.psd1')
$data = Join-Path ([IO.Path]::GetTempPath()) "audiencetools-bench-$PID"
$contacts = 1..$Rows | ForEach-Object { [pscustomobject]@{ Phone = "+1$(2012000000 + $_)"; Name = "Person $_" } }

'| rows | rows an import | requests | imports | refused (429) | seconds | the rates allow | ratio |'
'|---:|---:|---:|---:|---:|---:|---:|---:|'
foreach ($size in $BatchSize) {
    # A service of its own for each run, whose rates nobody has used yet.
    $connection = Connect-AudienceService OliAI -Rehearsal -DataPath "$data-$size" -PassThru
    try {
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $lines = & { $null = $contacts | New-Audience "Rate $size" -BatchSize $size -Verbose } 4>&1 | ForEach-Object { "$_" } |
            Where-Object { $_ -match '^(GET|POST|PATCH|DELETE) ' }
        $seconds = $clock.Elapsed.TotalSeconds
        $imports = @($lines -like 'POST */imports/*').Count
        $allowed = [Math]::Max([Math]::Max($lines.Count - 60, 0), [Math]::Max($imports - 10, 0) * 6)
        '| {0:n0} | {1:n0} | {2} | {3} | {4} | {5:n1} | {6:n0} | {7} |' -f $Rows, $size, $lines.Count, $imports, @($lines -like '*→ 429*').Count,
            $seconds, $allowed, ($allowed ? '{0:n2}' -f ($seconds / $allowed) : '')
    }
    finally {
        Disconnect-AudienceService -Connection $connection
        while (Test-Path "$($connection.DataPath)/service.json") { Start-Sleep -Milliseconds 100 }
        Remove-Item "$data-$size" -Recurse -Force
    }
}
