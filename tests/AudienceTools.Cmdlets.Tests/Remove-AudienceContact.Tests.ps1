BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath

    function New-Filled([string] $Name, [int] $Count = 10) {
        1..$Count | ForEach-Object { [pscustomobject]@{ Phone = "+1415555$('{0:d4}' -f $_)"; Row = $_; City = ('Pune', 'Bern')[$_ % 2] } } | New-Audience $Name
    }
}

AfterAll { Disconnect-Test $data }

Describe 'Remove-AudienceContact on <_>' -ForEach 'Local', 'Atoms', 'OliAI' {
    BeforeAll { Connect-Test $data $_ }

    It 'removes members that come down the pipeline, in batches, and gives one receipt' {
        $null = New-Filled "Piped $_" 3000
        $receipt = Get-AudienceMember "Piped $_" | Where-Object City -EQ 'Pune' | Remove-AudienceContact "Piped $_" -Confirm:$false
        @($receipt).Count | Should -Be 1
        $receipt.Requested | Should -Be 1500
        $receipt.Removed | Should -Be 1500
        $receipt.MemberCountBefore | Should -Be 3000
        $receipt.MemberCountAfter | Should -Be 1500
        $receipt.Succeeded | Should -BeTrue
        (Get-AudienceMember "Piped $_").City | Select-Object -Unique | Should -Be 'Bern'
    }

    It 'removes by id' {
        $null = New-Filled "Ids $_"
        $ids = (Get-AudienceMember "Ids $_" -First 3).GetContactId()
        (Remove-AudienceContact "Ids $_" -ContactId $ids -Confirm:$false).Removed | Should -Be 3
        @(Get-AudienceMember "Ids $_").Row | Should -Be (4..10)
    }

    It 'removes by number however it is written, and counts who was no member' {
        $null = New-Filled "Numbers $_"
        $receipt = Remove-AudienceContact "Numbers $_" -PhoneNumber '+1 (415) 555-0002', '0014155550003', '+442079460000' -Confirm:$false
        $receipt.Removed | Should -Be 2
        $receipt.NotMember | Should -Be 1
        @(Get-AudienceMember "Numbers $_").Row | Should -Be (@(1) + 4..10)
    }

    It 'takes numbers down the pipeline, and says how many empty lines it passed over' {
        $null = New-Filled "Lines $_"
        $receipt = '+1 (415) 555-0002', '', '+14155550003', $null | Remove-AudienceContact "Lines $_" -Confirm:$false -WarningVariable told -WarningAction SilentlyContinue
        $receipt.Requested, $receipt.Removed | Should -Be 2, 2
        $told | Should -BeLike '*: 2 empty lines.'
        $receipt = Remove-AudienceContact "Lines $_" -PhoneNumber '+14155550004', '', $null, ' ' -Confirm:$false -WarningVariable told -WarningAction SilentlyContinue
        $receipt.Requested, $receipt.Removed | Should -Be 1, 1
        $told | Should -BeLike '*: 3 empty lines.'
        Remove-AudienceContact "Lines $_" -PhoneNumber '' -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $receipt = 'Ann', '+14155550005' | Remove-AudienceContact "Lines $_" -Confirm:$false -ErrorVariable failures -ErrorAction SilentlyContinue
        $receipt.Removed, $receipt.Rejected | Should -Be 1, 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'InvalidPhoneNumber,*'
        @(Get-AudienceMember "Lines $_").Row | Should -Be (@(1) + 6..10)
    }

    It 'goes by number where a member comes from another audience' {
        $null = New-Filled "One $_"; $null = New-Filled "Other $_"
        (Get-AudienceMember "One $_" -First 4 | Remove-AudienceContact "Other $_" -Confirm:$false).Removed | Should -Be 4
        (Get-Audience "One $_").MemberCount | Should -Be 10
        @(Get-AudienceMember "Other $_").Row | Should -Be (5..10)
    }

    It 'sends nothing but GETs with -WhatIf' {
        $null = New-Filled "WhatIf $_"
        $lines = Get-RequestLine { Get-AudienceMember "WhatIf $_" | Remove-AudienceContact "WhatIf $_" -WhatIf -Verbose }
        $lines | Where-Object { $_ -notlike 'GET *' } | Should -BeNullOrEmpty
        (Get-Audience "WhatIf $_").MemberCount | Should -Be 10
    }

    It 'does nothing for an empty pipeline, and says so where there is no such audience' {
        $none = Get-AudienceMember "WhatIf $_" -Filter @{ City = 'Nowhere' } | Remove-AudienceContact "WhatIf $_"
        $none | Should -BeNullOrEmpty
        Get-ErrorId { Remove-AudienceContact 'Nobody' -PhoneNumber '+14155550001' } | Should -Be 'AudienceNotFound'
    }
}

