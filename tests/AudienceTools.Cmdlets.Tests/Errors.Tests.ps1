# What each status of a service becomes, on each service: error id, category, and what the error carries.
BeforeDiscovery {
    $rows = @(
        @{ Status = 400; Id = 'RequestRejected'; Category = 'InvalidData'; Ends = $false }
        @{ Status = 422; Id = 'RequestRejected'; Category = 'InvalidData'; Ends = $false }
        @{ Status = 401; Id = 'NotAuthenticated'; Category = 'AuthenticationError'; Ends = $true }
        @{ Status = 403; Id = 'NotAllowed'; Category = 'PermissionDenied'; Ends = $false }
        @{ Status = 413; Id = 'LimitExceeded'; Category = 'LimitsExceeded'; Ends = $false }
        @{ Status = 429; Id = 'RateLimited'; Category = 'LimitsExceeded'; Ends = $false }
        @{ Status = 500; Id = 'ServiceFailed'; Category = 'ResourceUnavailable'; Ends = $false }
        @{ Status = 503; Id = 'ServiceFailed'; Category = 'ResourceUnavailable'; Ends = $false }
        @{ Status = 302; Id = 'RedirectRefused'; Category = 'SecurityError'; Ends = $false }
        @{ Status = 200; Id = 'UnreadableAnswer'; Category = 'ProtocolError'; Ends = $false }
        @{ Status = 0; Id = 'RequestTimeout'; Category = 'OperationTimeout'; Ends = $false }
    )
    $cases = foreach ($service in 'Local', 'Atoms', 'OliAI', 'CommBox') {
        foreach ($row in $rows) { $row + @{ Service = $service } }
    }
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')

    # Answers http://…/<status>/<service>/… with that status and an error in that service's form; 0 is never answered.
    $listener, $port = New-HttpListener
    $answering = [powershell]::Create().AddScript({
            param($listener)
            $bodies = @{
                Local   = '{"statusCode":400,"message":"said by the service","error":"Error"}'
                Atoms   = '{"status":false,"errors":["said by the service"]}'
                OliAI   = '{"statusCode":400,"message":["said by the service"],"error":"Error"}'
                CommBox = '{"status":"400","description":"said by the service","response_time":"2025-02-06T07:51:52"}'
            }
            $odd = 'A\u001b[31mB\rC sk_of_the_test +14155550123'
            $hostile = @{
                GET    = '{"data":[{"id":"a1","name":"ODD","description":"ODD","contactCount":3}],"total":1,"id":"a1","name":"ODD","contactCount":3}'
                POST   = '{"added":0,"skipped":0,"rejected":[{"index":0,"code":"ODD","message":"ODD"}],"contactCount":3}'
                DELETE = '{"statusCode":409,"message":"ODD","error":"ODD","campaigns":[{"id":"c1","name":"ODD","status":"ODD"}]}'
            }
            foreach ($method in @($hostile.Keys)) { $hostile[$method] = $hostile[$method].Replace('ODD', $odd) }
            while ($listener.IsListening) {
                $context = $listener.GetContext()
                $null, $status, $service = $context.Request.Url.AbsolutePath -split '/'
                if ($status -eq '0') { continue }
                $response = $context.Response
                $response.StatusCode = $status
                $response.AddHeader('x-request-id', "req-$status")
                if ($status -eq '302') { $response.RedirectLocation = 'https://elsewhere.example/' }
                if ($status -eq '429') { $response.AddHeader('Retry-After', '7') }
                if ($status -eq 'hostile') {
                    $response.StatusCode = $context.Request.HttpMethod -eq 'DELETE' ? 409 : 200
                    $response.ContentType = 'application/json'
                    $bytes = [Text.Encoding]::UTF8.GetBytes($hostile[$context.Request.HttpMethod])
                    $response.OutputStream.Write($bytes, 0, $bytes.Length)
                    $response.Close()
                    continue
                }
                $response.ContentType = $status -eq '200' ? 'text/html' : 'application/json'
                $bytes = [Text.Encoding]::UTF8.GetBytes(($status -eq '200' ? '<html>Sign in</html>' : $bodies[$service[0]]))
                $response.OutputStream.Write($bytes, 0, $bytes.Length)
                $response.Close()
            }
        }).AddArgument($listener)
    $null = $answering.BeginInvoke()
}

AfterAll {
    $listener.Stop()
    $answering.Dispose()
}

