# What holds between the services: what one lacks, rehearsals, keys from the environment, copies from one to another.
BeforeDiscovery {
    $lines = @{
        'New-Audience -IdentifierColumn'  = { New-Audience 'X' -IdentifierColumn 'a' @on }
        'Set-Audience'                    = { Set-Audience 'X' -NewName 'Y' @on }
        'Set-Audience -ReplaceMember'     = { '+14155550100' | Set-Audience 'X' -ReplaceMember @on }
        'Remove-Audience'                 = { Remove-Audience 'X' -Confirm:$false @on }
        'Get-AudienceMember'              = { Get-AudienceMember 'X' @on }
        'Add-AudienceContact'             = { '+14155550100' | Add-AudienceContact 'X' @on }
        'Add-AudienceContact -ContactId'  = { Add-AudienceContact 'X' -ContactId 'c1' @on }
        'Remove-AudienceContact'          = { Remove-AudienceContact 'X' -PhoneNumber '+14155550100' -Confirm:$false @on }
        'Get-AudienceContact'             = { Get-AudienceContact @on }
        'Remove-AudienceContact -FromOrganization' = { Remove-AudienceContact -PhoneNumber '+14155550100' -FromOrganization -Confirm:$false @on }
    }

    # The table that people read; a test in Core holds it against the one in the code.
    $about = Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'docs' 'en-US' 'about_AudienceServices.md'
    $table = Get-Content $about | Where-Object { $_ -like '| *' } | ForEach-Object { $_.Trim('| ') -replace ' *\| *', '|' } |
        Where-Object { $_ -notlike '---*' } | ConvertFrom-Csv -Delimiter '|'
    $lacking = foreach ($row in $table) {
        foreach ($service in 'Local', 'Atoms', 'OliAI', 'CommBox' | Where-Object { $row.$_ -eq 'no' }) {
            @{ Service = $service; Name = $row.Command; Line = $lines[$row.Command] }
        }
    }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
    $contacts = Join-Path $Root 'examples' 'contacts.csv'
    $expected = Get-Content (Join-Path $Root 'examples' 'contacts.expected.json') | ConvertFrom-Json
    $local = Connect-AudienceService -DataPath $data -PassThru
    $running = Get-Content (Join-Path $data 'service.json') | ConvertFrom-Json

    # Where the copy of a service listens, as a real service would.
    function Get-CopyUri([string] $Service) {
        $running.address.TrimEnd('/') + @{ Atoms = '/atoms/v1/'; OliAI = '/oliai/v1/'; CommBox = '/commbox/' }[$Service]
    }
}

AfterAll {
    $local | Disconnect-AudienceService
    Disconnect-Test $data
}

Describe 'What a service lacks' {
    It '<Name> on <Service> is said before any request' -ForEach $lacking {
        # Nothing listens there: a request would be another error.
        $connection = Connect-AudienceService $Service -Uri 'http://127.0.0.1:9/' -ApiKey (ConvertTo-SecureString 'k' -AsPlainText) -PassThru
        $on = @{ Connection = $connection; Verbose = $true }
        $lines = Get-RequestLine { $script:failure = Get-TheError $Line }
        $lines | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -BeLike 'NotSupportedByService,*'
        $failure.CategoryInfo.Category | Should -Be 'NotImplemented'
        $failure.Exception.Message | Should -BeLike "$Service has no way to *. *"
        Disconnect-AudienceService -Connection $connection
    }
}