Describe 'Remove-AudienceContact -FromOrganization on <_>' -ForEach 'Local', 'OliAI' {
    BeforeAll { Connect-Test $data $_ }

    It 'takes contacts out of every audience, by member, id and number, with one receipt each' {
        $null = New-Filled "Here $_"; $null = New-Filled "There $_"
        $piped = Get-AudienceMember "Here $_" -First 3 | Remove-AudienceContact -FromOrganization -Confirm:$false
        @($piped).Count | Should -Be 1
        $piped.Removed | Should -Be 3
        $piped.Audience | Should -BeNullOrEmpty
        $id = (Get-AudienceMember "There $_" -First 1).GetContactId()
        (Remove-AudienceContact -ContactId $id, 'cmissing00' -FromOrganization -Confirm:$false).NotMembers | Should -Be 'cmissing00'
        (Remove-AudienceContact -PhoneNumber '+1 (415) 555-0005', '+442079460000' -FromOrganization -Confirm:$false).Removed | Should -Be 1
        foreach ($name in "Here $_", "There $_") { @(Get-AudienceMember $name).Row | Should -Be (6..10) }
        Get-AudienceContact -Search '+14155550005' | Should -BeNullOrEmpty
    }

    It 'goes by number where a member comes from another service' {
        $null = New-Filled "Mine $_"
        $mine = Get-AudienceConnection | Where-Object IsDefault
        $other = Connect-AudienceService Atoms -DataPath $data -Rehearsal -NoRateLimit -PassThru
        $null = New-Filled "Other $_"
        $members = Get-AudienceMember "Other $_" -First 2 -Connection $other
        ($members | Remove-AudienceContact -FromOrganization -Connection $mine -Confirm:$false).Removed | Should -Be 2
        @(Get-AudienceMember "Mine $_" -Connection $mine).Row | Should -Be (3..10)
        Connect-Test $data $_
    }

    It 'takes nothing out where <_> is not where the contacts were read, unless -Connection says so' {
        $null = New-Filled "Read $_"; $mine = Get-AudienceConnection | Where-Object IsDefault
        $members = @(Get-AudienceMember "Read $_" -First 2)
        $other = Connect-AudienceService Local -Rehearsal -DataPath $data -PassThru
        $null = New-Filled "Elsewhere $_"
        foreach ($piped in $members, @($members + (Get-AudienceMember "Elsewhere $_" -First 1))) {
            $lines = Get-RequestLine { $script:failure = Get-TheError { $piped | Remove-AudienceContact -FromOrganization -Confirm:$false -Verbose } }
            $lines | Should -BeNullOrEmpty
            $failure.FullyQualifiedErrorId | Should -BeLike 'ReadElsewhere,*'
            $failure.Exception.Message | Should -BeLike "*$mine*-Connection*"
        }
        (Get-Audience "Elsewhere $_").MemberCount | Should -Be 10
        ($members | Remove-AudienceContact -FromOrganization -Connection $mine -Confirm:$false).Removed | Should -Be 2
        Disconnect-AudienceService $other
        Connect-Test $data $_
    }

    It 'sends nothing but GETs with -WhatIf' {
        $null = New-Filled "Looked $_"
        $lines = Get-RequestLine { Get-AudienceMember "Looked $_" | Remove-AudienceContact -FromOrganization -WhatIf -Verbose }
        $lines | Where-Object { $_ -notlike 'GET *' } | Should -BeNullOrEmpty
        (Get-Audience "Looked $_").MemberCount | Should -Be 10
    }

    It 'asks first' {
        $null = New-Filled "Kept $_"
        $asked = Invoke-Child $data "Remove-AudienceContact -PhoneNumber '+14155550001' -FromOrganization" "$_ -Rehearsal:(`'$_`' -ne 'Local')"
        $asked | Should -Match 'nobody can answer here.*-Confirm:\$false'
        Get-AudienceContact -Search '+14155550001' | Should -Not -BeNullOrEmpty
    }
}

