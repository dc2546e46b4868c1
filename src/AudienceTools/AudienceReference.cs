namespace AudienceTools;

/// <summary>
/// What a user names an audience by: an object, an identifier or a name. A string is held against identifiers first, then names
/// (in any case), then, where it has wildcards, name patterns; it must fit exactly one.
/// </summary>
public sealed class AudienceReference
{
    /// <summary>Refers to an audience by its identifier or name.</summary>
    public AudienceReference(string idOrName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(idOrName);
        Text = idOrName;
    }

    /// <summary>Refers to an audience that was read before; no look-up is needed.</summary>
    public AudienceReference(Audience audience)
    {
        ArgumentNullException.ThrowIfNull(audience);
        Audience = audience;
        Text = audience.Id;
    }

    /// <summary>The audience, where an object was given.</summary>
    public Audience? Audience { get; }

    /// <summary>The identifier or name as given.</summary>
    public string Text { get; }

    /// <summary>The name or identifier, as messages show it.</summary>
    public override string ToString() => Audience?.ToString() ?? Text;
}
