# Objects as people have them: from JSON, databases and services, with values of all kinds within.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
    Connect-Test $data
    Push-Location $data
    $quietly = @{ ErrorAction = 'SilentlyContinue' }

    # An object's one member, as it comes back.
    function Get-Member1([object] $Row) {
        Get-AudienceMember ($Row | New-Audience "Objects $([guid]::NewGuid())")
    }
}

AfterAll {
    Pop-Location
    Disconnect-Test $data
}

Describe 'A value of an object' {
    It 'travels as people see it: <Text>' -ForEach @(
        @{ Value = [DateOnly]'2026-01-05'; Text = '2026-01-05' }
        @{ Value = [TimeOnly]'06:00'; Text = '06:00:00' }
        @{ Value = [datetime]'2026-01-05'; Text = '2026-01-05' }
        @{ Value = [datetime]'2026-01-05 06:07:08.5'; Text = '2026-01-05T06:07:08.5' }
        @{ Value = ('{"a":"2026-11-28T00:00:00Z"}' | ConvertFrom-Json).a; Text = '2026-11-28T00:00:00Z' }
        @{ Value = [DateTimeOffset]::new(2026, 1, 5, 0, 0, 0, [timespan]'05:30'); Text = '2026-01-05T00:00:00+05:30' }
        @{ Value = [timespan]::new(36, 0, 0); Text = '1.12:00:00' }
        @{ Value = [DayOfWeek]::Monday; Text = 'Monday' }
        @{ Value = [char]'x'; Text = 'x' }
        @{ Value = [uri]'https://example.org/a%20b'; Text = 'https://example.org/a%20b' }
        @{ Value = [version]'1.2.3'; Text = '1.2.3' }
        @{ Value = [ipaddress]'192.0.2.1'; Text = '192.0.2.1' }
        @{ Value = [bigint]'123456789012345678901'; Text = '123456789012345678901' }
        @{ Value = 1.50d; Text = '1.50' }
        @{ Value = $true; Text = 'true' }
        @{ Value = ([xml]'<a><b>1</b></a>').a; Text = '<a><b>1</b></a>' }
        @{ Value = [DBNull]::Value; Text = $null }
        @{ Value = @(1, 2.5, 5.0, 'é"', $null, $true, [datetime]'2026-01-05'); Text = '[1,2.5,5.0,"é\"",null,true,"2026-01-05T00:00:00"]' }
        @{ Value = @{ z = 1; a = @{ b = @('+442079460901') } }; Text = '{"a":{"b":["+442079460901"]},"z":1}' }
        @{ Value = [pscustomobject]@{ city = 'Pune'; of = [pscustomobject]@{ a = [pscustomobject]@{ b = [pscustomobject]@{ c = 1 } } } }
            Text = '{"city":"Pune","of":{"a":{"b":{"c":1}}}}' }
        @{ Value = [Collections.Generic.List[int]]@(1, 2); Text = '[1,2]' }
        @{ Value = @(); Text = '[]' }
        @{ Value = @{}; Text = '{}' }
    ) {
        (Get-Member1 ([pscustomobject]@{ phone = '+442079460901'; value = $Value })).value | Should -BeExactly $Text
        (Get-Member1 @{ phone = '+442079460901'; value = $Value }).value | Should -BeExactly $Text
    }

    It 'that is nested travels as JSON, also from a hashtable' {
        $json = '[{"phone":"+442079460911","address":{"city":"Pune"},"orders":[{"sku":"x"},{"sku":"y"}]}]'
        foreach ($row in ($json | ConvertFrom-Json), ($json | ConvertFrom-Json -AsHashtable)) {
            $member = Get-Member1 $row
            $member.address | Should -BeExactly '{"city":"Pune"}'
            $member.orders | Should -BeExactly '[{"sku":"x"},{"sku":"y"}]'
        }
    }

    It 'is never taken for nothing' {
        ([pscustomobject]@{ phone = $null; more = @{} } | Test-AudienceContact).Blank | Should -Be 0
        ([pscustomobject]@{ phone = $null; more = [DBNull]::Value } | Test-AudienceContact).Blank | Should -Be 1
    }

    It 'that is <What> is refused by its property''s name, and never shown' -ForEach @(
        @{ What = 'a secret'; Make = { ConvertTo-SecureString 'hidden' -AsPlainText -Force } }
        @{ What = 'a credential'; Make = { [pscredential]::new('ann', (ConvertTo-SecureString 'hidden' -AsPlainText -Force)) } }
        @{ What = 'a secret within'; Make = { @{ a = @(ConvertTo-SecureString 'hidden' -AsPlainText -Force) } } }
        @{ What = 'its own owner'; Make = { $loop = @{}; $loop.me = $loop; $loop } }
        @{ What = 'without an end'; Make = { , [Linq.Enumerable]::Repeat([object]'x', [int]::MaxValue) } }
    ) {
        $result = [pscustomobject]@{ phone = '+442079460901'; odd = (& $Make) } | Test-AudienceContact -PassThru
        $result.ReasonCode | Should -Be 'UnreadableProperty'
        $result.Reason | Should -Match "'odd'"
        $result.Reason | Should -Not -Match 'hidden|SecureString|ann'
    }
}

