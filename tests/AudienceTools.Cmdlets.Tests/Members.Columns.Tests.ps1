# What comes out of a list is all there is: each column, whatever it is called, of every member.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
    Connect-Test $data

    # Columns that no cmdlet would send, as another client of the service may.
    function Add-Row([string] $Audience, [hashtable] $Row) {
        $null = Invoke-LocalService $data POST "v1/audiences/$Audience/contacts" @{ contacts = @($Row) }
    }
}

AfterAll { Disconnect-Test $data }

Describe 'Members of one list' {
    BeforeAll {
        $rows = '[{"phone":"+442079460921","name":"Ann"},{"phone":"+442079460922","name":"Bob","city":"York"}]' | ConvertFrom-Json -NoEnumerate
        $mixed = $rows | ForEach-Object { $_ } | New-Audience 'Mixed'
        $null = [pscustomobject]@{ phone = '+442079460923'; zip = '00501' } | Add-AudienceContact $mixed
    }

    It 'all have the columns that any of two adds brought' {
        $members = Get-AudienceMember $mixed
        foreach ($member in $members) { $member.psobject.Properties.Name | Should -Be 'PhoneNumber', 'name', 'city', 'zip' }
        $members.city | Should -Be $null, 'York', $null
        ($members | ConvertTo-Csv)[1..3] | Should -Be '"+442079460921","Ann",,', '"+442079460922","Bob","York",', '"+442079460923",,,"00501"'
        @($members.ForEach{ $_.GetType() } | Select-Object -Unique).Count | Should -Be 1
        (Get-AudienceMember $mixed -Filter @{ zip = '00501' }).psobject.Properties.Name | Should -Be 'PhoneNumber', 'name', 'city', 'zip'
    }

    It 'go into another audience with the columns that each has' {
        $copy = Get-AudienceMember $mixed | New-Audience 'Mixed copy'
        (Invoke-LocalService $data GET "v1/audiences/$($copy.Id)/contacts").data.ForEach{ $_.metadata.psobject.Properties.Name -join ',' } |
            Should -Be 'name', 'name,city', 'zip'
    }

    It 'go as the user changed them' {
        $first = Get-AudienceMember $mixed -First 1 | Add-Member -NotePropertyName x -NotePropertyValue 1 -PassThru | Add-Member -NotePropertyName name -NotePropertyValue Eve -Force -PassThru
        $changed = $first | New-Audience 'Changed' | Get-AudienceMember
        $changed.name, $changed.x | Should -Be 'Eve', '1'
        (Get-AudienceMember $mixed -First 1 | Select-Object PhoneNumber, @{ n = 'greeting'; e = { "Dear $($_.name)" } } | New-Audience 'Selected' | Get-AudienceMember).greeting |
            Should -Be 'Dear Ann'
    }

    It 'come through a file, and are removed and added by their numbers' {
        $file = Join-Path $data 'members.xml'
        Get-AudienceMember $mixed | Export-Clixml $file
        $copy = Import-Clixml $file | New-Audience 'From a file'
        Compare-Object (Get-AudienceMember $copy | ConvertTo-Csv) (Get-AudienceMember $mixed | ConvertTo-Csv) -SyncWindow 0 | Should -BeNullOrEmpty
        (Import-Clixml $file | Remove-AudienceContact $copy -Confirm:$false).Removed | Should -Be 3
        (Start-Job { $using:rows } | Receive-Job -Wait | Add-AudienceContact $copy).Added | Should -Be 2
        $members = Get-AudienceMember $mixed
        (Start-Job { $using:members } | Receive-Job -Wait | Remove-AudienceContact $copy -Confirm:$false).Removed | Should -Be 2
    }

    It 'have their columns where the module is not imported' {
        $script = { "$($_.name) $($_.city) $(@(Get-Module AudienceTools).Count)" }
        Get-AudienceMember $mixed -First 2 | ForEach-Object -Parallel $script | Sort-Object | Should -Be 'Ann  0', 'Bob York 0'
        $members = Get-AudienceMember $mixed
        Start-ThreadJob { ($using:members).name -join ',' } | Receive-Job -Wait | Should -Be 'Ann,Bob,'
        Start-Job { ($using:members).name -join ',' } | Receive-Job -Wait | Should -Be 'Ann,Bob,'
    }
}

