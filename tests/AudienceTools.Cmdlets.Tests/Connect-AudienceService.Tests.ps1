BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
}

AfterAll { Disconnect-Test $data }

Describe 'Connect-AudienceService' {
    It 'writes nothing, and the connection with -PassThru' {
        Connect-AudienceService -DataPath $data | Should -BeNullOrEmpty
        $connection = Connect-AudienceService -DataPath $data -PassThru
        $connection.Service | Should -Be 'Local'
        $connection.IsOpen | Should -BeTrue
        $connection.DataPath | Should -Be $data
        $connection | Disconnect-AudienceService
    }

    It 'joins the service that runs already: a second session finds the first one''s audiences' {
        $null = New-Audience 'Shared' -Connection (Connect-AudienceService -DataPath $data -PassThru)
        $names = Invoke-PowerShell -Command "Import-Module '$ModulePath'; Connect-AudienceService -DataPath '$data'; (Get-Audience).Name"
        $names | Should -Contain 'Shared'
    }

    It 'joins the session''s own connection: the same object, and one lease for all' {
        $first = Connect-AudienceService -DataPath $data -PassThru
        $again = Connect-AudienceService -DataPath "$data/../$(Split-Path $data -Leaf)/" -PassThru
        Connect-AudienceService -DataPath $data
        [object]::ReferenceEquals($first, $again) | Should -BeTrue
        @(Get-AudienceConnection).Count | Should -Be 1
        $service = Get-Content (Join-Path $data 'service.json') | ConvertFrom-Json
        Disconnect-AudienceService
        Wait-Until { -not (Get-Process -Id $service.processId -ErrorAction Ignore) }
    }

    It 'opens another one for other settings, and both share one lease' {
        $quick = Connect-AudienceService -DataPath $data -TimeoutSec 5 -PassThru
        $slow = Connect-AudienceService -DataPath $data -TimeoutSec 500 -PassThru
        $quick.TimeoutSec, $slow.TimeoutSec | Should -Be 5, 500
        $service = Get-Content (Join-Path $data 'service.json') | ConvertFrom-Json
        Disconnect-AudienceService $quick, $quick
        Disconnect-AudienceService $quick
        (Connect-AudienceService -DataPath $data -TimeoutSec 500 -PassThru) | Should -Be $slow
        { Get-Audience -Connection $slow } | Should -Not -Throw
        Disconnect-AudienceService $slow
        Wait-Until { -not (Get-Process -Id $service.processId -ErrorAction Ignore) }
    }

    It 'opens another one for another <Name>' -ForEach @(
        @{ Name = 'data folder'; One = @{ DataPath = 'one' }; Other = @{ DataPath = 'two' } }
        @{ Name = 'service'; One = @{ Rehearsal = $true; Service = 'Atoms' }; Other = @{ Rehearsal = $true; Service = 'OliAI' } }
        @{ Name = 'purpose'; One = @{ Rehearsal = $true; Service = 'Local' }; Other = @{ Service = 'Local' } }
        @{ Name = 'address'; One = @{ Uri = 'http://127.0.0.1:9/a/' }; Other = @{ Uri = 'http://127.0.0.1:9/b/' } }
        @{ Name = 'key'; One = @{ Uri = 'http://127.0.0.1:9/'; ApiKey = 'k1' }; Other = @{ Uri = 'http://127.0.0.1:9/'; ApiKey = 'k2' } }
    ) {
        $connections = foreach ($set in $One, $Other, $One) {
            $set = $set.Clone()
            if ($set.Uri) { $set.ApiKey = ConvertTo-SecureString ($set.ApiKey ?? 'k') -AsPlainText } else { $set.DataPath = Join-Path $data $set.DataPath }
            Connect-AudienceService @set -PassThru
        }
        [object]::ReferenceEquals($connections[0], $connections[1]) | Should -BeFalse
        [object]::ReferenceEquals($connections[0], $connections[2]) | Should -BeTrue
        @(Get-AudienceConnection).Count | Should -Be 2
        $connections.IsDefault | Should -Be $true, $false, $true
        $connections | Disconnect-AudienceService
    }

    It 'lets two sessions that start at once share one service' {
        $other = New-DataPath
        $jobs = 1..3 | ForEach-Object {
            Start-Job { Import-Module $using:ModulePath; (Connect-AudienceService -DataPath $using:other -PassThru).Uri.Port; $null = New-Audience "From $using:_" }
        }
        $ports = $jobs | Receive-Job -Wait -AutoRemoveJob
        @($ports | Select-Object -Unique).Count | Should -Be 1
        Connect-AudienceService -DataPath $other
        @(Get-Audience 'From ?').Count | Should -Be 3
        Disconnect-Test $other
    }

    It 'ends the service with its last session, a killed one too, and finds yesterday''s audiences again' {
        $other = New-DataPath
        $start = [Diagnostics.ProcessStartInfo]::new($Program)
        $ProgramArguments + '-NoProfile', '-Command', "Import-Module '$ModulePath'; Connect-AudienceService -DataPath '$other'; `$null = New-Audience Kept -PhoneNumber '+14155550100'; 'ready'; Start-Sleep 600" |
            ForEach-Object { $start.ArgumentList.Add($_) }
        $start.RedirectStandardOutput = $true
        $session = [Diagnostics.Process]::Start($start)
        $session.StandardOutput.ReadLine() | Should -Be 'ready'
        $service = Get-Content (Join-Path $other 'service.json') | ConvertFrom-Json
        $session.Kill()
        Wait-Until { -not (Get-Process -Id $service.processId -ErrorAction Ignore) }

        Connect-AudienceService -DataPath $other
        (Get-Audience).Name | Should -Be 'Kept'
        (Get-Audience).MemberCount | Should -Be 1
        Disconnect-Test $other
    }

    It 'says so where the folder can''t be made' {
        $file = New-Item -ItemType File (Join-Path $data 'a-file')
        $failure = Get-TheError { Connect-AudienceService -DataPath "$file/below" }
        $failure.FullyQualifiedErrorId | Should -BeLike 'LocalServiceFailed,*'
        $failure.Exception.Message | Should -Match '-DataPath'
    }

    It 'survives a kill of the service with nothing acknowledged lost' {
        $other = New-DataPath
        Connect-AudienceService -DataPath $other
        (1..500 | ForEach-Object { "+1415556$('{0:d4}' -f $_)" } | New-Audience 'Acknowledged').MemberCount | Should -Be 500
        (Get-Process -Id (Get-Content (Join-Path $other 'service.json') | ConvertFrom-Json).processId).Kill()
        Connect-AudienceService -DataPath $other
        @(Get-AudienceConnection | Where-Object DataPath -EQ $other).Count | Should -Be 1
        (Get-Audience).MemberCount | Should -Be 500
        @(Get-AudienceMember 'Acknowledged').Count | Should -Be 500
        Disconnect-Test $other
    }

    It 'says what to do where its service is gone, and keeps what the imports and removals before came to' {
        $other = New-DataPath
        $dead = Connect-AudienceService -DataPath $other -MaximumRetryCount 0 -PassThru
        $audience = Get-Contacts 3 | New-Audience 'Before'
        $removal = Get-AudienceMember $audience -First 1 | Remove-AudienceContact $audience -Confirm:$false
        (Get-Process -Id (Get-Content (Join-Path $other 'service.json') | ConvertFrom-Json).processId).Kill()
        Wait-Until { (Get-TheError { Get-Audience }).FullyQualifiedErrorId -like 'CannotReach,*' }
        (Get-TheError { Get-Audience }).Exception.Message | Should -Match 'is gone\..*Connect-AudienceService.*-CheckpointPath'
        $next = Connect-AudienceService -DataPath $other -PassThru
        $next | Should -Not -Be $dead
        $next.LastReceipt | Should -Be $audience.Receipt
        $next.LastRemoval | Should -Be $removal
        Disconnect-Test $other
        (Connect-AudienceService -DataPath $other -PassThru).LastRemoval | Should -BeNullOrEmpty
        Disconnect-Test $other
    }

    It 'refuses the root of a drive as the folder' {
        $failure = Get-TheError { Connect-AudienceService -DataPath ([IO.Path]::GetPathRoot($data)) }
        $failure.FullyQualifiedErrorId | Should -BeLike 'LocalServiceFailed,*'
        $failure.Exception.Message | Should -Match '-DataPath'
    }

    It 'keeps the key to the same user' -Skip:$IsWindows {
        Connect-AudienceService -DataPath $data
        (Get-Item (Join-Path $data 'service.json')).UnixMode | Should -Be '-rw-------'
        Disconnect-AudienceService
    }

    It 'asks for a key where the service needs one: <Service>' -ForEach @(
        @{ Service = 'Atoms'; Variable = 'SMALLEST_API_KEY' }
        @{ Service = 'OliAI'; Variable = 'OLIAI_API_KEY' }
        @{ Service = 'CommBox'; Variable = 'COMMBOX_API_KEY' }
        @{ Service = 'Local'; Variable = 'AUDIENCETOOLS_API_KEY' }
    ) {
        $failure = Get-TheError { Connect-AudienceService $Service -Uri 'http://127.0.0.1:9/' }
        $failure.FullyQualifiedErrorId | Should -BeLike 'MissingApiKey,*'
        $failure.CategoryInfo.Category | Should -Be 'AuthenticationError'
        $failure.Exception.Message | Should -Match $Variable
    }

    It 'reads the key of a server that was started by hand from its variable, for a rehearsal there too' {
        $env:SMALLEST_API_KEY = 'the-real-one'
        try {
            (Get-TheError { Connect-AudienceService Atoms -Rehearsal -Uri 'http://127.0.0.1:9/' }).Exception.Message | Should -Match 'AUDIENCETOOLS_API_KEY'
            Connect-AudienceService -DataPath $data
            $service = Get-Content (Join-Path $data 'service.json') | ConvertFrom-Json
            $address = $service.address.TrimEnd('/')
            $env:AUDIENCETOOLS_API_KEY = $service.key
            $local = Connect-AudienceService Local -Uri "$address/v1/" -PassThru
            $atoms = Connect-AudienceService Atoms -Rehearsal -Uri "$address/atoms/v1/" -PassThru
            $null = New-Audience 'One store' -Connection $local
            (Get-Audience 'One store' -Connection $atoms).Name | Should -Be 'One store'
            $atoms.DataPath | Should -BeNullOrEmpty
        }
        finally {
            Remove-Item env:SMALLEST_API_KEY, env:AUDIENCETOOLS_API_KEY -ErrorAction Ignore
            Disconnect-AudienceService -All
        }
    }

    It 'refuses a key that would be two headers' {
        Get-ErrorId { Connect-AudienceService Atoms -ApiKey (ConvertTo-SecureString "sk_1`nx-evil: 1" -AsPlainText) } | Should -Be 'InvalidApiKey'
    }

    It 'refuses to send a key in the clear to another machine, unless asked to' {
        $key = ConvertTo-SecureString 'sk_1' -AsPlainText
        Get-ErrorId { Connect-AudienceService Atoms -ApiKey $key -Uri 'http://192.0.2.1/' } | Should -Be 'InsecureAddress'
        (Connect-AudienceService Atoms -ApiKey $key -Uri 'http://192.0.2.1/' -AllowInsecure -PassThru).Uri.Host | Should -Be '192.0.2.1'
    }

    It 'says that the key is wrong where it is, and does not show it' {
        Connect-AudienceService -DataPath $data
        $service = Get-Content (Join-Path $data 'service.json') | ConvertFrom-Json
        $wrong = Connect-AudienceService Atoms -Uri "$($service.address.TrimEnd('/'))/atoms/v1" -ApiKey (ConvertTo-SecureString 'sk_wrong_key' -AsPlainText) -PassThru
        $failure = Get-TheError { Get-Audience -Connection $wrong }
        $failure.FullyQualifiedErrorId | Should -BeLike 'NotAuthenticated,*'
        $failure.CategoryInfo.Category | Should -Be 'AuthenticationError'
        ($failure | Format-List * -Force | Out-String) + ($failure.Exception | Format-List * -Force | Out-String) | Should -Not -Match 'sk_wrong_key'
        Disconnect-AudienceService
    }

    It 'says what cannot be reached' {
        $dead = Connect-AudienceService Atoms -Uri 'http://127.0.0.1:9/' -ApiKey (ConvertTo-SecureString 'k' -AsPlainText) -MaximumRetryCount 0 -PassThru
        $failure = Get-TheError { Get-Audience -Connection $dead }
        $failure.FullyQualifiedErrorId | Should -BeLike 'CannotReach,*'
        $failure.CategoryInfo.Category | Should -Be 'ConnectionError'
        $failure.Exception.Message | Should -Match '127\.0\.0\.1:9'
        Disconnect-AudienceService
    }
}
