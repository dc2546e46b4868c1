# Every file of tests/AwkwardFiles, whose expected.json says what must come of it, through the commands.
BeforeDiscovery {
    $folder = Join-Path (Split-Path $PSScriptRoot) 'AwkwardFiles'
    $cases = Get-ChildItem $folder -Filter '*.expected.json' | ForEach-Object {
        $name = $_.Name -replace '\.expected\.json$'
        $expected = Get-Content $_ -Raw | ConvertFrom-Json -AsHashtable
        @{
            File = (Get-ChildItem $folder -Filter "$name.*" | Where-Object Name -NotLike '*.expected.json').FullName
            Name = $name
            Expected = $expected
            Why = $expected.why
        }
    }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
    Connect-Test $data
}

AfterAll { Disconnect-Test $data }

Describe '<Name>: <Why>' -ForEach $cases {
    BeforeAll {
        $options = @{ LiteralPath = $File; WarningAction = 'SilentlyContinue' }
        foreach ($key in $Expected.options ? $Expected.options.Keys : @()) { $options[$key] = $Expected.options[$key] }
    }

    It 'is checked' {
        if ($Expected.error) {
            Get-ErrorId { Test-AudienceContact @options } | Should -Be $Expected.error
            return
        }

        $rows = @(Test-AudienceContact @options -PassThru | Sort-Object RowNumber)
        $rows.Count | Should -Be $Expected.received
        @($rows | Where-Object State -In 'Valid', 'DuplicateInInput' | ForEach-Object PhoneNumber) | Should -Be @($Expected.valid)
        @($rows | Where-Object State -EQ 'Invalid' | ForEach-Object { "$($_.RowNumber) $($_.ReasonCode)" }) |
            Should -Be @($Expected.refused | Where-Object { $_ } | ForEach-Object { "$($_.rowNumber) $($_.reasonCode)" })
        @($rows | Where-Object State -EQ 'Blank' | ForEach-Object RowNumber) | Should -Be @($Expected.blank | Where-Object { $_ })

        $summary = Test-AudienceContact @options
        $summary.Received | Should -Be $Expected.received
        $summary.Valid | Should -Be @($Expected.valid | Select-Object -Unique).Count
        $summary.Invalid | Should -Be @($Expected.refused | Where-Object { $_ }).Count
    }

    It 'is added' {
        $wanted = @($Expected.valid | Select-Object -Unique)
        if ($Expected.error -or $wanted.Count -eq 0) {
            Get-ErrorId { New-Audience $Name @options } | Should -Be ($Expected.error ?? 'NoContacts')
            Get-Audience | Where-Object Name -EQ $Name | Should -BeNullOrEmpty
            return
        }

        $audience = New-Audience $Name @options -ErrorAction SilentlyContinue
        Assert-Sum $audience.Receipt
        $members = @(Get-AudienceMember $audience)
        $members.PhoneNumber | Sort-Object | Should -Be ($wanted | Sort-Object)
        if ($Expected.columns) {
            $names = $members | ForEach-Object { $_.PSObject.Properties.Name }
            $Expected.columns | Where-Object { $_ -cnotin $names } | Should -BeNullOrEmpty
        }
    }
}
