BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $data = New-DataPath
    Connect-Test $data
    1..25 | ForEach-Object { $null = New-Audience ('Q{0:d2}' -f $_) }
    $null = New-Audience 'Old list'
}

AfterAll { Disconnect-Test $data }

Describe 'Get-Audience' {
    It 'lists all audiences' { @(Get-Audience).Count | Should -Be 26 }

    It 'finds names by pattern, in any case' { @(Get-Audience 'q*').Count | Should -Be 25 }

    It 'finds several names' { (Get-Audience 'Q01', 'Old*').Name | Should -Be 'Q01', 'Old list' }

    It 'finds by id, from the pipeline too' {
        $one = Get-Audience 'Q07'
        (Get-Audience -Id $one.Id).Name | Should -Be 'Q07'
        ($one | Select-Object Id | Get-Audience).Name | Should -Be 'Q07'
    }

    It 'says so where a name without wildcards fits none' {
        $failure = Get-TheError { Get-Audience 'Nobody' }
        $failure.FullyQualifiedErrorId | Should -BeLike 'AudienceNotFound,*'
        $failure.CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'says only that the service can''t be reached, where that is so' {
        $nobody = Connect-AudienceService Local -Uri 'http://127.0.0.1:9/' -ApiKey (ConvertTo-SecureString 'k' -AsPlainText) -MaximumRetryCount 0 -PassThru
        Get-ErrorId { Get-Audience 'Nobody' -Connection $nobody } | Should -Be 'CannotReach'
        Disconnect-AudienceService
        Connect-AudienceService -DataPath $data
    }

    It 'takes what can be no pattern for a name: <_>' -ForEach 'x[', 'Leads [1' {
        Get-ErrorId { Get-Audience $_ } | Should -Be 'AudienceNotFound'
        $null = New-Audience $_
        (Get-Audience $_).Name | Should -Be $_
        Remove-Audience $_ -Confirm:$false
    }

    It 'says nothing where a pattern fits none' { Get-Audience 'Nobody*' | Should -BeNullOrEmpty }

    It 'pages with -First and -Skip' {
        (Get-Audience 'Q*' -First 3 -Skip 5).Count | Should -Be 3
        $all = (Get-Audience).Name
        (Get-Audience -First 3 -Skip 5).Name | Should -Be $all[5..7]
    }

    It 'tells the true total first' {
        $first, $rest = Get-Audience -IncludeTotalCount -First 2
        [uint64]$first | Should -Be 26
        @($rest).Count | Should -Be 2
    }

    It 'refuses an id that could climb out of its path' -ForEach '../../x', '%2e%2e', "' or 1=1", ('x' * 10KB) {
        Get-ErrorId { Get-Audience -Id $_ } | Should -Be 'InvalidId'
    }

    It 'shows a table that a person can read' {
        Get-Audience 'Q01' | Out-String -Width 120 | Should -Match 'Name\s+Members\s+Id\s+Created'
    }
}

Describe 'Without a connection' {
    It 'says what to do' {
        $failure = Invoke-PowerShell -Command "Import-Module '$ModulePath'; try { Get-Audience } catch { `$_.FullyQualifiedErrorId; `$_.Exception.Message }"
        $failure[0] | Should -BeLike 'NotConnected,*'
        $failure[1] | Should -Match 'Connect-AudienceService'
    }
}
