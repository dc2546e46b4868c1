BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    # A service whose second pages never come: it wants a long wait first.
    $listener, $port = New-HttpListener
    $answering = [powershell]::Create().AddScript({
            param($listener)
            while ($listener.IsListening) {
                $context = $listener.GetContext()
                $response = $context.Response
                $response.ContentType = 'application/json'
                $isFirst = $context.Request.Url.Query -notmatch 'page=(?!1\b)|after='
                $text = '{"statusCode":429,"message":"slow down","error":"Too Many Requests"}'
                if ($isFirst) {
                    $items = foreach ($i in 1..100) {
                        $context.Request.Url.AbsolutePath -match 'contacts' ? @{ id = "c$i"; phoneNumber = "+1$(2012000000 + $i)"; name = "N$i" } : @{ id = "a$i"; name = "A$i" }
                    }
                    $text = @{ data = $items; total = 400; page = 1; limit = 100; totalPages = 4; next = 'n' } | ConvertTo-Json -Depth 4
                }
                else {
                    $response.StatusCode = 429
                    $response.AddHeader('Retry-After', '60')
                }
                $bytes = [Text.Encoding]::UTF8.GetBytes($text)
                $response.OutputStream.Write($bytes, 0, $bytes.Length)
                $response.Close()
            }
        }).AddArgument($listener)
    $null = $answering.BeginInvoke()
    # A connection that was told to wait does so for all of its requests.
    function Connect-Slow {
        Connect-AudienceService OliAI -Uri "http://127.0.0.1:$port/" -ApiKey (ConvertTo-SecureString 'k' -AsPlainText) -PassThru
    }
    $audience = [AudienceTools.Audience]@{ Id = 'a1'; Name = 'Q1' }

    # Runs a command in a runspace of its own until its progress says that it waits, stops it, and gives what it showed.
    function Get-Progress([string] $Command) {
        $slow = Connect-Slow
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$ModulePath'; `$ProgressPreference = 'Continue'; $Command").AddParameters(@($slow, $audience))
        $running = $shell.BeginInvoke()
        Wait-Until { @($shell.Streams.Progress).Where{ $_.StatusDescription -match 'waiting' }.Count -gt 0 -or $running.IsCompleted }
        $shell.Stop()
        $shell.Streams.Progress | Where-Object Activity -Like 'Reading*'
        $shell.Dispose()
        Disconnect-AudienceService $slow
    }
}

AfterAll {
    $listener.Stop()
    $answering.Dispose()
}

Describe 'The progress of a read' {
    It 'tells how far <Command> is, and what it waits for, and is completed when the command is stopped' -ForEach @(
        @{ Command = 'Get-AudienceMember $args[1] -Connection $args[0]'; Activity = "Reading the members of 'Q1'"; What = 'members'; Percent = 25 }
        @{ Command = 'Get-AudienceMember $args[1] -First 200 -Skip 20 -Connection $args[0]'; Activity = "Reading the members of 'Q1'"; What = 'members'; Percent = 40 }
        @{ Command = 'Get-AudienceContact -Connection $args[0]'; Activity = 'Reading contacts'; What = 'contacts'; Percent = 25 }
        @{ Command = 'Get-Audience -Connection $args[0]'; Activity = 'Reading audiences'; What = 'audiences'; Percent = 25 }
        @{ Command = 'Get-Audience A1* -Connection $args[0]'; Activity = 'Reading audiences'; What = 'audiences'; Percent = 25 }
    ) {
        $records = @(Get-Progress $Command)
        $waits = $records.Where({ $_.StatusDescription -match 'waiting' }, 'First')[0]
        $waits.Activity | Should -Be $Activity
        $waits.StatusDescription | Should -Match "^\d+ of \d+ $What read, [\d,]+ a second; waiting \d+ s, "
        $waits.PercentComplete | Should -Be $Percent
        $waits.SecondsRemaining | Should -BeGreaterOrEqual 0
        $records[-1].RecordType | Should -Be 'Completed'
        @($records.ActivityId | Select-Object -Unique).Count | Should -Be 1
    }
}
