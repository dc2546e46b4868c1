BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
}

AfterAll { Disconnect-Test $data }

Describe 'Set-Audience on <_>' -ForEach 'Local', 'OliAI' {
    BeforeAll { Connect-Test $data ($Service = $_) }

    It 'renames and describes, and gives the audience as it is then' {
        $audience = New-Audience "Old $_" -PhoneNumber '+14155550100'
        $changed = Set-Audience "Old $_" -NewName "New $_" -Description 'Leads of spring'
        $changed.Id | Should -Be $audience.Id
        $changed.Name | Should -Be "New $_"
        $changed.Description | Should -Be 'Leads of spring'
        $changed.MemberCount | Should -Be 1
        Get-Audience "Old $_" -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        (Get-Audience "New $_").Description | Should -Be 'Leads of spring'
    }

    It 'takes audiences down the pipeline, and leaves what it is not asked to change' {
        $names = 1..3 | ForEach-Object { "Piped $Service $_" }
        $names | ForEach-Object { $null = New-Audience $_ -Description 'before' }
        $changed = Get-Audience "Piped $Service*" | Set-Audience -Description 'after'
        $changed.Name | Should -Be $names
        (Get-Audience "Piped $Service*").Description | Should -Be 'after', 'after', 'after'
    }

    It 'sends nothing but GETs with -WhatIf' {
        $null = New-Audience "WhatIf $_"
        Get-RequestLine { Set-Audience "WhatIf $_" -NewName 'Never' -WhatIf -Verbose } | Where-Object { $_ -notlike 'GET *' } | Should -BeNullOrEmpty
        Get-Audience "WhatIf $_" | Should -Not -BeNullOrEmpty
    }

    It 'says so where nothing is to change, and where there is no such audience' {
        Get-ErrorId { Set-Audience "WhatIf $_" } | Should -Be 'NothingToChange'
        Get-ErrorId { Set-Audience 'Nobody' -NewName 'x' } | Should -Be 'AudienceNotFound'
    }
}

Describe 'Set-Audience -ReplaceMember on <_>' -ForEach 'Local', 'CommBox' {
    BeforeAll {
        Connect-Test $data ($service = $_)
        $audience = New-Audience "Replaced $service" -PhoneNumber '+14155550101', '+14155550102', '+14155550103'
    }

    It 'replaces nothing with -ReplaceMember:$false' {
        $lines = Get-RequestLine { Get-ErrorId { '+14155550100' | Set-Audience "Replaced $service" -ReplaceMember:$false -Confirm:$false -Verbose } | Should -Be 'NothingToChange' }
        $lines | Should -BeNullOrEmpty
    }

    It 'replaces all members, and accounts for each row' {
        $changed = '+442079832100', '+44 20 7983 2100', 'n/a' | Set-Audience "Replaced $service" -ReplaceMember -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failure
        $changed.Id | Should -Be $audience.Id
        $changed.MemberCount | Should -Be 1
        Assert-Sum $changed.Receipt
        $changed.Receipt.MemberCountBefore | Should -Be 3
        $changed.Receipt.DuplicateInInput | Should -Be 1
        "$($failure[0].FullyQualifiedErrorId)" | Should -BeLike 'ContactsNotAdded,*'
        (Get-Audience "Replaced $service").MemberCount | Should -Be 1
    }

    It 'takes files, and tells of each row with -PassThru' {
        $file = Join-Path $data 'new.csv'
        Get-Contacts 50 | Export-Csv $file
        @(Set-Audience "Replaced $service" -ReplaceMember -Path $file -PassThru -Confirm:$false | Where-Object State -EQ 'Added').Count | Should -Be 50
        (Get-Audience "Replaced $service").MemberCount | Should -Be 50
    }

    It 'leaves the members alone where no row can be used, and with -WhatIf' {
        Get-ErrorId { 'n/a' | Set-Audience "Replaced $service" -ReplaceMember -Confirm:$false } | Should -Be 'NoContacts'
        Get-RequestLine { '+14155550100' | Set-Audience "Replaced $service" -ReplaceMember -WhatIf -Verbose } | Where-Object { $_ -notlike 'GET *' } | Should -BeNullOrEmpty
        (Get-Audience "Replaced $service").MemberCount | Should -Be 50
    }

    It 'sends any number in one request, so that it is done whole or not at all' {
        $lines = Get-RequestLine { $script:changed = Get-Contacts 2500 | Set-Audience "Replaced $service" -ReplaceMember -Confirm:$false -Verbose }
        @($lines -like 'PUT *').Count | Should -Be 1
        $changed.MemberCount | Should -Be 2500
    }

    It 'takes no batches, and no checkpoint' {
        Get-ErrorId { '+14155550100' | Set-Audience "Replaced $service" -ReplaceMember -BatchSize 10 } | Should -Be 'NamedParameterNotFound'
    }
}
