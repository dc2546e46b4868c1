BeforeDiscovery {
    $root = Split-Path (Split-Path $PSScriptRoot)
    $commands = (Import-PowerShellDataFile (Join-Path $root 'AudienceTools.psd1')).CmdletsToExport
    $topics = (Get-ChildItem (Join-Path $root 'docs' 'en-US') -Filter 'about_*.md').BaseName
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $docs = Join-Path $Root 'docs' 'en-US'

    # Not of the module's own making: they have neither a message nor, but for the last five, a place on a page.
    $common = [Management.Automation.PSCmdlet]::CommonParameters
    $given = $common + 'WhatIf', 'Confirm', 'First', 'Skip', 'IncludeTotalCount'

    # Texts are compared by their words, since Get-Help wraps and indents them.
    function ConvertTo-Words($Text) { ($Text | Out-String -Width 10000) -replace '\s+', ' ' -replace '^ | $' }

    # The parts of a page below headings of one level, by heading.
    function Get-Part([string] $Markdown, [string] $Level) {
        $parts = [ordered]@{}
        foreach ($part in $Markdown -split "(?m)^$Level " | Select-Object -Skip 1) {
            $heading, $text = $part -split '\n', 2
            $parts[$heading] = $text.Trim()
        }
        $parts
    }

    function Get-Page([string] $Name) {
        $text = Get-Content -Raw (Join-Path $docs "$Name.md")
        $page = Get-Part $text '##'
        @{
            HelpUri     = [regex]::Match($text, '(?m)^HelpUri: (.*)$').Groups[1].Value
            Synopsis    = $page.SYNOPSIS
            Description = $page.DESCRIPTION
            Syntax      = [regex]::Matches($page.SYNTAX, '(?s)```\n(.*?)\n```').ForEach{ $_.Groups[1].Value }
            Examples    = (Get-Part $page.EXAMPLES '###').GetEnumerator().ForEach{
                $code, $rest = $_.Value -replace '(?s)\A```powershell\n' -split '(?m)^```$', 2
                @{ Title = $_.Key; Code = $code; Remarks = $rest -replace '(?m)^```$' }
            }
            Parameters  = (Get-Part $page.PARAMETERS '###').GetEnumerator().Where{ $_.Key -ne 'CommonParameters' }.ForEach{
                $description, $yaml = $_.Value -split '(?m)^```yaml$', 2
                Get-PageParameter $_.Key.TrimStart('-') $description $yaml
            }
            Inputs      = Get-Part $page.INPUTS '###'
            Outputs     = Get-Part $page.OUTPUTS '###'
            Notes       = $page.NOTES
            Links       = [regex]::Matches($page.'RELATED LINKS', '(?m)^- \[(.+?)\]').ForEach{ $_.Groups[1].Value }
        }
    }

    function Get-PageParameter([string] $Name, [string] $Description, [string] $Yaml) {
        $value = { param($Key) [regex]::Matches($Yaml, "(?m)^[- ]*${Key}: *'?(.*?)'?$").ForEach{ $_.Groups[1].Value } }
        $sets = @(& $value Name)
        $rows = 0..($sets.Count - 1) | ForEach-Object {
            $row = $_
            '{0}: position {1}, required {2}, value {3}, property {4}' -f
                @('Name', 'Position', 'IsRequired', 'ValueFromPipeline', 'ValueFromPipelineByPropertyName' | ForEach-Object { @(& $value $_)[$row] })
        }
        $pipeline = @(
            if ((& $value ValueFromPipeline) -contains 'true') { 'ByValue' }
            if ((& $value ValueFromPipelineByPropertyName) -contains 'true') { 'ByPropertyName' })
        @{
            Name        = $Name
            Description = $Description
            Type        = & $value Type
            Default     = & $value DefaultValue
            Required    = "$((& $value IsRequired) -contains 'true')"
            Position    = @(& $value Position)[0]
            Pipeline    = $pipeline ? "True ($($pipeline -join ', '))" : 'False'
            Aliases     = [regex]::Match($Yaml, '(?m)^Aliases:\n((- .+\n)+)').Groups[1].Value -replace '- ' -replace '\n(?=.)', ', ' -replace '\n'
            Wildcards   = & $value SupportsWildcards
            Sets        = $rows | Sort-Object
        }
    }
}

