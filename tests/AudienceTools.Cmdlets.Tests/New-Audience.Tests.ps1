BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
    $expected = Get-Content (Join-Path $Root 'examples' 'contacts.expected.json') | ConvertFrom-Json
    $contacts = Join-Path $Root 'examples' 'contacts.csv'
}

AfterAll { Disconnect-Test $data }

Describe 'New-Audience on <_>' -ForEach 'Local', 'Atoms', 'OliAI' {
    BeforeAll { Connect-Test $data $_ }

    It 'makes an audience of a real file and accounts for each row' {
        $audience = Import-Csv $contacts | New-Audience -Name "Piped $_" -ErrorAction SilentlyContinue
        $receipt = $audience.Receipt
        $receipt.Received | Should -Be $expected.received
        $receipt.Added | Should -Be $expected.distinctValid
        $receipt.DuplicateInInput | Should -Be $expected.duplicateInInput
        $receipt.Invalid | Should -Be $expected.invalid
        $receipt.Blank + $receipt.Invalid + $receipt.DuplicateInInput + $receipt.Added + $receipt.AlreadyMember + $receipt.Rejected +
            $receipt.Unknown + $receipt.NotSent | Should -Be $receipt.Received
        $audience.MemberCount | Should -Be $expected.distinctValid
        (Get-Audience "Piped $_").MemberCount | Should -Be $expected.distinctValid
    }

    It 'reads the file itself with -Path, with the same result' {
        $audience = New-Audience -Name "Path $_" -Path $contacts -ErrorAction SilentlyContinue
        $audience.MemberCount | Should -Be $expected.distinctValid
        $audience.Receipt.Invalid | Should -Be $expected.invalid
    }

    It 'says in one error how many rows were not added, and why' {
        $failure = Get-TheError { 'n/a', '+14155550100' | New-Audience -Name "One bad $_" }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ContactsNotAdded,*'
        $failure.CategoryInfo.Category | Should -Be 'InvalidData'
        $failure.Exception.Message | Should -Match '1 of 2 rows'
    }

    It 'takes hashtables, strings and -PhoneNumber' {
        (@{ Phone = '+14155550101'; City = 'Pune' }, @{ City = 'Bern'; Phone = '+14155550102' } | New-Audience "Hashtables $_").MemberCount |
            Should -Be 2
        ('+14155550101', '+442079460000' | New-Audience "Strings $_").MemberCount | Should -Be 2
        (New-Audience "Numbers $_" -PhoneNumber '+14155550101', '+14155550102').MemberCount | Should -Be 2
    }

    It 'names the column that identifies contacts as it travels' {
        if ($_ -eq 'OliAI') { return }
        $rows = [pscustomobject]@{ Phone = '+14155550101'; 'Customer ID' = '7' }
        $audience = $rows | New-Audience "Identified $_" -IdentifierColumn 'customer id' -WarningAction SilentlyContinue
        $audience.IdentifierColumn | Should -Be ($_ -eq 'Atoms' ? 'Customer_ID' : 'Customer ID')
        $failure = Get-TheError { $rows | New-Audience "Not made $_" -IdentifierColumn 'crmId' }
        $failure.FullyQualifiedErrorId | Should -BeLike 'UnknownColumn,*'
        $failure.Exception.Message | Should -Match "-IdentifierColumn .*'crmId'.*'Customer ID'"
        Get-Audience "Not made $_*" | Should -BeNullOrEmpty
    }

    It 'names no column where no contacts come, and says so before anything is sent' {
        $id = $_ -eq 'OliAI' ? 'NotSupportedByService' : 'NoContacts'
        Get-RequestLine { Get-ErrorId { New-Audience "Column only $_" -IdentifierColumn 'phone' -Verbose } | Should -Be $id } | Should -BeNullOrEmpty
    }

    It 'sends in batches of the size that is asked for' {
        $lines = Get-RequestLine { Get-Contacts 250 | New-Audience "Batches $_" -BatchSize 100 -ThrottleLimit 1 -Verbose }
        @($lines -like 'POST *').Count | Should -Be ($_ -eq 'Atoms' ? 3 : 4)
        (Get-AudienceMember "Batches $_").PhoneNumber | Should -Be (Get-Contacts 250).Phone
    }

    It 'gives a receipt that sums up, whatever was asked for with it' {
        $audience = Import-Csv $contacts | New-Audience "All $_" -ColumnMap @{ Name = 'fullName' } -BatchSize 200 -ErrorAction SilentlyContinue `
            -FailurePath (Join-Path $data 'failed.csv') -CheckpointPath (Join-Path $data "cp $_")
        Assert-Sum $audience.Receipt
        $audience.Receipt.Added | Should -Be $expected.distinctValid
        @(Import-Csv (Join-Path $data 'failed.csv')).Count | Should -Be $expected.invalid
        (Get-AudienceMember $audience -First 1).fullName | Should -Not -BeNullOrEmpty
    }

    It 'takes no more members than the service does, and sends none then' {
        if ($_ -ne 'Atoms') {
            (Get-Contacts 10001 | New-Audience "Not too many $_").MemberCount | Should -Be 10001
            return
        }
        Get-ErrorId { Get-Contacts 10001 | New-Audience 'Too many' } | Should -Be 'LimitExceeded'
        Get-Audience 'Too many*' | Should -BeNullOrEmpty
    }

    It 'makes an empty audience where no contacts are given, and says so before anything is sent where there can be none' {
        if ($_ -eq 'Atoms') {
            Get-RequestLine { Get-ErrorId { New-Audience "Empty $_" -Verbose } | Should -Be 'NoContacts' } | Should -BeNullOrEmpty
            return
        }
        $audience = New-Audience "Empty $_" -Description 'For later'
        $audience.MemberCount | Should -Be 0
        $audience.Receipt | Should -BeNullOrEmpty
        (Get-Audience "Empty $_").Description | Should -Be 'For later'
    }

    It 'makes nothing with -WhatIf, and sends nothing but GETs' {
        $lines = Get-RequestLine { Import-Csv $contacts | New-Audience "WhatIf $_" -WhatIf -Verbose }
        $lines | Where-Object { $_ -notlike 'GET *' } | Should -BeNullOrEmpty
        Get-Audience "WhatIf $_*" | Should -BeNullOrEmpty
    }
}

Describe 'New-Audience on CommBox' {
    BeforeAll {
        Connect-Test $data CommBox
        $awkward = Join-Path $Root 'tests' 'AwkwardFiles'
    }

    It 'makes an audience of <Name>, in one request' -ForEach @(
        @{ Name = 'rows of Import-Csv'; Make = { Import-Csv $contacts | New-Audience 'Rows' -ErrorAction SilentlyContinue }; Count = 1142 }
        @{ Name = 'a CSV file'; Make = { New-Audience 'File' -Path $contacts -ErrorAction SilentlyContinue }; Count = 1142 }
        @{ Name = 'a workbook'; Make = { New-Audience 'Workbook' -Path (Join-Path $awkward 'numbers.xlsx') -DefaultCountryCode 91 -ErrorAction SilentlyContinue }; Count = 2 }
        @{ Name = 'objects and -BatchSize'; Make = { Get-Contacts 3000 | New-Audience 'Objects' -BatchSize 100 }; Count = 3000 }
        @{ Name = 'phone numbers'; Make = { New-Audience 'Numbers' -PhoneNumber '+14155550101', '+442079832100' }; Count = 2 }
    ) {
        $audience = & $Make
        $audience.MemberCount | Should -Be $Count
        Assert-Sum $audience.Receipt
        $audience.Receipt.Added | Should -Be $Count
        $listed = Get-Audience -Id $audience.Id
        $listed.MemberCount | Should -Be $Count
        $listed.Type | Should -Be 'Static'
    }

    It 'warns of a name that is given twice, since campaigns go by it' {
        $null = New-Audience 'Taken' -PhoneNumber '+14155550101'
        $null = New-Audience 'Taken' -PhoneNumber '+14155550102' -AllowDuplicateName -WarningVariable told -WarningAction SilentlyContinue
        "$told" | Should -Match "There is an audience 'Taken' already"
    }

    It 'sends nothing where no row can be used' {
        Get-ErrorId { 'n/a' | New-Audience 'Nothing' } | Should -Be 'NoContacts'
        Get-Audience 'Nothing*' | Should -BeNullOrEmpty
    }
}

Describe 'A name that is taken, on <_>' -ForEach 'Local', 'Atoms', 'OliAI', 'CommBox' {
    BeforeAll {
        Connect-Test $data ($service = $_)
        $taken = "Twice $service"
        $there = New-Audience $taken -PhoneNumber '+14155550101'
        $file = Join-Path $data 'twice.csv'
        Set-Content $file "Phone`n+14155550102"
    }

    It 'is AudienceExists <Name>, before anything is sent' -ForEach @(
        if ($_ -ne 'Atoms') {
            @{ Name = 'for an empty audience'; Make = { New-Audience $taken @also } }
            @{ Name = 'with -WhatIf, for an empty audience'; Make = { New-Audience $taken -WhatIf @also } }
        }
        @{ Name = 'for contacts down the pipeline'; Make = { '+14155550102' | New-Audience $taken @also } }
        @{ Name = 'for a file'; Make = { New-Audience $taken -Path $file @also } }
        @{ Name = 'for a file that is verified'; Make = { New-Audience $taken -Path $file -Verify @also } }
        @{ Name = 'in another case, and with blanks around it'; Make = { New-Audience " $($taken.ToUpperInvariant())  " -Path $file @also } }
        @{ Name = 'with -WhatIf'; Make = { New-Audience $taken -Path $file -WhatIf @also } }
    ) {
        $also = @{ Verbose = $true }
        $lines = Get-RequestLine { $script:failure = Get-TheError $Make }
        $failure.FullyQualifiedErrorId | Should -BeLike 'AudienceExists,*'
        $failure.CategoryInfo.Category | Should -Be 'ResourceExists'
        $wayOut = $service -eq 'CommBox' ? 'Set-Audience -ReplaceMember' : 'Add-AudienceContact'
        $failure.Exception.Message | Should -Match "'$taken' \($($there.Id)\).*$wayOut.*-AllowDuplicateName"
        $lines.Count | Should -Be 1
        $lines | Should -BeLike 'GET *'
        @(Get-Audience "$taken*").MemberCount | Should -Be 1
    }

    It 'does not end a script, and stops what comes down the pipeline from being sent' {
        $told = $null
        Get-Contacts 3000 | New-Audience $taken -ErrorAction SilentlyContinue -ErrorVariable told | Should -BeNullOrEmpty
        $told[0].FullyQualifiedErrorId | Should -BeLike 'AudienceExists,*'
        @(Get-Audience "$taken*").MemberCount | Should -Be 1
    }

    It 'is given twice with -AllowDuplicateName, to a second audience' {
        $second = New-Audience $taken -PhoneNumber '+14155550102', '+14155550103' -AllowDuplicateName -WarningAction SilentlyContinue
        $second.Id | Should -Not -Be $there.Id
        $second.MemberCount | Should -Be 2
        (New-EmptyAudience $taken @{ AllowDuplicateName = $true; WarningAction = 'SilentlyContinue' }).MemberCount | Should -BeIn 0, $null
        (Get-Audience -Id $there.Id).Name | Should -Be $taken
        @(Get-Audience $taken).Count | Should -Be 3
    }
}

