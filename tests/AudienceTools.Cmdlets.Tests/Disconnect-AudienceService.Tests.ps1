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

    It 'does nothing where none is open' { Disconnect-AudienceService 3>&1 | Should -BeNullOrEmpty }

    It 'closes one of several, by position and by pipeline, and the default stays' {
        $first, $second, $third = 'Local', 'Atoms', 'OliAI' | ForEach-Object { Connect-AudienceService $_ -Rehearsal -DataPath $data -PassThru }
        Disconnect-AudienceService $first
        Get-AudienceConnection | Should -Be $second, $third
        Get-AudienceConnection | Where-Object Service -EQ 'Atoms' | Disconnect-AudienceService
        Get-AudienceConnection | Should -Be $third
        $third.IsDefault | Should -BeTrue
        Disconnect-AudienceService
    }

    It 'leaves no default behind, so that nothing goes to another service by itself' {
        $first = Connect-AudienceService -DataPath $data -PassThru
        $null = Connect-AudienceService Atoms -Rehearsal -DataPath $data -PassThru
        Disconnect-AudienceService
        Get-AudienceConnection | Should -Be $first
        $first.IsDefault | Should -BeFalse
        Disconnect-AudienceService 3>&1 | Should -Match '-Connection, or -All'
        $first.IsOpen | Should -BeTrue
        $failure = Get-TheError { Get-Audience }
        $failure.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        $failure.Exception.Message | Should -Match '-Connection'
        { Get-Audience -Connection $first } | Should -Not -Throw

        # To connect again makes it the default.
        Connect-AudienceService -DataPath $data
        { Get-Audience } | Should -Not -Throw
        Disconnect-AudienceService
        $first.IsOpen | Should -BeFalse
    }

    It 'closes all' {
        'Local', 'Atoms', 'OliAI' | ForEach-Object { Connect-AudienceService $_ -Rehearsal -DataPath $data }
        Disconnect-AudienceService -All
        Get-AudienceConnection | Should -BeNullOrEmpty
        Wait-Until { -not (Get-ChildItem $data -Filter service.json -Recurse) }
        Disconnect-AudienceService -All
    }
}
