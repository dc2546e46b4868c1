BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $module = Split-Path $ModulePath
    $package = Join-Path $Root 'output' 'package'
    $temporary = New-DataPath

    # Runs a script in a PowerShell whose user has nothing yet: no repositories, no modules. But for this folder: without it
    # Publish-PSResource makes a NuGet/NuGet.Config where it is called.
    $null = New-Item -ItemType Directory (Join-Path $temporary '.config')
    function Invoke-AsNewUser([string] $Script) {
        $before = @{ HOME = $env:HOME; XDG_DATA_HOME = $env:XDG_DATA_HOME }
        try {
            $env:HOME = $temporary
            $env:XDG_DATA_HOME = $null
            Invoke-PowerShell -Command "`$ErrorActionPreference = 'Stop'; `$ProgressPreference = 'SilentlyContinue'; $Script"
        }
        finally {
            foreach ($name in $before.Keys) { Set-Item "env:$name" $before[$name] }
        }
    }

    function Get-File([string] $Folder) {
        $files = Get-ChildItem $Folder -File -Recurse -Force
        $files | ForEach-Object { [IO.Path]::GetRelativePath($Folder, $_.FullName) -replace '\\', '/' } | Sort-Object
    }

    function Get-PackedFile([string] $Nupkg) {
        $nuGets = '^(_rels/\.rels|AudienceTools\.nuspec|\[Content_Types\]\.xml|package/services/.+\.psmdcp)$'
        $zip = [IO.Compression.ZipFile]::OpenRead($Nupkg)
        try { $zip.Entries.FullName -notmatch $nuGets | Sort-Object }
        finally { $zip.Dispose() }
    }

    # The configuration that was built last, so that packing it builds nothing anew.
    $configuration = (Get-Item (Join-Path $Root 'src' 'AudienceTools.Cmdlets' 'bin' '*' 'net10.0' 'AudienceTools.Cmdlets.dll') |
            Sort-Object LastWriteTime -Bottom 1).Directory.Parent.Name

    # PSResourceGet writes a list of repositories where there is none: elsewhere, where the variable counts.
    $before = $env:XDG_DATA_HOME
    try {
        $env:XDG_DATA_HOME = $temporary
        $said = Invoke-PowerShell -File (Join-Path $Root 'build.ps1') -Task Package -Configuration $configuration
    }
    finally {
        $env:XDG_DATA_HOME = $before
    }
    $nupkg = Join-Path $package "AudienceTools.$($Manifest.ModuleVersion).nupkg"
}

AfterAll { Remove-Item $temporary -Recurse -Force -ErrorAction Ignore }

Describe './build.ps1 -Task Package' {
    It 'leaves the module, its package and the checksum of that, and nothing else' {
        $said | Select-Object -Last 1 | Should -Be "The package is $nupkg"
        (Get-ChildItem $package -Force).Name | Sort-Object | Should -Be 'AudienceTools', (Split-Path $nupkg -Leaf), 'SHA256SUMS'
        $hash = (Get-FileHash $nupkg -Algorithm SHA256).Hash.ToLower()
        Get-Content (Join-Path $package 'SHA256SUMS') | Should -BeExactly "$hash  $(Split-Path $nupkg -Leaf)"
    }

    It 'packs what the build lays out' {
        Get-PackedFile $nupkg | Should -Be (Get-File (Join-Path $package 'AudienceTools'))
        Get-PackedFile $nupkg | Should -Be (Get-File $module)
    }

    It 'packs what somebody needs, and nothing else' {
        $expected = @(
            '^AudienceTools\.(psd1|psm1|dll|(Members\.)?Format\.ps1xml)$'
            '^(CHANGELOG\.md|LICENSE|THIRD-PARTY-NOTICES\.txt)$'
            '^en-US/(about_\w+\.help\.txt|AudienceTools\.Cmdlets\.dll-Help\.xml)$'
            '^core/(AudienceTools\.(Core|Cmdlets)|CsvHelper|PhoneNumbers|Polly\.Core)\.dll$'
            '^server/AudienceTools\.Server\.(dll|deps\.json|runtimeconfig\.json)$'
            '^server/(Microsoft\.(AspNetCore\.OpenApi|Data\.Sqlite|OpenApi)|SQLitePCLRaw\.\w+(\.e_sqlite3)?)\.dll$'
            '^server/Microsoft\.AspNetCore\.OpenApi\.THIRD-PARTY-NOTICES\.txt$'
            '^server/runtimes/(win-\w+/native/e_sqlite3\.dll|linux-[\w-]+/native/libe_sqlite3\.so|osx-\w+/native/libe_sqlite3\.dylib)$'
        )
        $files = Get-PackedFile $nupkg
        $files | Where-Object { $file = $_; -not $expected.Where{ $file -cmatch $_ } } | Should -BeNullOrEmpty
        foreach ($pattern in $expected) { $files -cmatch $pattern | Should -Not -BeNullOrEmpty -Because $pattern }
    }

    It 'packs SQLite for the platforms that PowerShell runs on' {
        # This PowerShell comes for all of them: one of these two files is in the folder of each.
        $own = Get-ChildItem (Join-Path $PSHOME 'runtimes') -Recurse -Include 'libpsl-native.*', 'pwrshplugin.dll'
        $platforms = $own.Directory.Parent.Name | ForEach-Object { $_ -eq 'osx' ? ('osx-arm64', 'osx-x64') : $_ } | Sort-Object
        $platforms.Count | Should -BeGreaterThan 5
        $packed = Get-PackedFile $nupkg | Where-Object { $_ -match '^server/runtimes/([^/]+)/' } | ForEach-Object { $Matches[1] }
        $packed | Should -Be $platforms
    }

    It 'refuses a prerelease that would count as older than an earlier one' {
        $copy = (New-Item -ItemType Directory (Join-Path $temporary 'copy')).FullName
        Copy-Item (Join-Path $Root 'build.ps1') $copy
        $text = (Get-Content (Join-Path $Root 'AudienceTools.psd1') -Raw) -replace '# (?=Prerelease)' -replace 'beta01', 'beta2'
        Set-Content (Join-Path $copy 'AudienceTools.psd1') $text
        Invoke-PowerShell -File (Join-Path $copy 'build.ps1') -Task Package 2>&1 | Out-String | Should -Match "(?s)'beta2'.+two\W+digits"
        Join-Path $copy 'output' | Should -Not -Exist
    }
}

