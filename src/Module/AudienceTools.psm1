# Core, Cmdlets and every package live in a load context of the module; only AudienceTools.dll is in PowerShell's own.
if (-not ('AudienceTools.ModuleLoadContext' -as [type])) {
    Add-Type -LiteralPath (Join-Path $PSScriptRoot 'AudienceTools.dll')
}

$commands = [AudienceTools.ModuleLoadContext]::LoadCommands()
foreach ($name in 'AudienceMember', 'AudienceReference', 'AudienceConnection') {
    $converter = $commands.GetType("AudienceTools.Cmdlets.Adapters.${name}Converter", $true)
    Update-TypeData -TypeName "AudienceTools.$name" -TypeConverter $converter -Force
}

$inner = Import-Module -Assembly $commands -PassThru

# A second import in one process gets the nested module from PowerShell's cache, without its cmdlets: they are added by hand.
# See https://github.com/PowerShell/PowerShell/issues/20710.
$addCmdlet = [psmoduleinfo].GetMethod('AddExportedCmdlet', [System.Reflection.BindingFlags]'Instance, NonPublic')
foreach ($cmdlet in $inner.ExportedCmdlets.Values) {
    [void]$addCmdlet.Invoke($ExecutionContext.SessionState.Module, @(, $cmdlet))
}
