BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
}

AfterAll { Disconnect-Test $data }

Describe 'Add-AudienceContact on <_>' -ForEach 'Local', 'Atoms', 'OliAI' {
    BeforeAll { Connect-Test $data $_ }

    It 'adds phone numbers and gives one receipt' {
        $null = New-EmptyAudience "B $_"
        $receipt = '+14155550100', '+442079460000' | Add-AudienceContact "B $_"
        @($receipt).Count | Should -Be 1
        $receipt.Added | Should -Be 2
        $receipt.MemberCountBefore | Should -Be 0
        $receipt.MemberCountAfter | Should -Be 2
        $receipt.Succeeded | Should -BeTrue
    }

    It 'counts numbers that are members already, and doubles in two spellings' {
        $null = New-Audience "Again $_" -PhoneNumber '+14155550100'
        $receipt = '+14155550100', '+1 (415) 555-0101', '0014155550101', '' | Add-AudienceContact "Again $_"
        $receipt.AlreadyMember | Should -Be 1
        $receipt.Added | Should -Be 1
        $receipt.DuplicateInInput | Should -Be 1
        $receipt.Blank | Should -Be 1
        $receipt.Received | Should -Be 4
    }

    It 'copies members from one audience to another' {
        $a = @{ Phone = '+14155550101'; Name = 'Müller, "Ada"' }, @{ Phone = '+14155550102'; Name = 'नमस्ते' } | New-Audience "Known $_"
        $b = New-EmptyAudience "Target $_"
        $receipt = Get-AudienceMember $a | Add-AudienceContact $b
        $receipt.Added | Should -Be 2
        (Get-AudienceMember $b).Name | Should -Be 'Müller, "Ada"', 'नमस्ते'
    }

    It 'leaves the columns of one audience alone when another has the same person, unless contacts are the organisation''s' {
        $first = @{ Phone = '+14155550109'; City = 'Pune' } | New-Audience "First $_"
        $null = @{ Phone = '+14155550109'; City = 'Bern' } | New-Audience "Second $_"
        (Get-AudienceMember $first).City | Should -Be ($_ -eq 'OliAI' ? 'Bern' : 'Pune')
        (Get-AudienceMember "Second $_").City | Should -Be 'Bern'
    }

    It 'sends several batches' {
        $null = New-EmptyAudience "Batches $_"
        $receipt = 1..1050 | ForEach-Object { "+1415555$('{0:d4}' -f $_)" } | Add-AudienceContact "Batches $_" -BatchSize 100 -ThrottleLimit 3
        $receipt.Added | Should -Be 1050
        $receipt.Requests | Should -BeGreaterOrEqual 11
    }

    It 'keeps the order of the input with -ThrottleLimit 1' {
        $audience = New-EmptyAudience "Order $_"
        $rows = Get-Contacts 300
        $null = $rows | Add-AudienceContact $audience -BatchSize 50 -ThrottleLimit 1
        (Get-AudienceMember $audience).PhoneNumber | Should -Be $rows.Phone
    }

    It 'takes no more than the service does in a request, whatever -BatchSize says' {
        $audience = New-EmptyAudience "Large $_"
        $receipt = Get-Contacts 2500 | Add-AudienceContact $audience -BatchSize 100000
        $receipt.Added | Should -Be 2500
        Get-ErrorId { '+14155550100' | Add-AudienceContact $audience -BatchSize 0 } | Should -Be 'ParameterArgumentValidationError'
        Get-ErrorId { '+14155550100' | Add-AudienceContact $audience -ThrottleLimit 9 } | Should -Be 'ParameterArgumentValidationError'
    }

    It 'says so where no row can be used' {
        $audience = New-EmptyAudience "All bad $_"
        $receipt = 'n/a', '12' | Add-AudienceContact $audience -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems.FullyQualifiedErrorId | Should -BeLike 'ContactsNotAdded,*'
        $receipt.Audience | Should -Be "All bad $_"
        $receipt.Invalid | Should -Be 2
        $receipt.Succeeded | Should -BeFalse
        Assert-Sum $receipt
    }

    It 'has not succeeded where there is no contact: <Why>' -ForEach @(
        @{ Why = 'a header alone'; Text = 'Phone,Name'; Received = 0; Said = 'Nothing was added: the input has no rows.' }
        @{ Why = 'blank rows'; Text = "Phone,Name`n,`n,"; Received = 2; Said = 'Nothing was added: each of the 2 rows of the input is blank.' }
    ) {
        $file = Join-Path $data 'no-contact.csv'
        Set-Content $file $Text
        $audience = New-EmptyAudience "None $Received"
        $receipt = Add-AudienceContact $audience -Path $file -ErrorVariable problems -ErrorAction SilentlyContinue
        $receipt.Received, $receipt.Succeeded | Should -Be $Received, $false
        $problems.FullyQualifiedErrorId | Should -BeLike 'ContactsNotAdded,*'
        $problems.Exception.Message | Should -Be $Said
        (Get-TheError { Add-AudienceContact $audience -Path $file -Verify }).FullyQualifiedErrorId | Should -BeLike 'VerificationFailed,*'
    }

    It 'accounts for each row where the file breaks off' {
        $audience = New-EmptyAudience "Damaged $_"
        $file = Join-Path $data 'damaged.csv'
        [IO.File]::WriteAllLines($file, [string[]](@('Phone') + (Get-Contacts 3000).Phone + '"+12013000000'))
        $failure = Get-TheError { Add-AudienceContact $audience -Path $file -BatchSize 100 }
        $failure.FullyQualifiedErrorId | Should -BeLike 'DamagedFile,*'
        $failure.Exception.Message | Should -Match 'line 3002'

        # A service that limits the members is sent nothing before the end of the file was seen.
        $sent = (Get-Audience "Damaged $_").MemberCount
        if ($_ -eq 'Atoms') { $sent | Should -Be 0 } else { $sent | Should -Be (Get-AudienceConnection).LastReceipt.Added }
        if ($_ -eq 'Local') { Assert-Sum (Get-AudienceConnection).LastReceipt }
    }

    It 'sends nothing but GETs with -WhatIf' {
        $null = New-EmptyAudience "WhatIf $_"
        Get-RequestLine { '+14155550100' | Add-AudienceContact "WhatIf $_" -WhatIf -Verbose } | Where-Object { $_ -notlike 'GET *' } |
            Should -BeNullOrEmpty
        (Get-Audience "WhatIf $_").MemberCount | Should -Be 0
    }

    It 'says so where the audience is not there, and takes no row' {
        Get-ErrorId { '+14155550100' | Add-AudienceContact 'Nobody' } | Should -Be 'AudienceNotFound'
    }

    It 'refuses what is no contact' {
        Get-ErrorId { Get-Audience "B $_" | Add-AudienceContact "B $_" } | Should -Be 'NotAContact'
    }
}

