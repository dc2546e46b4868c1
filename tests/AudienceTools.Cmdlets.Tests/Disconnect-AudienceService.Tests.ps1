BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
}

AfterAll { Disconnect-Test $data }

Describe 'Disconnect-AudienceService' {
    It 'closes the session''s connection' {
        Connect-AudienceService -DataPath $data
        Disconnect-AudienceService
        Get-AudienceConnection | Should -BeNullOrEmpty
        Get-ErrorId { Get-Audience } | Should -Be 'NotConnected'
    }

    It 'says so where a closed connection is used' {
        $connection = Connect-AudienceService -DataPath $data -PassThru
        Disconnect-AudienceService
        $connection.IsOpen | Should -BeFalse
        Get-ErrorId { Get-Audience -Connection $connection } | Should -Be 'NotConnected'
    }

    It 'lets the service go at once' {
        Connect-AudienceService -DataPath $data
        $null = Get-Audience
        $port = ([uri](Get-Content (Join-Path $data 'service.json') | ConvertFrom-Json).address).Port
        $held = {
            [Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties().GetActiveTcpConnections() |
                Where-Object { $_.RemoteEndPoint.Port -eq $port -and $_.State -eq 'Established' }
        }
        & $held | Should -Not -BeNullOrEmpty
        Disconnect-AudienceService
        Wait-Until { -not (& $held) } -Seconds 1
    }

    It 'does nothing where none is open' { Disconnect-AudienceService }

    It 'closes one of several' {
        $first = Connect-AudienceService -DataPath $data -PassThru
        $second = Connect-AudienceService Atoms -Rehearsal -DataPath $data -PassThru
        Disconnect-AudienceService -Connection $first
        Get-AudienceConnection | Should -Be $second
        Disconnect-AudienceService
    }
}
