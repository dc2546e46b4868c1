BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath

    function New-Filled([string] $Name, [int] $Count = 10) {
        1..$Count | ForEach-Object { [pscustomobject]@{ Phone = "+1415555$('{0:d4}' -f $_)"; Row = $_; City = ('Pune', 'Bern')[$_ % 2] } } | New-Audience $Name
    }

    # The lines of the requests that a command sends, and the error that it ends with.
    function Get-Refusal([scriptblock] $Refused) {
        $lines = Get-RequestLine { $script:failure = Get-TheError $Refused }
        $lines | Should -BeNullOrEmpty
        $failure
    }
}

AfterAll { Disconnect-Test $data }

Describe 'Remove-AudienceContact without an audience on <_>' -ForEach 'Local', 'Atoms', 'OliAI' {
    BeforeAll { Connect-Test $data $_ }

    It 'takes members out of the audience that they were read from' {
        $audience = New-Filled "Own $_" 1200
        $receipt = Get-AudienceMember $audience | Where-Object City -EQ 'Pune' | Remove-AudienceContact -Confirm:$false
        @($receipt).Count | Should -Be 1
        $receipt.Audience, $receipt.AudienceId | Should -Be $audience.Name, $audience.Id
        $receipt.Requested, $receipt.Removed, $receipt.MemberCountAfter | Should -Be 600, 600, 600
        (Get-AudienceMember $audience).City | Select-Object -Unique | Should -Be 'Bern'
    }

    It 'takes each out of its own audience, with one receipt for each' {
        $null = New-Filled "First $_"; $null = New-Filled "Second $_"; $null = New-Filled "Third $_"
        $members = @(Get-AudienceMember "First $_" -First 2) + @(Get-AudienceMember "Second $_" -First 3) + @(Get-AudienceMember "First $_" -First 4)
        $receipts = $members | Remove-AudienceContact -Confirm:$false
        $receipts.Audience | Should -Be "First $_", "Second $_"
        $receipts.Removed | Should -Be 4, 3
        (Get-Audience "First $_", "Second $_", "Third $_").MemberCount | Sort-Object | Should -Be 6, 7, 10
        (Get-AudienceConnection | Where-Object IsDefault).LastRemoval.Audience | Should -Be "Second $_"
    }

    It 'sends nothing but GETs with -WhatIf' {
        $null = New-Filled "Kept $_"
        $lines = Get-RequestLine { Get-AudienceMember "Kept $_" | Remove-AudienceContact -WhatIf -Verbose }
        $lines | Where-Object { $_ -notlike 'GET *' } | Should -BeNullOrEmpty
        (Get-Audience "Kept $_").MemberCount | Should -Be 10
    }

    It 'goes on with the others where an audience is gone' {
        $gone = New-Filled "Gone $_"; $null = New-Filled "There $_"
        $members = @(Get-AudienceMember $gone) + @(Get-AudienceMember "There $_")
        Remove-Audience $gone -Confirm:$false
        $receipts = $members | Remove-AudienceContact -Confirm:$false -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures.FullyQualifiedErrorId | Should -BeLike 'AudienceNotFound,*'
        $receipts.Audience | Should -Be "There $_"
        $receipts.Removed | Should -Be 10
    }
}