Describe 'Add-AudienceContact -ContactId on <_>' -ForEach 'Local', 'OliAI' {
    BeforeAll { Connect-Test $data $_ }

    It 'adds contacts that the organisation has, and accounts for each' {
        $null = '+14155550100', '+14155550101', '+14155550102' | New-Audience "Source of ids $_"
        $null = '+14155550100' | New-Audience "Ids $_"
        $ids = (Get-AudienceMember "Source of ids $_").GetContactId()
        $receipt = Add-AudienceContact "Ids $_" -ContactId ($ids + $ids[0])
        $receipt.Added | Should -Be 2
        $receipt.AlreadyMember | Should -Be 1
        $receipt.DuplicateInInput | Should -Be 1
        $receipt.MemberCountAfter | Should -Be 3
    }

    It 'finds the one that is not there, and adds the others' {
        $null = New-Audience "Odd $_"
        $ids = (Get-AudienceMember "Source of ids $_").GetContactId()
        $receipt = Add-AudienceContact "Odd $_" -ContactId ($ids[0], 'nobody', $ids[1]) -ErrorAction SilentlyContinue -ErrorVariable failure
        $receipt.Added | Should -Be 2
        $receipt.Rejected | Should -Be 1
        "$($failure[0].FullyQualifiedErrorId)" | Should -BeLike 'ContactsNotAdded,*'
    }

    It 'sends nothing but GETs with -WhatIf' {
        $ids = (Get-AudienceMember "Source of ids $_").GetContactId()
        Get-RequestLine { Add-AudienceContact "Odd $_" -ContactId $ids -WhatIf -Verbose } | Where-Object { $_ -notlike 'GET *' } | Should -BeNullOrEmpty
    }
}

Describe 'A copy from one service to another' {
    It 'keeps every number and column' {
        $local = Connect-AudienceService -DataPath $data -PassThru
        $atoms = Connect-AudienceService Atoms -Rehearsal -DataPath $data -PassThru
        $rows = 1..50 | ForEach-Object { [pscustomobject]@{ Phone = "+1415555$('{0:d4}' -f $_)"; City = "Zoë $_"; Row = $_ } }
        $null = $rows | New-Audience 'Source' -Connection $local
        $null = New-EmptyAudience 'Copy' @{ Connection = $atoms }
        $receipt = Get-AudienceMember 'Source' -Connection $local | Add-AudienceContact 'Copy' -Connection $atoms
        $receipt.Added | Should -Be 50
        $receipt.Service | Should -Be 'Atoms'
        Compare-Object (Get-AudienceMember 'Source' -Connection $local) (Get-AudienceMember 'Copy' -Connection $atoms) -Property PhoneNumber, City, Row |
            Should -BeNullOrEmpty
        $local, $atoms | Disconnect-AudienceService
    }
}
