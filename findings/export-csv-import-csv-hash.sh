#!/usr/bin/env bash
# PowerShell 7.6.9: a table whose first column's name begins with # doesn't survive Export-Csv | Import-Csv: Import-Csv takes the whole first line for a
# comment although the name stands in quotes, and the first ROW then names the columns. One contact of two is gone, without an error or a
# warning, and with one row the file seems to be empty. One would guess that Import-Csv reads what Export-Csv wrote, and that quotes make
# a text of a #. `#Nr`, `#` and `#id` are names that exports of shops and CRMs have.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet tool install PowerShell --version 7.6.9 --tool-path "$work/tool" > /dev/null
export HOME="$work" DOTNET_ROOT="${DOTNET_ROOT:-$(dirname "$(readlink -f "$(command -v dotnet)")")}" NO_COLOR=1
cat > "$work/try.ps1" <<'PS'
param($Folder)
function Show([string] $Name) {
    $file = Join-Path $Folder 'table.csv'
    [pscustomobject]@{ $Name = '1'; Phone = '+442079460901' }, [pscustomobject]@{ $Name = '2'; Phone = '+442079460902' } | Export-Csv $file
    $back = @(Import-Csv $file -ErrorVariable problems -WarningVariable warnings)
    "$((Get-Content $file)[0]) comes back as $($back.Count) of 2 rows: " +
        "$($back.ForEach{ @($_.PSObject.Properties.Name) -join ' | ' } | Select-Object -Unique); $($problems.Count + $warnings.Count) errors and warnings"
}
Show 'Nr'
Show '#Nr'
Show 'Nr#'
PS
"$work/tool/pwsh" -NoProfile -NonInteractive -File "$work/try.ps1" "$work" | tee "$work/seen"
diff "$work/seen" - <<'SEEN' || { echo 'CHANGED'; exit 1; }
"Nr","Phone" comes back as 2 of 2 rows: Nr | Phone; 0 errors and warnings
"#Nr","Phone" comes back as 1 of 2 rows: 1 | +442079460901; 0 errors and warnings
"Nr#","Phone" comes back as 2 of 2 rows: Nr# | Phone; 0 errors and warnings
SEEN
echo 'As described.'
