BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
}

AfterAll { Disconnect-Test $data }

Describe 'Remove-Audience on <_>' -ForEach 'Local', 'Atoms', 'OliAI' {
    BeforeAll { Connect-Test $data $_ }

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
        $gone = New-Audience "Gone $_"
        $gone | Remove-Audience -Confirm:$false
        Get-ErrorId { $gone | Remove-Audience -Confirm:$false } | Should -Be 'AudienceNotFound'
    }
}

Describe 'Remove-Audience' {
    It 'asks first on each service: its impact is high' {
        $services = 'Local', 'Atoms', 'OliAI'
        $lines = foreach ($service in $services) {
            Connect-Test $data $service
            $null = New-Audience "Asked $service"
            "Connect-AudienceService $service -Rehearsal:('$service' -ne 'Local') -DataPath '$data'; Remove-Audience 'Asked $service'"
        }
        $asked = Invoke-Child $data ($lines -join "`n")
        [regex]::Matches($asked, '-Confirm:\$false').Count | Should -Be $services.Count
        foreach ($service in $services) {
            Connect-Test $data $service
            Get-Audience "Asked $service" | Should -Not -BeNullOrEmpty
        }
    }
}