Describe 'The package' {
    BeforeAll {
        $published = (New-Item -ItemType Directory (Join-Path $temporary 'published')).FullName
        # Windows has no variable for where a user's modules are, and those of this one aren't touched: it is saved there.
        $save = "Save-PSResource -Path '$temporary'; `$env:PSModulePath = '$temporary;' + `$env:PSModulePath"
        $get = $IsWindows ? $save : 'Install-PSResource'
        $result = Invoke-AsNewUser "
            Register-PSResourceRepository AudienceToolsTest -Uri '$package' -Trusted
            Register-PSResourceRepository AudienceToolsTestPublished -Uri '$published' -Trusted
            try {
                Publish-PSResource '$package/AudienceTools' -Repository AudienceToolsTestPublished
                `$found = Find-PSResource AudienceTools -Repository AudienceToolsTest
                `$found | $get
            }
            finally { Unregister-PSResourceRepository AudienceToolsTest, AudienceToolsTestPublished }
            Import-Module AudienceTools
            Connect-AudienceService -DataPath '$temporary/data'
            `$made = New-Audience Packed -Path '$Root/examples/contacts.csv' -ErrorAction SilentlyContinue
            `$read = @(Get-AudienceMember Packed)
            Remove-Audience Packed -Confirm:`$false
            @{
                Found = `$found | Select-Object Description, LicenseUri, ReleaseNotes, Tags
                Folder = (Get-Module AudienceTools).ModuleBase; Help = (Get-Help about_AudienceImports).Length
                Made = `$made.MemberCount; Read = `$read.Count; Left = @(Get-Audience).Count
            } | ConvertTo-Json
            Disconnect-AudienceService" | ConvertFrom-Json
    }

    It 'is found in a folder, with what the manifest says' {
        $result.Found.Description | Should -Be $Manifest.Description
        foreach ($name in 'LicenseUri', 'ReleaseNotes', 'Tags') {
            $result.Found.$name | Should -Be $Manifest.PrivateData.PSData.$name -Because $name
        }
    }

    It 'is installed from a folder by its name, and works from there' {
        $result.Folder | Should -BeLike "$temporary*AudienceTools?$($Manifest.ModuleVersion)"
        $result.Help | Should -BeGreaterThan 1000
        $result.Made | Should -Be (Get-Content "$Root/examples/contacts.expected.json" | ConvertFrom-Json).distinctValid
        $result.Read | Should -Be $result.Made
        $result.Left | Should -Be 0
        Wait-Until { -not (Test-Path (Join-Path $temporary 'data' 'service.json')) }
    }

    It 'is what Publish-PSResource makes of the folder' {
        Get-PackedFile (Join-Path $published (Split-Path $nupkg -Leaf)) | Should -Be (Get-PackedFile $nupkg)
    }
}
