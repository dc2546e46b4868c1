# The job that README offers for copying, as a scheduler runs it: a process of its own, without the module on its path.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
    $job = Join-Path $Root 'examples' 'scheduled-job.ps1'
    $log = Join-Path $data 'job.log'
    $list = Join-Path $data 'today.csv'
    Get-Contacts 50 | Export-Csv $list

    function Invoke-Job([string] $Job = $job, [string] $Audience = 'Callbacks') {
        Invoke-PowerShell -Command "
            `$PSDefaultParameterValues = @{ 'Connect-AudienceService:DataPath' = '$data' }
            & '$Job' -Audience '$Audience' -Path '$list' -LogPath '$log' -Rehearsal; exit `$LASTEXITCODE" | Out-Null
        [pscustomobject]@{ ExitCode = $LASTEXITCODE; Log = Get-Content $log | Select-Object -Last 1 | ConvertFrom-Json }
    }
}

AfterAll { Remove-Item $data -Recurse -Force }

Describe 'examples/scheduled-job.ps1' {
    It 'creates the audience, adds, and does no harm when it runs twice' {
        $run = Invoke-Job
        $run.Log.Error | Should -BeNullOrEmpty
        $run.ExitCode, $run.Log.Added, $run.Log.Succeeded | Should -Be 0, 50, $true
        $again = Invoke-Job
        $again.ExitCode, $again.Log.Added, $again.Log.AlreadyMember | Should -Be 0, 0, 50
    }

    It 'goes on with an audience that a killed run has begun' {
        $checkpoint = '{0}.{1}.checkpoint.new' -f $list, (Get-FileHash $list).Hash.Substring(0, 8)
        Connect-AudienceService Atoms -Rehearsal -DataPath $data
        $null = New-Audience 'Begun' -LiteralPath $list -CheckpointPath $checkpoint -FailurePath "$list.failed.csv" -PassThru | Select-Object -First 1
        (Get-Audience 'Begun').Name | Should -Be 'Begun'
        Disconnect-AudienceService
        $run = Invoke-Job -Audience 'Begun'
        $run.Log.Error | Should -BeNullOrEmpty
        $run.ExitCode, $run.Log.Added, $run.Log.AlreadyMember | Should -Be 0, 50, 0
        $checkpoint | Should -Not -Exist
    }

    It 'finds its audience whatever blanks are around the name, and the module in a folder with brackets' {
        $copy = Join-Path $data 'my [clone] (1)'
        $null = New-Item -ItemType Directory (Join-Path $copy 'examples'), (Join-Path $copy 'output')
        Copy-Item $job (Join-Path $copy 'examples')
        Copy-Item (Split-Path (Split-Path $ModulePath)) (Join-Path $copy 'output') -Recurse
        $run = Invoke-Job (Join-Path $copy 'examples' 'scheduled-job.ps1') ' callbacks '
        $run.Log.Error | Should -BeNullOrEmpty
        $run.ExitCode, $run.Log.Added, $run.Log.AlreadyMember | Should -Be 0, 0, 50
    }

    It 'ends with 1 where a row was not added, and has it in a file' {
        Add-Content $list '"n/a","Nowhere"'
        $run = Invoke-Job
        $run.ExitCode, $run.Log.Invalid, $run.Log.Succeeded | Should -Be 1, 1, $false
        @(Import-Csv "$list.failed.csv").Count | Should -Be 1
    }

    It 'does not end with 0 where the file holds no contact: <_>' -ForEach '[{"name":"no phone"}]', 'Phone,City' {
        Set-Content $list $_
        $run = Invoke-Job
        $run.ExitCode | Should -BeGreaterThan 0
        $run.Log.Succeeded | Should -BeFalse
    }

    It 'ends with 2 and an error in its log where it could not run' {
        Remove-Item $list
        $run = Invoke-Job
        $run.ExitCode | Should -Be 2
        $run.Log.Error | Should -Match 'today\.csv'
    }
}
