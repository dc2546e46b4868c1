# What is known before anything is sent, and of each row: -WhatIf, -Verify, -PassThru.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
    $contacts = Join-Path $Root 'examples' 'contacts.csv'
    $counts = '1,142 of 1,200 rows can be sent, 33 invalid, 25 a number again'
    Push-Location $data
    Set-Content 'bad.csv' "Phone,City`n+14155550101,Pune`nn/a,Bern`n+14155550102,Bern"
    Set-Content 'good.csv' "Phone,City`n+14155550101,Pune`n+1 415 555 0101,Bern`n,`n+14155550102,Bern"
}

AfterAll {
    Pop-Location
    Disconnect-Test $data
}

Describe 'LastReceipt' {
    It 'is never that of an earlier import' {
        $data = New-DataPath
        try {
            Connect-Test $data
            $audience = New-Audience 'Receipts'
            $receipt = '+442079460958' | Add-AudienceContact $audience
            (Get-AudienceConnection).LastReceipt | Should -Be $receipt
            Set-Content "$data/damaged.csv" "Phone`n+442079460951`n`"+442079460952"
            Get-ErrorId { Add-AudienceContact $audience -Path "$data/damaged.csv" } | Should -Be 'DamagedFile'
            (Get-AudienceConnection).LastReceipt | Should -BeNullOrEmpty
            $null = '+442079460958' | Add-AudienceContact $audience
            '+442079460959' | Add-AudienceContact $audience -WhatIf
            (Get-AudienceConnection).LastReceipt.AlreadyMember | Should -Be 1
        }
        finally {
            Disconnect-Test $data
        }
    }
}

