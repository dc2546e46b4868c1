BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
    Connect-Test $data
    $full = @{ PhoneNumber = '+493012345678' }, @{ PhoneNumber = '+1' } | New-Audience 'Full' -ErrorAction SilentlyContinue
    $null = Invoke-LocalService $data Post 'v1/campaigns' @{ name = 'Spring'; audienceId = $full.Id; flowId = 'f' }
    $day = '\d{4}-\d\d-\d\d \d\d:\d\d'
    $script = {
        $PSStyle.OutputRendering = 'PlainText'
        [cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = $args[0]
        if ([datetime]::new(2026, 11, 28).ToString('d') -match '^11.28.2026$') { throw 'There are no cultures here.' }
        $audience = Get-Audience 'Full'
        $receipt = @{ PhoneNumber = '+442079460901'; Since = [datetime]::new(2026, 1, 5); Share = 0.5 }, @{ PhoneNumber = '+2' } |
            Add-AudienceContact $audience -ErrorAction SilentlyContinue
        "date:$((Get-AudienceMember $audience -Search '442079460901').Since)"
        "number:$((Get-AudienceMember $audience -Search '442079460901').Share)"
        $audience, (Get-AudienceConnection), $receipt | ForEach-Object { $_ | Format-Table; $_ | Format-List }
        @{ PhoneNumber = '+493012345678' } | New-Audience 'Other'
        Test-AudienceContact -PhoneNumber '+1', '+442079460901'
        Test-AudienceContact -PhoneNumber '+1', '+442079460901' -PassThru
        Get-AudienceMember $audience
        Get-AudienceMember $audience | Remove-AudienceContact $audience -WhatIf
        Remove-Audience $audience -WhatIf
        Remove-Audience 'Other' -Confirm:$false
        Get-AudienceMember $audience -Verbose 4>&1 | Out-String -Stream | Select-String GET
        $receipt.ToString(), (Get-AudienceConnection).LastRemoval
    }
}

AfterAll { Disconnect-Test $data }

Describe 'Under <_>' -ForEach 'th-TH', 'ar-SA', 'fa-IR', 'de-DE', 'fi-FI' {
    BeforeAll { $shown = Invoke-Child $data "& { $script } '$_'" }

    It 'shows dates of the calendar that the data has' {
        $years = [regex]::Matches($shown, $day).ForEach{ $_.Value.Substring(0, 4) } | Select-Object -Unique
        $years | Should -Be ([datetime]::UtcNow.Year.ToString([cultureinfo]::InvariantCulture))
        [regex]::Matches($shown, "Created(At)?\b").Count | Should -BeGreaterOrEqual 2
        [regex]::Matches($shown, "(CreatedAt|ConnectedAt) +: $day(?=\r?\n)").Count | Should -Be 2
    }

    It 'shows no digits and marks of another script' {
        $shown | Should -Not -Match '(?![0-9])\p{Nd}|[\u066b\u066c\u200e\u200f\u061c]'
        $shown | Should -Match '\(0 repeated\), \d+\.\d s, '
    }

    It 'sends dates and numbers as anywhere' {
        $shown | Should -Match '(?m)^date:2026-01-05\r?$'
        $shown | Should -Match '(?m)^number:0\.5\r?$'
    }
}