Describe 'Columns of any name' {
    It 'are shown as they are where PowerShell can, and under another name with a warning where it cannot' {
        $odd = New-Audience 'Odd'
        $names = 'Item', 'Count', 'ContactId', 'Length', 'Values', 'a[1]', 'with blank', 'a.b', "it's", '*', "two`nlines", 'Where', 'get_Item'
        $row = @{ phoneNumber = '+442079460930'; PSObject = 'of PSObject'; ToString = 'of ToString'; GetContactId = 'of GetContactId' }
        foreach ($name in $names) { $row[$name] = "of $name" }
        Add-Row $odd.Id $row

        $member = Get-AudienceMember $odd -WarningVariable told -WarningAction SilentlyContinue
        @($told).Count | Should -Be 1
        "$told" | Should -Match "'PSObject' is shown as 'PSObject_2'"
        "$told" | Should -Match "'ToString' is shown as 'ToString_2'"
        foreach ($name in $names) { $member.$name | Should -BeExactly "of $name" }
        $member.PSObject_2, $member.ToString_2, $member.GetContactId_2 | Should -Be 'of PSObject', 'of ToString', 'of GetContactId'
        $member.GetContactId() | Should -BeExactly "$member"

        $copy = $member | New-Audience 'Odd copy'
        $added = $member | Add-Member -NotePropertyName more -NotePropertyValue 1 -PassThru | New-Audience 'Odd and more'
        $expected = [string[]]$row.Keys.Where{ $_ -ne 'phoneNumber' }
        foreach ($audience in $copy, $added) {
            $back = (Get-AudienceMember $audience -WarningAction Ignore).GetColumns()
            foreach ($column in $back.Where{ $_.Key -ne 'more' }) { $column.Value | Should -BeExactly "of $($column.Key)" }
            ($back.Key.Where{ $_ -ne 'more' } | Sort-Object) -join '|' | Should -BeExactly (($expected | Sort-Object) -join '|')
        }
        (Get-AudienceMember $added -WarningAction Ignore).more | Should -Be '1'
    }

    It 'are shown by their place where they have none' {
        $null = Invoke-LocalService $data POST oliai/v1/contacts @{ name = 'N'; phoneNumber = '+442079460931'; metadata = @{ '' = 'nameless' } }
        $contact = Get-AudienceContact -Search '+442079460931' -WarningVariable told -WarningAction SilentlyContinue
        $name = $contact.psobject.Properties.Where{ $_.Value -eq 'nameless' }.Name
        $name | Should -Match '^Column\d+$'
        "$told" | Should -Match "'' is shown as '$name'"
        ($contact | ConvertTo-Csv | ConvertFrom-Csv).$name | Should -Be 'nameless'
    }

    It 'are of one type for each set, whichever runspaces ask for it' {
        $one = [pscustomobject]@{ phone = '+442079460939'; a = 1 } | New-Audience 'One type'
        $types = 1..8 | ForEach-Object -ThrottleLimit 8 -Parallel {
            Import-Module $using:ModulePath
            foreach ($set in 1..4) { (Get-AudienceMember $using:one -Column a, "of set $set" -WarningAction Ignore).GetType() }
        }
        @($types | Select-Object -Unique).Count | Should -Be 4
        @($types.Name | Select-Object -Unique).Count | Should -Be 4
    }

    It 'are there too when a session has met more sets of columns than it makes types for' {
        $many = [pscustomobject]@{ phone = '+442079460940'; Item = 'i'; 'a[1]' = 'a' } | New-Audience 'Many sets'
        $null = 1..100 | ForEach-Object { Get-AudienceMember $many -Column "c$_" -WarningAction Ignore }
        $member = Get-AudienceMember $many -Column Item, 'a[1]', last -WarningAction Ignore
        $member.GetType() | Should -Be ([AudienceTools.AudienceMember])
        $member.psobject.Properties.Name | Should -Be 'PhoneNumber', 'Item', 'a[1]', 'last'
        $member | ConvertTo-Json -Compress | Should -Be '{"PhoneNumber":"+442079460940","Item":"i","a[1]":"a","last":null}'
        $member | ForEach-Object -Parallel { $_.Item } | Should -Be 'i'
        $member.Item = 'changed'
        (Get-AudienceMember ($member | New-Audience 'From a bag')).Item | Should -Be 'changed'
        (Remove-AudienceContact $many -InputObject $member -Confirm:$false).Removed | Should -Be 1
    }
}

