BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
}

AfterAll { Disconnect-Test $data }

Describe 'Get-AudienceContact on <_>' -ForEach 'Local', 'OliAI' {
    BeforeAll {
        Connect-Test $data $_
        $all = 1..1500 | ForEach-Object { [pscustomobject]@{ Phone = "+1415555$('{0:d4}' -f $_)"; Row = $_; City = ('Pune', 'Bern')[$_ % 2] } }
        $null = $all | New-Audience "All $_"
        $few = $all | Select-Object -First 500 | New-Audience "Few $_"
    }

    It 'streams every contact, each once, with its columns' {
        $contacts = Get-AudienceContact
        $contacts.Count | Should -Be 1500
        @($contacts.PhoneNumber | Select-Object -Unique).Count | Should -Be 1500
        ($contacts | Where-Object City -EQ 'Pune').Count | Should -Be 750
        (Get-AudienceContact -First 2 -Skip 1200).Row | Should -Be 1201, 1202
        $total, $null = Get-AudienceContact -IncludeTotalCount -First 1
        [uint64]$total | Should -Be 1500
    }

    It 'searches' {
        @(Get-AudienceContact '5550042').PhoneNumber | Should -Be '+14155550042'
    }

    It 'leaves out the members of an audience, and adds the others by id without a change' {
        @(Get-AudienceContact -NotIn "Few $_").Count | Should -Be 1000
        @($few | Get-AudienceContact -Search '5551').Count | Should -Be 501
        $receipt = Add-AudienceContact "Few $_" -ContactId (Get-AudienceContact -NotIn "Few $_").GetContactId()
        $receipt.Added | Should -Be 1000
        Get-AudienceContact -NotIn "Few $_" | Should -BeNullOrEmpty
        (Get-AudienceMember "Few $_" | Where-Object City -EQ 'Pune').Count | Should -Be 750
    }
}
