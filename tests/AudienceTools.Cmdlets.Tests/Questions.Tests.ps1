# Whether Set-Audience asks, and what: as a command of high impact where it replaces all members, as any other where it renames.
# Suites run where nobody answers, so that a question is an error.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath

    # What a line shows in a PowerShell of its own, where somebody gives an answer.
    function Invoke-Answered([string] $Answer, [string] $Line) {
        $connect = $service -eq 'Local' ? 'Local' : "$service -Rehearsal -NoRateLimit"
        $shown = $Answer | & $Program @ProgramArguments -NoProfile -Command "
            `$ProgressPreference = 'SilentlyContinue'
            Import-Module '$ModulePath'; Connect-AudienceService $connect -DataPath '$data'; $Line" 2>&1 | Out-String -Width 500
        $shown -replace '\s+', ' '
    }
}

AfterAll { Disconnect-Test $data }

Describe 'Set-Audience -ReplaceMember on <_>' -ForEach 'Local', 'CommBox' {
    BeforeAll {
        Connect-Test $data ($service = $_)
        $audience = New-Audience "Asked $service" -PhoneNumber (Get-Contacts 1200).Phone
        $one = Join-Path $data 'one.csv'
        Set-Content $one 'Phone', '+14155550101'
        function Invoke-InFunction { [CmdletBinding(SupportsShouldProcess)] param() Set-Audience $audience -ReplaceMember -PhoneNumber '+14155550101' }
        function Get-Count { (Get-Audience "Asked $service").MemberCount }
    }

    AfterEach {
        if ((Get-Count) -ne 1200) { $null = Get-Contacts 1200 | Set-Audience $audience -ReplaceMember -Confirm:$false }
    }

    It 'asks <Name>, and replaces nothing where nobody can answer' -ForEach @(
        @{ Name = 'by itself'; Line = { '+14155550101' | Set-Audience "Asked $service" -ReplaceMember } }
        @{ Name = 'where the preference is Low'; Line = { $ConfirmPreference = 'Low'; '+14155550101' | Set-Audience $audience -ReplaceMember } }
        @{ Name = 'with -Confirm, whatever the preference'; Line = { $ConfirmPreference = 'None'; '+14155550101' | Set-Audience $audience -ReplaceMember -Confirm } }
        @{ Name = 'of a file that was verified'; Line = { Set-Audience $audience -ReplaceMember -Path $one -Verify } }
    ) {
        (Get-TheError $Line).Exception.Message | Should -Match '-Confirm:\$false'
        Get-Count | Should -Be 1200
    }

    It 'asks nothing <Name>' -ForEach @(
        @{ Name = 'with -Confirm:$false'; Line = { Set-Audience $audience -ReplaceMember -Path $one -Confirm:$false } }
        @{ Name = 'where the preference is None'; Line = { $ConfirmPreference = 'None'; '+14155550101' | Set-Audience $audience -ReplaceMember } }
        @{ Name = 'in a function that was called with -Confirm:$false'; Line = { Invoke-InFunction -Confirm:$false } }
        @{ Name = 'where the defaults say -Confirm:$false'; Line = { $PSDefaultParameterValues = @{ 'Set-Audience:Confirm' = $false }; '+14155550101' | Set-Audience $audience -ReplaceMember } }
    ) {
        (& $Line).MemberCount | Should -Be 1
        Get-Count | Should -Be 1
    }

    It 'takes yes for an answer, having named the id, the members of now and the contacts in their place' {
        $shown = Invoke-Answered 'y' "
            `$old = Get-Audience 'Asked $service'
            `$null = '+14155550101', '+14155550102' | Set-Audience `$old -ReplaceMember -Confirm:`$false
            '+14155550103', '+1 415 555 0103', 'n/a' | Set-Audience `$old -ReplaceMember -ErrorAction Ignore"
        $shown | Should -Match ([regex]::Escape("`"Replace all members by 1 contact`" on target `"'Asked $service' ($($audience.Id), 2 members)"))
        [regex]::Matches($shown, 'Are you sure').Count | Should -Be 1
        Get-Count | Should -Be 1
    }

    It 'takes no for an answer, without an error, and accounts for the rows' {
        $shown = Invoke-Answered 'n' "
            '+14155550101', 'n/a' | Set-Audience 'Asked $service' -ReplaceMember -ErrorAction Ignore -ErrorVariable problems
            `"errors: `$(`$problems.Count)`"
            (Get-AudienceConnection).LastReceipt | Format-List Received, Invalid, NotSent, StoppedBecause"
        $shown | Should -Match 'members\)'
        $shown | Should -Match 'errors: 0 Received : 2 Invalid : 1 NotSent : 1 StoppedBecause : The import was stopped'
        Get-Count | Should -Be 1200
    }

    It 'says the same with -WhatIf' {
        $shown = Invoke-Answered 'y' "'+14155550101', '+1 415 555 0101', 'n/a' | Set-Audience 'Asked $service' -ReplaceMember -WhatIf"
        $shown | Should -Match ([regex]::Escape("`"Replace all members (1 of 3 rows can be sent, 1 invalid, 1 a number again)`" on target `"'Asked $service' ($($audience.Id), 1,200 members)"))
        $shown | Should -Not -Match 'Are you sure'
        Get-Count | Should -Be 1200
    }

    It 'has no other way round the question' {
        Get-ErrorId { '+14155550101' | Set-Audience $audience -ReplaceMember -Force } | Should -Be 'NamedParameterNotFound'
    }
}

