#!/usr/bin/env bash
# PowerShell 7.6.9: what is piped to `pwsh -File script.ps1` answers the questions of commands in it, and a BLANK LINE is a yes. A job whose standard
# input happens to hold an empty line (an SSH session, a runner that sends one, a here-document) deletes without being asked, for a
# command of ConfirmImpact High and -Confirm alike, and it ends with exit code 0. With -NonInteractive nothing is done, and the exit code is 0
# as well. One would guess that a question needs somebody at a keyboard, and that no text is no.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet tool install PowerShell --version 7.6.9 --tool-path "$work/tool" > /dev/null
export HOME="$work" DOTNET_ROOT="${DOTNET_ROOT:-$(dirname "$(readlink -f "$(command -v dotnet)")")}" NO_COLOR=1

cat > "$work/job.ps1" <<'PS'
function Remove-Thing {
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
    param ()
    if ($PSCmdlet.ShouldProcess('the thing')) { 'DONE' } else { 'declined' }
}
Remove-Thing
PS
pwsh=("$work/tool/pwsh" -NoProfile -File "$work/job.ps1")

show() {
    echo "--- $1"
    shift
    "$@" > "$work/log" 2>&1 && code=0 || code=$?
    outcome=$(grep -oxE 'DONE|declined' "$work/log" || echo 'nothing done')
    echo "$outcome, exit code $code"
}
blank() { printf '\n' | "${pwsh[@]}"; }
no() { printf 'n\n' | "${pwsh[@]}"; }
alone() { printf '\n' | "$work/tool/pwsh" -NoProfile -NonInteractive -File "$work/job.ps1"; }
{ show 'a blank line' blank; show 'n' no; show 'a blank line, -NonInteractive' alone; } | tee "$work/seen"

diff "$work/seen" - <<'SEEN' || { echo 'CHANGED'; exit 1; }
--- a blank line
DONE, exit code 0
--- n
declined, exit code 0
--- a blank line, -NonInteractive
nothing done, exit code 0
SEEN
echo 'As described.'
