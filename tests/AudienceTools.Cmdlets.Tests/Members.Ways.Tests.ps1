# Any columns go in by two adds of different shapes, and all come out, by each way out of PowerShell.
BeforeDiscovery { $seed = [int]($env:MEMBERS_SEED ?? (Get-Random -Maximum 1000000)) }

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
    Connect-Test $data

    $pieces = 'a', 'B', 'b', 'é', '名', '😀', ' ', "`t", '"', "'", ',', ';', '|', "`r`n", "`n", '=', '+', '-', '@', '#', '[', ']', '*', '?', '.', '\', '/',
        '$', '`', '%', '{', '}', '(', ')', ':', '0', '12', '<', '&', '_x0041_', "`u{a0}", "`u{200b}"
    $known = 'Item', 'Count', 'ContactId', 'Length', 'Values', 'Keys', 'Columns', 'PSObject', 'PSTypeNames', 'psbase', 'ToString', 'gettype', 'GetColumns',
        'get_Item', 'Name', 'Value', 'Where', 'ForEach', 'Equals', 'RunspaceId', 'id', 'language', 'a[1]', '$_', 'true', 'null'

    function New-Text([Random] $random, [int] $most) {
        -join $(for ($i = $random.Next($most + 1); $i -gt 0; $i--) { $pieces[$random.Next($pieces.Count)] })
    }

    # Dictionaries, since objects can't have some of the names. Each value begins with a word that no other has.
    function New-Rows([Random] $random, [int] $table, [int] $from) {
        $taken = [Collections.Generic.HashSet[string]]::new([string[]]('Phone', 'PhoneNumber'), [StringComparer]::OrdinalIgnoreCase)
        $names = @(for ($i = $random.Next(7); $i -gt 0; $i--) {
            $name = $random.Next(2) ? (New-Text $random 4).Trim() : $known[$random.Next($known.Count)]
            if ($name.Length -gt 0 -and $taken.Add($name)) { $name }
        })
        foreach ($row in $from..($from + 1 + $random.Next(3))) {
            $cells = [ordered]@{ Phone = "+4420794600$('{0:d2}' -f $row)" }
            for ($i = 0; $i -lt $names.Count; $i++) { $cells.Add($names[$i], "t${table}r${row}v${i}v$(New-Text $random 3)") }
            $cells
        }
    }

    # One line a member, whatever came of it: the number and the values, in the order of the names.
    function Get-Line([object[]] $objects, [string[]] $names) {
        foreach ($object in $objects) {
            ConvertTo-Json -Compress -InputObject @(foreach ($name in @('PhoneNumber') + $names) { [string]$object.psobject.Properties[$name].Value })
        }
    }

    function Assert-Lines([object] $table, [object[]] $objects) {
        $lines = @(Get-Line $objects $table.Shown)
        for ($i = 0; $i -lt [Math]::Max($lines.Count, $table.Lines.Count); $i++) {
            if ($table.Lines[$i] -cne $lines[$i]) { throw "Seed $seed, table $($table.Number): '$($table.Lines[$i])' came as '$($lines[$i])' by the names '$($table.Shown -join "', '")'." }
        }
    }
}

AfterAll { Disconnect-Test $data }

Describe "Members of any columns (seed $seed)" -ForEach @{ Seed = $seed } {
    BeforeAll {
        $tables = foreach ($number in 1..30) {
            $random = [Random]::new($seed * 100 + $number)
            $rows = @(New-Rows $random $number 10) + @(New-Rows $random $number 50)
            $audience = $rows.Where{ $_.Phone -lt '+442079460050' } | New-Audience "Table $number" -PhoneColumn Phone -WarningAction Ignore
            $null = $rows.Where{ $_.Phone -ge '+442079460050' } | Add-AudienceContact $audience -PhoneColumn Phone -WarningAction Ignore
            $members = @(Get-AudienceMember $audience -WarningAction Ignore)

            # By the names that the service has, and what went in: whatever the properties are called, they hold this.
            $own = @($members[0].GetColumns() | ForEach-Object Key)
            $lines = foreach ($row in $rows) {
                ConvertTo-Json -Compress -InputObject @($row.Phone; foreach ($name in $own) { [string]$row.GetEnumerator().Where{ $_.Key -ceq $name }.Value })
            }
            @{
                Number = $number
                Members = $members
                Sent = @($rows.ForEach{ $_.get_Keys() } | Where-Object { $_ -ne 'Phone' } | Select-Object -Unique -CaseInsensitive:$false)
                Own = $own
                Shown = @($members[0].psobject.Properties.Name | Select-Object -Skip 1)
                Lines = @($lines)
            }
        }
    }

    It 'have all that were sent' {
        foreach ($table in $tables) {
            if (($table.Sent | Sort-Object -CaseSensitive) -join '|' -cne (($table.Own | Sort-Object -CaseSensitive) -join '|')) {
                throw "Seed $seed, table $($table.Number): sent '$($table.Sent -join "', '")', and '$($table.Own -join "', '")' came."
            }
            Assert-Lines $table $table.Members
        }
    }

    It 'come out by Export-Csv' {
        $path = Join-Path $data 'members.csv'
        foreach ($table in $tables) {
            $table.Members | Export-Csv $path
            Assert-Lines $table (Import-Csv $path)
        }
    }

    It 'come out by Select-Object *' {
        foreach ($table in $tables) { Assert-Lines $table ($table.Members | Select-Object *) }
    }

    It 'come out by Format-Table' {
        foreach ($table in $tables) {
            $text = $table.Members | Format-Table * | Out-String -Width 4000
            foreach ($word in [regex]::Matches($table.Lines -join "`n", 't\d+r\d+v\d+v').Value + $table.Members.GetPhoneNumber()) {
                if (-not $text.Contains($word)) { throw "Seed $seed, table $($table.Number): no '$word' in`n$text" }
            }
        }
    }

    It 'come out by ConvertTo-Json' {
        foreach ($table in $tables) { Assert-Lines $table (ConvertTo-Json -InputObject $table.Members | ConvertFrom-Json) }
    }

    It 'come out by Export-Clixml' {
        $path = Join-Path $data 'members.xml'
        foreach ($table in $tables) {
            $table.Members | Export-Clixml $path
            Assert-Lines $table (Import-Clixml $path)
        }
    }

    It 'come out by <Name>' -ForEach @(
        @{ Name = 'ForEach-Object -Parallel'; Run = { param($read) $tables.ForEach{ [pscustomobject]$_ } | ForEach-Object -Parallel ([scriptblock]::Create($read)) } }
        @{ Name = 'a job'; Run = { param($read) Start-Job { $using:tables | ForEach-Object { [pscustomobject]$_ } | ForEach-Object ([scriptblock]::Create($using:read)) } | Receive-Job -Wait } }
    ) {
        # Read there by the names, as a script does: what is written is texts.
        $texts = & $Run {
            $table = $_
            $lines = foreach ($member in $table.Members) { ConvertTo-Json -Compress -InputObject @($member.PhoneNumber; foreach ($name in $table.Shown) { [string]$member.$name }) }
            [pscustomobject]@{ Number = $table.Number; Lines = @($lines) }
        }.ToString()
        foreach ($table in $tables) {
            $lines = @($texts | Where-Object Number -EQ $table.Number).Lines
            if (($lines -join "`n") -cne ($table.Lines -join "`n")) { throw "Seed $seed, table $($table.Number): '$($table.Lines)' came as '$lines'." }
        }
    }
}
