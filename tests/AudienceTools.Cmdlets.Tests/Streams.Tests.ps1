# What must hold of every command: early ends, stops, and what the streams show.
BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
    Connect-Test $data
    $many = 1..10000 | ForEach-Object { [pscustomobject]@{ Phone = "+1415$(5560000 + $_)"; Name = "Confidential $_" } } | New-Audience 'Many'

    # Starts a command in a runspace of its own and gives the pipeline, so that it can be stopped on purpose.
    function Start-Stoppable([string] $Script) {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$ModulePath'; `$c = `$args[0]; $Script").AddArgument((Get-AudienceConnection))
        [pscustomobject]@{ Shell = $shell; Handle = $shell.BeginInvoke() }
    }
}

AfterAll { Disconnect-Test $data }

Describe 'An early end' {
    It 'stops the requests' {
        $lines = Get-RequestLine { Get-AudienceMember $many -Verbose | Select-Object -First 3 }
        @($lines).Count | Should -Be 1

        # Two pages, and the four that may be under way behind them, of eleven.
        $lines = Get-RequestLine { Get-AudienceMember $many -Verbose | Select-Object -First 1500 }
        @($lines).Count | Should -BeLessOrEqual 6
    }

    It 'leaves a session that goes on working' {
        1..20 | ForEach-Object { $null = Get-AudienceMember $many | Select-Object -First 1 }
        @(Get-AudienceMember $many).Count | Should -Be 10000
    }

    It 'by a failing command after it is passed on' {
        { Get-AudienceMember $many | ForEach-Object { throw 'mine' } } | Should -Throw 'mine'
        @(Get-AudienceMember $many -First 2).Count | Should -Be 2
    }

    It 'by a failing command before it ends the import too' {
        { & { '+14155550100'; throw 'mine' } | Add-AudienceContact $many } | Should -Throw 'mine'
        @(Get-AudienceMember $many).Count | Should -BeGreaterOrEqual 10000
    }
}

Describe 'A stop' {
    It 'ends an import within a second, whose receipt stays on the connection' {
        $null = New-Audience 'Stopped'
        $run = Start-Stoppable "& { `$i = 0; while (`$true) { `$i++; '+1' + (2012000000 + `$i) } } | Add-AudienceContact Stopped -Connection `$c"
        Wait-Until { (Get-Audience 'Stopped').MemberCount -gt 0 }
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $run.Shell.Stop()
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 5
        $run.Shell.InvocationStateInfo.State | Should -Be 'Stopped'
        $run.Shell.Dispose()
        $receipt = (Get-AudienceConnection).LastReceipt
        $receipt.StoppedBecause | Should -Match 'stopped'
        $receipt.Blank + $receipt.Invalid + $receipt.DuplicateInInput + $receipt.Added + $receipt.AlreadyMember + $receipt.Rejected +
            $receipt.Unknown + $receipt.NotSent | Should -Be $receipt.Received
        (Get-Audience 'Stopped').MemberCount | Should -BeGreaterOrEqual $receipt.Added
    }

    It 'ends a removal, whose receipt stays on the connection and says who remains' {
        $null = Get-Contacts 3000 500001 | New-Audience 'Taken out'

        # One request each, so that there is time to stop it.
        $run = Start-Stoppable "Get-AudienceMember 'Taken out' -Connection `$c | Remove-AudienceContact -FromOrganization -Connection `$c -Confirm:`$false"
        Wait-Until { (Get-Audience 'Taken out').MemberCount -lt 3000 }
        $run.Shell.Stop()
        $run.Shell.InvocationStateInfo.State | Should -Be 'Stopped'
        $run.Shell.Dispose()
        $receipt = (Get-AudienceConnection).LastRemoval
        $receipt.StoppedBecause | Should -Be 'The removal was stopped.'
        $receipt.Requested | Should -Be 3000
        $receipt.Removed + $receipt.Unknown + $receipt.NotSent | Should -Be 3000
        $receipt.NotSent | Should -BeGreaterThan 0
        (Get-Audience 'Taken out').MemberCount | Should -BeIn ($receipt.NotSent..($receipt.NotSent + $receipt.Unknown))
        (Remove-AudienceContact -ContactId @($receipt.Remaining)[-20..-1] -FromOrganization -Confirm:$false).Removed | Should -Be 20
    }

    It 'ends a wait for a service that does not answer' {
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        $run = Start-Stoppable "`$dead = Connect-AudienceService Atoms -Uri 'http://127.0.0.1:$($listener.LocalEndpoint.Port)/' -ApiKey (ConvertTo-SecureString k -AsPlainText) -PassThru; Get-Audience -Connection `$dead"
        Wait-Until { $listener.Pending() }
        $run.Shell.Stop()
        $run.Shell.InvocationStateInfo.State | Should -Be 'Stopped'
        $run.Shell.Dispose()
        $listener.Stop()
    }
}

