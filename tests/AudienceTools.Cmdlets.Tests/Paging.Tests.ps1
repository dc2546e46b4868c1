# A list that changes while it is read, and how many requests its parts take.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
}

AfterAll {
    Disconnect-AudienceService -All
    Disconnect-Test $data
}

Describe 'Members of an audience on <Service>' -ForEach @(
    @{ Service = 'Local'; Count = 1200 }
    @{ Service = 'Atoms'; Count = 1200 }
    @{ Service = 'OliAI'; Count = 450 }
) {
    BeforeAll {
        Connect-Test $data $Service
        $null = Get-Contacts $Count | New-Audience 'Changing' -WarningAction Ignore
    }

    It 'are asked for ten at a time where ten are wanted, at any depth' {
        $audience = Get-Audience 'Changing'
        $lines, $members = (Get-AudienceMember $audience -Skip ($Count - 30) -First 10 -Verbose 4>&1).Where({ $_ -is [Management.Automation.VerboseRecord] }, 'Split')
        $members.PhoneNumber | Should -Be (Get-Contacts 10 -From ($Count - 29)).Phone
        @($lines -match '^GET ').Count | Should -Be 1
        $lines -match '^GET ' | Should -Match '(limit|offset)=10\b'
    }

    It 'come once each while each is taken out as it comes' {
        $warnings = $null
        $seen = [Collections.Generic.List[string]]::new()
        Get-AudienceMember 'Changing' -WarningVariable warnings -WarningAction SilentlyContinue | ForEach-Object {
            $seen.Add($_.PhoneNumber)
            $null = $_ | Remove-AudienceContact 'Changing' -Confirm:$false
        }
        @(Get-AudienceMember 'Changing').Count | Should -Be 0
        Compare-Object $seen (Get-Contacts $Count).Phone -SyncWindow 0 | Should -BeNullOrEmpty
        $warnings | Should -BeNullOrEmpty
    }
}
