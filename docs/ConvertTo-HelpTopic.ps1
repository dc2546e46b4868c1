<#
.SYNOPSIS
    Makes the text that Get-Help shows of a topic (about_*) out of its page.
.DESCRIPTION
    Get-Help shows a topic as it is, and takes what it lists of it from the first lines.
.PARAMETER Path
    The page.
#>
[CmdletBinding()]
[OutputType([string])]
param (
    [Parameter(Mandatory)]
    [string] $Path
)

$body = (Get-Content -Raw -LiteralPath $Path) -replace '(?s)\A---\r?\n.*?\r?\n---\r?\n\s*' -replace '(?m)^(#+ .+\r?\n)(\s*\r?\n)+', '$1'
$isCode = $false
$lines = foreach ($line in $body -split '\r?\n') {
    if ($line -match '^```') {
        $isCode = -not $isCode
    }
    elseif ($isCode) {
        "        $line".TrimEnd()
    }
    elseif ($line -match '^# (?<title>.+)') {
        'TOPIC'
        "    $($Matches.title)"
        ''
    }
    elseif ($line -match '^#+ (?<heading>.+)') {
        $Matches.heading.ToUpperInvariant()
    }
    else {
        "    $line".TrimEnd()
    }
}

($lines -join "`n").TrimEnd() + "`n"
