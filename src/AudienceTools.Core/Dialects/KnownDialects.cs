namespace AudienceTools.Core.Dialects;

/// <summary>The dialects there are.</summary>
internal static class KnownDialects
{
    public static ServiceDialect Of(AudienceService service) => service switch
    {
        AudienceService.Local => new LocalDialect(),
        AudienceService.Atoms => new AtomsDialect(),
        _ => throw new AudienceException(
            AudienceErrorCode.NotSupportedByService, $"{service} is not among the services that this version speaks to."),
    };
}
