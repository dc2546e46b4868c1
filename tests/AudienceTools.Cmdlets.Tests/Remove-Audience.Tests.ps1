BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
}

AfterAll { Disconnect-Test $data }

Describe 'Remove-Audience on <_>' -ForEach 'Local', 'Atoms', 'OliAI' {
    BeforeAll { Connect-Test $data $_ }

    It 'asks first: its impact is high' {
        $null = New-Audience "Asked $_"
        $asked = pwsh -NoProfile -NonInteractive -Command "Import-Module '$ModulePath'; Connect-AudienceService $_ -Rehearsal:('$_' -ne 'Local') -DataPath '$data'; Remove-Audience 'Asked $_'" 2>&1
        "$asked" | Should -Match 'NonInteractive'
        Get-Audience "Asked $_" | Should -Not -BeNullOrEmpty
    }

    It 'sends nothing but GETs with -WhatIf' {
        $null = New-Audience "WhatIf $_"
        $lines = Get-RequestLine { Remove-Audience "WhatIf $_" -WhatIf -Verbose }
        $lines | Should -Not -BeNullOrEmpty
        $lines | Where-Object { $_ -notlike 'GET *' } | Should -BeNullOrEmpty
        Get-Audience "WhatIf $_" | Should -Not -BeNullOrEmpty
    }

    It 'deletes what comes down the pipeline' {
        1..3 | ForEach-Object { $null = New-Audience "Q$_ gone" }
        Get-Audience 'Q? gone' | Remove-Audience -Confirm:$false
        Get-Audience 'Q? gone' | Should -BeNullOrEmpty
    }

    It 'names the campaign that holds an audience, and goes on with the next' {
        $held = New-Audience "Held $_" -PhoneNumber '+14155550100'
        $free = New-Audience "Free $_"
        $local = if ($_ -eq 'Local') { $held } else { (Invoke-LocalService $data GET "v1/audiences?limit=1000").data.Where{ $_.name -eq $held.Name } }
        $campaign = Invoke-LocalService $data POST 'v1/campaigns' @{ name = 'Spring calls'; audienceId = $local.id; flowId = 'f' }
        $null = Invoke-LocalService $data POST "v1/campaigns/$($campaign.id)/start"
        $failure = Get-TheError { $held, $free | Remove-Audience -Confirm:$false }
        $failure.FullyQualifiedErrorId | Should -BeLike 'AudienceInUse,*'
        $failure.CategoryInfo.Category | Should -Be 'ResourceBusy'
        $failure.Exception.Message | Should -Match 'Spring calls'
        [int]$failure.Exception.StatusCode | Should -Be @{ Local = 409; Atoms = 400; OliAI = 409 }[$_]
        Get-Audience "Held $_" | Should -Not -BeNullOrEmpty
        Get-Audience "Free $_*" | Should -BeNullOrEmpty
    }

    It 'says so where the audience is gone already' {
        $gone = New-Audience "Gone $_"
        $gone | Remove-Audience -Confirm:$false
        Get-ErrorId { $gone | Remove-Audience -Confirm:$false } | Should -Be 'AudienceNotFound'
    }
}
