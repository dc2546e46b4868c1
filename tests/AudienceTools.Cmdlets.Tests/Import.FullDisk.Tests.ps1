# No room for the files that an import writes: a process of its own may write files of some size only, which the service may exceed.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
    Connect-Test $data
    1..4000 | ForEach-Object { [pscustomobject]@{ Phone = $_ % 2 ? "n/a $_" : "+1$(2012000000 + $_)"; Name = "Ada $_" } } | Export-Csv "$data/in.csv"

    $states = 'Blank', 'Invalid', 'DuplicateInInput', 'Added', 'AlreadyMember', 'Rejected', 'Unknown', 'NotSent'

    # What it ends in, as an object. A write beyond 40 KB fails in it.
    function Invoke-Import([string] $Arguments, [string] $Command = 'Add-AudienceContact') {
        $script = "`$ProgressPreference = 'SilentlyContinue'; Import-Module '$ModulePath'; Connect-AudienceService -DataPath '$data'
            $Command $Arguments -Path '$data/in.csv' -ErrorVariable failures -ErrorAction SilentlyContinue | Out-Null
            @{ Receipt = (Get-AudienceConnection).LastReceipt; Id = `$failures[0].FullyQualifiedErrorId; Error = `$failures[0].Exception.Message } | ConvertTo-Json"
        $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes("try { $script } catch { @{ Error = `$_.Exception.Message; Id = `$_.FullyQualifiedErrorId; Receipt = (Get-AudienceConnection).LastReceipt } | ConvertTo-Json }"))
        # .NET maps its code through a file, which would be too large.
        bash -c "export DOTNET_EnableWriteXorExecute=0; trap '' XFSZ; ulimit -f 40; exec $(@($Program) + $ProgramArguments | ForEach-Object { "'$_'" }) -NoProfile -NonInteractive -EncodedCommand $encoded" | ConvertFrom-Json
    }
}

AfterAll { Disconnect-Test $data }

Describe 'A disk that is full' -Skip:$IsWindows {
    BeforeEach { $audience = New-Audience "Full $([guid]::NewGuid())" }

    It 'of the failure file: the import ends, the receipt sums, and the error says what to do' {
        $ended = Invoke-Import "$($audience.Id) -BatchSize 50 -FailurePath '$data/failed.csv'"
        $ended.Id | Should -BeLike 'FileNotWritable,*'
        $ended.Error | Should -Match 'failed\.csv.*-FailurePath'
        $ended.Receipt.StoppedBecause | Should -Be $ended.Error
        ($states | ForEach-Object { $ended.Receipt.$_ } | Measure-Object -Sum).Sum | Should -Be $ended.Receipt.Received
        $ended.Receipt.Received | Should -Be 4000
        $ended.Receipt.NotSent | Should -BeGreaterThan 0
        (Get-Audience -Id $audience.Id).MemberCount | Should -Be $ended.Receipt.Added
    }

    It 'of the failure file of a check: it is not passed off as whole' {
        $ended = Invoke-Import "-FailurePath '$data/checked.csv'" 'Test-AudienceContact'
        $ended.Id | Should -BeLike 'FileNotWritable,*'
        $ended.Error | Should -Match 'checked\.csv.*-FailurePath'
    }

    It 'of the checkpoint: the import ends, and goes on when there is room' {
        $ended = Invoke-Import "$($audience.Id) -BatchSize 5 -CheckpointPath '$data/checkpoint'"
        $ended.Id | Should -BeLike 'FileNotWritable,*'
        $ended.Error | Should -Match 'run it again'
        ($states | ForEach-Object { $ended.Receipt.$_ } | Measure-Object -Sum).Sum | Should -Be $ended.Receipt.Received
        $ended.Receipt.NotSent | Should -BeGreaterThan 0
        (Get-Audience -Id $audience.Id).MemberCount | Should -Be ($ended.Receipt.Added + $ended.Receipt.Unknown)
        $again = Add-AudienceContact $audience.Id -BatchSize 5 -CheckpointPath "$data/checkpoint" -Path "$data/in.csv" -ErrorAction Ignore -WarningAction Ignore
        $again.Added | Should -Be 2000
        (Get-Audience -Id $audience.Id).MemberCount | Should -Be 2000
    }
}