Describe 'The help of <_>' -ForEach $commands {
    BeforeAll {
        $command = Get-Command $_
        $page = Get-Page $_
        $help = Get-Help $_ -Full
        $own = $command.Parameters.Values | Where-Object Name -NotIn $given
    }

    It 'shows what the page says of the command' {
        ConvertTo-Words $help.Synopsis | Should -BeExactly (ConvertTo-Words $page.Synopsis)
        ConvertTo-Words $help.description.Text | Should -BeExactly (ConvertTo-Words $page.Description)
        ConvertTo-Words $help.alertSet.alert.Text | Should -BeExactly (ConvertTo-Words $page.Notes)
        ConvertTo-Words $help.inputTypes.inputType.ForEach{ $_.type.name; $_.description.Text } |
            Should -BeExactly (ConvertTo-Words $page.Inputs.GetEnumerator().ForEach{ $_.Key; $_.Value })
        ConvertTo-Words $help.returnValues.returnValue.ForEach{ $_.type.name; $_.description.Text } |
            Should -BeExactly (ConvertTo-Words $page.Outputs.GetEnumerator().ForEach{ $_.Key; $_.Value })
        $help.relatedLinks.navigationLink.linkText | Should -BeExactly (@('Online Version') + $page.Links)
    }

    It 'shows the parameters of the page' {
        $help.parameters.parameter.name | Should -BeExactly $page.Parameters.Name
        foreach ($expected in $page.Parameters) {
            $shown = $help.parameters.parameter | Where-Object name -EQ $expected.Name
            ConvertTo-Words $shown.description.Text | Should -BeExactly (ConvertTo-Words $expected.Description) -Because $expected.Name
            $shown.type.name | Should -BeExactly $expected.Type -Because $expected.Name
            "$($shown.defaultValue)" | Should -BeExactly $expected.Default -Because $expected.Name
            $shown.required | Should -Be $expected.Required -Because $expected.Name
            $shown.position | Should -Be $expected.Position -Because $expected.Name
            $shown.pipelineInput | Should -Be $expected.Pipeline -Because $expected.Name
            $shown.aliases -replace '^none$' | Should -BeExactly $expected.Aliases -Because $expected.Name
            $shown.globbing | Should -Be $expected.Wildcards -Because $expected.Name
        }
    }

    It 'shows the examples of the page' {
        @($help.examples.example).Count | Should -Be @($page.Examples).Count
        $help.examples.example.title.ForEach{ $_.Trim('-', ' ') } | Should -BeExactly $page.Examples.Title
        $help.examples.example.code.ForEach{ $_.Trim() } | Should -BeExactly $page.Examples.Code.ForEach{ $_.Trim() }
        foreach ($i in 0..(@($page.Examples).Count - 1)) {
            ConvertTo-Words $help.examples.example[$i].remarks.Text | Should -BeExactly (ConvertTo-Words $page.Examples[$i].Remarks)
        }
        $screen = Get-Help $_ -Examples | Out-String -Width 10000
        foreach ($example in $page.Examples) {
            $words = ConvertTo-Words "--------- $($example.Title) ---------", $example.Code, $example.Remarks
            ConvertTo-Words $screen | Should -BeLike "*$([WildcardPattern]::Escape($words))*"
        }
    }

    It 'shows nothing of how it was written' {
        Get-Help $_ -Full | Out-String | Should -Not -Match '```|[\x00-\x08\x0b\x0c\x0e-\x1a\x7f-\x9f]|\]\('
    }

    It 'has the parameters of the command' {
        $page.Parameters.Name | Should -Be ($command.Parameters.Keys | Where-Object { $_ -notin $common } | Sort-Object)
        foreach ($expected in $page.Parameters) {
            $parameter = $command.Parameters[$expected.Name]
            $type = [Nullable]::GetUnderlyingType($parameter.ParameterType) ?? $parameter.ParameterType
            $type.FullName | Should -BeExactly $expected.Type -Because $expected.Name
            $parameter.Aliases -join ', ' | Should -BeExactly $expected.Aliases -Because $expected.Name
            "$($parameter.Attributes.TypeId.Name -contains 'SupportsWildcardsAttribute')" | Should -Be $expected.Wildcards -Because $expected.Name
            $rows = foreach ($set in $parameter.ParameterSets.GetEnumerator()) {
                '{0}: position {1}, required {2}, value {3}, property {4}' -f ($set.Key -replace '__AllParameterSets', '(All)'),
                    ($set.Value.Position -lt 0 ? 'Named' : $set.Value.Position), $set.Value.IsMandatory, $set.Value.ValueFromPipeline,
                    $set.Value.ValueFromPipelineByPropertyName
            }
            $rows | Sort-Object | Should -Be $expected.Sets -Because $expected.Name
        }
    }

    It 'has the syntax of the command' {
        $squeeze = { $input -replace '\s|\[<CommonParameters>\]' | Sort-Object }
        $expected = $command.ParameterSets.ForEach{ "$($command.Name) $_" } | & $squeeze
        $page.Syntax | & $squeeze | Should -BeExactly $expected
        ($help.syntax | Out-String -Width 10000).Trim() -split '\n\s*\n' | & $squeeze | Should -BeExactly $expected
    }

    It 'has its own address' {
        # Get-Command's own HelpUri is that of the help file where the command has none.
        $uri = $command.ImplementingType.GetCustomAttributes([Management.Automation.CmdletAttribute], $true).HelpUri
        $uri | Should -BeExactly $page.HelpUri
        $uri | Should -Match "^https://.+/docs/en-US/$_\.md$"
        $help.relatedLinks.navigationLink[0].uri | Should -BeExactly $page.HelpUri
    }

    It 'says in a sentence what each parameter is, while PowerShell completes it' {
        $tips = (TabExpansion2 "$_ -" ("$_ -".Length)).CompletionMatches
        foreach ($parameter in $own) {
            $message = @($parameter.ParameterSets.Values.HelpMessage | Where-Object { $_ })
            $message | Should -HaveCount 1 -Because $parameter.Name
            $message[0] | Should -MatchExactly '^[A-Z][^\n]{0,98}\.$' -Because $parameter.Name
            $message[0] | Should -Not -Match '\. [A-Z]' -Because $parameter.Name
            ($tips | Where-Object ListItemText -EQ $parameter.Name).ToolTip | Should -BeLike "*$($message[0])" -Because $parameter.Name
        }
    }
}

