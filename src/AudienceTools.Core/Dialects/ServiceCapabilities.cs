namespace AudienceTools.Core.Dialects;

/// <summary>What a command may ask of a service.</summary>
internal enum ServiceOperation
{
    ListAudiences,
    GetAudience,
    CreateAudience,
    NameIdentifierColumn,
    UpdateAudience,
    DeleteAudience,
    ListMembers,
    AddContacts,
    AddContactIds,
    ReplaceMembers,
    RemoveMembers,
    ListContacts,
    DeleteContacts,
}

/// <summary>
/// Which service can do what, and what comes nearest where it can't. The one table of it: dialects, commands and the help are held
/// against this one.
/// </summary>
internal static class ServiceCapabilities
{
    private static readonly Dictionary<ServiceOperation, string> Phrases = new()
    {
        [ServiceOperation.ListAudiences] = "list audiences",
        [ServiceOperation.GetAudience] = "read one audience",
        [ServiceOperation.CreateAudience] = "create an audience",
        [ServiceOperation.NameIdentifierColumn] = "name a column that identifies contacts",
        [ServiceOperation.UpdateAudience] = "rename or describe an audience",
        [ServiceOperation.DeleteAudience] = "delete an audience",
        [ServiceOperation.ListMembers] = "list the members of an audience",
        [ServiceOperation.AddContacts] = "add contacts to an audience",
        [ServiceOperation.AddContactIds] = "add contacts to an audience by their ids",
        [ServiceOperation.ReplaceMembers] = "replace all members of an audience at once",
        [ServiceOperation.RemoveMembers] = "remove members from an audience",
        [ServiceOperation.ListContacts] = "list the organisation's contacts",
        [ServiceOperation.DeleteContacts] = "take contacts out of the organisation",
    };

    private static readonly Dictionary<(AudienceService, ServiceOperation), string> Missing = new()
    {
        [(AudienceService.Atoms, ServiceOperation.UpdateAudience)] =
            "Create one under the new name: Get-AudienceMember <old> | New-Audience <new>, then Remove-Audience <old>.",
        [(AudienceService.Atoms, ServiceOperation.AddContactIds)] =
            "Its ids belong to memberships. Add by phone number: Get-AudienceMember <other> | Add-AudienceContact <audience>.",
        [(AudienceService.Atoms, ServiceOperation.ReplaceMembers)] = "Use Remove-AudienceContact and Add-AudienceContact.",
        [(AudienceService.Atoms, ServiceOperation.ListContacts)] = "Get-AudienceMember reads the members of an audience.",
        [(AudienceService.Atoms, ServiceOperation.DeleteContacts)] =
            "It keeps people's data in its audiences only: Remove-AudienceContact and Remove-Audience take them out.",

        [(AudienceService.OliAI, ServiceOperation.NameIdentifierColumn)] = "Every column travels without being named.",
        [(AudienceService.OliAI, ServiceOperation.ReplaceMembers)] = "Use Remove-AudienceContact and Add-AudienceContact.",

        [(AudienceService.CommBox, ServiceOperation.NameIdentifierColumn)] = "Every column travels without being named.",
        [(AudienceService.CommBox, ServiceOperation.UpdateAudience)] = "Create one under the new name with New-Audience.",
        [(AudienceService.CommBox, ServiceOperation.DeleteAudience)] = "Delete it in CommBox itself.",
        [(AudienceService.CommBox, ServiceOperation.ListMembers)] = "Get-Audience shows how many there are; keep the file they came from.",
        [(AudienceService.CommBox, ServiceOperation.AddContacts)] =
            "Set-Audience -ReplaceMember replaces all members with a list that has the new ones too.",
        [(AudienceService.CommBox, ServiceOperation.AddContactIds)] =
            "Set-Audience -ReplaceMember replaces all members with a list that has the new ones too.",
        [(AudienceService.CommBox, ServiceOperation.RemoveMembers)] =
            "Set-Audience -ReplaceMember replaces all members with a list without those.",
        [(AudienceService.CommBox, ServiceOperation.ListContacts)] = "Get-Audience lists the audiences.",
        [(AudienceService.CommBox, ServiceOperation.DeleteContacts)] = "Delete them in CommBox itself.",
    };

    public static bool Has(AudienceService service, ServiceOperation operation) => !Missing.ContainsKey((service, operation));

    /// <summary>The operation in the words of a sentence.</summary>
    public static string Phrase(ServiceOperation operation) => Phrases[operation];

    /// <exception cref="AudienceException">The service can't do that; the message says what comes nearest.</exception>
    public static void Require(AudienceService service, ServiceOperation operation)
    {
        if (!Has(service, operation))
        {
            throw Lacks(service, operation);
        }
    }

    public static AudienceException Lacks(AudienceService service, ServiceOperation operation) => new(
        AudienceErrorCode.NotSupportedByService,
        $"{service} has no way to {Phrase(operation)}. {Missing[(service, operation)]}")
    {
        Target = service.ToString(),
    };
}