Describe 'An object whose own code throws' {
    BeforeAll {
        Add-Type @'
            using System; using System.Collections;
            public class ThrowingText { public override string ToString() { throw new InvalidOperationException("hidden"); } }
            public struct ThrowingValue { public override string ToString() { throw new InvalidOperationException("hidden"); } }
            public class ThrowingTable : Hashtable { public override IDictionaryEnumerator GetEnumerator() { throw new Exception("hidden"); } }
            public class ThrowingList : ArrayList { public override IEnumerator GetEnumerator() { throw new Exception("hidden"); } }
'@
    }

    It 'costs its own row only: <What>' -ForEach @(
        @{ What = 'a text'; Name = 'odd'; Make = { [pscustomobject]@{ phone = '+442079460901'; odd = [ThrowingText]::new() } } }
        @{ What = 'the number'; Name = 'phone'; Make = { [pscustomobject]@{ phone = [ThrowingText]::new() } } }
        @{ What = 'in a hashtable'; Name = 'odd'; Make = { @{ phone = '+442079460901'; odd = [ThrowingText]::new() } } }
        @{ What = 'in a list'; Name = 'odd'; Make = { [pscustomobject]@{ phone = '+442079460901'; odd = @([ThrowingText]::new()) } } }
        @{ What = 'a dictionary'; Name = 'odd'; Make = { [pscustomobject]@{ phone = '+442079460901'; odd = [ThrowingTable]::new() } } }
        @{ What = 'a list'; Name = 'odd'; Make = { $list = [ThrowingList]::new(); $null = $list.Add(1); [pscustomobject]@{ phone = '+442079460901'; odd = $list } } }
        @{ What = 'a dictionary alone'; Name = 'object'; Make = { [ThrowingTable]::new() } }
        @{ What = 'a value alone'; Name = 'PhoneNumber'; Make = { [ThrowingValue]::new() } }
    ) {
        $odd = & $Make
        foreach ($rows in @(@{ phone = '+442079460902' }, $odd, @{ phone = '+442079460903' }), @($odd, @{ phone = '+442079460902' }, @{ phone = '+442079460903' })) {
            $results = $rows | Test-AudienceContact -PassThru -FailurePath 'throws.csv'
            ($results | Group-Object State -AsHashTable -AsString).Valid.Count | Should -Be 2
            $refused = $results | Where-Object State -NE Valid
            $refused.ReasonCode | Should -Be 'UnreadableProperty'
            $refused.Reason | Should -Match $Name
            $refused.Reason | Should -Not -Match 'hidden'
            @(Import-Csv 'throws.csv').Count | Should -Be 1
        }
    }

    It 'a collection that throws at once is an error of ours' {
        $list = [ThrowingList]::new()
        Get-ErrorId { Test-AudienceContact -InputObject $list } | Should -Be 'NotAContact'
    }
}

Describe 'A row that was deleted from its table' {
    BeforeAll {
        $table = [Data.DataTable]::new()
        $null = $table.Columns.Add('phone')
        foreach ($number in '+442079460901', '+442079460902') { $null = $table.Rows.Add($number) }
        $table.AcceptChanges()
        $table.Rows[1].Delete()
    }

    It 'is none of the table any more' { (, $table | Test-AudienceContact).Received | Should -Be 1 }

    It 'is refused where it comes by itself' {
        $results = $table.Rows | Test-AudienceContact -PassThru | Sort-Object RowNumber
        $results.ReasonCode | Should -Be $null, 'UnreadableProperty'
        $results[1].Reason | Should -Match 'deleted'
    }
}

Describe 'An element of XML' {
    It 'has its attributes and elements for columns, and nothing else' {
        $rows = ([xml]'<a><r phone="+442079460901"><city>Pune</city></r><r phone="+442079460902"><city>York</city></r></a>').a.r
        $members = Get-AudienceMember ($rows | New-Audience "XML $([guid]::NewGuid())")
        $members.city | Sort-Object | Should -Be 'Pune', 'York'
        $members[0].PSObject.Properties.Name | Should -Not -Contain 'ParentNode'
        @($members[0].PSObject.Properties.Name | Where-Object { $_ -match 'Node|Xml|Document' }) | Should -BeNullOrEmpty
    }
}