Describe 'The page <_>' -ForEach ($commands + $topics) {
    It 'has only examples that PowerShell can bind' {
        $code = [regex]::Matches((Get-Content -Raw (Join-Path $docs "$_.md")), '(?s)```powershell\n(.*?)\n```').ForEach{ $_.Groups[1].Value }
        if ($_ -notlike 'about_*') { $code.Count | Should -BeGreaterOrEqual ($_ -eq 'New-Audience' ? 3 : 2) }
        foreach ($text in $code) {
            $errors = $null
            $script = [Management.Automation.Language.Parser]::ParseInput($text, [ref] $null, [ref] $errors)
            $errors | Should -BeNullOrEmpty -Because $text
            foreach ($call in $script.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)) {
                if ($call.GetCommandName() -in $Manifest.CmdletsToExport) {
                    $bound = [Management.Automation.Language.StaticParameterBinder]::BindCommand($call, $true)
                    $bound.BindingExceptions.Values.BindingException.Message | Should -BeNullOrEmpty -Because $call.Extent.Text
                }
                else {
                    Get-Command $call.GetCommandName() -ErrorAction Ignore | Should -Not -BeNullOrEmpty -Because $call.Extent.Text
                }
            }
        }
    }
}

Describe 'The topic <_>' -ForEach $topics {
    It 'shows its page' {
        $text = & (Join-Path $Root 'docs' 'ConvertTo-HelpTopic.ps1') -Path (Join-Path $docs "$_.md")
        (Get-Help $_ | Out-String).Trim() | Should -BeExactly $text.Trim()
    }
}