Describe 'Remove-AudienceContact' {
    It 'wants an audience where -FromOrganization is $false, and sends nothing' {
        Connect-Test $data
        $lines = Get-RequestLine {
            $script:failure = Get-TheError { Remove-AudienceContact -PhoneNumber '+14155550001' -FromOrganization:$false -Confirm:$false -Verbose }
        }
        $lines | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -BeLike 'NothingToChange,*'
        $failure.Exception.Message | Should -Match '-Audience'
    }

    It 'says how many it is about, and how many at the most where nobody has looked yet' {
        Connect-Test $data
        $null = New-Filled 'Counted'
        $shown = Invoke-Child $data "
            `$members = Get-AudienceMember 'Counted'
            `$members | Select-Object -First 1 | Remove-AudienceContact 'Counted' -WhatIf
            @(`$members) + `$members | Remove-AudienceContact -FromOrganization -WhatIf
            Remove-AudienceContact 'Counted' -PhoneNumber '+14155550001' -WhatIf
            Remove-AudienceContact -ContactId c1, c2 -FromOrganization -WhatIf"
        [regex]::Matches($shown, '"((?:Remove|Delete) [^"]*)" on').ForEach{ $_.Groups[1].Value } | Should -Be @(
            'Remove 1 contact'
            'Delete 10 contacts from it and every audience'
            'Remove up to 1 contact'
            'Delete up to 2 contacts from it and every audience')
    }

    It 'leaves its receipt with the connection' {
        Connect-Test $data
        $null = New-Filled 'Left' 20
        $receipt = Get-AudienceMember 'Left' -First 10 | Remove-AudienceContact 'Left' -Confirm:$false | Select-Object -First 1
        (Get-AudienceConnection).LastRemoval | Should -Be $receipt
        $receipt.Removed | Should -Be 10
    }

    It 'says that <_> has no contacts beside its audiences' -ForEach 'Atoms', 'CommBox' {
        Connect-Test $data $_
        Get-ErrorId { Remove-AudienceContact -PhoneNumber '+14155550001' -FromOrganization -Confirm:$false } | Should -Be 'NotSupportedByService'
    }

    It 'asks first on each service: its impact is high' {
        $services = 'Local', 'Atoms', 'OliAI'
        $lines = foreach ($service in $services) {
            Connect-Test $data $service
            $null = New-Filled "Asked $service"
            "Connect-AudienceService $service -Rehearsal:('$service' -ne 'Local') -DataPath '$data'; Remove-AudienceContact 'Asked $service' -PhoneNumber '+14155550001'"
        }
        $asked = Invoke-Child $data ($lines -join "`n")
        [regex]::Matches($asked, '-Confirm:\$false').Count | Should -Be $services.Count
        foreach ($service in $services) {
            Connect-Test $data $service
            (Get-Audience "Asked $service").MemberCount | Should -Be 10
        }
    }
}