Describe '-Column' {
    BeforeAll {
        $chosen = @([pscustomobject]@{ phone = '+442079460950'; Name = 'Ann'; City = 'York' }; [pscustomobject]@{ phone = '+442079460951'; Zip = '1'; Name = 'Bob' }) |
            New-Audience 'Chosen'
    }

    It 'shows these only, in their order' {
        $members = Get-AudienceMember $chosen -Column City, Name -WarningVariable told
        $members | ConvertTo-Csv | Should -Be '"PhoneNumber","City","Name"', '"+442079460950","York","Ann"', '"+442079460951",,"Bob"'
        $told | Should -BeNullOrEmpty
        (Get-AudienceContact -Column Zip -Search '2079460951').psobject.Properties.Name | Should -Be 'PhoneNumber', 'Zip'
        (Get-AudienceMember $chosen -Column PhoneNumber, Name -First 1).psobject.Properties.Name | Should -Be 'PhoneNumber', 'Name'
    }

    It 'tells of a column that no member had' {
        $null = Get-AudienceMember $chosen -Column city, Town -WarningVariable told -WarningAction SilentlyContinue
        "$told" | Should -Be "None of the members that were read has a column 'city', 'Town'. There is 'City': the case of a column's name counts."
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'a name twice'; Names = 'City', 'City'; Says = "The column 'City' is named twice." }
        @{ Name = 'an empty name'; Names = 'City', ''; Says = 'A column needs a name' }
    ) {
        $failure = Get-TheError { Get-AudienceMember $chosen -Column $Names }
        $failure.FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError*'
        $failure.Exception.Message | Should -Match $Says
    }

    It 'is what the warning names where audiences that come one after the other have other columns' {
        $other = [pscustomobject]@{ phone = '+442079460952'; Other = 'o' } | New-Audience 'Other columns'
        $null = $chosen, $other, $chosen, $other | Get-AudienceMember -WarningVariable told -WarningAction SilentlyContinue
        "$told" | Should -Match "the first one lacks.*: 'Other'\. .*-Column 'Name', 'City', 'Zip', 'Other'$"
        @($told).Count | Should -Be 1
        ($chosen, $other | Get-AudienceMember -Column Name, Other -WarningVariable told | ConvertTo-Csv)[-1] | Should -Be '"+442079460952",,"o"'
        $told | Should -BeNullOrEmpty
    }

    It 'can be run as the warning advises it, whatever names a service told' {
        $row = [ordered]@{ phone = '+442079460953' }
        "it's", "l$([char]0x2019)an", 'two words', 'Customer 1234567', '$x `n', ('x' * 80) | ForEach-Object { $row[$_] = 'o' }
        $odd = [pscustomobject]$row | New-Audience 'Odd columns'
        $null = $chosen, $odd | Get-AudienceMember -WarningVariable told -WarningAction SilentlyContinue
        $advice = [regex]::Match("$told", '-Column .*').Value
        $member = & ([scriptblock]::Create("`$args | Get-AudienceMember $advice")) $chosen $odd | Select-Object -Last 1
        $member.PSObject.Properties.Name | Should -Be @('PhoneNumber', 'Name', 'City', 'Zip'; @($row.Keys).Where{ $_ -ne 'phone' })
        $member.'Customer 1234567' | Should -Be 'o'
    }
}
