# Text files as people have them, through the commands: what becomes of each line is told, and no name or value changes.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
    Connect-Test $data
    $files = Join-Path $data 'files'
    $null = New-Item -ItemType Directory $files
    Push-Location $files
}

AfterAll {
    Pop-Location
    Disconnect-Test $data
}

Describe 'The header' {
    It 'is never a contact, nor the only line of a file' -ForEach @(
        @{ Text = '+442079460901'; Id = 'MissingHeader' }
        @{ Text = 'hello'; Id = 'NoPhoneColumn' }
        @{ Text = 'Please call these people.'; Id = 'MissingHeader' }
    ) {
        Set-Content 'lone.txt' $Text
        $audience = New-Audience "Lone $Text"
        Get-ErrorId { Add-AudienceContact $audience -Path 'lone.txt' } | Should -Be $Id
        Get-ErrorId { Test-AudienceContact -Path 'lone.txt' } | Should -Be $Id
    }

    It 'with nothing below is an empty list' {
        Set-Content 'nobody.csv' 'Phone,Name'
        (Test-AudienceContact -Path 'nobody.csv').Received | Should -Be 0
    }

    It 'below a title is found by -HeaderRow, which the error names; rows keep the numbers of their lines' {
        Set-Content 'title.csv' "Callback list`n`nName,Phone`nAnn,+442079460901`nBob,12"
        $failure = Get-TheError { Test-AudienceContact -Path 'title.csv' }
        $failure.FullyQualifiedErrorId | Should -BeLike 'MissingHeader,*'
        $failure.Exception.Message | Should -Match "'title.csv'.*-HeaderRow 3"
        $rows = Test-AudienceContact -Path 'title.csv' -HeaderRow 3 -PassThru | Sort-Object RowNumber
        $rows.RowNumber | Should -Be 4, 5
        $rows.State | Should -Be 'Valid', 'Invalid'
    }

    It 'is given by -Header where there is none, and the first line is row 1' {
        Set-Content 'list.txt' "020 7946 0901 ext 4`n+442079460902`n+442079460903"
        $rows = Test-AudienceContact -Path 'list.txt' -Header 'PhoneNumber' -PassThru | Sort-Object RowNumber
        $rows.RowNumber | Should -Be 1, 2, 3
        $rows.State | Should -Be 'Invalid', 'Valid', 'Valid'
    }

    It 'of objects whose delimiter was not given is an error that names it' {
        Set-Content 'de.csv' "Name;Phone`nJan;+4930901820"
        $failure = Get-TheError { Import-Csv 'de.csv' | Test-AudienceContact }
        $failure.FullyQualifiedErrorId | Should -BeLike 'NoPhoneColumn,*'
        $failure.Exception.Message | Should -Match "Import-Csv.*-Delimiter ';'"
    }
}

Describe 'Names' {
    It 'that PowerShell cannot show travel as they are, and a warning tells what they are shown as' {
        Set-Content 'names.csv' "Phone,city,City,PSObject,Item,ContactId,`" x `"`n+442079460901,Pune,Goa,a,b,c,d"
        $audience = New-Audience 'Names' -Path 'names.csv' -WarningVariable warned
        $warned | Should -BeNullOrEmpty
        $member = Get-AudienceMember $audience -WarningVariable told -WarningAction SilentlyContinue
        "$told" | Should -Match "'City' is shown as 'City_2'.*'PSObject' is shown as 'PSObject_2'"
        $member | Export-Csv 'out.csv'
        (Get-Content 'out.csv')[1] | Should -Be '"+442079460901","Pune","Goa","a","b","c","d"'
        $copy = $member | New-Audience 'Names copied'
        (Get-AudienceMember $copy -WarningAction SilentlyContinue).GetColumns().Key | Should -Be 'city', 'City', 'PSObject', 'Item', 'ContactId', ' x '
    }

    It 'that differ by case stay two columns on <_>' -ForEach 'Atoms', 'OliAI' {
        Connect-Test $data $_
        Set-Content 'case.csv' "Phone,city,City`n+442079460901,Pune,Goa"
        $audience = New-Audience "Case $_" -Path 'case.csv' -WarningAction SilentlyContinue
        $member = Get-AudienceMember $audience -WarningAction SilentlyContinue
        $member.city | Should -Be 'Pune'
        $member.City_2 | Should -Be 'Goa'
    }

    It 'that are missing are given to the rows that have a value there' {
        Connect-Test $data
        Set-Content 'margin.csv' "Phone,Name,,`n+442079460901,Ann,,`n+442079460902,Bob,x,"
        $audience = New-Audience 'Margin' -Path 'margin.csv' -WarningVariable told -WarningAction SilentlyContinue
        "$told" | Should -Match "'' as 'Column3'\.$"
        $members = Get-AudienceMember $audience | Sort-Object PhoneNumber
        $members[0].GetColumns().Key | Should -Be 'Name', 'Column3'
        $members[0].Column3 | Should -BeNullOrEmpty
        $members[1].Column3 | Should -Be 'x'
    }
}

Describe 'Rows' {
    It 'that are too large are refused, and the others come in' {
        Set-Content 'large.csv' "Phone,Note`n+442079460901,$('x' * 3MB)`n+442079460902,`"$('y' * 3MB)`"`n+442079460903,z"
        $summary = Test-AudienceContact -Path 'large.csv'
        $summary.Received | Should -Be 3
        $summary.Valid | Should -Be 1
        $summary.Reasons['RowTooLarge'] | Should -Be 2
    }
}
