BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
    Connect-Test $data
    $connection = Get-AudienceConnection
    $audience = @{ PhoneNumber = '+493012345678'; Name = 'Ann' }, @{ PhoneNumber = '+1' }, @{ PhoneNumber = '+493012345678' }, @{ PhoneNumber = '' } |
        New-Audience 'Q1' -ErrorAction SilentlyContinue
    $removal = '+442079460901', '+442079460902' | Remove-AudienceContact -FromOrganization -Confirm:$false
    $summary = Test-AudienceContact -PhoneNumber '+1', ''
    $result = Test-AudienceContact -PhoneNumber '+1' -PassThru
    Connect-Test $data Atoms
    $held = @{ PhoneNumber = '+493012345678' } | New-Audience 'Held'
    $address = (Get-AudienceConnection).Uri
    $key = (Get-Content (Join-Path $data 'rehearsal' 'Atoms' 'service.json') | ConvertFrom-Json).key | ConvertTo-SecureString -AsPlainText
    foreach ($name in 'Spring', 'Summer') {
        $null = Invoke-RestMethod -Method Post "$($address)campaign" -Authentication Bearer -Token $key -AllowUnencryptedAuthentication `
            -ContentType 'application/json' -Body (@{ name = $name; audienceId = $held.Id; agentId = 'a' } | ConvertTo-Json)
    }
}

AfterAll { Disconnect-Test $data }

Describe 'What Export-Csv and ConvertTo-Json make of <Name>' -ForEach @(
    @{ Name = 'an audience'; Make = { Get-Audience 'Held' } }
    @{ Name = 'an audience with its receipt'; Make = { $audience } }
    @{ Name = 'a receipt'; Make = { $audience.Receipt } }
    @{ Name = 'the receipt of a removal'; Make = { $removal } }
    @{ Name = 'a summary'; Make = { $summary } }
    @{ Name = 'a result'; Make = { $result } }
    @{ Name = 'a connection'; Make = { $connection } }
) {
    BeforeAll {
        $object = . $Make
        $row = $object | ConvertTo-Csv | ConvertFrom-Csv
        $json = $object | ConvertTo-Json -Depth 9
    }

    It 'is no type''s name' {
        $row.psobject.Properties.Value | Where-Object { $_ -match 'System\.|AudienceTools\.|`\d|\[\]' } | Should -BeNullOrEmpty
        $json | Should -Not -Match 'System\.|AudienceTools\.(?!Server)|`\d'
    }

    It 'has names where there are names for values' {
        $words = 'Service', 'State'
        $named = $object.psobject.Properties.Name | Where-Object { $_ -in $words }
        foreach ($name in $named) {
            $row.$name | Should -BeExactly $object.$name.ToString()
            ($json | ConvertFrom-Json).$name | Should -BeExactly $object.$name.ToString()
        }
        $json | Should -Not -Match '"(Service|State)": \d'
    }
}

Describe 'The texts in an export' {
    It 'are the campaigns with their states' {
        $campaigns = (Get-Audience 'Held').Campaigns
        ($campaigns | Measure-Object).Count | Should -Be 2
        $text = (Get-Audience 'Held' | ConvertTo-Csv | ConvertFrom-Csv).Campaigns
        $text | Should -Be "$($campaigns[0]), $($campaigns[1])"
        $text | Should -Match "'Spring' \(\w+\)"
        (Get-Audience 'Held' | ConvertTo-Json | ConvertFrom-Json).Campaigns.Name | Sort-Object | Should -Be 'Spring', 'Summer'
        ($audience | ConvertTo-Csv | ConvertFrom-Csv).Campaigns | Should -Be ''
        ($audience | ConvertTo-Json) | Should -Match '"Campaigns": \[\]'
    }

    It 'are the reasons with their numbers' {
        ($audience.Receipt | ConvertTo-Csv | ConvertFrom-Csv).Reasons | Should -Be '1 DuplicateInInput, 1 TooShort'
        ($audience.Receipt | ConvertTo-Json | ConvertFrom-Json).Reasons.TooShort | Should -Be 1
        $audience.Receipt.Reasons.TooShort | Should -Be 1
        $audience.Receipt.Reasons['TooShort'] | Should -Be 1
        $audience.Receipt.Reasons.None | Should -BeNullOrEmpty
    }

    It 'are the counts of a receipt that stands in another object' {
        ($audience | ConvertTo-Csv | ConvertFrom-Csv).Receipt | Should -Be '1 of 4 rows added, 1 a number again, 1 blank, 1 invalid'
        $row = $connection | ConvertTo-Csv | ConvertFrom-Csv
        $row.LastReceipt | Should -Match '^1 of 4 rows added'
        $row.LastRemoval | Should -Be '0 of 2 contacts removed, 2 no members'
    }

    It 'are the numbers that were no members' {
        ($removal | ConvertTo-Csv | ConvertFrom-Csv).NotMembers | Should -Be '+442079460901, +442079460902'
        ($removal | ConvertTo-Json | ConvertFrom-Json).NotMembers | Should -Be '+442079460901', '+442079460902'
        $removal.NotMembers[1] | Should -Be '+442079460902'
    }

    It 'come back from Export-Clixml' {
        $path = Join-Path $data 'x.xml'
        $audience | Export-Clixml $path
        $back = Import-Clixml $path
        $back.Receipt.Reasons.TooShort | Should -Be 1
        ($back | Where-Object Service -EQ 'local').Name | Should -Be 'Q1'
        ($back | Format-List | Out-String) | Should -Match '1 DuplicateInInput, 1 TooShort'
        (Start-Job { $using:result } | Receive-Job -Wait | Where-Object State -EQ 'Invalid').ReasonCode | Should -Be 'TooShort'
    }
}
