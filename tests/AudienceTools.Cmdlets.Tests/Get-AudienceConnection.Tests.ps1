BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
}

AfterAll { Disconnect-Test $data }

Describe 'Get-AudienceConnection' {
    It 'gives nothing where none is open' { Get-AudienceConnection | Should -BeNullOrEmpty }

    It 'shows the connection without the key, however it is printed' {
        Connect-AudienceService -DataPath $data
        $key = (Get-Content (Join-Path $data 'service.json') | ConvertFrom-Json).key
        $connection = Get-AudienceConnection
        $connection.Uri.IsLoopback | Should -BeTrue
        $prints = ($connection | Out-String), ($connection | Format-List * -Force | Out-String), ($connection | ConvertTo-Json -Depth 5), "$connection",
            ($connection | Get-Member -Force | Out-String), [Management.Automation.PSSerializer]::Serialize($connection, 5)
        $prints | Should -Not -Match ([regex]::Escape($key))
    }

    It 'lists all that are open, and marks the default' {
        $local = Connect-AudienceService -DataPath $data -PassThru
        $atoms = Connect-AudienceService Atoms -Rehearsal -DataPath $data -PassThru
        Get-AudienceConnection | Should -Be $local, $atoms
        Get-AudienceConnection | Where-Object IsDefault | Should -Be $atoms
        Get-AudienceConnection | Out-String | Should -Match '(?m)^Default .*\n.*\nFalse +Local .*\nTrue +Atoms '
        Disconnect-AudienceService $atoms
        Get-AudienceConnection | Should -Be $local
    }

    It 'keeps one for each runspace' {
        Connect-AudienceService -DataPath $data
        $other = [powershell]::Create()
        $null = $other.AddScript("Import-Module '$ModulePath'; Get-AudienceConnection")
        $other.Invoke() | Should -BeNullOrEmpty
        $other.HadErrors | Should -BeFalse
        $other.Dispose()
    }

    It 'keeps the receipt of the last import' {
        Connect-AudienceService -DataPath $data
        $null = '+14155550100', '+14155550101' | New-Audience 'Last'
        (Get-AudienceConnection).LastReceipt.Added | Should -Be 2
    }
}
