# The main job in AudienceTools.Shell, which has fewer modules than PowerShell as it is released; every other suite runs in that.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
    Connect-Test $data
    $expected = Get-Content "$Root/examples/contacts.expected.json" | ConvertFrom-Json
}

AfterAll { Disconnect-Test $data }

Describe 'AudienceTools.Shell' {
    It 'is what this suite runs in' {
        [IO.Path]::GetFileName([Environment]::GetCommandLineArgs()[0]) | Should -Be 'AudienceTools.Shell.dll'
    }

    It 'fills an audience, reads it and deletes it' {
        $audience = Import-Csv "$Root/examples/contacts.csv" | New-Audience Shell -ErrorAction SilentlyContinue
        $audience.MemberCount | Should -Be $expected.distinctValid
        Assert-Sum $audience.Receipt
        @($audience | Get-AudienceMember).Count | Should -Be $expected.distinctValid
        $audience | Remove-Audience -Confirm:$false
        Get-Audience | Should -BeNullOrEmpty
    }

    It 'takes a script as its first argument, as pwsh does' {
        $script = Join-Path $data 'first.ps1'
        Set-Content $script 'param ($Task) "did $Task"; exit 3'
        & $Program @ProgramArguments $script -Task Demo | Should -Be 'did Demo'
        $LASTEXITCODE | Should -Be 3
    }

    It 'gives 130 for a script that Ctrl+C has ended' -Skip:$IsWindows {
        $script = Join-Path $data 'sleeps.ps1'
        Set-Content $script "'ready'; Start-Sleep 600"
        $start = [Diagnostics.ProcessStartInfo]::new('env')
        @('--default-signal=INT', $Program) + $ProgramArguments + '-NoProfile', '-File', $script | ForEach-Object { $start.ArgumentList.Add($_) }
        $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        $child = [Diagnostics.Process]::Start($start)
        $child.StandardOutput.ReadLine() | Should -Be 'ready'
        & (Get-Command kill -CommandType Application | Select-Object -First 1) -INT $child.Id
        if (-not $child.WaitForExit(20000)) { $child.Kill(); throw 'It did not end.' }
        $child.ExitCode | Should -Be 130
    }

    It 'cannot make the package, and says so before it builds' {
        $copy = (New-Item -ItemType Directory (Join-Path $data 'copy')).FullName
        Copy-Item (Join-Path $Root 'build.ps1'), (Join-Path $Root 'AudienceTools.psd1') $copy
        $said = & $Program @ProgramArguments (Join-Path $copy 'build.ps1') -Task Package 2>&1 | Out-String
        $said | Should -Match '(?s)Compress-PSResource.+dotnet pwsh \./build\.ps1 -Task Package'
        $LASTEXITCODE | Should -Be 1
        Join-Path $copy 'output' | Should -Not -Exist
    }
}
