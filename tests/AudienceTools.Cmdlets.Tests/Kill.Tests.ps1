# Kills imports at random moments and runs the same line again, until it ends: what comes of it must be exact.
BeforeDiscovery { $cases = @{ Connect = 'Local'; Rows = 40000; Kills = 12 }, @{ Connect = 'Atoms'; Rows = 8000; Kills = 8 } }

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $seed = $env:AUDIENCETOOLS_TEST_SEED ?? (Get-Random -Maximum 1000000)
    $random = [Random]::new($seed)
    $data = New-DataPath

    # Writes a list with every seventh row wrong and every eleventh a double, and gives the numbers that must come of it.
    function New-List([string] $Path, [int] $Rows) {
        $numbers = [Collections.Generic.HashSet[string]]::new()
        $lines = foreach ($i in 1..$Rows) {
            $number = if ($i % 7 -eq 0) { 'n/a' } elseif ($i % 11 -eq 0) { '+12012000001' } else { "+1$(2012000000 + $i)" }
            if ($number -ne 'n/a') { $null = $numbers.Add($number) }
            "$number,Person $i"
        }
        [IO.File]::WriteAllLines($Path, [string[]](@('Phone,Name') + $lines))
        , $numbers
    }

    function Start-Import([string] $Line, [string] $Connect) {
        # Neither a vendor's rate nor long waits for a service that is gone: the moments to kill at are all that counts here.
        $service = $Connect -eq 'Local' ? 'Local -MaximumRetryCount 1' : "$Connect -Rehearsal -NoRateLimit"
        $command = "
            `$ErrorActionPreference = 'Stop'; `$ProgressPreference = 'SilentlyContinue'; `$WarningPreference = 'SilentlyContinue'
            Import-Module '$ModulePath'; Connect-AudienceService $service -DataPath '$data'
            $Line -ErrorAction SilentlyContinue | ConvertTo-Json -Depth 5 | Set-Content '$data/result.json'; exit 0"
        Remove-Item "$data/result.json" -ErrorAction Ignore
        $start = [Diagnostics.ProcessStartInfo]::new($Program)
        foreach ($argument in $ProgramArguments + '-NoProfile', '-NonInteractive', '-Command', $command) { $start.ArgumentList.Add($argument) }
        $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        [Diagnostics.Process]::Start($start)
    }

    # Runs a line again and again, each time killed when its checkpoint has grown by a random length, and at last to its end.
    function Invoke-Killed([string] $Line, [string] $Connect, [string] $Checkpoint, [int] $Kills, [int] $MostBytes) {
        $killed = 0
        while ($true) {
            $mine = $false
            $child = Start-Import $Line $Connect
            $length = { $file = [IO.FileInfo]::new($Checkpoint); $file.Exists ? $file.Length : 0 }
            $until = (& $length) + $random.Next($MostBytes)
            while ($killed -lt $Kills -and -not $child.HasExited -and (& $length) -le $until) { [Threading.Thread]::Sleep(5) }
            if ($killed -lt $Kills -and -not $child.HasExited) {
                $child.Kill()
                $mine = $true
                $killed++
            }
            $child.WaitForExit()
            if ($child.ExitCode -eq 0) { return [pscustomobject]@{ Killed = $killed; Result = Get-Content "$data/result.json" | ConvertFrom-Json } }
            if (-not $mine) { throw "Seed ${seed}: $($child.StandardError.ReadToEnd())" }
        }
    }
}

AfterAll { Disconnect-Test $data }

Describe 'Killed on <Connect>, <Kills> times' -ForEach $cases {
    BeforeAll {
        Write-Host "Seed $seed"
        Connect-Test $data $Connect
        $list = Join-Path $data "$Connect.csv"
        $valid = New-List $list $Rows
        $batch = $Connect -eq 'Local' ? 500 : 100
        $bytes = [int]($Rows / $batch * 100 / $Kills * 2)

        function Assert-Exact($Receipt, [string] $Audience) {
            $members = (Get-AudienceMember $Audience).PhoneNumber
            $members.Count | Should -Be $valid.Count -Because "seed $seed"
            $valid.SetEquals([string[]]$members) | Should -BeTrue -Because "seed $seed"
            $Receipt.Received | Should -Be $Rows
            $Receipt.Added | Should -Be $valid.Count -Because "seed $seed"
            $Receipt.Blank + $Receipt.Invalid + $Receipt.DuplicateInInput + $Receipt.Added + $Receipt.AlreadyMember + $Receipt.Rejected +
                $Receipt.Unknown + $Receipt.NotSent | Should -Be $Rows
            $Receipt.MemberCountBefore | Should -Be 0
            $Receipt.MemberCountAfter | Should -Be $valid.Count
            @(Import-Csv "$data/failed.csv").Count | Should -Be $Receipt.Invalid
        }
    }

    It 'New-Audience makes one audience, with each number once' {
        $run = Invoke-Killed "New-Audience 'Killed $Connect' -Path '$list' -CheckpointPath '$data/new-$Connect' -FailurePath '$data/failed.csv' -BatchSize $batch" `
            $Connect "$data/new-$Connect" ($Kills / 2) $bytes
        $run.Killed | Should -BeGreaterThan 0
        @(Get-Audience "Killed $Connect").Count | Should -Be 1
        Assert-Exact $run.Result.Receipt "Killed $Connect"
    }

    It 'Add-AudienceContact adds each number once' {
        $null = New-EmptyAudience "Added $Connect"
        $run = Invoke-Killed "Import-Csv '$list' | Add-AudienceContact 'Added $Connect' -CheckpointPath '$data/add-$Connect' -FailurePath '$data/failed.csv' -BatchSize $batch" `
            $Connect "$data/add-$Connect" ($Kills / 2) $bytes
        $run.Killed | Should -BeGreaterThan 0
        Assert-Exact $run.Result "Added $Connect"
    }
}

Describe 'The service killed in the middle' {
    It 'ends the import with an error and an account of each row; run again, it is exact' {
        Connect-Test $data
        $list = Join-Path $data 'service.csv'
        $valid = New-List $list 60000
        $null = New-Audience 'Server killed'
        $line = "Add-AudienceContact 'Server killed' -Path '$list' -CheckpointPath '$data/cp' -BatchSize 200"
        $child = Start-Import "$line -ErrorVariable problems" 'Local'
        Wait-Until { $child.HasExited -or ((Test-Path "$data/cp") -and (Get-Item "$data/cp").Length -gt 3000) }
        $child.HasExited | Should -BeFalse
        Stop-Process -Id (Get-Content "$data/service.json" | ConvertFrom-Json).processId -Force
        $child.WaitForExit()
        $receipt = Get-Content "$data/result.json" | ConvertFrom-Json
        $receipt.Unknown + $receipt.NotSent | Should -BeGreaterThan 0
        $receipt.StoppedBecause | Should -Not -BeNullOrEmpty
        $receipt.Blank + $receipt.Invalid + $receipt.DuplicateInInput + $receipt.Added + $receipt.AlreadyMember + $receipt.Rejected +
            $receipt.Unknown + $receipt.NotSent | Should -Be $receipt.Received

        Connect-Test $data
        $again = Add-AudienceContact 'Server killed' -Path $list -CheckpointPath "$data/cp" -BatchSize 200 -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        $again.Received | Should -Be 60000
        $again.Added | Should -Be $valid.Count
        Assert-Sum $again
        $members = (Get-AudienceMember 'Server killed').PhoneNumber
        $members.Count | Should -Be $valid.Count
        $valid.SetEquals([string[]]$members) | Should -BeTrue
    }
}
