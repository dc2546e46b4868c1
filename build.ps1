#requires -Version 7.6
<#
.SYNOPSIS
    Builds the module, and does what goes with it.
.DESCRIPTION
    Build   lays out the module in output/AudienceTools.
    Help    makes what Get-Help shows out of docs/. Needs Microsoft.PowerShell.PlatyPS, which is saved to output/modules
            from the PowerShell Gallery where it is not installed. Without it there is a warning, and no help.
    Test    runs all tests.
    Demo    builds, and runs examples/quickstart.ps1 in a PowerShell of its own.
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
    [ValidateSet('Build', 'Demo', 'Test', 'Clean', 'Help')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $false

$root = $PSScriptRoot
$output = Join-Path $root 'output'
$version = (Import-PowerShellDataFile -LiteralPath (Join-Path $root 'AudienceTools.psd1')).ModuleVersion
$module = Join-Path $output 'AudienceTools' $version

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

function Build-Module {
    # Not the solution: AudienceTools.Shell is part of that, and may be what this script runs in.
    Invoke-Program dotnet @('build', 'src/Module', '--configuration', $Configuration, '--nologo', '--tl:off', '--verbosity', 'minimal')
}

function Get-PlatyPS {
    $wanted = @{ ModuleName = 'Microsoft.PowerShell.PlatyPS'; ModuleVersion = '1.0.0' }
    $saved = Join-Path $output 'modules'
    $found = Get-Module -ListAvailable -FullyQualifiedName $wanted | Select-Object -First 1
    if (-not $found) {
        $installed = $env:PSModulePath
        try {
            $null = New-Item -ItemType Directory -Force -Path $saved
            $env:PSModulePath = $saved + [IO.Path]::PathSeparator + $installed
            $found = Get-Module -ListAvailable -FullyQualifiedName $wanted | Select-Object -First 1
            if (-not $found) {
                if (Get-Command Save-PSResource -ErrorAction Ignore) {
                    Save-PSResource $wanted.ModuleName -Version '[1.0.0, 2.0.0)' -Repository PSGallery -Path $saved -TrustRepository -Quiet
                }
                elseif (Get-Command Save-Module -ErrorAction Ignore) {
                    Save-Module -Name $wanted.ModuleName -MinimumVersion $wanted.ModuleVersion -Repository PSGallery -Path $saved -Force
                }
                else {
                    throw 'This PowerShell has neither Save-PSResource nor Save-Module.'
                }

                $found = Get-Module -ListAvailable -FullyQualifiedName $wanted | Select-Object -First 1
            }
        }
        finally {
            $env:PSModulePath = $installed
        }
    }

    $found
}

# Get-Help shows topics as they are, and lists them by their fifth line.
function ConvertTo-HelpText {
    param([string] $Markdown)

    $body = $Markdown -replace '(?s)\A---\r?\n.*?\r?\n---\r?\n\s*' -replace '(?m)^(#+ .+\r?\n)(\s*\r?\n)+', '$1'
    $isCode = $false
    foreach ($line in $body -split '\r?\n') {
        if ($line -match '^```') {
            $isCode = -not $isCode
        }
        elseif ($isCode) {
            "        $line".TrimEnd()
        }
        elseif ($line -match '^# (?<title>.+)') {
            'TOPIC'
            "    $($Matches.title)"
            ''
        }
        elseif ($line -match '^#+ (?<heading>.+)') {
            $Matches.heading.ToUpperInvariant()
        }
        else {
            "    $line".TrimEnd()
        }
    }
}

function Build-Help {
    $source = Join-Path $root 'docs' 'en-US'
    $target = Join-Path $module 'en-US'
    if (-not (Test-Path -LiteralPath $module)) {
        throw "There is no module in '$module' yet. Run ./build.ps1 first."
    }

    $null = New-Item -ItemType Directory -Force -Path $target
    foreach ($topic in Get-ChildItem -LiteralPath $source -Filter 'about_*.md') {
        $text = ConvertTo-HelpText (Get-Content -Raw -LiteralPath $topic.FullName)
        Set-Content -LiteralPath (Join-Path $target "$($topic.BaseName).help.txt") -Value ($text -join "`n").TrimEnd()
    }

    try {
        $platyPS = Get-PlatyPS
        if (-not $platyPS) {
            throw 'It was not found after it was saved.'
        }
    }
    catch {
        Write-Warning ('The help of the commands was not built: it needs the module Microsoft.PowerShell.PlatyPS, which is neither ' +
            "installed nor could be saved from the PowerShell Gallery. $($_.Exception.Message)")
        return
    }

    # In a PowerShell of its own: PlatyPS brings assemblies that would stay in this one.
    $work = Join-Path $output 'help'
    $xml = 'AudienceTools.Cmdlets.dll-Help.xml'
    $script = {
        param($PlatyPS, $Source, $Work)
        $ErrorActionPreference = 'Stop'
        Import-Module $PlatyPS
        $pages = Get-ChildItem -LiteralPath $Source -Filter '*.md' | Where-Object Name -NotLike 'about_*'
        Import-MarkdownCommandHelp -Path $pages.FullName | Export-MamlCommandHelp -OutputFolder $Work -Force
    }
    $paths = $platyPS.Path, $source, $work | ForEach-Object { "'" + $_.Replace("'", "''") + "'" }
    $null = Invoke-PowerShell @('-NoProfile', '-NonInteractive', '-Command', "& {$script} $paths")

    # PlatyPS leaves the fences of code in the examples, where Get-Help would show them.
    $maml = Get-Content -Raw -LiteralPath (Join-Path $work 'AudienceTools' $xml)
    Set-Content -LiteralPath (Join-Path $target $xml) -Value ($maml -replace '```(powershell)?\r?\n?')
}

switch ($Task) {
    'Build' {
        Build-Module
        Build-Help
        "The module is in $(Split-Path $module). Import it from there: Import-Module ./output/AudienceTools"
    }
    'Help' {
        Build-Help
    }
    'Demo' {
        "Building the module ($Configuration). The first time this fetches its packages, which takes a minute or more."
        Build-Module
        Build-Help
        Invoke-PowerShell @('-NoProfile', '-File', (Join-Path $root 'examples' 'quickstart.ps1'))
    }
    'Test' {
        if ($PSHOME.StartsWith((Join-Path $root 'src' 'AudienceTools.Shell' 'bin' $Configuration))) {
            throw "The tests build AudienceTools.Shell in $Configuration, which this script runs in. Run it with another -Configuration, or: dotnet test"
        }

        Invoke-Program dotnet @('test', 'AudienceTools.sln', '--configuration', $Configuration, '--nologo')
    }
    'Clean' {
        $projects = 'src', 'tests', 'examples' | ForEach-Object { Join-Path $root $_ } | Where-Object { Test-Path -LiteralPath $_ }
        $made = Get-ChildItem -LiteralPath $projects -Directory -Recurse -Depth 1 | Where-Object Name -In 'bin', 'obj', 'TestResults'
        $folders = @($output, (Join-Path $root 'TestResults')) + @($made | ForEach-Object FullName)
        $folders | Where-Object { Test-Path -LiteralPath $_ } | Remove-Item -Recurse -Force
    }
}