Describe 'What a service answers' {
    It '<Status> of <Service> is <Id>' -ForEach $cases {
        $connection = Connect-AudienceService $Service -Uri "http://127.0.0.1:$port/$Status/$Service/" -PassThru `
            -ApiKey (ConvertTo-SecureString 'sk_of_the_test' -AsPlainText) -MaximumRetryCount 0 -TimeoutSec ($Status -eq 0 ? 1 : 60)
        $ErrorActionPreference = 'Continue'
        $ended = $false
        try { $failure = Get-Audience -Connection $connection 2>&1 } catch { $failure = $_; $ended = $true }
        Disconnect-AudienceService -Connection $connection

        $failure | Should -BeOfType [Management.Automation.ErrorRecord]
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failure.CategoryInfo.Category | Should -Be $Category
        $ended | Should -Be $Ends
        $failure.Exception.Message | Should -Match $Service
        $failure.Exception.Message | Should -Not -Match 'sk_of_the_test'
        $failure.Exception.Attempts | Should -Be 1
        if ($Status -ge 400) {
            $failure.Exception.Message | Should -Match 'said by the service'
            [int]$failure.Exception.StatusCode | Should -Be $Status
            $failure.Exception.RequestId | Should -Be "req-$Status"
        }
        $failure.Exception.RetryAfter | Should -Be ($Status -eq 429 ? [timespan]::FromSeconds(7) : $null)
    }

    It '404 of <_> is AudienceNotFound' -ForEach 'Local', 'Atoms', 'OliAI' {
        $connection = Connect-AudienceService $_ -Uri "http://127.0.0.1:$port/404/$_/" -PassThru -ApiKey (ConvertTo-SecureString 'k' -AsPlainText)
        $failure = Get-TheError { Get-Audience -Id 'a1' -Connection $connection }
        $failure.FullyQualifiedErrorId | Should -BeLike 'AudienceNotFound,*'
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
        Disconnect-AudienceService -Connection $connection
    }

    It '<_> that is not there is CannotReach' -ForEach 'Local', 'Atoms', 'OliAI', 'CommBox' {
        $connection = Connect-AudienceService $_ -Uri 'http://127.0.0.1:9/' -PassThru -ApiKey (ConvertTo-SecureString 'k' -AsPlainText) -MaximumRetryCount 0
        $failure = Get-TheError { Get-Audience -Connection $connection }
        $failure.FullyQualifiedErrorId | Should -BeLike 'CannotReach,*'
        $failure.CategoryInfo.Category | Should -Be 'ConnectionError'
        Disconnect-AudienceService -Connection $connection
    }
}

Describe 'What a service says' {
    It 'reaches no stream and no file with control characters, the key or a whole number of somebody else' {
        $failed = Join-Path ([IO.Path]::GetTempPath()) "failed-$([guid]::NewGuid()).csv"
        $connection = Connect-AudienceService Local -Uri "http://127.0.0.1:$port/hostile/v1/" -PassThru -ApiKey (ConvertTo-SecureString 'sk_of_the_test' -AsPlainText)
        $ErrorActionPreference = 'Continue'
        $seen = & {
            Get-Audience -Connection $connection -Verbose
            '+14155550100' | Add-AudienceContact 'a1' -Connection $connection -FailurePath $failed -PassThru -Verbose
            Add-AudienceContact 'Other' -PhoneNumber '+14155550100' -Connection $connection
            Remove-Audience 'a1' -Connection $connection -WhatIf
            Remove-Audience 'a1' -Connection $connection -Confirm:$false -Verbose
        } *>&1
        $text = ($seen | ForEach-Object { $_ | Format-List * -Force | Out-String -Width 4000; if ($_ -is [Management.Automation.ErrorRecord]) { $_.Exception.ToString() } }) -join "`n"
        $text += Get-Content $failed -Raw
        Disconnect-AudienceService -Connection $connection
        Remove-Item $failed

        $text | Should -Match 'InUse'
        $text | Should -Match 'There are: '
        [regex]::Matches($text, '[\p{Cc}-[\r\n\t]]').Count | Should -Be 0
        $text | Should -Not -Match 'B\rC'
        $text | Should -Not -Match 'sk_of_the_test'

        # Objects have their names as they are; sentences and codes have no number.
        @($seen | Where-Object { $_ -is [Management.Automation.ErrorRecord] }).Count | Should -BeGreaterThan 2
        $seen | Where-Object { $_ -isnot [AudienceTools.Audience] -and "$_" -match '14155550123' } | ForEach-Object { "$($_.GetType()): $_" } | Should -BeNullOrEmpty
        @($seen | Where-Object { $_ -is [AudienceTools.AudienceContactResult] })[0].Reason | Should -Not -Match '14155550123'
        $text | Should -Not -Match 'Reason.*14155550123'
    }
}
