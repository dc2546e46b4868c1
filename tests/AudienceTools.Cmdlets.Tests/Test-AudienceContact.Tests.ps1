BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
    $expected = Get-Content (Join-Path $Root 'examples' 'contacts.expected.json') | ConvertFrom-Json
    $contacts = Join-Path $Root 'examples' 'contacts.csv'
}

AfterAll { Remove-Item $data -Recurse -Force }

Describe 'Test-AudienceContact' {
    BeforeAll { Disconnect-AudienceService }

    It 'needs no connection, and counts as an import of the same file does' {
        $summary = Test-AudienceContact -Path $contacts
        $summary.GetType() | Should -Be ([AudienceTools.AudienceContactSummary])
        $summary.Received | Should -Be $expected.received
        $summary.Valid | Should -Be $expected.distinctValid
        $summary.DuplicateInInput | Should -Be $expected.duplicateInInput
        $summary.Invalid | Should -Be $expected.invalid
        $summary.Valid + $summary.Blank + $summary.Invalid + $summary.DuplicateInInput | Should -Be $summary.Received
        $summary.Succeeded | Should -BeFalse
        "$summary" | Should -Be '1,142 of 1,200 rows can be sent, 33 invalid, 25 a number again'
    }

    It 'counts reasons' {
        $summary = '+14155550100', '+1 415 555 0100', '12', 'n/a', '', '9.16E+11' | Test-AudienceContact
        $summary.Reasons.Keys | Should -Be 'DuplicateInInput', 'NotANumber', 'ScientificNotation', 'TooShort'
        $summary.Reasons.Values | Should -Be 1, 1, 1, 1
        $summary.Blank | Should -Be 1
    }

    It 'writes no error for rows that cannot be used: finding them is what it is for' {
        $null = 'n/a' | Test-AudienceContact -ErrorVariable problems
        $problems | Should -BeNullOrEmpty
    }

    It 'has not succeeded where nothing comes, or nothing but blank rows' {
        $summary = @() | Test-AudienceContact -WarningVariable warnings -WarningAction SilentlyContinue
        $summary.Received, $summary.Succeeded | Should -Be 0, $false
        $warnings | Should -Be 'The input has no rows.'
        $summary = '', $null, ' ' | Test-AudienceContact
        $summary.Received, $summary.Blank, $summary.Succeeded | Should -Be 3, 3, $false
    }

    It 'refuses -<_>, which says how a file is read, where objects come' -ForEach 'Header', 'HeaderRow', 'SkipHiddenRow', 'Delimiter', 'Encoding', 'WorksheetName' {
        $value = @{ Header = 'Phone'; HeaderRow = 2; SkipHiddenRow = $true; Delimiter = ';'; Encoding = 'utf8'; WorksheetName = 'Leads' }[$_]
        $given = @{ $_ = $value }
        $problem = Get-TheError { '+442079460958' | Test-AudienceContact @given }
        $problem.FullyQualifiedErrorId | Should -BeLike 'ParameterNotApplicable,*'
        $problem.Exception.Message | Should -BeLike "-$_ *-Path*"
    }

    It 'gives one object a row with -PassThru, and says all of it' {
        Set-Content (Join-Path $data 'rows.csv') "Name,Phone`nAda,0044 20 7946 0958`nBo,n/a`n,`nAda again,+442079460958"
        $rows = Test-AudienceContact -Path (Join-Path $data 'rows.csv') -PassThru | Sort-Object RowNumber
        $rows.ForEach{ $_.GetType() } | Select-Object -Unique | Should -Be ([AudienceTools.AudienceContactResult])
        $rows.RowNumber | Should -Be 2, 3, 4, 5
        $rows.Source | Select-Object -Unique | Should -Be 'rows.csv'
        $rows.Input | Should -Be '0044 20 7946 0958', 'n/a', $null, '+442079460958'
        $rows.PhoneNumber | Should -Be '+442079460958', $null, $null, '+442079460958'
        $rows.State | Should -Be 'Valid', 'Invalid', 'Blank', 'DuplicateInInput'
        $rows.ReasonCode | Should -Be $null, 'NotANumber', 'Blank', 'DuplicateInInput'
        $rows[0].Reason | Should -BeNullOrEmpty
        $rows[1].Reason | Should -Match 'digits'
    }

    It 'numbers plain numbers from 1, and objects as lines of a file' {
        ('+14155550100', '+14155550101' | Test-AudienceContact -PassThru).RowNumber | Should -Be 1, 2
        (Get-Contacts 2 | Test-AudienceContact -PassThru).RowNumber | Should -Be 2, 3
        ('+14155550100' | Test-AudienceContact -PassThru).Source | Should -BeNullOrEmpty
    }

    It 'streams: the first row is there long before the last was read' {
        $taken = [Collections.Generic.List[int]]::new()
        $rows = 1..200000 | ForEach-Object { $taken.Add($_); 'n/a' } | Test-AudienceContact -PassThru | Select-Object -First 3
        $rows.RowNumber | Should -Be 1, 2, 3
        $taken.Count | Should -BeLessThan 20000
    }

    It 'goes on working after an early end' {
        1..10 | ForEach-Object { $null = Test-AudienceContact -Path $contacts -PassThru | Select-Object -First 1 }
        @(Test-AudienceContact -Path $contacts -PassThru).Count | Should -Be $expected.received
    }

    It 'goes by the rules of the service that is named' {
        $row = @{ Phone = '+14155550100'; 'Given name' = 'Ada' }
        $null = $row | Test-AudienceContact -Service Atoms -WarningVariable told -WarningAction SilentlyContinue
        $told | Should -Match "'Given name' as 'Given_name'"
        $null = $row | Test-AudienceContact -Service Local -WarningVariable told
        $told | Should -BeNullOrEmpty
        $null = Get-Contacts 10001 | Test-AudienceContact -Service Atoms -WarningVariable told -WarningAction SilentlyContinue
        $told | Should -Match '10000 members'
    }

    It 'checks by the rules of each service: <_>' -ForEach 'Local', 'Atoms', 'OliAI', 'CommBox' {
        ('+14155550100', 'n/a' | Test-AudienceContact -Service $_).Valid | Should -Be 1
    }

    It 'refuses what is no contact, and files among contacts' {
        Get-ErrorId { Get-Process -Id $PID | ForEach-Object { , @(, @(1, 2)) } | Test-AudienceContact } | Should -Be 'NotAContact'
        Get-ErrorId { '+14155550100', (Get-Item $contacts) | Test-AudienceContact } | Should -Be 'NotAContact'
    }
}

Describe 'Test-AudienceContact with a connection' {
    BeforeAll {
        $service = New-DataPath
        Connect-Test $service Atoms
    }

    AfterAll { Disconnect-Test $service }

    It 'sends no request, and takes the rules of the connection' {
        Get-RequestLine { Test-AudienceContact -Path $contacts -Verbose } | Should -BeNullOrEmpty
        $null = @{ Phone = '+14155550100'; 'Given name' = 'Ada' } | Test-AudienceContact -WarningVariable told -WarningAction SilentlyContinue
        $told | Should -Match 'Given_name'
    }
}