Describe 'A rehearsal on <_>' -ForEach 'Atoms', 'OliAI', 'CommBox' {
    It 'differs from the real run in nothing but the line that connects' {
        $service = $_
        $script = {
            param([string] $Name)
            $audience = Import-Csv $contacts | New-Audience $Name -ErrorAction SilentlyContinue
            $audience.Receipt | Select-Object * -ExcludeProperty Audience, AudienceId, Duration, RowsPerSecond, Requests, Retries
            Get-Audience $Name | Select-Object MemberCount, Type, Service
            try { Get-AudienceMember $Name -First 5 | Select-Object * } catch { $_.FullyQualifiedErrorId }
            try { Import-Csv $contacts | Add-AudienceContact $Name -ErrorAction SilentlyContinue | Select-Object Added, AlreadyMember, Invalid } catch { $_.FullyQualifiedErrorId }
            try { Get-Audience $Name | Remove-Audience -Confirm:$false; @(Get-Audience "$Name*").Count } catch { $_.FullyQualifiedErrorId }
        }
        $variable = @{ Atoms = 'SMALLEST_API_KEY'; OliAI = 'OLIAI_API_KEY'; CommBox = 'COMMBOX_API_KEY' }[$service]
        try {
            Set-Item "env:$variable" $running.key
            Connect-AudienceService $service -Uri (Get-CopyUri $service)
            $real = & $script "For real on $service" | ConvertTo-Json -Depth 4
        }
        finally { Remove-Item "env:$variable" }
        Disconnect-AudienceService

        Connect-AudienceService $service -Rehearsal -DataPath $data
        $rehearsal = & $script "Rehearsed on $service" | ConvertTo-Json -Depth 4
        Disconnect-AudienceService
        $rehearsal | Should -Be $real
        $real | Should -Match "`"Added`": $($expected.distinctValid)"
    }

    It 'takes neither key nor account' {
        (Connect-AudienceService $_ -Rehearsal -DataPath $data -PassThru).Rehearsal | Should -BeTrue
        { Get-Audience } | Should -Not -Throw
        Disconnect-AudienceService
    }
}

Describe 'Several connections at once' {
    BeforeAll {
        $atoms = Connect-AudienceService Atoms -Rehearsal -NoRateLimit -DataPath $data -PassThru
        $oli = Connect-AudienceService OliAI -Rehearsal -NoRateLimit -DataPath $data -PassThru
        $commbox = Connect-AudienceService CommBox -Rehearsal -NoRateLimit -DataPath $data -PassThru
        $rows = 1..120 | ForEach-Object { [pscustomobject]@{ Phone = "+1415557$('{0:d4}' -f $_)"; name = "Zoë $_"; City = "Łódź $_" } }
    }

    AfterAll { $atoms, $oli, $commbox | Disconnect-AudienceService }

    It 'copy from one service to the next, and keep every number and column' {
        $null = $rows | New-Audience 'Chain' -Connection $local
        $null = Get-AudienceMember 'Chain' -Connection $local | New-Audience 'Chain on Atoms' -Connection $atoms
        $null = New-Audience 'Chain on OliAI' -Connection $oli
        $receipt = Get-AudienceMember 'Chain on Atoms' -Connection $atoms | Add-AudienceContact 'Chain on OliAI' -Connection $oli
        $receipt.Service | Should -Be 'OliAI'
        $receipt.Added | Should -Be 120
        $back = Get-AudienceMember 'Chain on OliAI' -Connection $oli | New-Audience 'Chain back' -Connection $local
        $back.MemberCount | Should -Be 120
        $members = Get-AudienceMember 'Chain back' -Connection $local | Sort-Object PhoneNumber
        $members.PhoneNumber | Should -Be $rows.Phone
        $members.name | Should -Be $rows.name
        $members.City | Should -Be $rows.City
        (Get-AudienceMember 'Chain' -Connection $local | New-Audience 'Chain on CommBox' -Connection $commbox).MemberCount | Should -Be 120
    }

    It 'each go by the connection that an object came from' {
        $one = Get-Audience 'Chain on Atoms' -Connection $atoms
        $other = Get-Audience 'Chain on OliAI' -Connection $oli
        @($one, $other | Get-AudienceMember -First 1).Count | Should -Be 2
        $one, $other | Remove-Audience -Confirm:$false
        Get-Audience 'Chain on A*' -Connection $atoms | Should -BeNullOrEmpty
    }
}
