#!/usr/bin/env bash
# PowerShell 7.6.9: a public property that is called as some method of its type is left out by Select-Object * and Format-List *, without a
# word, while Export-Csv and ConvertTo-Json of the same object have it, and so has Select-Object where it is named. One would guess that *
# means all that an export shows. It meets whoever makes types from other people's columns: `Equals`, `ToString` and `GetType` are
# methods of every type.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet tool install PowerShell --version 7.6.9 --tool-path "$work/tool" > /dev/null
export HOME="$work" DOTNET_ROOT="${DOTNET_ROOT:-$(dirname "$(readlink -f "$(command -v dotnet)")")}" NO_COLOR=1
cat > "$work/try.ps1" <<'PS'
Add-Type 'public class Contact { public string Phone => "+442079460901"; public new string Equals => "same"; public string City => "York"; }'
$contact = [Contact]::new()
"Export-Csv: $(($contact | ConvertTo-Csv)[0])"
"ConvertTo-Json: $($contact | ConvertTo-Json -Compress)"
"Select-Object Phone, Equals, City: $(($contact | Select-Object Phone, Equals, City).PSObject.Properties.Name -join ', ')"
"Select-Object *: $(($contact | Select-Object * -ErrorVariable problems -WarningVariable warnings).PSObject.Properties.Name -join ', ')"
"Format-List *: $(($contact | Format-List * | Out-String).Trim() -replace '\s+', ' ')"
"$($problems.Count + $warnings.Count) errors and warnings"
PS
"$work/tool/pwsh" -NoProfile -NonInteractive -File "$work/try.ps1" | tee "$work/seen"
diff "$work/seen" - <<'SEEN' || { echo 'CHANGED'; exit 1; }
Export-Csv: "Phone","Equals","City"
ConvertTo-Json: {"Phone":"+442079460901","Equals":"same","City":"York"}
Select-Object Phone, Equals, City: Phone, Equals, City
Select-Object *: Phone, City
Format-List *: Phone : +442079460901 City : York
0 errors and warnings
SEEN
echo 'As described.'
