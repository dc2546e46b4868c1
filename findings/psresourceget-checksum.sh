#!/usr/bin/env bash
# PSResourceGet 1.2.0 (in PowerShell 7.6.9): a checksum or signature beside a package, under the name that checksums usually have
# (Foo.0.0.1.nupkg.sha256, Foo.0.0.1.nupkg.asc), breaks a repository that is a folder. Find-PSResource and Install-PSResource of Foo end with
# "Could not parse version 0.0.1.nupkg from file …" and give nothing, though the package itself is there and whole. A file SHA256SUMS in the same folder
# does no harm. One would guess that a folder repository looks at *.nupkg and passes over what it doesn't know.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet tool install PowerShell --version 7.6.9 --tool-path "$work/tool" > /dev/null
export HOME="$work/home" DOTNET_ROOT="${DOTNET_ROOT:-$(dirname "$(readlink -f "$(command -v dotnet)")")}" NO_COLOR=1
unset XDG_CONFIG_HOME XDG_DATA_HOME
mkdir -p "$HOME/.config" "$work/Foo" "$work/repository"

cat > "$work/steps.ps1" <<'PS'
param ($Work)
Set-Location $Work
New-ModuleManifest Foo/Foo.psd1 -Author 'Somebody' -Description 'Nothing'
Compress-PSResource Foo repository
Register-PSResourceRepository folder -Uri "$Work/repository" -Trusted
function Find([string] $Beside) {
    if ($Beside) { Set-Content "repository/$Beside" 'x' }
    $found = Find-PSResource Foo -Repository folder -ErrorVariable problem -ErrorAction SilentlyContinue
    $message = ("$($problem[0])" -replace [regex]::Escape($Work), '.')
    "beside: $($Beside ? $Beside : 'nothing'); found: $(@($found).Count); error: $($message ? $message : 'none')"
    if ($Beside) { Remove-Item "repository/$Beside" }
}
"PSResourceGet $((Get-Module Microsoft.PowerShell.PSResourceGet).Version), PowerShell $($PSVersionTable.PSVersion)"
Find
Find 'SHA256SUMS'
Find 'Foo.0.0.1.nupkg.sha256'
Find 'Foo.0.0.1.nupkg.asc'
PS
"$work/tool/pwsh" -NoProfile -NonInteractive -File "$work/steps.ps1" "$work" | tee "$work/log"

grep -q 'beside: nothing; found: 1; error: none' "$work/log" &&
    grep -q 'beside: SHA256SUMS; found: 1; error: none' "$work/log" &&
    grep -qE 'beside: Foo.0.0.1.nupkg.sha256; found: 0; error: .*Could not parse version' "$work/log" &&
    grep -qE 'beside: Foo.0.0.1.nupkg.asc; found: 0; error: .*Could not parse version' "$work/log" || { echo 'CHANGED'; exit 1; }
echo 'As described.'
