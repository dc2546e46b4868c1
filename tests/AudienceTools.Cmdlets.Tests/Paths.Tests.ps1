# Paths that lead to no file, and commands that something is taken from while they run: errors that say what to do, and no hanging.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
    Connect-Test $data
    $audience = New-Audience 'Here' -PhoneNumber '+14155550100'
    $good = Join-Path $data 'good.csv'
    Set-Content $good 'Phone', '+14155550101'
}

AfterAll { Disconnect-Test $data }

Describe 'A pipe or device' -Skip:$IsWindows {
    BeforeAll {
        $pipe = Join-Path $data 'pipe.csv'
        mkfifo $pipe
        $link = (New-Item -ItemType SymbolicLink (Join-Path $data 'link.csv') -Value $pipe).FullName
    }

    It 'is refused as input before it is opened: <_>' -ForEach 'pipe', 'link', '/dev/zero' {
        $path = @{ pipe = $pipe; link = $link }[$_] ?? $_
        foreach ($command in { Test-AudienceContact -Path $path }, { Add-AudienceContact $audience -LiteralPath $path }) {
            $failure = Get-TheError $command
            $failure.FullyQualifiedErrorId | Should -BeLike 'FileNotReadable,*'
            $failure.Exception.Message | Should -Match 'pipe.*Save'
        }
    }

    It 'is refused as -<Name>' -ForEach @{ Name = 'FailurePath' }, @{ Name = 'CheckpointPath' } {
        $output = @{ $Name = $pipe }
        $failure = Get-TheError { Add-AudienceContact $audience -Path $good @output }
        $failure.FullyQualifiedErrorId | Should -BeLike 'FileNotWritable,*'
        $failure.Exception.Message | Should -Match "-$Name"
        (Get-Audience 'Here').MemberCount | Should -Be 1
    }
}

Describe 'A path of another drive than the file system''s' {
    It 'is told for -<Name>' -ForEach @(
        @{ Name = 'Path'; Id = 'FileNotFound'; Command = { Add-AudienceContact $audience -Path $path } }
        @{ Name = 'LiteralPath'; Id = 'FileNotFound'; Command = { Add-AudienceContact $audience -LiteralPath $path } }
        @{ Name = 'FailurePath'; Id = 'FileNotWritable'; Command = { Add-AudienceContact $audience -Path $good -FailurePath $path } }
        @{ Name = 'CheckpointPath'; Id = 'FileNotWritable'; Command = { Add-AudienceContact $audience -Path $good -CheckpointPath $path } }
        @{ Name = 'DataPath'; Id = 'LocalServiceFailed'; Command = { Connect-AudienceService -DataPath $path } }
    ) {
        foreach ($path in 'env:/PATH', 'nosuchdrive:/x') { Get-ErrorId $Command | Should -Be $Id }
    }

    It 'is none where a file is, or one that no file system takes, for -DataPath: <_>' -ForEach 'file', 'nul' {
        $path = $_ -eq 'file' ? $good : "$data/a`0b"
        Get-ErrorId { Connect-AudienceService -DataPath $path } | Should -Be 'LocalServiceFailed'
    }
}

Describe 'Switches of a rehearsal without one' {
    It 'are errors: -<Switch>' -ForEach @{ Switch = 'Reset'; Id = 'NothingToReset' }, @{ Switch = 'NoRateLimit'; Id = 'NotSupportedByService' } {
        $given = @{ $Switch = $true }
        $failure = Get-TheError { Connect-AudienceService Atoms @given }
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failure.Exception.Message | Should -Match '-Rehearsal'
    }
}

Describe 'A question that nobody can answer' {
    It 'is an error that says what to do, and nothing is done' {
        $failure = Get-TheError { Remove-Audience 'Here' }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ConfirmationNeeded,*'
        $failure.CategoryInfo.Category | Should -Be 'InvalidOperation'
        $failure.Exception.Message | Should -Match '-Confirm:\$false'
        (Get-Audience).Name | Should -Be 'Here'
    }
}

