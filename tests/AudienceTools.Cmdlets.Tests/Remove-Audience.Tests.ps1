BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
}

AfterAll { Disconnect-Test $data }

Describe 'Remove-Audience on <_>' -ForEach 'Local', 'Atoms', 'OliAI' {
    BeforeAll { Connect-Test $data $_ }

    It 'sends nothing but GETs with -WhatIf' {
        $null = New-EmptyAudience "WhatIf $_"
        $lines = Get-RequestLine { Remove-Audience "WhatIf $_" -WhatIf -Verbose }
        $lines | Should -Not -BeNullOrEmpty
        $lines | Where-Object { $_ -notlike 'GET *' } | Should -BeNullOrEmpty
        Get-Audience "WhatIf $_" | Should -Not -BeNullOrEmpty
    }

    It 'deletes what comes down the pipeline' {
        1..3 | ForEach-Object { $null = New-EmptyAudience "Q$_ gone" }
        Get-Audience 'Q? gone' | Remove-Audience -Confirm:$false
        Get-Audience 'Q? gone' | Should -BeNullOrEmpty
    }

    It 'names the campaign that holds an audience, and goes on with the next' {
        $held = New-Audience "Held $_" -PhoneNumber '+14155550100'
        $free = New-EmptyAudience "Free $_"
        $folder = (Get-AudienceConnection).DataPath
        $local = if ($_ -eq 'Local') { $held } else { (Invoke-LocalService $folder GET "v1/audiences?limit=1000").data.Where{ $_.name -eq $held.Name } }
        $campaign = Invoke-LocalService $folder POST 'v1/campaigns' @{ name = 'Spring calls'; audienceId = $local.id; flowId = 'f' }
        $null = Invoke-LocalService $folder POST "v1/campaigns/$($campaign.id)/start"
        $failure = Get-TheError { $held, $free | Remove-Audience -Confirm:$false }
        $failure.FullyQualifiedErrorId | Should -BeLike 'AudienceInUse,*'
        $failure.CategoryInfo.Category | Should -Be 'ResourceBusy'
        $failure.Exception.Message | Should -Match 'Spring calls'
        [int]$failure.Exception.StatusCode | Should -Be @{ Local = 409; Atoms = 400; OliAI = 409 }[$_]
        Get-Audience "Held $_" | Should -Not -BeNullOrEmpty
        Get-Audience "Free $_*" | Should -BeNullOrEmpty
    }

    It 'says so where the audience is gone already' {
        $gone = New-EmptyAudience "Gone $_"
        $gone | Remove-Audience -Confirm:$false
        Get-ErrorId { $gone | Remove-Audience -Confirm:$false } | Should -Be 'AudienceNotFound'
    }
}

Describe 'Remove-Audience -IncludeContact on <_>' -ForEach 'Local', 'OliAI' {
    BeforeAll {
        Connect-Test $data $_
        function New-Pair([string] $Name) {
            $null = Get-Contacts 30 | New-Audience "$Name gone"
            $null = Get-Contacts 30 21 | New-Audience "$Name stays"
        }
        Get-AudienceContact | Remove-AudienceContact -FromOrganization -Confirm:$false
    }

    It 'takes those along that are in no other audience, and says how many' {
        New-Pair "Pair $_"
        $receipt = Remove-Audience "Pair $_ gone" -IncludeContact -Confirm:$false
        $receipt.Removed | Should -Be 20
        $receipt.Requested | Should -Be 20
        $receipt.Audience | Should -Be "Pair $_ gone"
        (Get-AudienceConnection | Where-Object IsDefault).LastRemoval | Should -Be $receipt
        Get-Audience "Pair $_ gone" | Should -BeNullOrEmpty
        (Get-Audience "Pair $_ stays").MemberCount | Should -Be 30
        @(Get-AudienceContact).Count | Should -Be 30
    }

    It 'says how many and sends nothing but GETs with -WhatIf' {
        New-Pair "WhatIf $_"
        $lines = Get-RequestLine { Remove-Audience "WhatIf $_ gone" -IncludeContact -WhatIf -Verbose }
        $lines | Where-Object { $_ -notlike 'GET *' } | Should -BeNullOrEmpty
        $shown = Invoke-Child $data "Remove-Audience 'WhatIf $_ gone' -IncludeContact -WhatIf" "$_ -Rehearsal:(`'$_`' -ne 'Local')"
        $shown | Should -Match 'Delete audience, and [0-9]+ contacts of it that are in no other audience'
        (Get-Audience "WhatIf $_ gone").MemberCount | Should -Be 30
    }
}

Describe 'Remove-Audience' {
    It 'says that <_> has no contacts beside its audiences' -ForEach 'Atoms', 'CommBox' {
        Connect-Test $data $_
        $null = New-Audience "Kept $_" -PhoneNumber '+14155550100'
        Get-ErrorId { Remove-Audience "Kept $_" -IncludeContact -Confirm:$false } | Should -Be 'NotSupportedByService'
        Get-Audience "Kept $_" | Should -Not -BeNullOrEmpty
    }

    It 'asks first on each service: its impact is high' {
        $services = 'Local', 'Atoms', 'OliAI'
        $lines = foreach ($service in $services) {
            Connect-Test $data $service
            $null = New-EmptyAudience "Asked $service"
            "Connect-AudienceService $service -Rehearsal:('$service' -ne 'Local') -DataPath '$data'; Remove-Audience 'Asked $service'"
        }
        $asked = Invoke-Child $data ($lines -join "`n")
        [regex]::Matches($asked, 'NonInteractive').Count | Should -Be $services.Count
        foreach ($service in $services) {
            Connect-Test $data $service
            Get-Audience "Asked $service" | Should -Not -BeNullOrEmpty
        }
    }
}