Describe '-WhatIf on <_>' -ForEach 'Local', 'Atoms', 'OliAI' {
    BeforeAll {
        Connect-Test $data $_
        $name = "There $_"
        $null = New-EmptyAudience $name
        $preview, $piped, $inFunction = (Invoke-Child $data "
            New-Audience Preview -Path '$contacts' -WhatIf
            Write-Host '---'
            Import-Csv '$contacts' | Add-AudienceContact '$name' -WhatIf
            Write-Host '---'
            function f { [CmdletBinding(SupportsShouldProcess)] param() Import-Csv '$contacts' | Add-AudienceContact '$name' }
            f -WhatIf" ($_ -eq 'Local' ? 'Local' : "$_ -Rehearsal")) -split '---\r?\n'
    }

    It 'says in one message how many rows would be sent' {
        @($preview -split '\r?\n' | Where-Object { $_ }).Count | Should -Be 1
        $preview | Should -BeLike "What if: *Create audience with contacts ($counts)*'Preview'*"
        "$(Test-AudienceContact -Path $contacts)" | Should -Be $counts
    }

    It 'says the same of contacts down the pipeline, and of an add' {
        @($piped -split '\r?\n' | Where-Object { $_ }).Count | Should -Be 1
        $piped | Should -Match ([regex]::Escape("Add contacts ($counts)"))
    }

    It 'says them in a function that was called with -WhatIf too' {
        $inFunction | Should -Match ([regex]::Escape($counts))
    }

    It 'sends nothing but GETs, writes no file, and does not need the checkpoint' {
        Get-RequestLine { Add-AudienceContact $name -Path $contacts -FailurePath 'f' -CheckpointPath 'c' -WhatIf -Verbose } |
            Where-Object { $_ -notlike 'GET *' } | Should -BeNullOrEmpty
        Test-Path 'f', 'c' | Should -Not -Contain $true
        (Get-Audience $name).MemberCount | Should -Be 0
    }

    It 'fails as the import would where the audience or a file is not there' {
        Get-ErrorId { Add-AudienceContact 'Nobody' -Path $contacts -WhatIf } | Should -Be 'AudienceNotFound'
        Get-ErrorId { Add-AudienceContact $name -Path 'none.csv' -WhatIf } | Should -Be 'FileNotFound'
    }

    It 'gives each row with -PassThru' {
        $rows = Add-AudienceContact $name -Path 'bad.csv' -WhatIf -PassThru | Sort-Object RowNumber
        $rows.State | Should -Be 'Valid', 'Invalid', 'Valid'
    }

    It 'is off with -WhatIf:$false, whatever the preference' {
        $audience = New-EmptyAudience "Sent $_"
        & {
            $WhatIfPreference = $true
            Add-AudienceContact $audience -Path 'good.csv' -WhatIf:$false
        } | ForEach-Object Added | Should -Be 2
    }
}

Describe '-Verify on <_>' -ForEach 'Local', 'Atoms', 'OliAI' {
    BeforeAll { Connect-Test $data $_ }

    It 'sends nothing where a row cannot be used, and says why' {
        $audience = New-EmptyAudience "Verified $_"
        $lines = Get-RequestLine {
            $script:failure = Get-TheError { Add-AudienceContact $audience -Path 'bad.csv' -Verify -FailurePath 'rows.csv' -Verbose }
        }
        $lines | Where-Object { $_ -notlike 'GET *' } | Should -BeNullOrEmpty
        $failure.FullyQualifiedErrorId | Should -BeLike 'VerificationFailed,*'
        $failure.CategoryInfo.Category | Should -Be 'InvalidData'
        $failure.Exception.Message | Should -Match '2 of 3 rows can be sent, 1 invalid.*1 NotANumber'
        (Import-Csv 'rows.csv').RowNumber | Should -Be 3
        (Get-Audience "Verified $_").MemberCount | Should -Be 0
        Get-ErrorId { New-Audience 'Not made' -Path 'bad.csv' -Verify } | Should -Be 'VerificationFailed'
        Get-Audience 'Not made*' | Should -BeNullOrEmpty
    }

    It 'looks at all files before the first is sent, with -LiteralPath too' {
        Get-ErrorId { New-Audience 'Not made' -LiteralPath 'good.csv', 'bad.csv' -Verify } | Should -Be 'VerificationFailed'
        Get-Audience 'Not made*' | Should -BeNullOrEmpty
    }

    It 'sends all where each row can be used: doubles and blanks are no harm' {
        $audience = New-Audience "All good $_" -Path 'good.csv' -Verify
        $audience.Receipt.Added | Should -Be 2
        $audience.Receipt.Succeeded | Should -BeTrue
        Assert-Sum $audience.Receipt
    }

    It 'gives each row once with -PassThru' {
        $rows = New-Audience "Once $_" -Path 'good.csv' -Verify -PassThru
        ($rows | Sort-Object RowNumber).State | Should -Be 'Added', 'DuplicateInInput', 'Blank', 'Added'
    }

    It 'is for files, which can be read twice' {
        Get-ErrorId { '+14155550101' | New-Audience 'Not made' -Verify } | Should -Be 'AmbiguousParameterSet'
    }
}

Describe '-PassThru on <_>' -ForEach 'Local', 'Atoms', 'OliAI' {
    BeforeAll { Connect-Test $data $_ }

    It 'gives what became of each row, and no receipt' {
        $audience = New-Audience "Fates $_" -PhoneNumber '+14155550102'
        $rows = Add-AudienceContact $audience -Path 'bad.csv', 'good.csv' -PassThru -ErrorAction SilentlyContinue
        $rows.ForEach{ $_.GetType() } | Select-Object -Unique | Should -Be ([AudienceTools.AudienceContactResult])
        $rows = $rows | Sort-Object Source, RowNumber
        $rows.State | Should -Be 'Added', 'Invalid', 'AlreadyMember', 'DuplicateInInput', 'DuplicateInInput', 'Blank', 'DuplicateInInput'
        $rows.Source | Should -Be 'bad.csv', 'bad.csv', 'bad.csv', 'good.csv', 'good.csv', 'good.csv', 'good.csv'
        $rows[2].PhoneNumber | Should -Be '+14155550102'
        (Get-AudienceConnection).LastReceipt.AlreadyMember | Should -Be 1
    }

    It 'gives the rows of a new audience' {
        (New-Audience "New fates $_" -Path 'good.csv' -PassThru).Count | Should -Be 4
    }

    It 'ends early without harm, and the receipt stays on the connection' {
        $audience = New-EmptyAudience "Early $_"
        $rows = Get-Contacts 3000 | Add-AudienceContact $audience -BatchSize 100 -PassThru | Select-Object -First 3
        $rows.Count | Should -Be 3
        $rows.State | Select-Object -Unique | Should -Be 'Added'
        $receipt = (Get-AudienceConnection).LastReceipt
        $receipt.StoppedBecause | Should -Match 'stopped'
        Assert-Sum $receipt
        (Get-Audience "Early $_").MemberCount | Should -BeGreaterOrEqual $receipt.Added
    }
}
