namespace AudienceTools.Core.Dialects;

/// <summary>The dialects there are.</summary>
internal static class KnownDialects
{
    public static ServiceDialect Of(AudienceService service) => service switch
    {
        AudienceService.Local => new LocalDialect(),
        AudienceService.Atoms => new AtomsDialect(),
        AudienceService.OliAI => new OliAIDialect(),
        AudienceService.CommBox => new CommBoxDialect(),
        _ => throw new ArgumentOutOfRangeException(nameof(service), service, "There is no such service."),
    };
}
