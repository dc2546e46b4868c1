#!/usr/bin/env bash
# PSResourceGet 1.2.0 (in PowerShell 7.6.9) on Linux: for a user who has no ~/.config yet, as a service account or a container has none,
# Publish-PSResource to a repository that is a folder writes NuGet/NuGet.Config into the folder that pwsh was started in, wherever
# Set-Location has gone since. Started in a checkout, a stray file that names a package source stands in it, and may be committed. With an
# empty ~/.config it writes none there. One would guess that publishing to a folder writes to that folder and to the user's own.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet tool install PowerShell --version 7.6.9 --tool-path "$work/tool" > /dev/null
export DOTNET_ROOT="${DOTNET_ROOT:-$(dirname "$(readlink -f "$(command -v dotnet)")")}" NO_COLOR=1
unset XDG_CONFIG_HOME XDG_DATA_HOME

cat > "$work/steps.ps1" <<'PS'
param ($Case)
Set-Location $Case
New-ModuleManifest Foo/Foo.psd1 -Author 'Somebody' -Description 'Nothing'
Register-PSResourceRepository folder -Uri "$Case/repository" -Trusted
Publish-PSResource Foo -Repository folder
"published: $((Get-ChildItem repository -Name))"
PS

run() {
    mkdir -p "$work/$1/home" "$work/$1/here" "$work/$1/Foo" "$work/$1/repository"
    if [ "$1" = with-config ]; then mkdir "$work/$1/home/.config"; fi
    echo "--- $1"
    (cd "$work/$1/here" && HOME="$work/$1/home" "$work/tool/pwsh" -NoProfile -NonInteractive -File "$work/steps.ps1" "$work/$1")
    echo "where pwsh was started: $(cd "$work/$1/here" && find . -type f)"
}
{ run without-config; run with-config; } | tee "$work/seen"

diff "$work/seen" - <<'SEEN' || { echo 'CHANGED'; exit 1; }
--- without-config
published: Foo.0.0.1.nupkg
where pwsh was started: ./NuGet/NuGet.Config
--- with-config
published: Foo.0.0.1.nupkg
where pwsh was started: 
SEEN
echo 'As described.'
