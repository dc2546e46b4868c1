# A rehearsal touches nothing of value: not Local's data, not another rehearsal's, and its own only where that was asked for.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
    $local = Connect-AudienceService -DataPath $data -PassThru
    $null = Get-Contacts 40 | New-Audience 'Mine' -Connection $local
    $null = Get-Contacts 20 -From 30 | New-Audience 'Shared name' -Connection $local

    function Get-Snapshot([AudienceTools.AudienceConnection] $Connection) {
        $audiences = Get-Audience -Connection $Connection | Sort-Object Id
        $audiences | Select-Object Id, Name, MemberCount, CreatedAt | ConvertTo-Json
        $audiences | Get-AudienceMember | Select-Object * | ConvertTo-Json
        (Get-AudienceContact -Connection $Connection).PhoneNumber | Sort-Object
    }

    function Connect-Rehearsal([string] $Service, [switch] $Reset) {
        Connect-AudienceService $Service -Rehearsal -NoRateLimit -DataPath $data -Reset:$Reset -Confirm:$false -PassThru
    }

    # A session of its own that holds a connection until its input ends; what it says first is handed back.
    function Start-Session([string] $Line) {
        $start = [Diagnostics.ProcessStartInfo]::new($Program)
        $ProgramArguments + '-NoProfile', '-NonInteractive', '-Command', "Import-Module '$ModulePath'; try { $Line; 'ready' } catch { `$_.FullyQualifiedErrorId }; `$null = [Console]::In.ReadToEnd()" |
            ForEach-Object { $start.ArgumentList.Add($_) }
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
        [Diagnostics.Process]::Start($start)
    }

    function Stop-Session([Diagnostics.Process] $Session) {
        $Session.StandardInput.Close()
        $Session.WaitForExit()
    }
}

AfterAll {
    Disconnect-AudienceService -All
    Disconnect-Test $data
}

Describe 'A rehearsal of <_>' -ForEach 'Local', 'Atoms', 'OliAI', 'CommBox' {
    BeforeAll {
        $service = $_
        $folder = Join-Path $data 'rehearsal' $service
    }

    It 'leaves Local as it was, whatever is deleted in it' {
        $before = Get-Snapshot $local
        $rehearsal = Connect-Rehearsal $service
        $rehearsal.DataPath | Should -Be $folder
        Get-Audience -Connection $rehearsal | Should -BeNullOrEmpty

        # The same names and numbers as Local has.
        $null = Get-Contacts 40 | New-Audience 'Mine' -Connection $rehearsal
        $null = Get-Contacts 20 | New-Audience 'Shared name' -Connection $rehearsal
        if ($service -ne 'CommBox') {
            Get-Audience -Connection $rehearsal | Get-AudienceMember | Remove-AudienceContact 'Mine' -Connection $rehearsal -Confirm:$false -ErrorAction SilentlyContinue
            Get-Audience -Connection $rehearsal | Remove-Audience -Confirm:$false
            Get-Audience -Connection $rehearsal | Should -BeNullOrEmpty
            Get-Snapshot $local | Should -Be $before
        }

        $rehearsal = Connect-Rehearsal $service -Reset
        Get-Audience -Connection $rehearsal | Should -BeNullOrEmpty
        Get-Snapshot $local | Should -Be $before
    }

    It 'is there again the next time, its service having ended by itself' {
        $rehearsal = Connect-Rehearsal $service
        $null = '+14155550100' | New-Audience 'Kept' -Connection $rehearsal
        $process = (Get-Content (Join-Path $folder 'service.json') | ConvertFrom-Json).processId
        Disconnect-AudienceService $rehearsal
        Wait-Until { -not (Get-Process -Id $process -ErrorAction Ignore) }
        Test-Path (Join-Path $folder 'service.json') | Should -BeFalse
        (Get-Audience -Connection (Connect-Rehearsal $service)).Name | Should -Be 'Kept'
        Disconnect-AudienceService
    }
}

