#requires -Version 7.6
#requires -Modules @{ ModuleName = 'Microsoft.PowerShell.PlatyPS'; ModuleVersion = '1.0.0' }
<#
.SYNOPSIS
    Makes all that Get-Help shows out of the pages in docs/en-US.
.DESCRIPTION
    Writes src/Module/en-US, which is part of the repository and which the build only copies: run this after a change of a page, and
    commit both. The commands' pages are read by Import-MarkdownCommandHelp and written as MAML by Export-MamlCommandHelp of
    Microsoft.PowerShell.PlatyPS, which has to be installed.
.EXAMPLE
    pwsh -NoProfile docs/Build-Help.ps1
#>
[CmdletBinding()]
param ()

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$pages = Join-Path $PSScriptRoot 'en-US'
$target = Join-Path (Split-Path $PSScriptRoot) 'src' 'Module' 'en-US'
$null = New-Item -ItemType Directory -Path $target -Force
Remove-Item (Join-Path $target 'about_*.help.txt')
foreach ($topic in Get-ChildItem -LiteralPath $pages -Filter 'about_*.md') {
    $text = & (Join-Path $PSScriptRoot 'ConvertTo-HelpTopic.ps1') -Path $topic.FullName
    Set-Content -LiteralPath (Join-Path $target "$($topic.BaseName).help.txt") -Value $text -NoNewline
}

$work = New-Item -ItemType Directory -Path (Join-Path ([IO.Path]::GetTempPath()) "help-$([guid]::NewGuid())")
try {
    $commands = Get-ChildItem -LiteralPath $pages -Filter '*-*.md' | Sort-Object Name
    $read = Import-MarkdownCommandHelp -Path $commands.FullName
    $made = $read | Export-MamlCommandHelp -OutputFolder $work
    $maml = [xml]::new()
    $maml.PreserveWhitespace = $true
    $maml.LoadXml((Get-Content -Raw -LiteralPath $made.FullName))
}
finally {
    Remove-Item $work -Recurse
}

$names = [Xml.XmlNamespaceManager]::new($maml.NameTable)
$names.AddNamespace('maml', 'http://schemas.microsoft.com/maml/2004/10')
$names.AddNamespace('command', 'http://schemas.microsoft.com/maml/dev/command/2004/10')
$names.AddNamespace('dev', 'http://schemas.microsoft.com/maml/dev/2004/10')

# PlatyPS 1.0 writes an example as one text, with the fences of its code and a U+0080 for a blank line. Get-Help has a place for the
# code and one for what is said of it; the empty paragraph keeps the next example's title apart.
foreach ($example in $maml.SelectNodes('//command:example', $names)) {
    $introduction = $example.SelectSingleNode('maml:introduction', $names)
    $text = @($introduction.SelectNodes('maml:para', $names).InnerText) -ne "`u{80}" -join "`n`n"
    if ($text -notmatch '(?s)\A```powershell\n(?<code>.*?)\n```\s*(?<remarks>.*)\z') {
        throw "'$($example.SelectSingleNode('maml:title', $names).InnerText)' doesn't begin with its code: $text"
    }

    $code, $remarks = $Matches.code, $Matches.remarks
    $introduction.RemoveAll()
    $example.SelectSingleNode('dev:code', $names).InnerText = $code
    foreach ($part in @(($remarks -replace '(?m)^```\n?').Trim() -split '\n{2,}') + '') {
        $para = $maml.CreateElement('maml', 'para', $names.LookupNamespace('maml'))
        $para.InnerText = $part
        $null = $example.SelectSingleNode('dev:remarks', $names).AppendChild($para)
    }
}

# Default values are left out altogether.
foreach ($command in $read) {
    foreach ($parameter in $command.Parameters | Where-Object DefaultValue) {
        $place = "//command:command[command:details/command:name = '$($command.Title)']" +
            "/command:parameters/command:parameter[maml:name = '$($parameter.Name)']"
        $value = $maml.CreateElement('dev', 'defaultValue', $names.LookupNamespace('dev'))
        $value.InnerText = $parameter.DefaultValue
        $null = $maml.SelectSingleNode($place, $names).AppendChild($value)
    }
}

# Where a page links to its neighbour, Get-Help shows the name alone.
foreach ($uri in $maml.SelectNodes('//maml:navigationLink/maml:uri', $names) | Where-Object InnerText -NotLike 'https://*') {
    $uri.InnerText = ''
}

Set-Content -LiteralPath (Join-Path $target 'AudienceTools.Cmdlets.dll-Help.xml') -Value $maml.OuterXml.ReplaceLineEndings("`n").TrimEnd()