Describe 'Remove-AudienceContact without an audience' {
    BeforeAll {
        Connect-Test $data
        $here = Get-AudienceConnection | Where-Object IsDefault
        $audience = New-Filled 'Known'
        $null = New-Filled 'Also known' 3
        $members = @(Get-AudienceMember $audience)
    }

    It 'uses the connection that the members were read through' {
        $other = Connect-AudienceService Local -Rehearsal -DataPath $data -PassThru
        $null = New-Filled 'Known'
        ($members[0] | Remove-AudienceContact -Confirm:$false).AudienceId | Should -Be $audience.Id
        (Get-Audience 'Known' -Connection $other).MemberCount | Should -Be 10
        $refused = Get-Refusal { $members[1] | Remove-AudienceContact -Connection $other -Confirm:$false -Verbose }
        $refused.FullyQualifiedErrorId | Should -BeLike 'ReadElsewhere,*'
        $refused.Exception.Message | Should -BeLike "*$here*$other*-Audience*"
        ($members[1] | Remove-AudienceContact -Connection $here -Confirm:$false).Removed | Should -Be 1
        Disconnect-AudienceService $other
        ($members[2] | Remove-AudienceContact -Confirm:$false).Removed | Should -Be 1
        $null = Disconnect-AudienceService $here
        $refused = Get-Refusal { $members[3] | Remove-AudienceContact -Confirm:$false -Verbose }
        $refused.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        Connect-Test $data
        @(Get-AudienceMember 'Known').Count | Should -Be 7
    }

    It 'says what is missing where <What> are to go, and sends nothing' -ForEach @(
        @{ What = 'numbers'; Make = { '+14155550001', '+14155550002' } }
        @{ What = 'contacts'; Make = { Get-AudienceContact -First 2 } }
        @{ What = 'members from a file'; Make = { Get-AudienceMember 'Known' -First 2 | ConvertTo-Csv | ConvertFrom-Csv } }
        @{ What = 'members among numbers'; Make = { @(Get-AudienceMember 'Known' -First 2) + '+14155550001', '+14155550002' } }
    ) {
        $given = & $Make
        $refused = Get-Refusal { $given | Remove-AudienceContact -Confirm:$false -Verbose }
        $refused.FullyQualifiedErrorId | Should -BeLike 'AudienceNotNamed,*'
        $refused.Exception.Message | Should -BeLike '*remove 2 contacts from*-Audience*-FromOrganization*'
    }

    It 'takes no audience that is $null for none' {
        $nobody = Get-Audience 'Nobody*'
        { Get-AudienceMember 'Known' | Remove-AudienceContact $nobody -Confirm:$false } | Should -Throw '*null*'
        { Get-AudienceMember 'Known' | Remove-AudienceContact -Audience '' -Confirm:$false } | Should -Throw
        @(Get-AudienceMember 'Also known').Count | Should -Be 3
    }

    It 'takes -FromOrganization:$false for the audience that they are of' {
        (Get-AudienceMember 'Also known' -First 1 | Remove-AudienceContact -FromOrganization:$false -Confirm:$false).Audience | Should -Be 'Also known'
        Get-AudienceContact -Search '+14155550001' | Should -Not -BeNullOrEmpty
    }

    It 'visits each member once where they are taken out one by one' {
        $null = New-Filled 'One by one' 30
        $visited = Get-AudienceMember 'One by one' | ForEach-Object { $_.Row; $null = $_ | Remove-AudienceContact -Confirm:$false }
        $visited | Should -Be (1..30)
        Get-AudienceMember 'One by one' | Should -BeNullOrEmpty
    }

    It 'names audiences and numbers in its question' {
        $null = New-Filled 'Asked A'; $null = New-Filled 'Asked B' 5
        $shown = Invoke-Child $data "
            Get-AudienceMember 'Asked A' -First 3 | Remove-AudienceContact -WhatIf
            @(Get-AudienceMember 'Asked A' -First 3) + @(Get-AudienceMember 'Asked B' -First 1) | Remove-AudienceContact -WhatIf
            Get-AudienceMember 'Asked B' | Remove-AudienceContact"
        $shown | Should -Match '"Remove 3 contacts" on target "''Asked A'' \(aud_\w+, 10 members\) on Local'
        $shown | Should -Match '"Remove 4 contacts" on target "3 contacts of ''Asked A'' \(aud_\w+, 10 members\) on Local[^"]*, 1 contact of ''Asked B'' \(aud_\w+, 5 members\) on Local'
        $shown | Should -Match 'nobody can answer here[^"]*"Remove 5 contacts" on ''Asked B''[^"]*-Confirm:\$false'
        (Get-Audience 'Asked B').MemberCount | Should -Be 5
    }
}
