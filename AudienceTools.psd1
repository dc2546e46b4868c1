@{
    RootModule           = 'AudienceTools.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = '5d0c8b5e-7c3f-4f0c-9a55-2b6f1c7a9e41'
    Author               = 'The AudienceTools contributors'
    CompanyName          = 'The AudienceTools contributors'
    Copyright            = '(c) 2026 The AudienceTools contributors. MIT licence.'
    Description          = 'Fills and keeps audiences, the contact lists that outbound voice campaigns dial, on Smallest.ai Atoms, OliAI, CommBox and a local service. No contact is lost, doubled or silently changed on the way.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('AudienceTools.Format.ps1xml', 'AudienceTools.Members.Format.ps1xml')
    CmdletsToExport      = @(
        'Add-AudienceContact'
        'Connect-AudienceService'
        'Disconnect-AudienceService'
        'Get-Audience'
        'Get-AudienceConnection'
        'Get-AudienceContact'
        'Get-AudienceMember'
        'New-Audience'
        'Remove-Audience'
        'Remove-AudienceContact'
        'Set-Audience'
        'Test-AudienceContact'
    )
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags         = @('Audience', 'Contacts', 'Campaign', 'Voice', 'CSV', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/license/mit'
            ReleaseNotes = 'CHANGELOG.md, which comes with the module, says what is new.'
            # CONTRIBUTING.md says how versions are numbered.
            # Prerelease = 'beta01'
        }
    }
}
