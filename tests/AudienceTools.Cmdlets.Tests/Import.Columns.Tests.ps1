# The columns of contacts and the countries of numbers, the same for all commands that take contacts.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
    $rows = [pscustomobject]@{ Rufnummer = '+442079460958'; 'Given name' = 'Ada'; City = 'London' }
}

AfterAll { Disconnect-Test $data }

Describe '-ColumnMap on <_>' -ForEach 'Local', 'Atoms', 'OliAI' {
    BeforeAll {
        $service = $_
        Connect-Test $data $service
    }

    It 'sends other names, the phone column''s too, in any case' {
        $audience = $rows | New-Audience "Mapped $_" -ColumnMap @{ rufnummer = 'phoneNumber'; 'GIVEN NAME' = 'firstName' } -WarningVariable told
        $member = Get-AudienceMember $audience
        $member.PhoneNumber | Should -Be '+442079460958'
        $member.firstName | Should -Be 'Ada'
        $member.City | Should -Be 'London'
        $member.PSObject.Properties.Name | Should -Not -Contain 'Given name'
        $told | Should -BeNullOrEmpty
    }

    It 'names what is not there, and leaves nothing behind' {
        $failure = Get-TheError { $rows | New-Audience 'Refused' -ColumnMap @{ Vorname = 'firstName' } }
        $failure.FullyQualifiedErrorId | Should -BeLike 'UnknownColumn,*'
        $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
        $failure.Exception.Message | Should -Match "'Vorname'.*'Given name'"
        Get-Audience 'Refused*' | Should -BeNullOrEmpty
    }

    It 'takes no empty name' {
        Get-ErrorId { $rows | New-Audience 'Refused' -ColumnMap @{ City = '' } } | Should -Be 'InvalidColumnMap'
        Get-ErrorId { $rows | New-Audience 'Refused' -ColumnMap @{ City = 'a', 'b' } } | Should -Be 'InvalidColumnMap'
    }

    It 'warns of a name that the service does not take, once' {
        $null = 1..3 | ForEach-Object { [pscustomobject]@{ Phone = "+44207946000$_"; Name = 'Ann'; 'Größe' = 1 } } |
            New-Audience "Renamed $service" -WarningVariable told -WarningAction SilentlyContinue
        @($told).Count | Should -Be ($service -eq 'Atoms' ? 1 : 0)
    }
}

Describe 'Names that the service does not take' {
    BeforeAll { Connect-Test $data 'Atoms' }

    It 'are changed alike for all rows of a command, whatever columns they have and in which order' {
        $rows = [pscustomobject]@{ phone = '+442079460001'; '姓名' = 'name1' },
            [pscustomobject]@{ phone = '+442079460002'; '城市' = 'city2' },
            [pscustomobject]@{ phone = '+442079460003'; '城市' = 'city3'; '姓名' = 'name3' }
        $members = $rows | New-Audience 'Shapes' -WarningVariable told -WarningAction SilentlyContinue |
            Get-AudienceMember | Sort-Object PhoneNumber
        $members.__ -join ',' | Should -Be 'name1,,name3'
        $members.___2 -join ',' | Should -Be ',city2,city3'
        $null = $rows | Test-AudienceContact -WarningVariable checked -WarningAction SilentlyContinue
        "$told" | Should -Be "Columns travel under other names: '姓名' as '__'. Columns travel under other names: '城市' as '___2'."
        "$checked" | Should -Be "$told"
    }
}

Describe '-PhoneColumn' {
    BeforeAll { Connect-Test $data }

    It 'chooses among several, and the other travels' {
        $two = [pscustomobject]@{ Phone = '+14155550101'; Mobile = '+14155550102' }
        $failure = Get-TheError { $two | Test-AudienceContact }
        $failure.FullyQualifiedErrorId | Should -BeLike 'AmbiguousPhoneColumn,*'
        $failure.Exception.Message | Should -Match "'Phone', 'Mobile'"
        $member = Get-AudienceMember ($two | New-Audience 'Chosen' -PhoneColumn 'mobile')
        $member.PhoneNumber | Should -Be '+14155550102'
        $member.Phone | Should -Be '+14155550101'
    }

    It 'names what is not there' {
        Get-ErrorId { $rows | Test-AudienceContact -PhoneColumn 'Handy' } | Should -Be 'UnknownColumn'
    }

    It 'takes a column of any name' {
        ($rows | Test-AudienceContact -PhoneColumn 'RUFNUMMER').Valid | Should -Be 1
        Get-ErrorId { $rows | Test-AudienceContact } | Should -Be 'NoPhoneColumn'
    }
}