Describe 'A character that can''t be sent' {
    It '<What> is refused' -ForEach @(
        @{ What = 'half of one in a name'; Code = 'HalfCharacter'; Make = { @{ phone = '+442079460901'; "a$([char]0xd800)" = 'x' } } }
        @{ What = 'NUL in a name'; Code = 'NulCharacter'; Make = { @{ phone = '+442079460901'; "a`0" = 'x' } } }
        @{ What = 'half of one in a value'; Code = 'HalfCharacter'; Make = { @{ phone = '+442079460901'; a = "x$([char]0xd800)" } } }
        @{ What = 'NUL in a value'; Code = 'NulCharacter'; Make = { @{ phone = '+442079460901'; a = "x`0" } } }
    ) {
        $result = [pscustomobject](& $Make) | Test-AudienceContact -PassThru -FailurePath 'odd.csv'
        $result.ReasonCode | Should -Be $Code
        $written = Get-Content 'odd.csv' -Raw
        $written | Should -Match '\\ud800|\\u0000'
        $written | Should -Not -Match "`0|`u{fffd}"
        (Test-AudienceContact -Path 'odd.csv').Received | Should -Be 1
    }
}

Describe 'A phone property' {
    It 'with two values is refused, with one is read' {
        $rows = '[{"businessPhones":["12345","67890"]},{"businessPhones":["030 4412","030 4413"]},{"businessPhones":["030 901820"]},{"businessPhones":[]}]' |
            ConvertFrom-Json
        $results = $rows | Test-AudienceContact -PhoneColumn businessPhones -DefaultCountryCode 49 -PassThru | Sort-Object RowNumber
        $results.ReasonCode | Should -Be 'NotANumber', 'NotANumber', $null, 'Empty'
        $results[0].Reason | Should -Match '2 values'
        $results[2].PhoneNumber | Should -Be '+4930901820'
    }

    It 'with an object in it names where the number is within' {
        $row = '[{"name":"Ann","phoneNumbers":[{"value":"+442079460901","type":"mobile"}]}]' | ConvertFrom-Json
        ($row | Test-AudienceContact -PassThru).Reason | Should -Match '\.value'
    }
}

Describe 'A collection that comes as one object is taken apart' {
    BeforeAll {
        $json = '[{"phone":"+442079460901","city":"Pune"},{"phone":"+442079460902","city":"York"}]'
        $rows = $json | ConvertFrom-Json
        $table = [Data.DataTable]::new('contacts')
        $null = $table.Columns.Add('phone'), $table.Columns.Add('city')
        $rows | ForEach-Object { $null = $table.Rows.Add($_.phone, $_.city) }
        $set = [Data.DataSet]::new()
        $set.Tables.Add($table)
        $members = Get-AudienceMember ($rows | New-Audience "Apart $([guid]::NewGuid())")
    }

    It '<Kind>' -ForEach @(
        @{ Kind = 'an array'; Make = { , ($json | ConvertFrom-Json -NoEnumerate) } }
        @{ Kind = 'an ArrayList'; Make = { , [Collections.ArrayList]$rows } }
        @{ Kind = 'a list'; Make = { , [Collections.Generic.List[object]]$rows } }
        @{ Kind = 'members'; Make = { , $members } }
        @{ Kind = 'a DataTable'; Make = { , $table } }
        @{ Kind = 'a DataView'; Make = { , $table.DefaultView } }
        @{ Kind = 'a DataSet'; Make = { , $set } }
        @{ Kind = 'a data reader'; Make = { , $table.CreateDataReader() } }
    ) {
        $audience = & $Make | New-Audience "Apart $([guid]::NewGuid())"
        (Get-AudienceMember $audience | Sort-Object PhoneNumber).City | Should -Be 'Pune', 'York'
        $collection = & $Make
        (Test-AudienceContact -InputObject $collection).Valid | Should -Be 2
    }
}

