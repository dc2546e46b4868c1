# What every suite begins with: the module as built, and words of its own for the local service.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$Root = Split-Path (Split-Path $PSScriptRoot)
$Manifest = Import-PowerShellDataFile (Join-Path $Root 'AudienceTools.psd1')
$ModulePath = Join-Path $Root 'output' 'AudienceTools' $Manifest.ModuleVersion 'AudienceTools.psd1'
Import-Module $ModulePath

# Runs this very PowerShell once more; the first of its arguments is its assembly where dotnet runs it.
$Program = [Environment]::ProcessPath
$ProgramArguments = @(if ((Split-Path $Program -LeafBase) -eq 'dotnet') { [Environment]::GetCommandLineArgs()[0] })
function Invoke-PowerShell {
    & $Program @ProgramArguments -NoProfile -NonInteractive @args
}

# A data folder of the test's own: no test sees a user's audiences, nor another test's.
function New-DataPath {
    $path = Join-Path ([IO.Path]::GetTempPath()) "audiencetools-$([guid]::NewGuid().ToString('n'))"
    (New-Item -ItemType Directory $path).FullName
}

function Connect-Test([string] $DataPath, [AudienceTools.AudienceService] $Service = 'Local') {
    Disconnect-AudienceService
    $rehearsal = $Service -eq 'Local' ? @{} : @{ Rehearsal = $true; NoRateLimit = $true }
    Connect-AudienceService $Service -DataPath $DataPath @rehearsal
}

function Disconnect-Test([string] $DataPath) {
    Get-AudienceConnection | Where-Object DataPath -Like "$DataPath*" | Disconnect-AudienceService

    # Each rehearsal has a service of its own.
    Wait-Until { -not (Get-ChildItem $DataPath -Filter service.json -Recurse -ErrorAction Ignore) }

    # A service may be closing its files still.
    Wait-Until {
        Remove-Item $DataPath -Recurse -Force -ErrorAction Ignore
        -not (Test-Path $DataPath)
    }
}

# Each row that was received is accounted for.
function Assert-Sum([AudienceTools.AudienceImportReceipt] $Receipt) {
    $Receipt.Blank + $Receipt.Invalid + $Receipt.DuplicateInInput + $Receipt.Added + $Receipt.AlreadyMember + $Receipt.Rejected +
        $Receipt.Unknown + $Receipt.NotSent | Should -Be $Receipt.Received
}

# Contacts with numbers that can be told from their places: +12012000001, +12012000002, …
function Get-Contacts([int] $Count, [int] $From = 1) {
    foreach ($i in $From..($From + $Count - 1)) { [pscustomobject]@{ Phone = "+1$(2012000000 + $i)"; City = "City $($i % 7)" } }
}

# Runs a script in a PowerShell of its own, connected to the data folder, and gives all that it shows, What if included.
function Invoke-Child([string] $DataPath, [string] $Script, [string] $Connect = 'Local') {
    Invoke-PowerShell -Command "
        `$ProgressPreference = 'SilentlyContinue'; `$ErrorView = 'ConciseView'
        Import-Module '$ModulePath'; Connect-AudienceService $Connect -DataPath '$DataPath'; $Script" 2>&1 | Out-String -Width 500
}

# Waits for a condition, never for a time.
function Wait-Until([scriptblock] $Condition, [int] $Seconds = 20) {
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($clock.Elapsed.TotalSeconds -gt $Seconds) { throw "Not within $Seconds s: $Condition" }
        [Threading.Thread]::Sleep(20)
    }
}

# The lines of -Verbose that a command writes for its requests.
function Get-RequestLine([scriptblock] $Command) {
    & $Command 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] -and $_.Message -match '^(GET|POST|PUT|PATCH|DELETE) ' } |
        ForEach-Object Message
}

# The error that a command ends with or writes; a test that expects one and gets none fails.
function Get-TheError([scriptblock] $Command) {
    $ErrorActionPreference = 'Continue'
    try {
        $found = @(& $Command 2>&1 | Where-Object { $_ -is [Management.Automation.ErrorRecord] })
    }
    catch {
        return $_
    }
    if ($found.Count -ne 1) { throw "One error was expected, and $($found.Count) came." }
    $found[0]
}

function Get-ErrorId([scriptblock] $Command) {
    ((Get-TheError $Command).FullyQualifiedErrorId -split ',')[0]
}

# Asks the local service for what no cmdlet does: campaigns.
function Invoke-LocalService([string] $DataPath, [string] $Method, [string] $Path, [hashtable] $Body = @{}) {
    $service = Get-Content (Join-Path $DataPath 'service.json') | ConvertFrom-Json
    Invoke-RestMethod -Method $Method -Uri "$($service.address.TrimEnd('/'))/$Path" -Headers @{ 'x-api-key' = $service.key } `
        -ContentType 'application/json' -Body ($Body | ConvertTo-Json)
}

# An audience without members, also where a service makes one from its first contacts only.
function New-EmptyAudience([string] $Name, [hashtable] $With = @{}) {
    $connection = $With.Connection ?? (Get-AudienceConnection)
    if ($connection.Service -ne 'Atoms') { return New-Audience $Name @With }
    $audience = New-Audience $Name -PhoneNumber '+12019999999' @With
    $null = Get-AudienceMember $audience | Remove-AudienceContact -Audience $audience -Confirm:$false
    Get-Audience -Id $audience.Id -Connection $connection
}

# An HTTP listener on a port of the system's choosing, and the port.
function New-HttpListener {
    $probe = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $probe.Start()
    $port = $probe.LocalEndpoint.Port
    $probe.Stop()
    $listener = [Net.HttpListener]::new()
    $listener.Prefixes.Add("http://127.0.0.1:$port/")
    $listener.Start()
    $listener, $port
}
