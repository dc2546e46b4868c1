# What the build has made must answer Get-Help, with nothing installed beside it: .ci/run asks so in a home that is empty.
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path (Split-Path $PSScriptRoot) 'output' 'AudienceTools')
$help = Get-Help New-Audience -Full
$examples = @($help.examples.example).Count
$undescribed = @($help.parameters.parameter | Where-Object { -not $_.description.Text })
if (-not $help.description -or $undescribed -or $examples -lt 3) {
    Write-Error "The help of New-Audience is not whole: $examples examples, and no text for $($undescribed.name -join ', ')."
}
"Get-Help New-Audience shows $(@($help.parameters.parameter).Count) parameters and $examples examples."