Describe '-DefaultCountryCode' {
    BeforeAll { Connect-Test $data }

    It 'reads national numbers: <Code> <National>' -ForEach @(
        @{ Code = '44'; National = '020 7946 0958'; Number = '+442079460958' }
        @{ Code = '+44'; National = '020 7946 0958'; Number = '+442079460958' }
        @{ Code = '0044'; National = '2079460958'; Number = '+442079460958' }
        @{ Code = 91; National = '98765 43210'; Number = '+919876543210' }
        @{ Code = '39'; National = '06 6982 0000'; Number = '+390669820000' }
        @{ Code = '1'; National = '(415) 555-0101'; Number = '+14155550101' }
    ) {
        ($National | Test-AudienceContact -DefaultCountryCode $Code -PassThru).PhoneNumber | Should -Be $Number
    }

    It 'leaves numbers with a calling code as they are' {
        ('+14155550101' | Test-AudienceContact -DefaultCountryCode 44 -PassThru).PhoneNumber | Should -Be '+14155550101'
    }

    It 'is needed for national numbers, and does not guess' {
        ('9876543210' | Test-AudienceContact -PassThru).ReasonCode | Should -Be 'MissingPlus'
        ('919876543210' | Test-AudienceContact -DefaultCountryCode 91 -PassThru).ReasonCode | Should -Be 'MissingPlus'
    }

    It 'tells what to do about a calling code without a plus' {
        ('447700900123' | Test-AudienceContact -DefaultCountryCode UK -PassThru).Reason | Should -BeLike '*Put a + before them*'
        ('0919876543215' | Test-AudienceContact -DefaultCountryCode IN -PassThru).ReasonCode | Should -Be 'RepeatedCallingCode'
    }

    It 'is not for the rows of another country' {
        $rows = '07700 900123,GB', '4155550100,US', '+14155550100,US', '7700900124,Wales' | ConvertFrom-Csv -Header phone, country
        $results = $rows | Test-AudienceContact -DefaultCountryCode 44 -PassThru | Sort-Object RowNumber
        $results.State | Should -Be 'Valid', 'Invalid', 'Valid', 'Valid'
        $results[1].ReasonCode | Should -Be 'OtherCountry'
        $results[1].Reason | Should -BeLike "*-CountryCodeColumn 'country'*"
        $rows[0..2] | Test-AudienceContact -DefaultCountryCode 44 -CountryCodeColumn country | ForEach-Object Valid | Should -Be 2
    }

    It 'reads the same number in two spellings as one member' {
        $audience = '020 7946 0958', '+44 20 7946 0958', '2079460958' | New-Audience 'National' -DefaultCountryCode 44
        $audience.MemberCount | Should -Be 1
        $audience.Receipt.DuplicateInInput | Should -Be 2
    }

    It 'refuses what is no calling code: <_>' -ForEach '999', 'ZZ', '0', '44 20' {
        $failure = Get-TheError { '2079460958' | New-Audience 'Refused' -DefaultCountryCode $_ }
        $failure.FullyQualifiedErrorId | Should -BeLike 'UnknownCountryCode,*'
        $failure.CategoryInfo.Category | Should -Be 'InvalidArgument'
        Get-Audience 'Refused*' | Should -BeNullOrEmpty
    }
}

