# The file of rows that did not become members: made to be mended and sent again.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
    Connect-Test $data
    Push-Location $data
    $quietly = @{ ErrorAction = 'SilentlyContinue' }
}

AfterAll {
    Pop-Location
    Disconnect-Test $data
}

Describe '-FailurePath' {
    BeforeEach { $audience = New-Audience "Failures $([guid]::NewGuid())" }

    It 'has the original columns in their order, then row number and reason of each row, under a byte order mark' {
        Set-Content 'in.csv' "Name,Phone,City`nAda,+442079460958,London`n`"Bo, Jr.`",n/a,`nMüller,12,`"two`nlines`"`n,,`nEve,9.16E+11,Pune"
        $receipt = Add-AudienceContact $audience -Path 'in.csv' -FailurePath 'out.csv' @quietly
        $receipt.FailurePath | Should -Be (Join-Path $data 'out.csv')
        $receipt.Invalid | Should -Be 3
        Assert-Sum $receipt
        [IO.File]::ReadAllBytes((Join-Path $data 'out.csv'))[0..2] | Should -Be 0xEF, 0xBB, 0xBF
        Get-Content 'out.csv' -First 1 | Should -Be 'Name,Phone,City,RowNumber,ReasonCode,Reason'
        $rows = Import-Csv 'out.csv'
        $rows.Name | Should -Be 'Bo, Jr.', 'Müller', 'Eve'
        $rows.Phone | Should -Be 'n/a', '12', '9.16E+11'
        $rows.City | Should -Be '', "two`nlines", 'Pune'
        $rows.RowNumber | Should -Be 3, 4, 6
        $rows.ReasonCode | Should -Be 'NotANumber', 'TooShort', 'ScientificNotation'
        $rows.Reason | ForEach-Object { $_ | Should -Match '\.$' }
    }

    It 'is named in the error' {
        (Get-TheError { 'n/a' | Add-AudienceContact $audience -FailurePath 'named.csv' }).Exception.Message | Should -Match 'named\.csv'
    }

    It 'is not there where nothing failed, whatever stood in it: <How>' -ForEach @(
        @{ How = 'objects'; Add = { [pscustomobject]@{ Phone = '+442079460958' } | Add-AudienceContact $audience -FailurePath 'clean.csv' } }
        @{ How = '-Path'; Add = { Add-AudienceContact $audience -Path 'good.csv' -FailurePath 'clean.csv' } }
        @{ How = 'a check'; Add = { Test-AudienceContact -Path 'good.csv' -FailurePath 'clean.csv' } }
    ) {
        Set-Content 'good.csv' "Phone`n+442079460958"
        Set-Content 'clean.csv' "Phone,RowNumber,ReasonCode,Reason`nn/a,2,NotANumber,Old"
        (& $Add).FailurePath | Should -BeNullOrEmpty
        'clean.csv' | Should -Not -Exist
        'clean.csv.new' | Should -Not -Exist
    }

    It 'that is its own input stays whole where the import is stopped' {
        1..600 | ForEach-Object { [pscustomobject]@{ Phone = "n/a $_"; Name = "Ada $_" } } | Add-AudienceContact $audience -FailurePath 'whole.csv' @quietly | Out-Null
        $before = Get-Content 'whole.csv'
        { Import-Csv 'whole.csv' | ForEach-Object { if ($_.Name -eq 'Ada 500') { throw 'Stopped' }; $_ } |
                Add-AudienceContact $audience -FailurePath 'whole.csv' } | Should -Throw 'Stopped'
        Get-Content 'whole.csv' | Should -Be $before
    }

    It 'that a spreadsheet has changed is known still: <Name>' -ForEach @(
        @{ Name = 'Reason deleted'; Text = "Name,Phone,Note,RowNumber,ReasonCode`nAnn,+442079460901,'=SUM(1),5,MissingPlus" }
        @{ Name = 'moved to the front'; Text = "RowNumber,ReasonCode,Reason,Name,Phone,Note`n5,MissingPlus,Why.,Ann,+442079460901,'=SUM(1)" }
        @{ Name = 'in the middle'; Text = "Name,ReasonCode,Phone,Reason,Note,RowNumber`nAnn,MissingPlus,+442079460901,Why.,'=SUM(1),5" }
        @{ Name = 'behind empty columns, with semicolons'; Text = "Name;Phone;Note;;;RowNumber;ReasonCode;Reason`nAnn;+442079460901;'=SUM(1);;;5;MissingPlus;Why." }
        @{ Name = 'the code alone'; Text = "Name,Phone,Note,ReasonCode`nAnn,+442079460901,'=SUM(1),MissingPlus" }
    ) {
        Set-Content 'edited.csv' $Text
        $null = Add-AudienceContact $audience -Path 'edited.csv' -WarningAction Ignore
        $member = Get-AudienceMember $audience
        $member.Note | Should -BeExactly '=SUM(1)'
        $member.PSObject.Properties.Name | Where-Object { $_ -match '^Reason|RowNumber' } | Should -BeNullOrEmpty
        if ($Text -notmatch ';') {
            $again = Import-Csv 'edited.csv' | New-Audience "Edited $([guid]::NewGuid())"
            (Get-AudienceMember $again).Note | Should -BeExactly '=SUM(1)'
        }
    }

    It 'is not seen in a table that has a column of such a name' {
        Set-Content 'own.csv' "Name,Phone,Reason,RowNumber`nAnn,+442079460901,'-x,7"
        $null = Add-AudienceContact $audience -Path 'own.csv'
        $member = Get-AudienceMember $audience
        $member.Reason, $member.RowNumber | Should -Be "'-x", '7'
    }

    It 'that is taken for one, or of which too little is left, is warned of' {
        Set-Content 'doubt.csv' "Name,Phone,RowNumber,ReasonCode,Reason`nAnn,+442079460901,7,CHURN,Moved"
        $null = Add-AudienceContact $audience -Path 'doubt.csv' -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match "'RowNumber', 'ReasonCode', 'Reason'.*aren't sent"
        Set-Content 'left.csv' "Name,Phone,Note,RowNumber`nAnn,+442079460902,x,7`nBob,+442079460903,'=1,8"
        $null = Add-AudienceContact $audience -Path 'left.csv' -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -Match "apostrophe.*'RowNumber'"
        Set-Content 'own.csv' "Name,Phone,Note,RowNumber`nAnn,'+442079460904,x,7"
        $null = Add-AudienceContact $audience -Path 'own.csv' -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeNullOrEmpty
    }

    It 'guards cells that a spreadsheet would run, and takes the guard off again' {
        $cells = '=1+1', '+SUM(A1)', '-x', '@y', "'=z", "`tq", 'plain', "it's", '+442079460000'
        $cells | ForEach-Object { [pscustomobject]@{ Phone = 'n/a'; Note = $_ } } | Add-AudienceContact $audience -FailurePath 'guard.csv' @quietly | Out-Null
        (Import-Csv 'guard.csv').Note | Should -Be "'=1+1", "'+SUM(A1)", "'-x", "'@y", "''=z", "'`tq", 'plain', "it's", '+442079460000'
        $mended = Import-Csv 'guard.csv'
        0..($cells.Count - 1) | ForEach-Object { $mended[$_].Phone = "+44207946010$_" }
        ($mended | Add-AudienceContact $audience -ThrottleLimit 1).Added | Should -Be $cells.Count
        (Get-AudienceMember $audience | Sort-Object PhoneNumber).Note | Should -Be $cells
    }

    It 'once mended brings all rows in, by <How>, without its own columns' -ForEach @(
        @{ How = 'Import-Csv' }
        @{ How = '-Path' }
    ) {
        $bad = 1..30 | ForEach-Object { [pscustomobject]@{ Phone = "n/a $_"; Name = "Ada, `"$_`""; Formula = "=$_" } }
        $bad | Add-AudienceContact $audience -FailurePath 'mend.csv' @quietly | Out-Null
        $i = 0
        $mended = Import-Csv 'mend.csv' | ForEach-Object { $_.Phone = '+4420794602{0:d2}' -f $i++; $_ }
        $mended | Export-Csv 'mend.csv'
        $receipt = if ($How -eq '-Path') { Add-AudienceContact $audience -Path 'mend.csv' }
        else { Import-Csv 'mend.csv' | Add-AudienceContact $audience }
        $receipt.Added | Should -Be 30
        $members = Get-AudienceMember $audience | Sort-Object PhoneNumber
        $members.Name | Should -Be $bad.Name
        $members.Formula | Should -Be $bad.Formula
        $members[0].PSObject.Properties.Name | Should -Not -Contain 'ReasonCode'
    }

    It 'does not grow when its rows fail again' {
        [pscustomobject]@{ Phone = 'n/a'; Note = '=1' } | Add-AudienceContact $audience -FailurePath 'first.csv' @quietly | Out-Null
        Add-AudienceContact $audience -Path 'first.csv' -FailurePath 'second.csv' @quietly | Out-Null
        Get-Content 'second.csv' | Should -Be (Get-Content 'first.csv')
    }

    It 'may be piped into a command that writes it anew' {
        1..600 | ForEach-Object { [pscustomobject]@{ Phone = "n/a $_"; Name = "Ada $_" } } | Add-AudienceContact $audience -FailurePath 'again.csv' @quietly | Out-Null
        $receipt = Import-Csv 'again.csv' | Add-AudienceContact $audience -FailurePath 'again.csv' @quietly
        $receipt.Received | Should -Be 600
        @(Import-Csv 'again.csv').Count | Should -Be 600
    }

    It 'keeps all columns of rows that differ, and one for the phone number' {
        Set-Content 'a.csv' "Phone,City`nn/a,Pune"
        Set-Content 'b.csv' "Name,Mobile`nAda,12`nBo,+442079460958"
        Set-Content 'c.csv' "City,tel`nBern,x"
        Add-AudienceContact $audience -Path 'a.csv', 'b.csv', 'c.csv' -FailurePath 'union.csv' @quietly | Out-Null
        $rows = Import-Csv 'union.csv'
        (Get-Content 'union.csv' -First 1) | Should -Be 'Phone,City,Name,RowNumber,ReasonCode,Reason'
        $rows.Phone | Should -Be 'n/a', '12', 'x'
        $rows.City | Should -Be 'Pune', '', 'Bern'
        $rows.Name | Should -Be '', 'Ada', ''
        $rows.RowNumber | Should -Be 2, 2, 2
        Get-ChildItem "$data/union*" | Should -HaveCount 1
        (Test-AudienceContact -Path 'union.csv').Invalid | Should -Be 3
    }

    It 'keeps the cell that was one too many' {
        Set-Content 'ragged.csv' "Phone,City`n12,Pune`n+442079460958,Pune, India"
        Add-AudienceContact $audience -Path 'ragged.csv' -FailurePath 'wide.csv' @quietly | Out-Null
        $rows = Get-Content 'wide.csv'
        $rows[0] | Should -Be 'Phone,City,Column3,RowNumber,ReasonCode,Reason'
        $rows[1] | Should -BeLike '12,Pune,,2,TooShort,*'
        $rows[2] | Should -BeLike '+442079460958,Pune,India,3,RaggedRow,*'
    }

    It 'once mended brings in a row with a cell too many, by <How>' -ForEach @(
        @{ How = 'Import-Csv' }
        @{ How = '-Path' }
    ) {
        Set-Content 'one.csv' "Phone,City`n12,Pune"
        Set-Content 'two.csv' "Name,Mobile`nAda,+442079460958,x`nBo,13"
        Add-AudienceContact $audience -Path 'one.csv', 'two.csv' -FailurePath 'mixed.csv' @quietly | Out-Null
        Get-Content 'mixed.csv' -First 1 | Should -Be 'Phone,City,Name,Column3,RowNumber,ReasonCode,Reason'
        $i = 0
        $mended = Import-Csv 'mixed.csv' | ForEach-Object { $_.Phone = "+44207946020$i"; $_.Column3 = ''; $i++; $_ }
        $mended | Export-Csv 'mixed.csv'
        $receipt = if ($How -eq '-Path') { Add-AudienceContact $audience -Path 'mixed.csv' -WarningVariable told }
        else { Import-Csv 'mixed.csv' | Add-AudienceContact $audience -WarningVariable told }
        $receipt.Added | Should -Be 3
        $told | Should -BeNullOrEmpty
        (Get-AudienceMember $audience | Sort-Object PhoneNumber).Name | Should -Be '', 'Ada', 'Bo'
    }

    It 'can be read by Import-Csv though the input has names twice, none, or those of the failure file' {
        Set-Content 'odd.csv' "RowNumber,Phone,Note,note,,Reason`n7,n/a,a,b,c,why"
        Add-AudienceContact $audience -Path 'odd.csv' -FailurePath 'even.csv' -WarningAction Ignore @quietly | Out-Null
        $row = Import-Csv 'even.csv' -WarningVariable told
        $told | Should -BeNullOrEmpty
        $row.RowNumber_2 | Should -Be 2
        $row.ReasonCode_2 | Should -Be 'NotANumber'
        $row.Phone = '+442079460958'
        ($row | Add-AudienceContact $audience -WarningVariable told).Added | Should -Be 1
        $told | Should -BeNullOrEmpty
        $member = Get-AudienceMember $audience
        $member.RowNumber, $member.Note, $member.note_2, $member.Column5, $member.Reason | Should -Be '7', 'a', 'b', 'c', 'why'
        $member.PSObject.Properties.Name | Should -Not -Contain 'Reason_2'
    }

    It 'has rows that the service refused' {
        $wide = [ordered]@{ Phone = '+442079460958' }
        1..600 | ForEach-Object { $wide["Column $_"] = $_ }
        $receipt = [pscustomobject]@{ Phone = '+442079460000' }, [pscustomobject]$wide | Add-AudienceContact $audience -FailurePath 'refused.csv' @quietly
        $receipt.Added | Should -Be 1
        $receipt.Rejected | Should -Be 1
        Assert-Sum $receipt
        $row = Import-Csv 'refused.csv'
        $row.ReasonCode | Should -Be 'TooManyColumns'
        $row.'Column 600' | Should -Be 600
    }

    It 'is written by Test-AudienceContact too, and not with -WhatIf' {
        $null = 'n/a' | Test-AudienceContact -FailurePath 'check.csv'
        (Import-Csv 'check.csv').ReasonCode | Should -Be 'NotANumber'
        '12' | Add-AudienceContact $audience -FailurePath 'check.csv' -WhatIf
        (Import-Csv 'check.csv').ReasonCode | Should -Be 'NotANumber'
    }
}

Describe 'A -FailurePath that cannot be' {
    BeforeAll {
        $null = New-Audience 'Wrong path'
        Set-Content 'precious.csv' "Phone`n+442079460958`nn/a"
    }

    It 'the input itself, by any name: nothing is lost' {
        $null = New-Item -ItemType Directory 'sub'
        $paths = 'precious.csv', './sub/../precious.csv'
        if (-not $IsWindows) {
            $null = New-Item -ItemType SymbolicLink 'link.csv' -Value (Join-Path $data 'precious.csv')
            $paths += 'link.csv'
        }
        foreach ($path in $paths) {
            Get-ErrorId { Add-AudienceContact 'Wrong path' -Path 'precious.csv' -FailurePath $path } | Should -Be 'FileNotWritable'
            Get-ErrorId { Test-AudienceContact -Path 'precious.csv' -FailurePath $path } | Should -Be 'FileNotWritable'
            Get-ErrorId { Get-Item 'precious.csv' | Test-AudienceContact -FailurePath $path } | Should -Be 'FileNotWritable'
        }
        @(Import-Csv 'precious.csv').Count | Should -Be 2
        (Get-Audience 'Wrong path').MemberCount | Should -Be 0
    }

    It 'any other file that is there: the input may come from it, down the pipeline' {
        Get-ErrorId { Import-Csv 'precious.csv' | Add-AudienceContact 'Wrong path' -FailurePath 'precious.csv' } | Should -Be 'FileNotWritable'
        Set-Content 'broken' ('"' + 'x' * 3MB)
        Get-ErrorId { '12' | Test-AudienceContact -FailurePath 'broken' } | Should -Be 'FileNotWritable'
        @(Import-Csv 'precious.csv').Count | Should -Be 2
        (Get-Item 'broken').Length | Should -BeGreaterThan 3MB
    }

    It 'the checkpoint too' {
        Get-ErrorId { Add-AudienceContact 'Wrong path' -Path 'precious.csv' -FailurePath 'x' -CheckpointPath 'x' } | Should -Be 'FileNotWritable'
        Get-ErrorId { Add-AudienceContact 'Wrong path' -Path 'precious.csv' -CheckpointPath 'precious.csv' -DiscardCheckpoint } | Should -Be 'FileNotWritable'
    }

    It 'a folder, or one in a folder that is not there' {
        foreach ($path in 'sub', 'nowhere/out.csv') {
            $failure = Get-TheError { '+442079460958' | Add-AudienceContact 'Wrong path' -FailurePath $path }
            $failure.FullyQualifiedErrorId | Should -BeLike 'FileNotWritable,*'
            $failure.CategoryInfo.Category | Should -Be 'WriteError'
        }
        (Get-Audience 'Wrong path').MemberCount | Should -Be 0
    }
}
