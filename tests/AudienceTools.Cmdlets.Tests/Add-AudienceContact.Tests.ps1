BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
}

AfterAll { Disconnect-Test $data }

Describe 'Add-AudienceContact on <_>' -ForEach 'Local', 'Atoms' {
    BeforeAll { Connect-Test $data $_ }

    It 'adds phone numbers and gives one receipt' {
        $null = New-Audience "B $_"
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
        $a = @{ Phone = '+14155550101'; Name = 'Müller, "Ada"' }, @{ Phone = '+14155550102'; Name = 'नमस्ते' } | New-Audience "From $_"
        $b = New-Audience "To $_"
        $receipt = Get-AudienceMember $a | Add-AudienceContact $b
        $receipt.Added | Should -Be 2
        (Get-AudienceMember $b).Name | Should -Be 'Müller, "Ada"', 'नमस्ते'
    }

    It 'leaves the columns of one audience alone when another has the same person' {
        $first = @{ Phone = '+14155550109'; City = 'Pune' } | New-Audience "First $_"
        $null = @{ Phone = '+14155550109'; City = 'Bern' } | New-Audience "Second $_"
        (Get-AudienceMember $first).City | Should -Be 'Pune'
        (Get-AudienceMember "Second $_").City | Should -Be 'Bern'
    }

    It 'sends several batches' {
        $null = New-Audience "Batches $_"
        $receipt = 1..1050 | ForEach-Object { "+1415555$('{0:d4}' -f $_)" } | Add-AudienceContact "Batches $_" -BatchSize 100 -ThrottleLimit 3
        $receipt.Added | Should -Be 1050
        $receipt.Requests | Should -BeGreaterOrEqual 11
    }

    It 'sends nothing but GETs with -WhatIf' {
        $null = New-Audience "WhatIf $_"
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
