<#
.SYNOPSIS
Measures Get-AudienceMember side by side with another build of the module, and prints ratios.

.DESCRIPTION
Each run is a fresh pwsh that reads the list to be warm, and then once more by the clock; the builds take turns, and medians count. .NET
compiles what is used much a second time, so a session is warm after a few lists. What is read goes nowhere, so what is measured is the way to
the pipeline. "service" is each build's own local service; "stub" answers with pages that are ready, so that the client alone is measured, and
waits before each answer where a delay is given. Of four pages under way the best that a delay allows is a quarter of the pages, one after the
other.

.EXAMPLE
git worktree add ../before 2624e1a; ../before/build.ps1
./tests/AudienceTools.Benchmarks/Compare-Read.ps1 -Before ../before/output/AudienceTools/0.1.0/AudienceTools.psd1
#>
param (
    # The manifest of the other build.
    [string] $Before,

    [int] $Members = 200000,

    # The delays of the stub's answers, in milliseconds.
    [int[]] $Delay = @(0, 20, 100),

    # The members of the audience in which -Skip goes to the end; 0 leaves that out.
    [int] $Deep = 1000000,

    [int] $Runs = 3,

    # How many members are read before the clock starts.
    [int] $Warm = 3 * $Members,

    # Which jobs, by wildcard: service, stub, deep.
    [string] $Job = '*'
)

. (Join-Path $PSScriptRoot 'Common.ps1')
$pageSize = 1000

function Measure-Read([string] $Module, [string] $Connect, [string] $Name, [string] $ConnectBefore = $Connect) {
    $run = Measure-Job $Module @"
$ConnectBefore
`$count = 0
for (`$left = $Warm; `$left -gt 0; `$left -= $Members) { `$count += (Get-AudienceMember '$Name' -First `$left | Measure-Object).Count }
$Connect
"@ "Get-AudienceMember '$Name' | Out-Null" '$count'
    if ($run.Checked -ne $Warm) { throw "$($run.Checked) of $Warm members came." }
    $run
}