Describe 'Input that New-Audience refuses, leaving nothing behind' {
    BeforeAll {
        Connect-Test $data
        $files = Join-Path $data 'files'
        $null = New-Item -ItemType Directory $files
        Set-Content (Join-Path $files 'no-phone.csv') "Name,City`nAda,Pune"
        Set-Content (Join-Path $files 'two-phones.csv') "Name,Phone,Mobile`nAda,+14155550100,+14155550101"
        Set-Content (Join-Path $files 'header-only.csv') 'Name,Phone'
        Set-Content (Join-Path $files 'all-bad.csv') "Name,Phone`nAda,n/a"
        $null = New-Item -ItemType File (Join-Path $files 'empty.csv')
    }

    It '<File>: <Id>' -ForEach @(
        @{ File = 'no-phone.csv'; Id = 'NoPhoneColumn'; Category = 'InvalidData'; Says = 'City' }
        @{ File = 'two-phones.csv'; Id = 'AmbiguousPhoneColumn'; Category = 'InvalidData'; Says = 'Phone.*Mobile' }
        @{ File = 'header-only.csv'; Id = 'NoContacts'; Category = 'InvalidData'; Says = 'not created' }
        @{ File = 'all-bad.csv'; Id = 'NoContacts'; Category = 'InvalidData'; Says = 'NotANumber' }
        @{ File = 'empty.csv'; Id = 'EmptyInput'; Category = 'InvalidData'; Says = 'empty' }
        @{ File = 'missing.csv'; Id = 'FileNotFound'; Category = 'ObjectNotFound'; Says = 'missing' }
        @{ File = '.'; Id = 'PathIsDirectory'; Category = 'InvalidArgument'; Says = 'folder|directory' }
    ) {
        $failure = Get-TheError { New-Audience 'Refused' -Path (Join-Path $files $File) }
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failure.CategoryInfo.Category | Should -Be $Category
        $failure.Exception.Message | Should -Match $Says
        Get-Audience 'Refused*' | Should -BeNullOrEmpty
    }

    It 'no rows down the pipeline: NoContacts' {
        Get-ErrorId { @() | New-Audience 'Refused' } | Should -Be 'NoContacts'
        Get-Audience 'Refused*' | Should -BeNullOrEmpty
    }

    It 'objects without a phone column: NoPhoneColumn' {
        Get-ErrorId { [pscustomobject]@{ Name = 'Ada'; City = 'Pune' } | New-Audience 'Refused' } | Should -Be 'NoPhoneColumn'
        Get-Audience 'Refused*' | Should -BeNullOrEmpty
    }

    It 'a column that is not there: UnknownColumn' {
        Get-ErrorId { [pscustomobject]@{ Phone = '+14155550100' } | New-Audience 'Refused' -PhoneColumn Cell } | Should -Be 'UnknownColumn'
        Get-Audience 'Refused*' | Should -BeNullOrEmpty
    }
}
