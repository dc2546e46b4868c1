#requires -Version 7.6
<#
.SYNOPSIS
    Builds the module, and does what goes with it.
.DESCRIPTION
    Build   lays out the module in output/AudienceTools.
    Test    runs all tests.
    Demo    builds, and runs examples/quickstart.ps1 in a PowerShell of its own.
    Package makes output/package: a package for Install-PSResource, its checksum, and the folder that it was made from. In pwsh only.
    Clean   removes everything that the others have made.

    Needs the .NET SDK 10. A build fails while a session has the module imported, on Windows, since its files are in use then.
.PARAMETER Task
    What to do; Build by default.
.PARAMETER Configuration
    Release, the default, or Debug.
.EXAMPLE
    ./build.ps1

    Builds the module.
.EXAMPLE
    dotnet run --project src/AudienceTools.Shell -- ./build.ps1 -Task Demo

    Builds the module and shows what it does, where there is no PowerShell.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Demo', 'Test', 'Package', 'Clean')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false

$root = $PSScriptRoot
$output = Join-Path $root 'output'

# Runs a program in the repository's folder, says every few seconds that it runs, and ends the script with its exit code if it fails.
function Invoke-Program {
    param([string] $Name, [string[]] $Arguments)

    $start = [Diagnostics.ProcessStartInfo]::new($Name, $Arguments)
    $start.WorkingDirectory = $root
    $clock = [Diagnostics.Stopwatch]::StartNew()
    $process = [Diagnostics.Process]::Start($start)
    while (-not $process.WaitForExit(5000)) {
        if ($Name -eq 'dotnet') {
            [Console]::WriteLine("  … dotnet $($Arguments[0]) runs for $([int]$clock.Elapsed.TotalSeconds) s")
        }
    }

    if ($process.ExitCode -ne 0) {
        [Console]::Error.WriteLine("$Name $Arguments ended with exit code $($process.ExitCode).")
        exit $process.ExitCode
    }
}

# Runs this very PowerShell once more: pwsh, or the one in src/AudienceTools.Shell.
function Invoke-PowerShell {
    param([string[]] $Arguments)

    $program = [Environment]::ProcessPath
    if ([IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet') {
        $Arguments = @([Environment]::GetCommandLineArgs()[0]) + $Arguments
    }

    Invoke-Program $program $Arguments
}

function Stop-Build {
    param([string] $Reason)

    [Console]::Error.WriteLine($Reason)
    exit 1
}

function Build-Module {
    param([string[]] $Options = @())

    # Not the solution: AudienceTools.Shell is part of that, and may be what this script runs in.
    $arguments = 'build', 'src/Module', '--configuration', $Configuration, '--nologo', '--tl:off', '--verbosity', 'minimal'
    Invoke-Program dotnet ($arguments + $Options)
}

function Build-Package {
    if (-not (Get-Command Compress-PSResource -ErrorAction Ignore)) {
        Stop-Build ('Compress-PSResource makes the package, of Microsoft.PowerShell.PSResourceGet 1.1 or later. PowerShell 7.6 has it, ' +
            'the one in src/AudienceTools.Shell has not. Run: dotnet tool restore; dotnet pwsh ./build.ps1 -Task Package')
    }

    # PSResourceGet compares what follows the number as text: beta10 would be older than beta2.
    $prerelease = (Import-PowerShellDataFile -LiteralPath (Join-Path $root 'AudienceTools.psd1')).PrivateData.PSData['Prerelease']
    if ($prerelease -and $prerelease -cnotmatch '^[a-z]+\d\d$') {
        Stop-Build "Prerelease in AudienceTools.psd1 is '$prerelease'. Give it two digits, as beta01 has, or a later one may count as older."
    }

    $package = Join-Path $output 'package'
    if (Test-Path -LiteralPath $package) {
        Remove-Item -LiteralPath $package -Recurse -Force
    }

    # The path is as the project sees it. In full it could hold a comma, which divides properties.
    Build-Module '-p:ModuleOutput=../../output/package/AudienceTools/'
    $nupkg = Compress-PSResource -Path (Join-Path $package 'AudienceTools') -DestinationPath $package -PassThru

    # Not AudienceTools.<version>.nupkg.sha256: PSResourceGet takes the folder for a broken repository where a file has such a name.
    $hash = (Get-FileHash -LiteralPath $nupkg.FullName -Algorithm SHA256).Hash.ToLowerInvariant()
    Set-Content -LiteralPath (Join-Path $package 'SHA256SUMS') -Value "$hash  $($nupkg.Name)"
    "The package is $($nupkg.FullName)"
}

switch ($Task) {
    'Build' {
        Build-Module
        "The module is in $(Join-Path $output 'AudienceTools'). Import it from there: Import-Module ./output/AudienceTools"
    }
    'Demo' {
        "Building the module ($Configuration). The first time this fetches its packages, which takes a minute or more."
        Build-Module
        Invoke-PowerShell @('-NoProfile', '-File', (Join-Path $root 'examples' 'quickstart.ps1'))
    }
    'Test' {
        if ($PSHOME.StartsWith((Join-Path $root 'src' 'AudienceTools.Shell' 'bin' $Configuration))) {
            Stop-Build "The tests build AudienceTools.Shell in $Configuration, which this script runs in. Run it with another -Configuration, or: dotnet test"
        }

        Invoke-Program dotnet @('test', 'AudienceTools.sln', '--configuration', $Configuration, '--nologo')
    }
    'Package' {
        Build-Package
    }
    'Clean' {
        $projects = 'src', 'tests', 'examples' | ForEach-Object { Join-Path $root $_ } | Where-Object { Test-Path -LiteralPath $_ }
        $made = Get-ChildItem -LiteralPath $projects -Directory -Recurse -Depth 1 | Where-Object Name -In 'bin', 'obj', 'TestResults'
        $folders = @($output, (Join-Path $root 'TestResults')) + @($made | ForEach-Object FullName)
        # But for the PowerShell that this runs in.
        $folders | Where-Object { (Test-Path -LiteralPath $_) -and -not $PSHOME.StartsWith($_) } | Remove-Item -Recurse -Force
    }
}
