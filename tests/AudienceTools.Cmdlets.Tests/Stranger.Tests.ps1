# What listens where the local service did, whose the service's folder is, and who can end it: nothing goes to a stranger.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath

    # A web server of somebody else's, which keeps what it is sent and answers 200 to everything.
    function Start-Stranger([int] $Port) {
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, $Port)
        $listener.Start()
        $sent = [Collections.Concurrent.ConcurrentQueue[string]]::new()
        $shell = [powershell]::Create().AddScript({
                param ($Listener, $Sent)
                $answer = [Text.Encoding]::ASCII.GetBytes(
                    "HTTP/1.1 200 OK`r`nx-rehearsal: none`r`nx-nonce: $('0' * 64)`r`nx-proof: $('0' * 64)`r`nContent-Type: application/json`r`nContent-Length: 11`r`n`r`n{`"data`":[]}")
                while ($true) {
                    $client = $Listener.AcceptTcpClient()
                    $buffer = [byte[]]::new(65536)
                    $stream = $client.GetStream()
                    while (($read = $stream.Read($buffer, 0, $buffer.Length)) -gt 0) {
                        $Sent.Enqueue([Text.Encoding]::ASCII.GetString($buffer, 0, $read))
                        $stream.Write($answer, 0, $answer.Length)
                    }
                    $client.Dispose()
                }
            }).AddArgument($listener).AddArgument($sent)
        $null = $shell.BeginInvoke()
        [pscustomobject]@{ Sent = $sent; Listener = $listener }
    }

    function Get-Service([string] $Path = $data) { Get-Content (Join-Path $Path 'service.json') | ConvertFrom-Json }

    function Stop-Service($Service) {
        Stop-Process -Id $Service.processId -Force
        Wait-Until { -not (Get-Process -Id $Service.processId -ErrorAction Ignore) }
    }
}

AfterAll { Disconnect-Test $data }

Describe 'A port that another program took after the service was killed' {
    BeforeAll {
        Connect-Test $data
        $audience = New-Audience 'Mine' -PhoneNumber '+14155550100'
        $service = Get-Service
        Copy-Item (Join-Path $data 'service.json') (Join-Path $data 'copy.json')
        Stop-Service $service
        $stranger = Start-Stranger ([uri]$service.address).Port
    }

    AfterAll { $stranger.Listener.Stop() }

    It 'gets neither key nor contact of an open session, which is told' {
        $failure = Get-TheError { '+14155550199' | Add-AudienceContact $audience }
        $failure.FullyQualifiedErrorId | Should -BeLike 'NotTheService,*'
        $failure.CategoryInfo.Category | Should -Be 'SecurityError'
        $failure.Exception.Message | Should -Match 'Connect-AudienceService'
        $stranger.Sent.Count | Should -Be 1
    }

    It 'gets nothing of a new session, for which the own service starts' {
        Copy-Item (Join-Path $data 'copy.json') (Join-Path $data 'service.json')
        Connect-AudienceService -DataPath $data
        (Get-Service).address | Should -Not -Be $service.address
        (Get-Audience).Name | Should -Be 'Mine'
    }

    It 'gets nothing where a file that leads to it lies beside a service that runs' {
        $running = Get-Service
        $lies = $running.PSObject.Copy()
        $lies.address = $service.address
        $lies | ConvertTo-Json | Set-Content (Join-Path $data 'service.json')
        $job = Start-ThreadJob { Import-Module $using:ModulePath; Connect-AudienceService -DataPath $using:data -PassThru; Disconnect-AudienceService }
        Wait-Until { @($stranger.Sent | Where-Object { $_ -match 'x-nonce' }).Count -gt 2 }
        $running | ConvertTo-Json | Set-Content (Join-Path $data 'service.json')
        ($job | Receive-Job -Wait -AutoRemoveJob).Uri.Port | Should -Be ([uri]$running.address).Port
    }

    It 'has seen nothing but nonces' {
        $all = -join $stranger.Sent
        $all | Should -Match 'x-nonce'
        $all | Should -Not -Match $service.key
        $all | Should -Not -Match 'x-api-key|1415555'
    }
}

Describe 'service.json' {
    It 'is passed over, and the own service starts, where it is odd and nobody owns the folder' {
        $other = New-DataPath
        Set-Content (Join-Path $other 'service.json') '{"address":"x","key":5}'
        Connect-AudienceService -DataPath $other
        (Get-Service $other).address | Should -Match '^http://127'
        Disconnect-Test $other
    }

    It 'may say more than is read' {
        Connect-Test $data
        $file = Join-Path $data 'service.json'
        $service = Get-Service
        $service | Add-Member unknown @{ a = 1 } -PassThru | ConvertTo-Json | Set-Content $file
        $again = Invoke-Child $data '(Get-AudienceConnection).Uri.Port'
        $again.Trim() | Should -Be ([uri]$service.address).Port
    }
}

Describe 'The folder' -Skip:$IsWindows {
    It 'is closed to others from the first moment, and so is each that is made on the way' {
        $other = Join-Path (New-DataPath) 'new'
        Connect-AudienceService Atoms -Rehearsal -DataPath $other
        foreach ($folder in $other, "$other/rehearsal", "$other/rehearsal/Atoms") {
            (Get-Item $folder).UnixMode | Should -Be 'drwx------'
        }
        Get-ChildItem "$other/rehearsal/Atoms" -File | Where-Object Name -NotIn 'rehearsal.txt', 'server.log' | ForEach-Object UnixMode | Select-Object -Unique | Should -Be '-rw-------'
        Disconnect-Test (Split-Path $other)
    }

    It 'is refused where it belongs to another user' {
        # Only root can make such a folder, and finds one that is root's otherwise.
        if ([Environment]::UserName -eq 'root') {
            $theirs = New-DataPath
            chown 65534 $theirs
        }
        else {
            $theirs = '/tmp'
        }
        $failure = Get-TheError { Connect-AudienceService -DataPath $theirs }
        $failure.FullyQualifiedErrorId | Should -BeLike 'LocalServiceFailed,*'
        $failure.Exception.Message | Should -Match 'another user'
    }
}

Describe 'The service as a process' -Skip:(-not $IsLinux) {
    BeforeAll {
        $other = New-DataPath
        $start = [Diagnostics.ProcessStartInfo]::new('setsid')
        @('--wait', $Program) + $ProgramArguments + '-NoProfile', '-Command', "Import-Module '$ModulePath'; Connect-AudienceService -DataPath '$other'; `$PID; Start-Sleep 600" |
            ForEach-Object { $start.ArgumentList.Add($_) }
        $start.Environment['SMALLEST_API_KEY'] = 'sk_the_real_one'
        $start.Environment['SOME_PASSWORD'] = 'secret'
        $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        $starter = [Diagnostics.Process]::Start($start)
        $leader = [int]$starter.StandardOutput.ReadLine()
        $process = (Get-Service $other).processId
        Connect-AudienceService -DataPath $other
    }

    AfterAll {
        if (-not $starter.HasExited) { $starter.Kill() }
        Disconnect-Test $other
    }

    It 'is stopped and killed by nothing that the terminal of the session sends which started it' {
        # In PowerShell kill is another command's name.
        $kill = Get-Command kill -CommandType Application | Select-Object -First 1
        & $kill -STOP -- "-$leader"
        Wait-Until { (Get-Content "/proc/$leader/stat") -match '\) T ' }
        (New-Audience 'Goes on').Name | Should -Be 'Goes on'
        & $kill -QUIT -- "-$leader"
        & $kill -CONT -- "-$leader"
        & $kill -KILL -- "-$leader"
        $starter.WaitForExit()
        (Get-Audience).Name | Should -Be 'Goes on'
        (Get-Service $other).processId | Should -Be $process
    }

    It 'has of that session''s environment only what it needs' {
        $names = [IO.File]::ReadAllText("/proc/$process/environ").Split("`0", [StringSplitOptions]::RemoveEmptyEntries) | ForEach-Object { $_.Split('=')[0] }
        $names | Should -Contain 'PATH'
        $names | Should -Not -Contain 'SMALLEST_API_KEY'
        $names | Where-Object { $_ -notmatch '^(PATH|HOME|USER|LOGNAME|LANG|LANGUAGE|LC_.*|TMPDIR|TMP|TEMP|TZ|TZDIR|LD_LIBRARY_PATH|DOTNET_.*)$' } | Should -BeNullOrEmpty
    }
}