Describe 'What was made in one' {
    It 'is seen in no other' {
        $services = 'Local', 'Atoms', 'OliAI', 'CommBox'
        foreach ($service in $services) { $null = Connect-Rehearsal $service -Reset }
        foreach ($service in $services) { $null = '+14155550100' | New-Audience "Only on $service" -Connection (Connect-Rehearsal $service) }
        foreach ($service in $services) { (Get-Audience -Connection (Connect-Rehearsal $service)).Name | Should -Be "Only on $service" }
        (Get-Audience -Connection $local).Name | Should -Not -BeLike 'Only on *'
        Get-AudienceConnection | Where-Object Rehearsal | Disconnect-AudienceService
    }
}

Describe 'Connect-AudienceService -Reset' {
    BeforeEach {
        $atoms = Connect-Rehearsal Atoms -Reset
        $null = New-Audience 'Rehearsed' -Connection $atoms -PhoneNumber '+14155550100'
        $folder = $atoms.DataPath
    }

    AfterEach { Get-AudienceConnection | Where-Object Rehearsal | Disconnect-AudienceService }

    It 'begins with nothing, and closes this session''s own connections to the copy' {
        $other = Connect-AudienceService Atoms -Rehearsal -DataPath $data -TimeoutSec 7 -PassThru
        $new = Connect-Rehearsal Atoms -Reset
        $atoms.IsOpen, $other.IsOpen, $new.IsOpen | Should -Be $false, $false, $true
        Get-AudienceConnection | Should -Be $local, $new
        $new.IsDefault | Should -BeTrue
        Get-Audience | Should -BeNullOrEmpty
    }

    It 'resets while the service of the last session is just ending, and when none runs' {
        Disconnect-AudienceService $atoms
        Get-Audience -Connection (Connect-Rehearsal Atoms -Reset) | Should -BeNullOrEmpty
        $null = New-Audience 'Again' -PhoneNumber '+14155550100'
        Disconnect-AudienceService
        Wait-Until { -not (Test-Path (Join-Path $folder 'service.json')) }
        Get-Audience -Connection (Connect-Rehearsal Atoms -Reset) | Should -BeNullOrEmpty
    }

    It 'asks first, and changes nothing where nobody says yes; to connect without it asks nothing' {
        Disconnect-AudienceService $atoms
        $asked = Invoke-Child $data "(Get-Audience).Name; Disconnect-AudienceService
            Connect-AudienceService Atoms -Rehearsal -DataPath '$data' -Reset; @(Get-AudienceConnection).Count" 'Atoms -Rehearsal'
        [regex]::Matches($asked, '-Confirm:\$false').Count | Should -Be 1
        $asked | Should -Match '(?s)Rehearsed.*-Confirm:\$false'
        (Get-Audience -Connection (Connect-Rehearsal Atoms)).Name | Should -Be 'Rehearsed'
    }

    It 'says with -WhatIf what it would delete, and neither deletes nor connects' {
        Disconnect-AudienceService $atoms
        $said = Invoke-Child $data "Disconnect-AudienceService; Connect-AudienceService Atoms -Rehearsal -DataPath '$data' -Reset -WhatIf; `"open: `$(@(Get-AudienceConnection).Count)`""
        $said | Should -Match ([regex]::Escape("the rehearsal of Atoms in '$folder'"))
        $said | Should -Match 'open: 0'
        (Get-Audience -Connection (Connect-Rehearsal Atoms)).Name | Should -Be 'Rehearsed'
    }

    It 'is refused while another session uses the copy, and this session''s connection goes on' {
        $session = Start-Session "Connect-AudienceService Atoms -Rehearsal -DataPath '$data'"
        $session.StandardOutput.ReadLine() | Should -Be 'ready'
        $failure = Get-TheError { Connect-Rehearsal Atoms -Reset }
        $failure.FullyQualifiedErrorId | Should -BeLike 'RehearsalInUse,*'
        $failure.CategoryInfo.Category | Should -Be 'ResourceBusy'
        $failure.Exception.Message | Should -Match ([regex]::Escape($folder))
        $atoms.IsOpen | Should -BeTrue
        (Get-Audience -Connection $atoms).Name | Should -Be 'Rehearsed'

        Disconnect-AudienceService $atoms
        Get-ErrorId { Connect-Rehearsal Atoms -Reset } | Should -Be 'RehearsalInUse'
        $session.Kill($true)
        $session.WaitForExit()
        Get-Audience -Connection (Connect-Rehearsal Atoms -Reset) | Should -BeNullOrEmpty
    }

    It 'is done by one of several sessions at once' {
        Disconnect-AudienceService $atoms
        $sessions = 1..3 | ForEach-Object {
            Start-Session "Connect-AudienceService Atoms -Rehearsal -DataPath '$data' -Reset -Confirm:`$false; `$null = New-Audience 'From $_' -PhoneNumber '+14155550100'"
        }
        $said = $sessions | ForEach-Object { $_.StandardOutput.ReadLine() }
        @($said -eq 'ready').Count | Should -Be 1
        @($said -like 'RehearsalInUse,*').Count | Should -Be 2
        (Get-Audience -Connection (Connect-Rehearsal Atoms)).Name | Should -BeLike 'From ?'
        $sessions | ForEach-Object { Stop-Session $_ }
    }

    It 'is an error without a rehearsal on this machine, and touches nothing' {
        $before = Get-Snapshot $local
        $said = Invoke-Child $data "
            foreach (`$with in @{}, @{ Rehearsal = `$false }, @{ Service = 'Atoms'; Rehearsal = `$false }, @{ Service = 'Atoms'; Rehearsal = `$true; Uri = 'http://127.0.0.1:9/' }) {
                try { Connect-AudienceService @with -DataPath '$data' -Reset -Confirm:`$false; 'no error' } catch { `$_.FullyQualifiedErrorId -replace ',.*' }
            }"
        $said.Trim() -split '\s+' | Should -Be (@('NothingToReset') * 4)
        Get-Snapshot $local | Should -Be $before
    }

    It 'leaves a user''s own data alone, even where a rehearsal''s would be' {
        $odd = Join-Path $data 'rehearsal' 'CommBox'
        Disconnect-Test $odd
        $own = Connect-AudienceService -DataPath $odd -PassThru
        $null = New-Audience 'Precious' -Connection $own

        # While its service runs, and after it.
        foreach ($running in $true, $false) {
            foreach ($try in { Connect-Rehearsal CommBox }, { Connect-Rehearsal CommBox -Reset }) {
                $failure = Get-TheError $try
                $failure.FullyQualifiedErrorId | Should -BeLike 'LocalServiceFailed,*'
                $failure.Exception.Message | Should -Match 'no rehearsal made'
            }
            if ($running) {
                Disconnect-AudienceService $own
                Wait-Until { -not (Test-Path (Join-Path $odd 'service.json')) }
            }
        }
        $own = Connect-AudienceService -DataPath $odd -PassThru
        (Get-Audience -Connection $own).Name | Should -Be 'Precious'
        Disconnect-Test $odd
    }

    It 'keeps a user''s own data out of a rehearsal''s folder' {
        $failure = Get-TheError { Connect-AudienceService -DataPath $folder }
        $failure.FullyQualifiedErrorId | Should -BeLike 'LocalServiceFailed,*'
        $failure.Exception.Message | Should -Match 'rehearsal'
        Disconnect-AudienceService $atoms
        Wait-Until { -not (Test-Path (Join-Path $folder 'service.json')) }
        (Get-TheError { Connect-AudienceService -DataPath $folder }).Exception.Message | Should -Match 'rehearsal'
    }
}

