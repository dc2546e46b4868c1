namespace AudienceTools;

/// <summary>The services that AudienceTools speaks to.</summary>
public enum AudienceService
{
    /// <summary>The local service that comes with the module and needs no account.</summary>
    Local,

    /// <summary>Smallest.ai Atoms.</summary>
    Atoms,

    /// <summary>OliAI.</summary>
    OliAI,

    /// <summary>CommBox.</summary>
    CommBox,
}
