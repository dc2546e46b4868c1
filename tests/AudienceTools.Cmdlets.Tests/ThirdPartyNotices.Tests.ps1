BeforeAll {
    . (Join-Path $PSScriptRoot 'Common.ps1')
    $module = Split-Path $ModulePath
    $text = (Get-Content (Join-Path $module 'THIRD-PARTY-NOTICES.txt') -Raw) -replace '\r'

    # A package is a line 'Name version' and lines 'Key  value' that are indented; a licence has its name between two rules.
    $noticed = [ordered]@{}
    foreach ($block in [regex]::Matches($text, '(?m)^(?<name>[\w.-]+ [\d.]+)\n(?<lines>(?:  \w+ +.+\n)+)')) {
        $fields = @{}
        foreach ($line in [regex]::Matches($block.Groups['lines'].Value, '(?m)^  (?<key>\w+) +(?<value>.+)$')) {
            $fields[$line.Groups['key'].Value] = $line.Groups['value'].Value
        }
        $noticed[$block.Groups['name'].Value] = $fields
    }
    $licences = @{}
    foreach ($section in [regex]::Matches($text, '(?s)\n=+\n(?<name>[^\n]+)\n=+\n\n(?<text>.+?)\n(?=\n=|$)')) {
        $licences[$section.Groups['name'].Value] = $section.Groups['text'].Value
    }

    # Which package brings a file is told by its bytes: each file of each package that the module's two halves were restored with.
    $folders = @{}
    $packageOf = @{}
    foreach ($project in 'AudienceTools.Cmdlets', 'AudienceTools.Server') {
        $assets = Get-Content (Join-Path $Root 'src' $project 'obj' 'project.assets.json') -Raw | ConvertFrom-Json -AsHashtable
        foreach ($target in $assets.targets.Values) {
            foreach ($entry in $target.GetEnumerator().Where{ $_.Value.type -eq 'package' }) {
                $path = $assets.libraries[$entry.Key].path
                $folder = $assets.packageFolders.Keys.ForEach{ Join-Path $_ $path }.Where({ Test-Path $_ }, 'First')[0]
                $name = $entry.Key -replace '/', ' '
                $folders[$name] = $folder
                foreach ($asset in @($entry.Value.runtime.Keys) + @($entry.Value.runtimeTargets.Keys) -match '[^_]$') {
                    $packageOf[(Get-FileHash -LiteralPath (Join-Path $folder $asset)).Hash] = $name
                }
            }
        }
    }
    $binaries = Get-ChildItem $module -File -Recurse -Include *.dll, *.exe, *.so, *.dylib, *.a -Exclude AudienceTools*.dll
    $inside = foreach ($file in $binaries) {
        [pscustomobject]@{
            File    = [IO.Path]::GetRelativePath($module, $file.FullName) -replace '\\', '/'
            Package = $packageOf[(Get-FileHash -LiteralPath $file.FullName).Hash]
        }
    }

    function Get-Nuspec([string] $Name) {
        ([xml](Get-Content (Join-Path $folders[$Name] '*.nuspec') -Raw)).package.metadata
    }
}

Describe 'THIRD-PARTY-NOTICES' {
    It 'names the packages that the module holds files of, in these versions, and no other' {
        $unknown = $inside | Where-Object { -not $_.Package }
        $unknown.File | Should -BeNullOrEmpty -Because 'each file comes unchanged from a package'
        $inside.Count | Should -BeGreaterThan 15
        $noticed.Keys | Should -Be ($inside.Package | Sort-Object -Unique)
    }

    It 'names the files of each' {
        foreach ($name in $noticed.Keys) {
            $patterns = $noticed[$name].Files -split ', '
            $files = ($inside | Where-Object Package -EQ $name).File
            foreach ($pattern in $patterns) { $files -like $pattern | Should -Not -BeNullOrEmpty -Because "$name has $pattern" }
            $files | Where-Object { $file = $_; -not $patterns.Where{ $file -like $_ } } | Should -BeNullOrEmpty -Because $name
        }
    }

    It 'says whose each is, where it is from and under which licence, as the package does' {
        foreach ($name in $noticed.Keys) {
            $nuspec = Get-Nuspec $name
            $fields = $noticed[$name]
            $key, $owner = $nuspec['copyright'] ? ('Copyright', $nuspec.copyright) : ('Authors', $nuspec.authors)
            $fields[$key] | Should -BeExactly $owner -Because $name
            @($nuspec['projectUrl'].InnerText; $nuspec['repository'].url) -replace '\.git$' | Should -Contain $fields.From -Because $name
            $licence = $nuspec.license.type -eq 'expression' ? $nuspec.license.InnerText : ($name -replace ' .*')
            $fields.Licence | Should -BeExactly $licence -Because $name
        }
    }

    It 'has the text of each licence: the one in the package, else the standard one' {
        $mit = (Get-Content (Join-Path $Root 'LICENSE') -Raw) -replace '\r'
        $licences['MIT'] | Should -BeExactly $mit.Substring($mit.IndexOf('Permission is hereby granted')).TrimEnd()
        # As at https://www.apache.org/licenses/LICENSE-2.0.txt.
        $apache = [Text.Encoding]::UTF8.GetBytes("`n$(' ' * 33)$($licences['Apache-2.0'].TrimStart())`n")
        [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData($apache)) |
            Should -Be 'CFC7749B96F63BD31C3C42B5C471BF756814053E847C10F3EB003417BC523D30'

        $used = foreach ($name in $noticed.Keys) {
            $own = Get-ChildItem $folders[$name] -File | Where-Object Name -Match '^licen[cs]e'
            $choices = @($noticed[$name].Licence -split ' OR ' | Where-Object { $licences[$_] })
            $choices.Count | Should -Be 1 -Because "$name needs the text of a licence"
            $choices
            if ($own) {
                $licences[$choices[0]] | Should -BeExactly ((Get-Content $own -Raw) -replace '\r').Trim() -Because $name
            }
            else {
                $choices | Should -BeIn 'MIT', 'Apache-2.0' -Because "$name has no text of its own"
            }
            if ($noticed[$name].Licence -match ' OR ') { $text | Should -Match "(?m)^$($name -replace ' .*') is used under $choices\." }
        }
        $licences.Keys | Where-Object { $_ -notin $used } | Should -BeNullOrEmpty -Because 'no licence stands here for nothing'
    }

    It 'goes with the notices that a package has of its own' {
        foreach ($name in $noticed.Keys) {
            $own = Get-ChildItem $folders[$name] -File | Where-Object Name -Match 'notice'
            [bool]$own | Should -Be $noticed[$name].ContainsKey('Notices') -Because $name
            if ($own) {
                (Get-FileHash (Join-Path $module $noticed[$name].Notices)).Hash | Should -Be (Get-FileHash -LiteralPath $own.FullName).Hash
            }
        }
    }
}