Describe 'A folder that was tampered with' {
    BeforeEach {
        $atoms = Connect-Rehearsal Atoms -Reset
        $null = New-Audience 'Rehearsed' -Connection $atoms -PhoneNumber '+14155550100'
        $folder = $atoms.DataPath
        $file = Join-Path $folder 'service.json'
        $before = Get-Snapshot $local

        # Its service has ended when it lets go of the folder, a moment after its file is gone.
        function Wait-Free { Wait-Until { try { [IO.File]::Open("$folder/owner.lock", 'Open', 'Read', 'Read').Dispose(); $true } catch { $false } } }
    }

    AfterEach {
        Get-AudienceConnection | Where-Object Rehearsal | Disconnect-AudienceService
        Get-Snapshot $local | Should -Be $before
    }

    # What is behind the link is this very rehearsal's, so nothing but the link can be what is refused.
    It 'is refused where it is behind a link, and nothing is deleted: <_>' -Skip:$IsWindows -ForEach 'rehearsal', 'rehearsal/Atoms', 'rehearsal/Atoms/audiences.db' {
        $link = Join-Path $data $_
        $elsewhere = Join-Path $data 'elsewhere'
        Disconnect-AudienceService $atoms
        Wait-Free
        Move-Item $link $elsewhere
        $null = New-Item -ItemType SymbolicLink $link -Target $elsewhere
        try {
            foreach ($reset in $false, $true) {
                $failure = Get-TheError { Connect-Rehearsal Atoms -Reset:$reset }
                $failure.FullyQualifiedErrorId | Should -BeLike 'LocalServiceFailed,*'
                $failure.Exception.Message | Should -Match ([regex]::Escape("'$link' is a link"))
            }
        }
        finally {
            (Get-Item $link).Delete()
            Move-Item $elsewhere $link
        }
        (Get-Audience -Connection (Connect-Rehearsal Atoms)).Name | Should -Be 'Rehearsed'
    }

    It 'is refused to the rehearsal of another service, running or not' {
        $other = Join-Path $data 'rehearsal' 'OliAI'
        Disconnect-Test $other
        if (-not $IsWindows) {
            $null = New-Item -ItemType SymbolicLink $other -Target $folder
            $failure = Get-TheError { Connect-Rehearsal OliAI }
            $failure.FullyQualifiedErrorId | Should -BeLike 'LocalServiceFailed,*'
            $failure.Exception.Message | Should -Match 'the rehearsal of Atoms'
            (Get-Item $other).Delete()
        }

        Disconnect-AudienceService $atoms
        Wait-Free
        Copy-Item $folder $other -Recurse
        foreach ($reset in $false, $true) {
            $failure = Get-TheError { Connect-Rehearsal OliAI -Reset:$reset }
            $failure.FullyQualifiedErrorId | Should -BeLike 'LocalServiceFailed,*'
            $failure.Exception.Message | Should -Match 'the rehearsal of OliAI'
        }
        Remove-Item $other -Recurse
    }

    It 'leads to no other service by a file that tells of that one' {
        $mine = Get-Content (Join-Path $data 'service.json') | ConvertFrom-Json
        $forged = Get-Content $file | ConvertFrom-Json
        $forged.address, $forged.key, $forged.processId = $mine.address, $mine.key, $mine.processId
        $forged = $forged | ConvertTo-Json

        # Nobody owns the folder: the file is an old one's.
        Disconnect-AudienceService $atoms
        Wait-Free
        Set-Content $file $forged
        $atoms = Connect-Rehearsal Atoms
        (Get-Audience -Connection $atoms).Name | Should -Be 'Rehearsed'

        # Somebody does: what the service that answers says of itself counts.
        $session = Start-Session "Connect-AudienceService Atoms -Rehearsal -DataPath '$data'"
        $session.StandardOutput.ReadLine() | Should -Be 'ready'
        Disconnect-AudienceService $atoms
        Set-Content $file $forged
        $failure = Get-TheError { Connect-Rehearsal Atoms }
        $failure.FullyQualifiedErrorId | Should -BeLike 'LocalServiceFailed,*'
        $failure.Exception.Message | Should -Match 'no rehearsal made'
        Stop-Session $session
        Wait-Free
    }
}
