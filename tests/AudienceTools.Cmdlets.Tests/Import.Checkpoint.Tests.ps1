# Going on where an import stopped. Kill.Tests.ps1 does it the hard way.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
    Push-Location $data
    Get-Contacts 500 | Export-Csv 'in.csv'
    Get-Contacts 500 | ForEach-Object { $_.City = 'Other'; $_ } | Export-Csv 'changed.csv'
}

AfterAll {
    Pop-Location
    Disconnect-Test $data
}

Describe '-CheckpointPath on <_>' -ForEach 'Local', 'Atoms', 'OliAI' {
    BeforeAll {
        $service = $_
        Connect-Test $data $service
        $audience = New-EmptyAudience "Checkpoint $service"
        $options = @{ CheckpointPath = "cp-$service"; BatchSize = 50 }
        $null = Add-AudienceContact $audience -Path 'in.csv' @options

        # The journal as a kill after some batches would leave it.
        function Restore-Torn([string] $From, [string] $To, [int] $Lines, [string] $Tail = '') {
            [IO.File]::WriteAllText((Join-Path $data $To), ((Get-Content $From -First $Lines) -join "`n") + "`n" + $Tail)
        }
    }

    It 'holds no contact''s data' {
        Get-Content "cp-$service" -Raw | Should -Not -Match '201200|City'
        @(Get-Content "cp-$service").Count | Should -Be 13
    }

    It 'says that it is finished, and sends nothing again' {
        $lines = Get-RequestLine {
            $script:again = Add-AudienceContact $audience -Path 'in.csv' @options -Verbose -WarningVariable script:told -WarningAction SilentlyContinue
        }
        $lines | Where-Object { $_ -notlike 'GET *' } | Should -BeNullOrEmpty
        $told | Should -Match 'finished'
        $again.Added | Should -Be 500
        $again.CheckpointPath | Should -Be (Join-Path $data "cp-$service")
        Assert-Sum $again
    }

    It 'goes on after <Name>' -ForEach @(
        @{ Name = 'the first line'; Lines = 1; Tail = '' }
        @{ Name = 'the audience'; Lines = 2; Tail = '' }
        @{ Name = 'four batches'; Lines = 6; Tail = '' }
        @{ Name = 'a torn line'; Lines = 5; Tail = '{"batch":4,"fingerp' }
        @{ Name = 'a torn first line'; Lines = 0; Tail = '{"job":"0123' }
    ) {
        if ($Lines) { Restore-Torn "cp-$service" 'torn' $Lines $Tail } else { Set-Content 'torn' $Tail -NoNewline }
        $receipt = Add-AudienceContact $audience -Path 'in.csv' -CheckpointPath 'torn' -BatchSize 50 -WarningAction SilentlyContinue
        $receipt.Received | Should -Be 500
        $receipt.Added + $receipt.AlreadyMember | Should -Be 500
        $receipt.MemberCountAfter | Should -Be 500
        Assert-Sum $receipt
        (Get-Content 'torn')[-1] | Should -BeLike '{"finished":*'
        Remove-Item 'torn'
    }

    It 'refuses <Name>, and says what differs' -ForEach @(
        @{ Name = 'another file'; With = @{ Path = 'changed.csv' }; Says = 'Input was .*changed\.csv' }
        @{ Name = 'another batch size'; With = @{ Path = 'in.csv'; BatchSize = 60 }; Says = "BatchRows was '50' and is '60'" }
        @{ Name = 'another phone column'; With = @{ Path = 'in.csv'; PhoneColumn = 'Phone' }; Says = 'PhoneColumn' }
        @{ Name = 'another map'; With = @{ Path = 'in.csv'; ColumnMap = @{ City = 'Town' } }; Says = "ColumnMap.*City=Town" }
        @{ Name = 'another country'; With = @{ Path = 'in.csv'; DefaultCountryCode = '44' }; Says = "DefaultCountry.*44" }
    ) {
        $all = $options + @{}
        foreach ($key in $With.Keys) { $all[$key] = $With[$key] }
        $before = Get-Content "cp-$service" -Raw
        $failure = Get-TheError { Add-AudienceContact $audience @all }
        $failure.FullyQualifiedErrorId | Should -BeLike 'CheckpointMismatch,*'
        $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $failure.Exception.Message | Should -Match $Says
        $failure.Exception.Message | Should -Match '-DiscardCheckpoint'
        Get-Content "cp-$service" -Raw | Should -Be $before
    }

    It 'refuses another audience, and a new one' {
        $other = New-EmptyAudience "Other $service"
        (Get-TheError { Add-AudienceContact $other -Path 'in.csv' @options }).Exception.Message | Should -Match 'Audience was'
        Get-ErrorId { New-Audience 'Fresh' -Path 'in.csv' @options } | Should -Be 'CheckpointMismatch'
        Get-Audience 'Fresh*' | Should -BeNullOrEmpty
        (Get-Audience "Other $service").MemberCount | Should -Be 0
    }

    It 'begins anew with -DiscardCheckpoint' {
        Copy-Item "cp-$service" 'discarded'
        $receipt = Add-AudienceContact $audience -Path 'changed.csv' -CheckpointPath 'discarded' -BatchSize 50 -DiscardCheckpoint
        $receipt.AlreadyMember | Should -Be 500

        # An import of OliAI's changes the contacts that it has; elsewhere a member stays as it is.
        (Get-AudienceMember $audience -First 1).City -eq 'Other' | Should -Be ($service -eq 'OliAI')
    }

    It 'serves contacts down the pipeline too, and notices other ones' {
        $piped = New-EmptyAudience "Piped $service"
        $null = Import-Csv 'in.csv' | Add-AudienceContact $piped -CheckpointPath 'whole' -BatchSize 50
        Restore-Torn 'whole' 'pipe' 6
        $receipt = Import-Csv 'in.csv' | Add-AudienceContact $piped -CheckpointPath 'pipe' -BatchSize 50 -WarningAction SilentlyContinue
        $receipt.Added + $receipt.AlreadyMember | Should -Be 500
        $failure = Get-TheError { Import-Csv 'changed.csv' | Add-AudienceContact $piped -CheckpointPath 'pipe' -BatchSize 50 -WarningAction SilentlyContinue }
        $failure.FullyQualifiedErrorId | Should -BeLike 'CheckpointMismatch,*'
        $failure.Exception.Message | Should -Match 'rows from 2 to 51'
        Remove-Item 'whole', 'pipe'
    }

    It 'that is finished takes no more rows down the pipeline, having said that it sends none' {
        $audience = New-EmptyAudience "Finished $([guid]::NewGuid())"
        $also = @{ CheckpointPath = "$data/$($audience.Name).checkpoint"; BatchSize = 2; WarningAction = 'Ignore' }
        $null = Get-Contacts 4 | Add-AudienceContact $audience @also
        Get-ErrorId { Get-Contacts 6 | Add-AudienceContact $audience @also } | Should -Be 'CheckpointMismatch'
        @(Get-AudienceMember $audience).Count | Should -Be 4
    }

    It 'creates no second audience when New-Audience is run again' {
        $null = New-Audience "Created $service" -Path 'in.csv' -CheckpointPath 'create' -BatchSize 50

        # The job, then that it is about to create, then the audience, then batches. A run that was killed right after its create has no members
        # there but those that the create brings; Local gives every request's first answer again.
        foreach ($lines in 2, 3, 5) {
            if ($lines -eq 2 -and $service -ne 'Local') {
                $null = Get-AudienceMember "Created $service" -Skip ($service -eq 'Atoms' ? 50 : 0) | Remove-AudienceContact "Created $service" -Confirm:$false
            }
            Copy-Item 'create' 'whole' -Force
            Restore-Torn 'whole' 'create' $lines
            $again = New-Audience "Created $service" -Path 'in.csv' -CheckpointPath 'create' -BatchSize 50 -WarningAction SilentlyContinue
            $again.MemberCount | Should -Be 500
            $again.Receipt.Added | Should -Be 500
            @(Get-Audience "Created $service").Count | Should -Be 1
        }

        # A run that was killed before it created has nothing that could be its own.
        Copy-Item 'create' 'whole' -Force
        Restore-Torn 'whole' 'create' 1
        Get-ErrorId { New-Audience "Created $service" -Path 'in.csv' -CheckpointPath 'create' -BatchSize 50 -WarningAction SilentlyContinue } |
            Should -Be 'AudienceExists'
        Remove-Item 'create', 'whole'
    }

    It 'creates no second audience either when the checkpoint is lost or discarded' {
        $first = New-Audience "Lost $service" -Path 'in.csv' -CheckpointPath 'lost' -BatchSize 50
        $before = Get-Content 'lost' -Raw
        Get-ErrorId { New-Audience "Lost $service" -Path 'in.csv' -CheckpointPath 'lost' -BatchSize 50 -DiscardCheckpoint } | Should -Be 'AudienceExists'
        Get-Content 'lost' -Raw | Should -Be $before
        Remove-Item 'lost'
        Get-ErrorId { New-Audience "Lost $service" -Path 'in.csv' -CheckpointPath 'lost' -BatchSize 50 } | Should -Be 'AudienceExists'
        Test-Path 'lost' | Should -BeFalse
        (Get-Audience "Lost $service").Id | Should -Be $first.Id
    }

    It 'goes on under -WhatIf too, and writes nothing' {
        $null = New-Audience "Preview $service" -Path 'in.csv' -CheckpointPath 'preview' -BatchSize 50
        $before = Get-Content 'preview' -Raw
        $lines = Get-RequestLine { New-Audience "Preview $service" -Path 'in.csv' -CheckpointPath 'preview' -BatchSize 50 -WhatIf -Verbose }
        $lines | Where-Object { $_ -notlike 'GET *' } | Should -BeNullOrEmpty
        Get-Content 'preview' -Raw | Should -Be $before
        Remove-Item 'preview'
    }
}

