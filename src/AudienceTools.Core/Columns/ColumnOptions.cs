namespace AudienceTools.Core.Columns;

/// <summary>Which names of columns a service takes.</summary>
public enum ColumnNameRule
{
    /// <summary>All names but an empty one.</summary>
    Any,

    /// <summary>ASCII letters, ASCII digits and <c>_</c>; other characters become <c>_</c>.</summary>
    LettersDigitsUnderscore,
}

/// <summary>What a user and a service want of the columns.</summary>
public sealed record ColumnOptions
{
    /// <summary>The column of the phone number, in any case; found by its name by default.</summary>
    public string? PhoneColumn { get; init; }

    /// <summary>New names by the names that columns have, in any case. A column that gets the name <see cref="PhoneTarget"/> is the phone
    /// column.</summary>
    public IReadOnlyDictionary<string, string>? ColumnMap { get; init; }

    /// <summary>The column that identifies a contact beside its number, in any case; null for none.</summary>
    public string? IdentifierColumn { get; init; }

    /// <summary>Which names the service takes.</summary>
    public ColumnNameRule NameRule { get; init; }

    /// <summary>Whether the service is known to tell names apart that differ only by case; else each gets a name of its own.</summary>
    public bool NamesHaveCase { get; init; }

    /// <summary>Tells which names are one to the service.</summary>
    internal StringComparer NameComparer => NamesHaveCase ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;

    /// <summary>The name that the service wants for the phone number; no other column gets it.</summary>
    public string PhoneTarget { get; init; } = "phoneNumber";
}
