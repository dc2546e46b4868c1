BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $PSStyle.OutputRendering = 'PlainText'
    $data = New-DataPath
    Connect-Test $data

    # An audience whose members have that many columns beside the number, each with values that tell its name.
    function New-Wide([int] $Columns, [int] $Count = 3) {
        1..$Count | ForEach-Object {
            $row = [ordered]@{ PhoneNumber = "+1$(2012000000 + $_)" }
            for ($c = 1; $c -le $Columns; $c++) { $row["Column$c"] = "value $c of $_" }
            [pscustomobject]$row
        } | New-Audience "Wide $Columns"
    }

    function Get-Line([scriptblock] $Command, [int] $Width = 100) {
        & $Command | Out-String -Width $Width -Stream | Where-Object { $_.Trim() }
    }
}

AfterAll { Disconnect-Test $data }

Describe 'Members with <_> columns' -ForEach 0, 1, 2, 3, 4, 11, 199 {
    BeforeAll {
        $audience = New-Wide $_
        $names = @('PhoneNumber') + @(for ($c = 1; $c -le $_; $c++) { "Column$c" })
    }

    It 'are a table of 100 cells at the most, which tells how many columns are left out' {
        $lines = Get-Line { Get-AudienceMember $audience }
        $lines.Count | Should -Be 5
        ($lines | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 100
        $shown = @($lines[0] -split ' +' -notmatch '^(…|more|\d+)$')
        $shown | Should -Be $names[0..($shown.Count - 1)]
        $shown.Count | Should -BeGreaterOrEqual ([Math]::Min($names.Count, 4))
        if ($shown.Count -lt $names.Count) { $lines[0] | Should -BeLike "*… $($names.Count - $shown.Count) more" }
        $lines[1] | Should -Match '^-+( +-+)*$'
        $lines[2] | Should -Match '^\+12012000001'
        if ($_) { $lines[2].Substring($lines[0].IndexOf('Column1')) | Should -BeLike 'value 1*' }
    }

    It 'have each column in Format-Table * and Format-List, and in Format-Table what PowerShell shows' {
        $all = Get-Line { Get-AudienceMember $audience -First 1 | Format-Table * } 20000
        foreach ($name in $names) { $all[0] | Should -Match "\b$name\b" }
        $all[2] -split '(?=value )' | Should -HaveCount $names.Count
        $list = Get-Line { Get-AudienceMember $audience -First 1 | Format-List }
        $list.ForEach{ ($_ -split ' *: ')[0] } | Should -Be $names
        $table = Get-Line { Get-AudienceMember $audience | Format-Table } 4000
        $table[0] -split ' +' -ne '' | Should -Be $names[0..([Math]::Min(9, $_))]
    }
}

Describe 'The table of members' {
    It 'has the names above each list of other columns, and once where they are the same' {
        $lines = Get-Line { 'Wide 1', 'Wide 1', 'Wide 2' | Get-AudienceMember }
        @($lines -like 'PhoneNumber*').Count | Should -Be 2
        $lines.Count | Should -Be 13
    }

    It 'is that of members from ForEach-Object -Parallel, and of those that were in a file' {
        $plain = Get-Line { Get-AudienceMember 'Wide 3' -First 1 }
        Get-Line { Get-AudienceMember 'Wide 3' -First 1 | ForEach-Object -Parallel { $_ } } | Should -Be $plain
        $path = Join-Path $data 'members.xml'
        Get-AudienceMember 'Wide 3' -First 1 | Export-Clixml $path
        Get-Line { Import-Clixml $path } | Should -Be $plain
    }

    It 'is that of members from a job, without what PowerShell adds there' {
        $plain = Get-Line { Get-AudienceMember 'Wide 2' -First 2 }
        $members = Get-AudienceMember 'Wide 2' -First 2
        Get-Line { Start-Job { $using:members } | Receive-Job -Wait -AutoRemoveJob } | Should -Be $plain
        Get-Line { Start-ThreadJob { $using:members } | Receive-Job -Wait -AutoRemoveJob } | Should -Be $plain
    }

    It 'has a column that is called as what PowerShell adds' {
        $null = [pscustomobject]@{ PhoneNumber = '+442079460902'; RunspaceId = 'mine' } | New-Audience 'Runspaces'
        (Get-Line { Get-AudienceMember 'Runspaces' })[2] | Should -Match '^\+442079460902 +mine$'
    }

    It 'shows what was added to a member, and Select-Object is PowerShell''s' {
        $lines = Get-Line { Get-AudienceMember 'Wide 1' -First 1 | Add-Member Extra (1, 2) -PassThru }
        $lines[0] | Should -Match '^Extra +PhoneNumber +Column1$'
        $lines[2] | Should -Match '^1 2 +\+12012000001 +value 1 of 1$'
        (Get-Line { Get-AudienceMember 'Wide 11' -First 1 | Select-Object PhoneNumber, Column7 })[0] | Should -Match '^PhoneNumber +Column7$'
    }

    It 'has nothing that a terminal obeys, and cuts off what is long' {
        $null = [pscustomobject]@{ PhoneNumber = '+442079460901'; Odd = "a`e[31mb`r`nc`td$([char]0x202e)e"; Long = 'x' * 5000; City = '東京都' } | New-Audience 'Odd'
        $lines = Get-Line { Get-AudienceMember 'Odd' }
        $lines.Count | Should -Be 3
        $lines[2].Length | Should -BeLessOrEqual 100
        $lines[2] | Should -Match "a`u{fffd}\[31mb`u{fffd}+c`u{fffd}d`u{fffd}e +x+… +東京都$"
    }

    It 'has colours where tables have' {
        $shown = Invoke-Child $data "`$PSStyle.OutputRendering = 'Ansi'; Get-AudienceMember 'Wide 1' -First 1"
        $shown | Should -Match "`e\[32;1mPhoneNumber +Column1`e\[0m"
        $shown | Should -Match "(?m)^\+12012000001 +value 1 of 1\r?$"
    }
}
