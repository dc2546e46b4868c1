#!/usr/bin/env bash
# PowerShell 7.6.9: ConvertTo-Json writes an enum of 32 bits as its number and one of 64 bits as its name. And an enum that went through
# Export-Clixml, as through every job and remote session, equals none of its names any more (`-eq 'Atoms'` is False where it was True, so a
# Where-Object behind Receive-Job keeps nothing), shows itself as its number, and is in JSON an object with two properties whose names differ
# only by case, which ConvertFrom-Json refuses to read. One would guess that the width doesn't matter, and that what PowerShell writes it reads.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet tool install PowerShell --version 7.6.9 --tool-path "$work/tool" > /dev/null
export HOME="$work" DOTNET_ROOT="${DOTNET_ROOT:-$(dirname "$(readlink -f "$(command -v dotnet)")")}" NO_COLOR=1
cat > "$work/try.ps1" <<'PS'
param($Folder)
Add-Type @'
public enum Narrow { Local, Atoms }
public enum Wide : long { Local, Atoms }
public class Row { public Narrow Narrow => Narrow.Atoms; public Wide Wide => Wide.Atoms; }
'@
$row = [Row]::new()
"as it is: $($row.Narrow), equals its name: $($row.Narrow -eq 'Atoms'), $($row | ConvertTo-Json -Compress)"
$file = Join-Path $Folder 'row.xml'
$row | Export-Clixml $file
$back = Import-Clixml $file
$json = $back | ConvertTo-Json -Compress
"come back: $($back.Narrow), equals its name: $($back.Narrow -eq 'Atoms'), $json"
try { $null = $json | ConvertFrom-Json; 'its JSON can be read' } catch { "its JSON can't be read: $($_.FullyQualifiedErrorId)" }
PS
"$work/tool/pwsh" -NoProfile -NonInteractive -File "$work/try.ps1" "$work" | tee "$work/seen"
diff "$work/seen" - <<'SEEN' || { echo 'CHANGED'; exit 1; }
as it is: Atoms, equals its name: True, {"Narrow":1,"Wide":"Atoms"}
come back: 1, equals its name: False, {"Narrow":{"value":1,"Value":"Atoms"},"Wide":{"value":1,"Value":"Atoms"}}
its JSON can't be read: KeysWithDifferentCasingInJsonString,Microsoft.PowerShell.Commands.ConvertFromJsonCommand
SEEN
echo 'As described.'