Describe 'A connection that is closed while a command uses it' {
    It 'is told, with an account of each row' {
        $connection = Connect-AudienceService -DataPath $data -TimeoutSec 99 -PassThru
        $seen = 0
        $failure = Get-TheError {
            Get-Contacts 20000 -From 500 | ForEach-Object { if (++$seen -eq 15000) { Disconnect-AudienceService $connection }; $_ } |
                Add-AudienceContact $audience -Connection $connection -BatchSize 50
        }
        $failure.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        $failure.Exception.Message | Should -Match 'closed while a command used it.*Connect-AudienceService'
        $receipt = $connection.LastReceipt
        Assert-Sum $receipt
        $receipt.Unknown + $receipt.NotSent | Should -BeGreaterThan 0
        Connect-AudienceService -DataPath $data
    }
}

Describe 'A body that can''t be cancelled' {
    It 'is left behind, and what it does later goes nowhere' {
        $type = [AudienceTools.ModuleLoadContext]::LoadCommands().GetType('AudienceTools.Cmdlets.Bases.PipelineBridge')
        $bridge = [Activator]::CreateInstance($type, [timespan]::FromMilliseconds(20))
        $never = [Threading.Tasks.TaskCompletionSource]::new()
        $bridge.Start([Delegate]::CreateDelegate([Func[Threading.Tasks.Task]], $never, 'get_Task'))
        $bridge.Cancel()
        $finish = [Threading.Tasks.Task]::Run([Action][Delegate]::CreateDelegate([Action], $bridge, 'Finish'))
        Wait-Until { $finish.IsCompleted }
        $finish.Exception.InnerException | Should -BeOfType ([Management.Automation.PipelineStoppedException])
        $bridge.HasLeftBehind | Should -BeTrue
        $bridge.Dispose()
        { $bridge.Post({ throw 'nobody listens' }) } | Should -Not -Throw
        $never.SetResult()
    }
}

Describe 'A path with brackets' {
    BeforeAll {
        Push-Location (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "audiencetools-$([guid]::NewGuid().ToString('n'))"))
        foreach ($name in '23 leads [final] (1).csv', 'x[.csv', 'a.csv', '[abc].csv', 'b.csv') {
            Set-Content -LiteralPath $name "phone`n+442079460901"
        }
    }

    AfterAll {
        $folder = $PWD.ProviderPath
        Pop-Location
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    It 'finds the file of that name where the pattern fits none: <_>' -ForEach './23 leads [final] (1).csv', 'x[.csv' {
        (Test-AudienceContact -Path $_).Valid | Should -Be 1
    }

    It 'is an error where it is a name and fits another file' {
        $failure = Get-TheError { Test-AudienceContact -Path '[abc].csv' }
        $failure.FullyQualifiedErrorId | Should -BeLike 'FileNotFound,*'
        $failure.Exception.Message | Should -Match 'a\.csv.*-LiteralPath'
        (Test-AudienceContact -LiteralPath '[abc].csv').Valid | Should -Be 1
    }

    It 'fits as a pattern otherwise, in the order of the names' {
        (Test-AudienceContact -Path '[ab].csv' -PassThru | Where-Object State -EQ Valid).Source | Should -Be 'a.csv'
        Get-ErrorId { Test-AudienceContact -Path 'no[x]*.csv' } | Should -Be 'FileNotFound'
    }

    It 'takes the encodings of Import-Csv: <_>' -ForEach 'ascii', 'ansi', 'bigendianunicode', 'bigendianutf32', 'default', 'oem', 'unicode', 'utf8', 'utf8BOM', 'utf8NoBOM', 'utf32', 1252, '1252' {
        Set-Content 'encoded.csv' "phone,name`n+442079460901,Ann" -Encoding ($_ -in 'default', '1252' ? 'ascii' : $_)
        (Test-AudienceContact -Path 'encoded.csv' -Encoding $_).Valid | Should -Be 1
    }

    It 'refuses UTF-7 by name' {
        { Test-AudienceContact -Path 'a.csv' -Encoding utf7 } | Should -Throw '*UTF-7*UTF-8*'
    }
}
