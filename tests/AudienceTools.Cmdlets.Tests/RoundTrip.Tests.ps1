# Any table of text goes Export-Csv → New-Audience -Path and comes back the same; by Import-Csv | it is what Import-Csv makes of it.
BeforeDiscovery {
    $seed = $env:ROUND_TRIP_SEED ?? (Get-Random -Maximum 1000000)
    $tables = foreach ($number in 1..40) { @{ Number = $number; Seed = [int]$seed * 100 + $number } }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
    Connect-Test $data
    $path = Join-Path $data 'table.csv'

    $pieces = 'a', 'B', 'é', '名', '😀', ' ', "`t", '"', "'", ',', ';', '|', "`r`n", "`n", "`r", '=', '+', '-', '@', '#', '#TYPE ', '#Fields:', 'sep=;',
        '0', '12', '+442079460958', '2026-01-31', 'phone', 'Reason', "`u{1a}", "`u{1}", "`u{a0}", "`u{feff}", "`u{200b}", "`u{1f}", '؛', '.', '\', '/', '$', '`', '%', '{', '}'

    function New-Text([Random] $random, [int] $most) {
        -join $(for ($i = $random.Next($most + 1); $i -gt 0; $i--) { $pieces[$random.Next($pieces.Count)] })
    }

    # A table as an ordered list of names and rows of cells; the first column holds the numbers, wherever it stands in the file.
    function New-Table([Random] $random) {
        $phone = @('Phone', 'phone number', 'MSISDN', 'Rufnummer')[$random.Next(4)]
        $taken = [Collections.Generic.HashSet[string]]::new([string[]]($phone, 'PhoneNumber', 'PSObject'), [StringComparer]::OrdinalIgnoreCase)
        $names = @(for ($i = $random.Next(8); $i -gt 0; $i--) {
            $name = $random.Next(6) ? (New-Text $random 4) : @('Item', 'ContactId', 'Count', 'Length', 'RowNumber', 'ReasonCode', 'Reason', 'id', 'name', 'language', 'value', ' ')[$random.Next(12)]
            if ($name.Length -gt 0 -and $taken.Add($name)) { $name }
        })
        $at = $random.Next($names.Count + 1)
        $header = @($names | Select-Object -First $at) + $phone + @($names | Select-Object -Skip $at)
        $rows = for ($row = 1 + $random.Next(6); $row -gt 0; $row--) {
            $cells = [ordered]@{}
            foreach ($name in $header) { $cells.Add($name, $(if ($name -eq $phone) { "+4420794600$(10 + $row)" } else { New-Text $random 5 })) }
            [pscustomobject]$cells
        }
        @{ Phone = $phone; Names = $names; Rows = @($rows) }
    }

    # One line a row, whatever stands in it: numbers first, then names and values in the order of the names.
    function Get-Lines([object[]] $rows, [string] $phone, [string[]] $names) {
        $lines = foreach ($row in $rows) {
            ConvertTo-Json -Compress -InputObject @(
                $row.PSObject.Properties[$phone].Value
                foreach ($name in $names) { $name; [string]$row.PSObject.Properties[$name].Value })
        }
        [string]::Join("`n", @($lines | Sort-Object))
    }

    # To the letter: Should -BeExactly doesn't see all characters.
    function Assert-Same([string] $actual, [string] $expected) {
        [string]::Equals($actual, $expected, 'Ordinal') | Should -BeTrue -Because "$actual must be $expected"
    }
}

AfterAll { Disconnect-Test $data }

Describe 'Table <Number> (seed <Seed>)' -ForEach $tables {
    It 'comes back the same from a file' {
        $table = New-Table ([Random]::new($Seed))
        $how = @(@{}, @{ Delimiter = ';' }, @{ Encoding = 'utf8BOM' }, @{ Encoding = 'unicode' }, @{ Delimiter = "`t" }, @{ IncludeTypeInformation = $true })[$Number % 6]
        $table.Rows | Export-Csv -LiteralPath $path @how
        $audience = New-Audience "File $Number" -Path $path -PhoneColumn $table.Phone -WarningVariable warned
        $audience.Receipt.Added | Should -Be $table.Rows.Count
        $members = @(Get-AudienceMember $audience)
        Assert-Same (Get-Lines $members 'PhoneNumber' $table.Names) (Get-Lines $table.Rows $table.Phone $table.Names)
        @($members[0].PSObject.Properties.Name).Count | Should -Be ($table.Names.Count + 1)

        # A table with a column called Reason and a cell such as '=1 looks like what a spreadsheet has left of a failure file.
        $marks = @($table.Names).Where{ $_.Trim() -in 'RowNumber', 'ReasonCode', 'Reason' }
        $warned | Where-Object { -not $marks -or $_ -notlike 'Cells have an apostrophe before a sign *' } | Should -BeNullOrEmpty
    }

    It 'is what Import-Csv makes of it' {
        # Import-Csv takes a header that begins with # for a comment, even in quotes.
        $random = [Random]::new($Seed)
        do {
            $table = New-Table $random
            $table.Rows | Export-Csv -LiteralPath $path
        } while ((Get-Content -LiteralPath $path -First 1) -like '"#*')
        $rows = @(Import-Csv -LiteralPath $path)
        $audience = $rows | New-Audience "Objects $Number" -PhoneColumn $table.Phone
        $names = @($rows[0].PSObject.Properties.Name | Where-Object { $_ -ne $table.Phone })
        Assert-Same (Get-Lines @(Get-AudienceMember $audience) 'PhoneNumber' $names) (Get-Lines $rows $table.Phone $names)
    }
}