function Measure-Deep([string] $Module, [string] $Connect, [string] $Name) {
    $milliseconds, $requests, $count = Invoke-Run $Module @"
$Connect
`$read = { Get-AudienceMember '$Name' -Skip $($Deep - $pageSize) -First 10 @args }
`$count = @(& `$read).Count
`$requests = @(& `$read -Verbose 4>&1 | Where-Object { "`$_" -like 'GET *' }).Count
`$times = foreach (`$i in 1..50) { (Measure-Command { & `$read | Out-Null }).TotalMilliseconds }
'{0}|{1}|{2}' -f (`$times | Sort-Object)[25], `$requests, `$count
"@
    if ([int]$count -ne 10) { throw "$count of 10 members came." }
    [pscustomobject]@{ Milliseconds = [double]$milliseconds; Requests = [int]$requests }
}

function Start-Stub([long] $Count, [int] $Wait) {
    $start = [Diagnostics.ProcessStartInfo]::new($pwsh)
    @($hostArguments) + '-NoProfile', '-Command', "Add-Type -Path '$PSScriptRoot/ReadStub.cs'; [ReadStub]::Serve($Count, $Wait)" |
        ForEach-Object { $start.ArgumentList.Add($_) }
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    $stub = [Diagnostics.Process]::Start($start)
    $stub, "Connect-AudienceService -Uri http://127.0.0.1:$($stub.StandardOutput.ReadLine()) -ApiKey (ConvertTo-SecureString stub -AsPlainText)"
}

# Each build's own service, with an audience of so many; it stays as long as the session that filled it, which ends with its input.
function Start-Service([string] $Build, [string] $Name, [long] $Count) {
    Set-Content "$work/fill.ps1" @"
`$ErrorActionPreference = 'Stop'; `$ProgressPreference = 'SilentlyContinue'
Import-Module '$($builds[$Build])'
Connect-AudienceService -DataPath '$work/$Build'
`$null = New-Audience '$Name' -Path '$work/$Count.csv'
'ready'
`$null = [Console]::In.ReadToEnd()
"@
    $start = [Diagnostics.ProcessStartInfo]::new($pwsh)
    @($hostArguments) + '-NoProfile', '-File', "$work/fill.ps1" | ForEach-Object { $start.ArgumentList.Add($_) }
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
    $session = [Diagnostics.Process]::Start($start)
    if ($session.StandardOutput.ReadLine() -ne 'ready') { throw 'The service could not be filled.' }
    $session
}

function Stop-Session([Diagnostics.Process] $Session) {
    $Session.StandardInput.Close()
    $Session.WaitForExit()
}

function Write-Contacts([long] $Count) {
    $random = [Random]::new(1)
    $seen = [Collections.Generic.HashSet[long]]::new()
    $writer = [IO.StreamWriter]::new("$work/$Count.csv")
    $writer.WriteLine('Name,Phone,City,Plan,Appointment')
    while ($seen.Count -lt $Count) {
        $number = $random.NextInt64(6000000000, 9999999999)
        if ($seen.Add($number)) { $writer.WriteLine("`"Person, $($seen.Count)`",+91$number,Pune,Basic,2026-01-01") }
    }
    $writer.Dispose()
}

function Write-Row([string] $Title, [hashtable] $Seen, [double] $Best) {
    foreach ($build in $builds.Keys) {
        $seconds = Get-Median $Seen[$build].Seconds
        $ratio = if ($build -eq 'this' -and $Before) { '{0:n1}' -f ((Get-Median $Seen['before'].Seconds) / $seconds) }
        $share = if ($Best) { '{0:p0}' -f ($Best / $seconds) }
        '| {0} | {1} | {2:n2} | {3:n2} | {4:n0} | {5:n0} | {6} | {7} |' -f $Title, $build, $seconds, (Get-Median $Seen[$build].Cpu), ($Members / $seconds), (Get-Median $Seen[$build].Peak), $ratio, $share
    }
}

$sessions = [Collections.Generic.List[Diagnostics.Process]]::new()
try {
    '| {0:n0} members | build | seconds | CPU seconds | members a second | peak MB of pwsh | times as fast as before | of what four pages allow |' -f $Members
    '|---|---|---:|---:|---:|---:|---:|---:|'
    if ('service' -like $Job) {
        Write-Contacts $Members
        foreach ($build in $builds.Keys) { $sessions.Add((Start-Service $build 'Read' $Members)) }
        Write-Row 'service' (Compare-Build $builds.Keys { param ($build) Measure-Read $builds[$build] "Connect-AudienceService -DataPath '$work/$build'" 'Read' })
        $sessions | ForEach-Object { Stop-Session $_ }
        $sessions.Clear()
    }
    foreach ($wait in $Delay.Where{ 'stub' -like $Job }) {
        # A session gets warm by a stub that waits for nothing.
        $stub, $connect = Start-Stub $Members $wait
        $sessions.Add($stub)
        $stub, $connectBefore = Start-Stub $Members 0
        $sessions.Add($stub)
        $title = $wait ? "stub, $wait ms" : 'stub'
        Write-Row $title (Compare-Build $builds.Keys { param ($build) Measure-Read $builds[$build] $connect 'Stub' $connectBefore }) ([Math]::Ceiling($Members / $pageSize / 4) * $wait / 1000)
        $sessions | ForEach-Object { Stop-Session $_ }
        $sessions.Clear()
    }
    if ($Deep -and 'deep' -like $Job) {
        ''
        '| -Skip {0:n0} -First 10 of {1:n0} | build | median ms | requests |' -f ($Deep - $pageSize), $Deep
        '|---|---|---:|---:|'
        Write-Contacts $Deep
        foreach ($build in $builds.Keys) { $sessions.Add((Start-Service $build 'Deep' $Deep)) }
        $seen = Compare-Build $builds.Keys { param ($build) Measure-Deep $builds[$build] "Connect-AudienceService -DataPath '$work/$build'" 'Deep' }
        foreach ($build in $builds.Keys) {
            '| service | {0} | {1:n1} | {2} |' -f $build, (Get-Median $seen[$build].Milliseconds), (Get-Median $seen[$build].Requests)
        }
    }
}
finally {
    $sessions | ForEach-Object { Stop-Session $_ }
    foreach ($build in $builds.Keys) {
        while (Test-Path "$work/$build/service.json") { Start-Sleep -Milliseconds 100 }
    }
    Remove-Item $work -Recurse -Force
}
