BeforeAll { . (Join-Path $PSScriptRoot 'Common.ps1') }

Describe 'The module' {
    It 'exports what its manifest says, and each has a help page and a suite' {
        $commands = (Get-Command -Module AudienceTools).Name | Sort-Object
        $commands | Should -Be ($Manifest.CmdletsToExport | Sort-Object)
        $pages = (Get-ChildItem (Join-Path $Root 'docs' 'en-US') -Filter '*-*.md').BaseName | Sort-Object
        $pages | Should -Be $commands
        $suites = (Get-ChildItem $PSScriptRoot -Filter '*-*.Tests.ps1').Name -replace '\.Tests\.ps1$' | Sort-Object
        $suites | Should -Be $commands
    }

    It 'uses approved verbs' {
        Get-Command -Module AudienceTools | Where-Object Verb -NotIn (Get-Verb).Verb | Should -BeNullOrEmpty
    }

    It 'says what each command gives' {
        Get-Command -Module AudienceTools | Where-Object { $_.OutputType.Count -eq 0 } | Should -BeNullOrEmpty
    }

    It 'has -WhatIf on whatever writes, and High on what destroys' {
        foreach ($command in Get-Command -Module AudienceTools -Verb New, Add, Set, Remove, Sync) {
            $command.Parameters.Keys | Should -Contain 'WhatIf' -Because $command.Name
        }
        foreach ($command in Get-Command -Module AudienceTools | Where-Object { $_.Verb -eq 'Remove' -or $_.Name -eq 'Set-Audience' }) {
            $command.ImplementingType.GetCustomAttributes([Management.Automation.CmdletAttribute], $true).ConfirmImpact | Should -Be 'High'
        }
    }

    It 'uses only types that a script can name, in parameters and results' {
        foreach ($command in Get-Command -Module AudienceTools) {
            $types = @($command.OutputType.Type) + @($command.Parameters.Values.ParameterType)
            $types | Where-Object { $_.Assembly.GetName().Name -like 'AudienceTools.*' } | Should -BeNullOrEmpty -Because $command.Name
        }
    }

    It 'can be imported twice, and again with -Force' {
        Invoke-PowerShell -Command "
            Import-Module '$ModulePath'; Import-Module '$ModulePath'; Import-Module '$ModulePath' -Force
            Remove-Module AudienceTools; Import-Module '$ModulePath'
            (Get-Command -Module AudienceTools).Count
            try { Get-Audience } catch { `$_.FullyQualifiedErrorId }" | Should -Be $Manifest.CmdletsToExport.Count, 'NotConnected,AudienceTools.Cmdlets.Commands.GetAudienceCommand'
    }

    It 'works beside another version of CsvHelper' {
        # As another module may have loaded it: ours must neither take it nor be taken for it.
        $other = Get-ChildItem (Join-Path $PSScriptRoot 'OtherCsvHelper' 'bin') -Filter CsvHelper.dll -Recurse | Select-Object -First 1
        $data = New-DataPath
        Invoke-PowerShell -Command "
            Add-Type -LiteralPath '$other'
            Import-Module '$ModulePath'; Connect-AudienceService -DataPath '$data'
            (New-Audience Beside -Path '$Root/examples/contacts.csv' -ErrorAction SilentlyContinue).MemberCount
            [AppDomain]::CurrentDomain.GetAssemblies().GetName().Where{ `$_.Name -eq 'CsvHelper' }.Version.Major | Sort-Object" |
            Should -Be (Get-Content "$Root/examples/contacts.expected.json" | ConvertFrom-Json).distinctValid, 1, 34
    }

    It 'has a category for each error code' {
        $records = [AudienceTools.ModuleLoadContext]::LoadCommands().GetType('AudienceTools.Cmdlets.Errors.ErrorRecords')
        $category = $records.GetMethod('Category')
        foreach ($code in [Enum]::GetValues([AudienceTools.AudienceErrorCode])) {
            $category.Invoke($null, @($code)) | Should -Not -Be 'NotSpecified' -Because $code
        }
    }

    It 'tells what to do about each reason code' {
        $cmdlets = [AudienceTools.ModuleLoadContext]::LoadCommands()
        $core = [Runtime.Loader.AssemblyLoadContext]::GetLoadContext($cmdlets).Assemblies | Where-Object { $_.GetName().Name -eq 'AudienceTools.Core' }
        $codes = [Enum]::GetNames($core.GetType('AudienceTools.Core.PhoneNumbers.PhoneNumberProblem')) -ne 'None'
        foreach ($name in 'Reading.RowReasons', 'Import.Accounting.ReasonCodes') {
            $codes += $core.GetType("AudienceTools.Core.$name").GetFields('Public, Static').ForEach{ $_.GetRawConstantValue() }
        }
        $codes.Count | Should -BeGreaterThan 18
        $page = Get-Content (Join-Path $Root 'docs' 'en-US' 'about_AudienceContacts.md') -Raw
        $reasons = $page.Substring($page.IndexOf('## Reasons'))
        foreach ($code in $codes) { $reasons | Should -Match "(?m)^$code  " -Because $code }
    }
}
