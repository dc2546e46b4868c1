# The files that contacts come from, the same for all commands that take contacts.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
    Connect-Test $data
    $files = Join-Path $data 'files'
    $null = New-Item -ItemType Directory $files, (Join-Path $files 'leads'), (Join-Path $files 'empty')
    Push-Location $files
    Set-Content 'leads/a.csv' "Phone,City`n+14155550101,Pune`n+14155550102,Bern"
    Set-Content 'leads/b.csv' "Name;Mobile`nAda;+14155550103`nBo;+14155550101"
    Set-Content -LiteralPath 'leads/c[1].tsv' "msisdn`tPlan`n+14155550104`tGold"
    $workbook = Join-Path $Root 'tests' 'AwkwardFiles' 'two-sheets.xlsx'
    $latin1 = [Text.Encoding]::Latin1

    function Get-Number($Audience) { (Get-AudienceMember $Audience).PhoneNumber | Sort-Object }
}

AfterAll {
    Pop-Location
    Disconnect-Test $data
}

Describe 'Several files' {
    It 'come by a wildcard, with columns of their own, and a number in two of them once' {
        $audience = New-Audience 'Wildcard' -Path 'leads/*.?sv' -ThrottleLimit 1
        $audience.Receipt.Received | Should -Be 5
        $audience.Receipt.DuplicateInInput | Should -Be 1
        Get-Number $audience | Should -Be '+14155550101', '+14155550102', '+14155550103', '+14155550104'
        $members = Get-AudienceMember $audience | Sort-Object PhoneNumber
        $members[0..1].City | Should -Be 'Pune', 'Bern'
        ($members | Where-Object PhoneNumber -EQ '+14155550103').Name | Should -Be 'Ada'
        ($members | Where-Object PhoneNumber -EQ '+14155550104').Plan | Should -Be 'Gold'
    }

    It 'come by several paths, in their order' {
        $rows = Test-AudienceContact -Path 'leads/b.csv', 'leads/a.csv' -PassThru | Sort-Object Source, RowNumber
        $rows.Source | Should -Be 'a.csv', 'a.csv', 'b.csv', 'b.csv'
        $rows.RowNumber | Should -Be 2, 3, 2, 3
        ($rows | Where-Object State -EQ 'DuplicateInInput').Source | Should -Be 'a.csv'
    }

    It 'come down the pipeline from Get-ChildItem' {
        $audience = New-Audience 'Children'
        $receipt = Get-ChildItem leads | Add-AudienceContact $audience
        $receipt.Received | Should -Be 5
        $receipt.Added | Should -Be 4
        @(Get-ChildItem leads | Test-AudienceContact -PassThru).Count | Should -Be 5
    }

    It 'are taken to the letter with -LiteralPath' {
        (Test-AudienceContact -LiteralPath 'leads/c[1].tsv').Valid | Should -Be 1
        Get-ErrorId { Test-AudienceContact -LiteralPath 'leads/c1.tsv' } | Should -Be 'FileNotFound'
        Get-ErrorId { Test-AudienceContact -LiteralPath 'leads/*.csv' } | Should -Be 'FileNotFound'
    }

    It 'are all opened first: one that is missing leaves nothing behind' {
        Get-ErrorId { New-Audience 'Missing' -Path 'leads/a.csv', 'leads/none.csv' } | Should -Be 'FileNotFound'
        Get-ErrorId { New-Audience 'Missing' -Path 'nothing/*.csv' } | Should -Be 'FileNotFound'
        Get-ErrorId { New-Audience 'Missing' -Path 'leads/*.csv', 'leads' } | Should -Be 'PathIsDirectory'
        Get-Audience 'Missing' -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'and a folder among them is told' {
        Get-ErrorId { Get-ChildItem . | Test-AudienceContact } | Should -Be 'PathIsDirectory'
    }

    It 'must all have a header, whatever is done with them: <Id>' -ForEach @(
        @{ Id = 'MissingHeader'; Text = '+14155550104' }
        @{ Id = 'MissingHeader'; Text = "+14155550104`n+14155550105" }
        @{ Id = 'NoPhoneColumn'; Text = "Name,City`nAda,Pune" }
        @{ Id = 'AmbiguousPhoneColumn'; Text = "Phone,Mobile`n+14155550104," }
    ) {
        Set-Content 'later.csv' $Text
        $audience = New-Audience "Headers $Id"
        $null = '+14155550199' | Add-AudienceContact $audience
        foreach ($attempt in @(
                { Add-AudienceContact $audience -Path 'leads/a.csv', 'later.csv' }
                { Get-Item 'leads/a.csv', 'later.csv' | Add-AudienceContact $audience }
                { Add-AudienceContact $audience -Path 'leads/a.csv', 'later.csv' -Verify }
                { Add-AudienceContact $audience -Path 'leads/a.csv', 'later.csv' -WhatIf }
                { Set-Audience $audience -ReplaceMember -Path 'leads/a.csv', 'later.csv' -Confirm:$false }
                { Test-AudienceContact -Path 'leads/a.csv', 'later.csv' -PassThru }
                { New-Audience 'Headless' -Path 'leads/a.csv', 'later.csv' }
            )) {
            $failure = Get-TheError $attempt
            $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
            $failure.Exception.Message | Should -BeLike "*'later.csv'*"
        }

        Get-Number $audience | Should -Be '+14155550199'
        Get-Audience 'Headless' -ErrorAction Ignore | Should -BeNullOrEmpty
        Remove-Audience $audience -Confirm:$false
    }

    It 'are objects each by itself when they come as such: one without a phone column is counted, the others come in' {
        Set-Content 'nobody.csv' "Name,City`nAda,Pune"
        $summary = @(Import-Csv 'leads/a.csv') + @(Import-Csv 'nobody.csv') | Test-AudienceContact
        $summary.Valid | Should -Be 2
        $summary.Reasons['NoPhoneColumn'] | Should -Be 1
    }
}

Describe 'Delimiters and encodings' {
    It '<Name> is read without being told' -ForEach @(
        @{ Name = 'semicolon'; Text = "Phone;Amount`n+14155550101;1,5" }
        @{ Name = 'sep='; Text = "sep=;`nPhone;Amount`n+14155550101;1,5" }
        @{ Name = 'tab'; Text = "Phone`tAmount`n+14155550101`t1,5" }
        @{ Name = 'pipe'; Text = "Phone|Amount`n+14155550101|1,5" }
    ) {
        Set-Content 'found-out.csv' $Text
        (New-Audience "By $Name" -Path 'found-out.csv').MemberCount | Should -Be 1
        (Get-AudienceMember "By $Name").Amount | Should -Be '1,5'
    }

    It '-Delimiter says what none can find out, and holds for files down the pipeline' {
        Set-Content 'odd.csv' "Phone^Name, first`n+14155550101^Ada"
        (New-Audience 'Asked' -Path 'odd.csv' -Delimiter '^').MemberCount | Should -Be 1
        (Get-AudienceMember 'Asked').'Name, first' | Should -Be 'Ada'
        (Get-Item 'odd.csv' | Test-AudienceContact -Delimiter '^').Valid | Should -Be 1
    }

    It '-Delimiter refuses what cannot part cells: <_>' -ForEach '"', "`n", "`0" {
        Get-ErrorId { Test-AudienceContact -Path 'leads/a.csv' -Delimiter $_ } | Should -Be 'ParameterArgumentValidationError'
    }

    It 'Latin-1 is refused with its line where nobody named it, and leaves nothing behind' {
        [IO.File]::WriteAllText((Join-Path $files 'latin1.csv'), "Phone;Name`n+14155550101;Müller", $latin1)
        $failure = Get-TheError { New-Audience 'Latin' -Path 'latin1.csv' }
        $failure.FullyQualifiedErrorId | Should -BeLike 'WrongEncoding,*'
        $failure.Exception.Message | Should -Match 'line 2'
        $failure.Exception.Message | Should -Match '-Encoding'
        Get-Audience 'Latin*' | Should -BeNullOrEmpty
    }

    It 'Latin-1 comes in with -Encoding <_>' -ForEach 'latin1', 'windows-1252', 1252, ([Text.Encoding]::Latin1) {
        [IO.File]::WriteAllText((Join-Path $files 'latin1.csv'), "Phone;Name`n+14155550101;Müller", $latin1)
        $audience = New-Audience 'Named' -Path 'latin1.csv' -Encoding $_
        (Get-AudienceMember $audience).Name | Should -Be 'Müller'
        Remove-Audience $audience -Confirm:$false
    }

    It 'windows-1252 read as Latin-1 is told by a warning' {
        [IO.File]::WriteAllText((Join-Path $files 'cp1252.csv'), "Phone;Name`n+14155550101;`u{92}t Hooft", $latin1)
        $null = Test-AudienceContact -Path 'cp1252.csv' -Encoding latin1 -WarningVariable told -WarningAction SilentlyContinue
        $told.Count | Should -Be 1
        $told[0].Message | Should -Match 'line 2.*-Encoding windows-1252'
        $null = Test-AudienceContact -Path 'cp1252.csv' -Encoding windows-1252 -WarningVariable none
        $none.Count | Should -Be 0
    }

    It 'lines that stand in quotes as a whole are told, and the way out works' {
        Set-Content 'whole.csv' '"Name,Phone"', '"Ann,+14155550101"', '"Bob ""Bo"" Lee,+14155550102"', '"""Lee, Cy"",+14155550103"'
        $way = 'Import-Csv ''whole.csv'' -Header Line | ForEach-Object Line | ConvertFrom-Csv'
        (Get-TheError { Test-AudienceContact -Path 'whole.csv' }).Exception.Message | Should -BeLike "*$way | Add-AudienceContact*"
        (Get-TheError { Import-Csv 'whole.csv' | Test-AudienceContact }).Exception.Message | Should -BeLike '*each line stands in quotes*'
        $audience = Invoke-Expression $way | New-Audience 'Whole lines'
        (Get-AudienceMember $audience | Sort-Object PhoneNumber).Name | Should -Be 'Ann', 'Bob "Bo" Lee', 'Lee, Cy'
    }

    It 'UTF-16 comes in by its mark, and without one by its name' {
        Set-Content 'utf16.csv' "Phone,Name`n+14155550101,नमस्ते" -Encoding unicode
        (Test-AudienceContact -Path 'utf16.csv').Valid | Should -Be 1
        [IO.File]::WriteAllText((Join-Path $files 'bare16.csv'), "Phone,Name`n+14155550101,नमस्ते", [Text.UnicodeEncoding]::new($true, $false))
        $audience = New-Audience 'Bare' -Path 'bare16.csv' -Encoding bigendianunicode
        (Get-AudienceMember $audience).Name | Should -Be 'नमस्ते'
    }

    It 'an encoding that there is not is told' {
        $failure = Get-TheError { Test-AudienceContact -Path 'leads/a.csv' -Encoding 'klingon' }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentTransformationError,*'
        $failure.Exception.Message | Should -Match 'latin1'
    }
}

Describe 'Workbooks' {
    It 'give their first visible sheet, or the one that is named' {
        (Test-AudienceContact -Path $workbook -WorksheetName 'LEADS').Valid | Should -Be 1
        $audience = New-Audience 'Sheet' -Path $workbook -WorksheetName 'leads'
        Get-Number $audience | Should -Be '+442079460958'
        (Get-Item $workbook | Test-AudienceContact -WorksheetName 'Leads').Valid | Should -Be 1
    }

    It 'say which sheets there are where the named one is not' {
        $failure = Get-TheError { New-Audience 'Nowhere' -Path $workbook -WorksheetName 'March' }
        $failure.FullyQualifiedErrorId | Should -BeLike 'UnknownWorksheet,*'
        $failure.Exception.Message | Should -Match 'Leads'
        Get-Audience 'Nowhere*' | Should -BeNullOrEmpty
    }
}

Describe 'JSON' {
    It 'is read as a list, on one line or many, and as JSON Lines, where a bad line costs itself only' {
        Set-Content 'list.json' '[{"phone":"+442079460901","name":"Ann"},{"phone":"+442079460902","tags":["a",1.10]}]'
        @{ phone = '+442079460903' }, @{ phone = '+442079460904' } | ConvertTo-Json | Set-Content 'pretty.json'
        Set-Content 'lines.jsonl' '{"phone":"+442079460905"}', '{"phone":', '{"phone":"+442079460906"}'
        $results = Test-AudienceContact -Path '*.json', 'lines.jsonl' -PassThru | Sort-Object Source, RowNumber
        $results.RowNumber | Should -Be 1, 2, 3, 1, 2, 1, 2
        $results.State | Should -Be Valid, Invalid, Valid, Valid, Valid, Valid, Valid
        $results[1].ReasonCode | Should -Be 'InvalidJson'
        $audience = New-Audience 'Json' -Path 'list.json'
        ($audience | Get-AudienceMember -Search '+442079460902').tags | Should -Be '["a",1.10]'
    }

    It 'of another kind is an error that names the way to the list, and the way works' {
        Set-Content 'wrapper.json' '{"contacts":[{"phone":"+442079460901"},{"phone":"+442079460902"}]}'
        $failure = Get-TheError { New-Audience 'Wrapped' -Path 'wrapper.json' }
        $failure.FullyQualifiedErrorId | Should -BeLike 'UnsupportedFormat,*'
        $failure.Exception.Message | Should -Match ([regex]::Escape("(Get-Content 'wrapper.json' -Raw | ConvertFrom-Json).contacts | Add-AudienceContact"))
        Get-Audience 'Wrapped*' | Should -BeNullOrEmpty
        ((Get-Content 'wrapper.json' -Raw | ConvertFrom-Json).contacts | Test-AudienceContact).Valid | Should -Be 2
    }

    It 'has neither delimiter nor header, and says so' {
        Set-Content 'list.json' '[{"phone":"+442079460901"}]'
        Get-ErrorId { Test-AudienceContact -Path 'list.json' -Delimiter ';' } | Should -Be 'ParameterNotApplicable'
    }
}

Describe 'Files of other kinds' {
    It 'say what they are: <Says>' -ForEach @(
        @{ Says = 'vCards'; Text = "BEGIN:VCARD`nVERSION:3.0`nTEL:+442079460901`nEND:VCARD" }
        @{ Says = 'HTML'; Text = "<html><body><table><tr><td>+442079460901</td></tr></table></body></html>" }
        @{ Says = 'gzip'; Text = "`u{1f}`u{8b}`u{8}" }
    ) {
        [IO.File]::WriteAllText((Join-Path $files 'other.csv'), $Text, $latin1)
        $failure = Get-TheError { Test-AudienceContact -Path 'other.csv' }
        $failure.FullyQualifiedErrorId | Should -BeLike 'UnsupportedFormat,*'
        $failure.Exception.Message | Should -Match $Says
    }
}
