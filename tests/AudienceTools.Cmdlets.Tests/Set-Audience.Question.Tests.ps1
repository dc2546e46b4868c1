# Whether Set-Audience asks, and what: as a command of high impact does where it replaces all members, as any other does elsewhere.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath

    # Runs lines in a PowerShell that nobody answers. Each says what it shows, and a question is an error there.
    function Invoke-Lines([string[]] $Line) {
        $script = "`$ErrorActionPreference = 'Continue'; `$service = '$service'`n" + ($Line -join "; Write-Host '---'`n")
        @((Invoke-Child $data $script ($service -eq 'Local' ? 'Local' : "$service -Rehearsal -NoRateLimit")) -split '---\r?\n')
    }
}

AfterAll { Disconnect-Test $data }

Describe 'Set-Audience -ReplaceMember on <_>' -ForEach 'Local', 'CommBox' {
    BeforeAll {
        Connect-Test $data ($service = $_)
        $asked = New-Audience "Asked $service" -PhoneNumber (Get-Contacts 1200).Phone
        $rows = "'+14155550101', '+1 415 555 0101', 'n/a'"
    }

    It 'asks, unless <Off>' -ForEach @(
        @{ Off = '-Confirm:$false is given'; With = '-Confirm:$false' }
        @{ Off = 'the preference is None'; Before = "`$ConfirmPreference = 'None'" }
        @{ Off = 'a function was called with -Confirm:$false'; Function = '-Confirm:$false' }
    ) {
        $line = "$rows | Set-Audience 'Asked $service' -ReplaceMember -ErrorAction SilentlyContinue"
        $off = $Function ? "function f { [CmdletBinding(SupportsShouldProcess)] param() $line }; f $Function" : "$Before; $line $With"
        $question, $quiet = Invoke-Lines @($line, $off)
        $question | Should -Match 'NonInteractive'
        $quiet | Should -Not -Match 'NonInteractive'
        $quiet | Should -Match "Asked $service"
        (Get-Audience "Asked $service").MemberCount | Should -Be 1
        $null = Get-Contacts 1200 | Set-Audience "Asked $service" -ReplaceMember -Confirm:$false
    }

    It 'asks where <Name>, and leaves the members alone where nobody answers' -ForEach @(
        @{ Name = 'the preference is High'; Before = "`$ConfirmPreference = 'High'" }
        @{ Name = 'the preference is Low'; Before = "`$ConfirmPreference = 'Low'" }
        @{ Name = '-Confirm is given, whatever the preference'; Before = "`$ConfirmPreference = 'None'"; With = '-Confirm' }
        @{ Name = 'the audience came as an object'; Before = "`$audience = Get-Audience 'Asked*'" }
    ) {
        $it = $Before -like '*Get-Audience*' ? '$audience' : "'Asked $service'"
        "$(Invoke-Lines "$Before; $rows | Set-Audience $it -ReplaceMember $With")" | Should -Match 'NonInteractive'
        (Get-Audience "Asked $service").MemberCount | Should -Be 1200
    }

    It 'names the audience, its id, its members of now and the contacts in their place, in question and -WhatIf' {
        # A host of the test's own hears the question.
        $heard = & {
            $answers = [Collections.Generic.List[string]]::new()
            $shell = [powershell]::Create([initialsessionstate]::CreateDefault())
            $null = $shell.AddScript({
                    param($module, $data, $service, $rows)
                    Import-Module $module
                    if ($service -eq 'Local') { Connect-AudienceService -DataPath $data } else { Connect-AudienceService $service -Rehearsal -NoRateLimit -DataPath $data }
                    $rows | Set-Audience "Asked $service" -ReplaceMember -ErrorAction SilentlyContinue
                    Disconnect-AudienceService
                }).AddArgument($ModulePath).AddArgument($data).AddArgument($service).AddArgument(@('+14155550101', 'n/a'))
            $null = $answers
            try { $shell.Invoke() } catch { "$_" } finally { $shell.Dispose() }
        }
        $null = $heard
        $told = "$(Invoke-Lines "$rows | Set-Audience 'Asked $service' -ReplaceMember -WhatIf")"
        $told | Should -Match ([regex]::Escape("'Asked $service' ($($asked.Id), 1,200 members)"))
        $told | Should -Match ([regex]::Escape('Replace all members (1 of 3 rows can be sent, 1 invalid, 1 a number again)'))
    }
}
