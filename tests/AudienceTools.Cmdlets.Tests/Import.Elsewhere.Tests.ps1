# Members and audiences that went through a file or a job, and come back as objects like any other.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
    Connect-Test $data
    Push-Location $data
    $ways = @{
        'Export-Clixml' = { param($Objects, $File) $Objects | Export-Clixml $File; Import-Clixml $File }
        'Export-Csv' = { param($Objects, $File) $Objects | Export-Csv $File; Import-Csv $File }
        'ConvertTo-Json' = { param($Objects, $File) $Objects | ConvertTo-Json | Set-Content $File; Get-Content $File -Raw | ConvertFrom-Json }
        'Start-Job' = { param($Objects, $File) $Objects | Export-Clixml $File; Start-Job { Import-Clixml $using:File } | Receive-Job -Wait -AutoRemoveJob }
    }
}

AfterAll {
    Pop-Location
    Disconnect-Test $data
}

Describe 'What came back by <_>' -ForEach 'Export-Clixml', 'Export-Csv', 'ConvertTo-Json', 'Start-Job' {
    BeforeAll {
        $name = "Back $([guid]::NewGuid())"
        $rows = 1..3 | ForEach-Object { [pscustomobject]@{ phone = "+44207946090$_"; Name = "N$_"; Mobile = 'x' } }
        $null = $rows | New-Audience $name -PhoneColumn phone
        $file = Join-Path $data "$([guid]::NewGuid()).txt"
        $way = $ways[$_]
        $members = & $way (Get-AudienceMember $name) $file
        $audience = & $way (Get-Audience $name) $file
        $isTyped = $_ -in 'Export-Clixml', 'Start-Job'
    }

    It 'a member is added with its columns, and nothing of the job''s' {
        $given = $isTyped ? @{} : @{ PhoneColumn = 'PhoneNumber' }
        $copy = $members | New-Audience "$name copy" @given
        $copy.MemberCount | Should -Be 3
        $first = Get-AudienceMember $copy | Sort-Object PhoneNumber | Select-Object -First 1
        $first.PSObject.Properties.Name | Should -Be 'PhoneNumber', 'Name', 'Mobile'
    }

    It 'an audience is found again' {
        @($audience | Get-AudienceMember).Count | Should -Be 3
        @(Get-AudienceMember $audience).Count | Should -Be 3
        ($audience | Set-Audience -Description 'Found').Description | Should -Be 'Found'
        ('+442079460909' | Add-AudienceContact $audience).Added | Should -Be 1
    }

    It 'a member is removed by its number' {
        ($members | Select-Object -First 1 | Remove-AudienceContact $name -Confirm:$false).Removed | Should -Be 1
        (Remove-AudienceContact $audience -InputObject $members -Confirm:$false).Removed | Should -Be 2
        @(Get-AudienceMember $name).PhoneNumber | Should -Be '+442079460909'
    }

    It 'an audience is removed' {
        $audience | Remove-Audience -Confirm:$false
        Get-ErrorId { Get-Audience $name } | Should -Be 'AudienceNotFound'
    }
}

Describe 'What can''t come back' {
    It 'a connection: the error says so' {
        Get-AudienceConnection | Where-Object DataPath -EQ $data | Export-Clixml 'connection.xml'
        { Get-Audience -Connection (Import-Clixml 'connection.xml') } | Should -Throw '*another session*Connect-AudienceService*'
    }

    It 'an audience or a receipt is no contact' {
        $null = New-Audience 'No contact'
        Get-Audience 'No contact' | Export-Clixml 'audience.xml'
        '+442079460901' | Add-AudienceContact 'No contact' | Export-Clixml 'receipt.xml'
        Get-ErrorId { Import-Clixml 'audience.xml' | Add-AudienceContact 'No contact' } | Should -Be 'NotAContact'
        Get-ErrorId { Import-Clixml 'receipt.xml' | Test-AudienceContact } | Should -Be 'NotAContact'
    }

    It 'an object without a number removes nobody' {
        Get-ErrorId { [pscustomobject]@{ Name = 'Ann' } | Remove-AudienceContact 'No contact' -Confirm:$false } | Should -Be 'InputObjectNotBound'
    }
}