Describe 'What is no contact' {
    It 'a list in a list, or one of several tables, is an error' {
        Get-ErrorId { Test-AudienceContact -InputObject @(, @('a', 'b')) } | Should -Be 'NotAContact'
        $set = [Data.DataSet]::new()
        foreach ($name in 'people', 'orders') {
            $table = $set.Tables.Add($name)
            $null = $table.Columns.Add('phone')
            $null = $table.Rows.Add('+442079460901')
        }
        (Get-TheError { Test-AudienceContact -InputObject $set }).Exception.Message | Should -Match "'people', 'orders'"
    }

    It 'a wrapper around the contacts: the error says where they are' {
        $wrapper = '{"total":2,"page":{"next":null,"contacts":[{"phone":"+442079460901"},{"phone":"+442079460902"}]}}'
        foreach ($object in ($wrapper | ConvertFrom-Json), ($wrapper | ConvertFrom-Json -AsHashtable)) {
            $failure = Get-TheError { $object | Test-AudienceContact }
            $failure.FullyQualifiedErrorId | Should -BeLike 'NoPhoneColumn,*'
            $failure.Exception.Message | Should -Match "'page\.contacts'.*\(…\)\.page\.contacts"
        }
    }

    It 'lines of a CSV file: the reason names Import-Csv and -Path' {
        $results = 'Name,Phone', 'Ann,+442079460901' | Test-AudienceContact -PassThru
        $results.ReasonCode | Should -Be 'NotANumber', 'NotANumber'
        $results.Reason | ForEach-Object { $_ | Should -Match '-Path.*Import-Csv' }
    }
}

Describe 'Objects with other columns than those before' {
    It 'keep them: <How>' -ForEach @(
        @{ How = 'from JSON'; Rows = { '[{"phone":"+442079460921","name":"Ann"},{"phone":"+442079460922","name":"Bob","city":"York"}]' | ConvertFrom-Json } }
        @{ How = 'from Import-Csv, with one added on the way'; Rows = {
                Set-Content 'two.csv' "phone,name`n+442079460921,Ann`n+442079460922,Bob"
                Import-Csv 'two.csv' | ForEach-Object { if ($_.name -eq 'Bob') { $_ | Add-Member city 'York' }; $_ }
            }
        }
        @{ How = 'from two files of Import-Csv'; Rows = {
                Set-Content 'a.csv' "phone,name`n+442079460921,Ann"
                Set-Content 'b.csv' "phone,name,city`n+442079460922,Bob,York"
                Import-Csv 'a.csv', 'b.csv'
            }
        }
    ) {
        $members = Get-AudienceMember (& $Rows | New-Audience "Columns $([guid]::NewGuid())") | Sort-Object PhoneNumber
        $members.name | Should -Be 'Ann', 'Bob'
        $members[1].city | Should -Be 'York'
    }

    It 'keep them where Import-Csv stands right before, with files that differ' {
        Set-Content 'a.csv' "phone,name`n+442079460921,Ann`n+442079460923,Eve"
        Set-Content 'b.csv' "name,phone,city`nBob,+442079460922,York"
        $members = Get-AudienceMember (Import-Csv 'a.csv', 'b.csv' |
                New-Audience "Files $([guid]::NewGuid())") | Sort-Object PhoneNumber
        $members.name | Should -Be 'Ann', 'Bob', 'Eve'
        $members[1].city | Should -Be 'York'
    }

    It 'have the values that they had when they came' {
        $row = [pscustomobject]@{ phone = ''; name = '' }
        $audience = 1..300 | ForEach-Object { $row.phone = "+4420794{0:d5}" -f $_; $row.name = "N$_"; $row } | New-Audience "Reused $([guid]::NewGuid())"
        @(Get-AudienceMember $audience | Where-Object { $_.name -eq "N$([int]$_.PhoneNumber.Substring(8))" }).Count | Should -Be 300
    }
}

Describe '-PhoneNumber' {
    It 'takes empty lines and nothing for what they are' {
        $summary = Test-AudienceContact -PhoneNumber '+442079460901', '', $null, '+442079460902'
        $summary.Received, $summary.Valid, $summary.Blank | Should -Be 4, 2, 2
        ($null | Test-AudienceContact).Blank | Should -Be 1
    }

    It 'tells a line of a file from what else has a comma, and shows what was given: <Text>' -ForEach @(
        @{ Text = '4155550100;4155550101'; Says = '*two numbers*' }
        @{ Text = '030 901820, 030 901821'; Says = '*two numbers*' }
        @{ Text = 'tel:+1-415-555-0100;ext=3'; Says = '*extension*' }
        @{ Text = '4,155,550,100'; Says = '*only digits*' }
        @{ Text = 'Ann,+442079460901'; Says = '*a line of a file*' }
        @{ Text = 'Name,Phone'; Says = '*a line of a file*' }
    ) {
        foreach ($row in (Test-AudienceContact -PhoneNumber $Text -PassThru), ($Text | Test-AudienceContact -PassThru)) {
            $row.ReasonCode, $row.Input | Should -Be 'NotANumber', $Text
            $row.Reason | Should -BeLike $Says
        }
    }

    It 'takes a separator off that nothing follows' {
        ('+14155550100 ,', '+14155550101;' | Test-AudienceContact).Valid | Should -Be 2
    }
}