Describe 'The streams' {
    It 'show neither the key nor a contact, with -Verbose and -Debug, in errors and transcripts' {
        $key = (Get-Content (Join-Path $data 'service.json') | ConvertFrom-Json).key
        $transcript = Join-Path $data 'transcript.txt'
        $null = Start-Transcript $transcript
        $all = & {
            $ErrorActionPreference = 'Continue'
            $null = [pscustomobject]@{ Phone = '+14155559999'; Name = 'Confidential' }, [pscustomobject]@{ Phone = '+1415555999X'; Name = 'Confidential' } |
                New-Audience 'Secret' -Verbose -Debug
            $null = Get-AudienceMember 'Secret' -Search 'Confidential' -Verbose -Debug
            Get-AudienceMember 'nobody' -Verbose -Debug
        } *>&1
        $null = Stop-Transcript
        $text = ($all | Out-String) + ($all | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | Format-List * -Force | Out-String) + (Get-Content $transcript -Raw)
        $text | Should -Match 'POST /v1/audiences'
        $text | Should -Not -Match ([regex]::Escape($key))
        $text | Should -Not -Match '4155559999'
        $text | Should -Not -Match 'Confidential'
    }

    It 'holds nothing of an input''s that a terminal would obey' {
        $odd = "a`e[31mb`u{202e}c"
        $file = Join-Path $TestDrive 'odd.csv'
        Set-Content $file "name,note`nAnn,1"
        $all = & {
            $ErrorActionPreference = 'Continue'
            [pscustomobject]@{ phone = $odd } | Test-AudienceContact -PassThru
            [pscustomobject]@{ phone = '+442079460901'; $odd = ConvertTo-SecureString 'x' -AsPlainText } | Test-AudienceContact -PassThru
            try { Test-AudienceContact -PhoneNumber '+442079460901' -DefaultCountryCode $odd } catch { $_.Exception.Message }
            try { Test-AudienceContact -Path $file -PhoneColumn $odd } catch { $_.Exception.Message }
            try { [pscustomobject]@{ $odd = 1 } | Test-AudienceContact } catch { $_.Exception.Message }
            try { Get-AudienceMember $odd -ErrorAction Stop } catch { $_.Exception.Message }
        } *>&1
        $shown = $all | Out-String -Width 400
        $shown | Should -Match "a`u{fffd}\[31mb"
        $shown | Should -Not -Match "[`e`u{202e}]"
    }

    It 'completes the progress that an import shows' {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$ModulePath'; `$ProgressPreference = 'Continue'; Import-Csv '$Root/examples/contacts.csv' | New-Audience Progress -Connection `$args[0]").AddArgument((Get-AudienceConnection))
        $null = $shell.Invoke()
        $records = $shell.Streams.Progress | Where-Object Activity -Like '*Progress*'
        $records.Count | Should -BeGreaterThan 0
        $records[-1].RecordType | Should -Be 'Completed'
        $shell.Dispose()
    }
}
