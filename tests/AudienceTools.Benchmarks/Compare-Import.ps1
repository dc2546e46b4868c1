<#
.SYNOPSIS
Measures the main jobs side by side with what a user would write without the module, and prints ratios.

.DESCRIPTION
Both sides talk to the same local service, each in a fresh pwsh, one after the other. The other side is the script that one
writes first: Import-Csv, a loop that gathers 1,000 rows, ConvertTo-Json and Invoke-RestMethod. It checks no number, knows no
retry and gives no account, and is given E.164 numbers so that it works at all.

.EXAMPLE
./tests/AudienceTools.Benchmarks/Compare-Import.ps1 -Rows 100000, 200000, 1000000 | Tee-Object results/$(hostname).md
#>
param (
    [int[]] $Rows = @(100000, 200000),

    # The largest input that the other side is run with: it is slow.
    [int] $MostByHand = 200000
)

$ErrorActionPreference = 'Stop'
$root = Split-Path (Split-Path $PSScriptRoot)
$version = (Import-PowerShellDataFile (Join-Path $root 'AudienceTools.psd1')).ModuleVersion
$module = Join-Path $root 'output' 'AudienceTools' $version 'AudienceTools.psd1'
$work = Join-Path ([IO.Path]::GetTempPath()) "audiencetools-bench-$PID"
$null = New-Item -ItemType Directory $work

$sides = [ordered]@{
    'New-Audience -Path'          = { New-Audience $name -Path $file }
    'Import-Csv | New-Audience'   = { Import-Csv $file | New-Audience $name }
    'by hand: fill'               = {
        $id = (Invoke-RestMethod "$uri/audiences" -Method Post -Headers $headers -ContentType application/json -Body (@{ name = $name } | ConvertTo-Json)).id
        $batch = [Collections.Generic.List[object]]::new()
        function Send {
            $body = @{ contacts = @($batch) } | ConvertTo-Json -Depth 4 -Compress
            $null = Invoke-RestMethod "$uri/audiences/$id/contacts" -Method Post -Headers $headers -ContentType application/json -Body $body
            $batch.Clear()
        }
        Import-Csv $file | ForEach-Object {
            $batch.Add([ordered]@{ phoneNumber = $_.Phone; Name = $_.Name; City = $_.City; Plan = $_.Plan; Appointment = $_.Appointment })
            if ($batch.Count -eq 1000) { Send }
        }
        if ($batch.Count) { Send }
    }
    'Get-AudienceMember | Export' = { Get-AudienceMember $name | Export-Csv $out }
    'by hand: export'             = {
        $id = (Invoke-RestMethod "$uri/audiences?limit=1000" -Headers $headers).data.Where{ $_.name -eq $name }[0].id
        $next = ''
        & {
            do {
                $page = Invoke-RestMethod "$uri/audiences/$id/contacts?limit=1000$next" -Headers $headers
                $page.data | ForEach-Object {
                    [pscustomobject]@{ PhoneNumber = $_.phoneNumber; Name = $_.metadata.Name; City = $_.metadata.City; Plan = $_.metadata.Plan; Appointment = $_.metadata.Appointment }
                }
                $next = "&after=$($page.next)"
            } while ($page.next)
        } | Export-Csv $out
    }
}

function Measure-Side([string] $Side, [string] $File, [string] $Name) {
    $script = @"
`$ErrorActionPreference = 'Stop'; `$ProgressPreference = 'SilentlyContinue'
Import-Module '$module'; Connect-AudienceService -DataPath '$work/data'
`$service = Get-Content '$work/data/service.json' | ConvertFrom-Json
`$uri = "`$(`$service.address.TrimEnd('/'))/v1"; `$headers = @{ 'x-api-key' = `$service.key }
`$file = '$File'; `$name = '$Name'; `$out = '$work/out.csv'
`$clock = [Diagnostics.Stopwatch]::StartNew()
`$null = & { $($sides[$Side]) }
'{0}|{1}' -f `$clock.Elapsed.TotalSeconds, [Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64
"@
    Set-Content "$work/side.ps1" $script
    $seconds, $bytes = @(& (Get-Process -Id $PID).Path -NoProfile -File "$work/side.ps1")[-1] -split '\|'
    [pscustomobject]@{ Seconds = [double]$seconds; Megabytes = [double]$bytes / 1MB }
}

try {
    # One session stays, so that the service does too.
    Import-Module $module
    Connect-AudienceService -DataPath "$work/data"
    '| rows | job | seconds | rows a second | peak MB of pwsh | against by hand |'
    '|---:|---|---:|---:|---:|---:|'
    foreach ($count in $Rows) {
        $file = "$work/$count.csv"
        $random = [Random]::new(1)
        $writer = [IO.StreamWriter]::new($file)
        $writer.WriteLine('Name,Phone,City,Plan,Appointment')
        $seen = [Collections.Generic.HashSet[long]]::new()
        while ($seen.Count -lt $count) {
            $number = $random.NextInt64(6000000000, 9999999999)
            if ($seen.Add($number)) { $writer.WriteLine("`"Person, $($seen.Count)`",+91$number,Pune,Basic,2026-01-01") }
        }
        $writer.Dispose()

        $results = [ordered]@{}
        foreach ($side in $sides.Keys) {
            if ($side -like 'by hand*' -and $count -gt $MostByHand) { continue }
            $name = if ($side -like '*export*') { 'New-Audience -Path' } else { $side }
            $results[$side] = Measure-Side $side $file "$name $count"
        }
        foreach ($side in $results.Keys) {
            $other = $results[$(if ($side -like '*export*') { 'by hand: export' } else { 'by hand: fill' })]
            $ratio = if ($other -and $side -notlike 'by hand*') { '{0:n1} times as fast' -f ($other.Seconds / $results[$side].Seconds) }
            '| {0:n0} | {1} | {2:n1} | {3:n0} | {4:n0} | {5} |' -f $count, $side, $results[$side].Seconds, ($count / $results[$side].Seconds), $results[$side].Megabytes, $ratio
        }
    }
}
finally {
    Disconnect-AudienceService
    Remove-Item $work -Recurse -Force
}