Describe 'Set-Audience that renames' {
    BeforeAll {
        Connect-Test $data
        $audience = New-Audience 'Named'
        function Invoke-InFunction { [CmdletBinding(SupportsShouldProcess)] param() Set-Audience $audience -NewName 'Renamed' }
    }

    AfterEach { $null = Set-Audience $audience -NewName 'Named' }

    It 'does not ask <Name>' -ForEach @(
        @{ Name = 'by itself'; Line = { Set-Audience $audience -NewName 'Renamed' } }
        @{ Name = 'where the preference is None'; Line = { $ConfirmPreference = 'None'; Set-Audience $audience -NewName 'Renamed' } }
        @{ Name = 'where the preference is no such thing'; Line = { $ConfirmPreference = 'x'; Set-Audience $audience -NewName 'Renamed' } }
        @{ Name = 'with -Confirm:$false'; Line = { $ConfirmPreference = 'Low'; Set-Audience $audience -NewName 'Renamed' -Confirm:$false } }
        @{ Name = 'in a function that was called with -Confirm:$false'; Line = { Invoke-InFunction -Confirm:$false } }
    ) {
        (& $Line).Name | Should -Be 'Renamed'
    }

    It 'asks <Name>' -ForEach @(
        @{ Name = 'with -Confirm'; Line = { Set-Audience $audience -NewName 'Renamed' -Confirm } }
        @{ Name = 'where the preference is Medium'; Line = { $ConfirmPreference = 'Medium'; Set-Audience $audience -NewName 'Renamed' } }
        @{ Name = 'in a function that was called with -Confirm'; Line = { Invoke-InFunction -Confirm } }
    ) {
        (Get-TheError $Line).Exception.Message | Should -Match '-Confirm:\$false'
        (Get-Audience -Id $audience.Id).Name | Should -Be 'Named'
    }

    It 'changes nothing where -WhatIf holds: <Name>' -ForEach @(
        @{ Name = 'given'; Line = { Set-Audience $audience -NewName 'Renamed' -WhatIf } }
        @{ Name = 'by the preference'; Line = { $WhatIfPreference = $true; Set-Audience $audience -NewName 'Renamed' } }
        @{ Name = 'in a function that was called with it'; Line = { Invoke-InFunction -WhatIf } }
        @{ Name = 'by the defaults'; Line = { $PSDefaultParameterValues = @{ '*:WhatIf' = $true }; Set-Audience $audience -NewName 'Renamed' } }
    ) {
        & $Line | Should -BeNullOrEmpty
        (Get-Audience -Id $audience.Id).Name | Should -Be 'Named'
    }
}
