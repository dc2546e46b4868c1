BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
    $contacts = Join-Path $Root 'examples' 'contacts.csv'
}

AfterAll { Disconnect-Test $data }

Describe 'Get-AudienceMember on <_>' -ForEach 'Local', 'Atoms', 'OliAI' {
    BeforeAll {
        Connect-Test $data $_
        $audience = Import-Csv $contacts | New-Audience "Demo $_" -ErrorAction SilentlyContinue
        $many = 1..3000 | ForEach-Object { [pscustomobject]@{ Phone = "+1416555$('{0:d4}' -f $_)"; Row = $_; City = ('Pune', 'Bern')[$_ % 2] } } |
            New-Audience "Many $_" -ThrottleLimit 1
    }

    It 'returns every member with all columns, in a stable order, to the letter' {
        $out = Join-Path $data "out-$_.csv"
        Get-Audience "Demo $_" | Get-AudienceMember | Export-Csv $out
        $rows = @(Import-Csv $out)
        $rows.Count | Should -Be $audience.MemberCount
        $input = Import-Csv $contacts
        $columns = $input[0].psobject.Properties.Name.Where{ $_ -ne 'Phone' }

        # OliAI has one contact for a number: a column of another audience may stand behind these.
        $rows[0].psobject.Properties.Name | Select-Object -First (1 + $columns.Count) | Should -Be (@('PhoneNumber') + $columns)

        # Of each number the first row was taken, so the members' names are among the input's, in its order.
        $names = [Collections.Generic.Queue[string]]::new([string[]]$input.Name)
        foreach ($row in $rows) {
            while ($names.Count -gt 0 -and $names.Dequeue() -cne $row.Name) { }
        }
        $names.Count | Should -BeGreaterOrEqual 0
        $rows[-1].Name | Should -BeIn $input.Name
        Compare-Object (Get-AudienceMember "Demo $_").PhoneNumber $rows.PhoneNumber -SyncWindow 0 | Should -BeNullOrEmpty
    }

    It 'makes one request for members where three are taken' {
        $lines = Get-RequestLine { Get-AudienceMember $many -Verbose | Select-Object -First 3 }
        @($lines).Count | Should -Be 1
    }

    It 'gives the right rows for -First 250 -Skip 500' {
        (Get-AudienceMember "Many $_" -First 250 -Skip 500).Row | Should -Be (501..750)
    }

    It 'tells the true total first' {
        $total, $members = Get-AudienceMember "Many $_" -IncludeTotalCount -First 5
        [uint64]$total | Should -Be 3000
        $members.Count | Should -Be 5
    }

    It 'shows columns as properties' {
        $member = Get-AudienceMember "Many $_" -First 1
        $member.City | Should -Be 'Bern'
        $member.phonenumber | Should -Be '+14165550001'
        $member.GetContactId() | Should -Not -BeNullOrEmpty
        (Get-AudienceMember "Many $_" | Where-Object City -EQ 'Pune').Count | Should -Be 1500
        ($member | ConvertTo-Json -Compress | ConvertFrom-Json).City | Should -Be 'Bern'
        ($member | Select-Object City, Row).Row | Should -Be 1
        ($member | Select-Object *).psobject.Properties.Name | Should -Be 'PhoneNumber', 'Row', 'City'
        ($member | ConvertTo-Json | ConvertFrom-Json).psobject.Properties.Name | Should -Be 'PhoneNumber', 'Row', 'City'
    }

    It 'searches' {
        @(Get-AudienceMember "Many $_" -Search '5550042').PhoneNumber | Should -Be '+14165550042'
    }

    It 'finds all members by text or by columns, also where the service stops at ten' {
        # OliAI looks at names and numbers only.
        @(Get-AudienceMember "Many $_" -Search 'pune').Count | Should -Be ($_ -eq 'OliAI' ? 0 : 1500)
        (Get-AudienceMember "Many $_" -Filter @{ City = 'Pune' }).Count | Should -Be 1500
        (Get-AudienceMember "Many $_" -Filter @{ city = 'Pune'; Row = 42 }).PhoneNumber | Should -Be '+14165550042'
        (Get-AudienceMember "Many $_" -Filter @{ PhoneNumber = '+14165550042' }).Row | Should -Be 42
        (Get-AudienceMember "Many $_" -Filter @{ City = 'Pune' } -First 2 -Skip 100).Row | Should -Be 202, 204
        Get-AudienceMember "Many $_" -Filter @{ City = 'Nowhere' } | Should -BeNullOrEmpty
        Get-AudienceMember "Many $_" -Filter @{ City = 'Pune' } -First 1 -Verbose 4>&1 | Where-Object { "$_" -match 'all members are' } | Should -Not -BeNullOrEmpty
    }

    It 'says which audiences there are where none is meant' {
        $failure = Get-TheError { Get-AudienceMember 'Nobody' }
        $failure.FullyQualifiedErrorId | Should -BeLike 'AudienceNotFound,*'
        $failure.Exception.Message | Should -Match "Many $_"
    }

    It 'lists the audiences that a name fits where there are several' {
        $null = New-EmptyAudience "Twin $_"; $null = New-EmptyAudience "Twin $_" @{ AllowDuplicateName = $true }
        $failure = Get-TheError { Get-AudienceMember "Twin $_" }
        $failure.FullyQualifiedErrorId | Should -BeLike 'AudienceAmbiguous,*'
        $failure.Exception.Message | Should -Match (Get-Audience "Twin $_")[1].Id
    }
}

Describe 'Get-AudienceMember where names of columns differ by case only' {
    It 'shows and exports every value, and the number as the number' {
        Connect-Test $data
        $odd = New-Audience 'Odd columns'
        $row = [hashtable]::new([StringComparer]::Ordinal)
        $row['phoneNumber'] = '+14155550100'
        $row['PhoneNumber'] = 'office'
        $row['City'] = $row['city'] = 'Pune'
        $null = Invoke-LocalService $data POST "v1/audiences/$($odd.Id)/contacts" @{ contacts = @($row) }

        $member = Get-AudienceMember $odd
        $member.PhoneNumber | Should -Be '+14155550100'
        $back = $member | ConvertTo-Csv | ConvertFrom-Csv
        $back.PhoneNumber | Should -Be '+14155550100'
        $back.PhoneNumber_2 | Should -Be 'office'
        $back.City, $back.City_2 | Should -Be 'Pune', 'Pune'
    }
}