Describe 'A checkpoint whose audience was deleted' {
    It 'is named, and -DiscardCheckpoint begins anew' {
        Connect-Test $data
        New-Audience 'Deleted' -Path 'in.csv' -CheckpointPath 'deleted' | Remove-Audience -Confirm:$false
        $failure = Get-TheError { New-Audience 'Deleted' -Path 'in.csv' -CheckpointPath 'deleted' -WarningAction SilentlyContinue }
        $failure.FullyQualifiedErrorId | Should -BeLike 'AudienceNotFound,*'
        $failure.Exception.Message | Should -Match 'checkpoint .*deleted.*-DiscardCheckpoint'
        (New-Audience 'Deleted' -Path 'in.csv' -CheckpointPath 'deleted' -DiscardCheckpoint).MemberCount | Should -Be 500
    }
}

Describe 'A checkpoint that is none' {
    BeforeAll {
        Connect-Test $data
        $null = New-Audience 'None'
    }

    It 'is left alone, with -DiscardCheckpoint too: <Name>' -ForEach @(
        @{ Name = 'a list'; Text = "Phone`n+442079460958`n" }
        @{ Name = 'a line without end'; Text = 'Phone' }
        @{ Name = 'other JSON'; Text = "{`"a`":1}`n" }
        @{ Name = 'a damaged line in the middle'; Text = "{`"job`":`"x`"`n{`"batch`":1}`n" }
    ) {
        Set-Content 'none' $Text -NoNewline
        foreach ($discard in $false, $true) {
            $failure = Get-TheError { '+442079460958' | Add-AudienceContact 'None' -CheckpointPath 'none' -DiscardCheckpoint:$discard }
            $failure.FullyQualifiedErrorId | Should -BeLike 'CheckpointMismatch,*'
            $failure.Exception.Message | Should -Match 'not a checkpoint'
        }
        Get-Content 'none' -Raw | Should -Be $Text
    }

    It 'can''t be in a folder that is not there' {
        Get-ErrorId { '+442079460958' | Add-AudienceContact 'None' -CheckpointPath 'nowhere/cp' } | Should -Be 'FileNotWritable'
    }

    It 'serves one import at a time' {
        $held = [IO.File]::Open((Join-Path $data 'held'), 'OpenOrCreate', 'ReadWrite', $IsWindows ? 'Read' : 'None')
        try { Get-ErrorId { '+442079460958' | Add-AudienceContact 'None' -CheckpointPath 'held' } | Should -Be 'FileNotWritable' }
        finally { $held.Dispose() }
    }
}