Describe 'Members of another audience on <_>' -ForEach 'Local', 'Atoms', 'OliAI' {
    BeforeAll { Connect-Test $data $_ }

    It 'come with all their columns, more than those of the ones before' {
        $narrow = [pscustomobject]@{ Phone = '+14155550101'; City = 'Pune' } | New-Audience "Narrow $_"
        $wide = [pscustomobject]@{ Phone = '+14155550102'; City = 'Bern'; Name = 'Müller, "Ada"'; Mobile = '+14155550999' } |
            New-Audience "Wide $_" -PhoneColumn Phone
        $both = New-EmptyAudience "Both $_"
        $receipt = & { Get-AudienceMember $narrow; Get-AudienceMember $wide } | Add-AudienceContact $both
        $receipt.Added | Should -Be 2
        $members = Get-AudienceMember $both | Sort-Object PhoneNumber
        $members.City | Should -Be 'Pune', 'Bern'
        $members[1].Name | Should -Be 'Müller, "Ada"'
        $members[1].Mobile | Should -Be '+14155550999'
    }
}

Describe 'Objects down the pipeline' {
    It 'have row numbers of their own, whatever comes among them' {
        $null, '+442079460951', [pscustomobject]@{ Phone = '+442079460952' }, 442079460953, '' | Test-AudienceContact -PassThru |
            Sort-Object RowNumber | ForEach-Object RowNumber | Should -Be 2, 3, 4, 5, 6
        '+442079460951', @{ Phone = '+442079460952' }, $null | Test-AudienceContact -PassThru |
            Sort-Object RowNumber | ForEach-Object RowNumber | Should -Be 1, 2, 3
    }

    It 'that are rows of a database bring its columns, and nothing of their own' {
        Connect-Test $data
        $table = [Data.DataTable]::new()
        $null = $table.Columns.Add('Mobile', [double]), $table.Columns.Add('City'), $table.Columns.Add('Since', [datetime])
        $null = $table.Rows.Add(4155550101, 'Pune', [datetime]'2026-03-01')
        $null = $table.Rows.Add(4155550102, [DBNull]::Value, [DBNull]::Value)
        foreach ($from in $table, $table.DefaultView) {
            $audience = $from | New-Audience "Rows $([guid]::NewGuid())" -DefaultCountryCode 1 -ThrottleLimit 1
            $members = Get-AudienceMember $audience
            $members.PhoneNumber | Should -Be '+14155550101', '+14155550102'
            $members.City | Should -Be 'Pune', $null
            $members.Since | Should -Be '2026-03-01', $null
            ($members[0].PSObject.Properties.Name | Where-Object { $_ -in 'RowState', 'Table', 'ItemArray', 'DataView' }) | Should -BeNullOrEmpty
        }
    }

    It 'may be dictionaries of any kind, as -ColumnMap may' {
        Connect-Test $data
        $row = [Collections.Generic.Dictionary[string, object]]::new()
        $row['Rufnummer'], $row['City'] = '+14155550101', 'Pune'
        $map = [Collections.Generic.Dictionary[string, string]]::new()
        $map['Rufnummer'] = 'phoneNumber'
        foreach ($columns in $map, [ordered]@{ Rufnummer = 'phoneNumber' }) {
            $member = Get-AudienceMember ($row | New-Audience "Dictionary $([guid]::NewGuid())" -ColumnMap $columns)
            $member.PhoneNumber, $member.City | Should -Be '+14155550101', 'Pune'
        }
    }

    It 'keep what an object within them holds' {
        Connect-Test $data
        $row = '{ "phone": "+14155550101", "address": { "city": "Pune" }, "tags": ["a", "b"] }' | ConvertFrom-Json
        $member = Get-AudienceMember ($row | New-Audience 'Nested')
        $member.address | Should -Be '{"city":"Pune"}'
        $member.tags | Should -Be '["a","b"]'
    }

    It 'with a property that cannot be read are Invalid, and the others go on' {
        $bad = [pscustomobject]@{ Phone = '+14155550102' } | Add-Member ScriptProperty City { throw 'no such city' } -PassThru
        $good = 1, 3 | ForEach-Object { [pscustomobject]@{ Phone = "+1415555010$_"; City = 'Pune' } }
        $rows = $good[0], $bad, $good[1] | Test-AudienceContact -PassThru -FailurePath "$data/unread.csv" | Sort-Object RowNumber
        $rows.State | Should -Be 'Valid', 'Invalid', 'Valid'
        $rows[1].ReasonCode | Should -Be 'UnreadableProperty'
        $rows[1].Reason | Should -Match "'City'"
        (Import-Csv "$data/unread.csv").Phone | Should -Be '+14155550102'
    }
}
