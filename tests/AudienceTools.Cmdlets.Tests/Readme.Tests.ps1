# Runs README's own lines, in their order, in one session of its own, and compares what appears with what README shows.
BeforeDiscovery {
    $readme = Get-Content (Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'README.md') -Raw
    $place = 0
    $shown = foreach ($block in [regex]::Matches($readme, '(?ms)^```\n(PS> .+?)\n```$')) {
        foreach ($step in $block.Groups[1].Value -split '(?m)^PS> ' | Where-Object { $_ }) {
            $command, $output = $step -split '\n', 2
            @{ Place = $place++; Command = $command; Shown = "$output" }
        }
    }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
    $work = New-DataPath
    Copy-Item (Join-Path $Root 'examples') $work -Recurse
    $readme = Get-Content (Join-Path $Root 'README.md') -Raw
    $commands = @([regex]::Matches($readme, '(?m)^PS> (.+)$').ForEach{ $_.Groups[1].Value })

    # A session as a user has one, but for the data folder. What it is to show comes behind a line for each command.
    $session = @'
        param ($Root, $Work, $Data, $Commands)
        $PSDefaultParameterValues = @{ 'Connect-AudienceService:DataPath' = $Data }
        $ProgressPreference = 'SilentlyContinue'
        Set-Location $Root
        foreach ($command in Get-Content $Commands) {
            # What README says is done by hand, in a spreadsheet: all but the three that hold no number at all.
            if ($command -match '-Path failed\.csv') {
                $rows = Import-Csv failed.csv
                $rows | Select-Object -First 30 | ForEach-Object { $_.Phone = "+1415555$(2000 + $_.RowNumber)" }
                $rows | Export-Csv failed.csv
            }
            [Console]::WriteLine("`u{1}")
            . ([scriptblock]::Create($command)) 2>&1 | ForEach-Object {
                $_ -is [Management.Automation.ErrorRecord] ? "$($_.InvocationInfo.MyCommand.Name): $_" : $_
            } | Out-Default
            if ($command -like 'Import-Module *') { Set-Location $Work }
        }
        [Console]::WriteLine("`u{1}")
        Disconnect-AudienceService
'@
    Set-Content (Join-Path $data 'session.ps1') $session
    Set-Content (Join-Path $data 'commands.txt') $commands
    $all = Invoke-PowerShell -File (Join-Path $data 'session.ps1') $Root $work $data (Join-Path $data 'commands.txt') 2>&1 | Out-String -Width 500
    $appeared = @($all -split "`u{1}" | Select-Object -Skip 1)

    # What differs from run to run, and how lines are broken, isn't what README promises.
    function ConvertTo-Comparable([string] $Text) {
        $Text -replace '\e\[[0-9;]*m' -replace 'aud_[0-9a-f]{16}', 'aud_ID' -replace '127\.0\.0\.1:\d+', '127.0.0.1:PORT' `
            -replace '\d{4}-\d\d-\d\d \d\d:\d\d(:\d\dZ)?', 'TIME' -replace '[\d.]+ s\b', 'SECONDS' -replace '[\d,]+ rows a second', 'N rows a second' `
            -replace '-{3,}', '---' -replace '\s'
    }
}

AfterAll {
    Disconnect-Test $data
    Remove-Item $work -Recurse -Force
}

Describe 'README' {
    It 'has lines to run, and all of them ran' {
        $commands.Count | Should -BeGreaterThan 10
        $appeared.Count | Should -Be ($commands.Count + 1) -Because $all
    }

    It 'shows what appears: <Command>' -ForEach $shown {
        $pattern = (ConvertTo-Comparable $Shown) -split '…' | ForEach-Object { [regex]::Escape($_) }
        ConvertTo-Comparable $appeared[$Place] | Should -Match "^$($pattern -join '.*')$"
    }
}
