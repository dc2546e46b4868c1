namespace AudienceTools.Core;

/// <summary>Which members are asked for.</summary>
/// <param name="Search">Text that some column must have; null for all members.</param>
public sealed record MemberQuery(string? Search = null)
{
    /// <summary>Values that columns must have, by the columns' names; all must fit. An empty one fits members that lack the column too.</summary>
    public IReadOnlyDictionary<string, string> Filter { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The column that holds the phone number on the service, where it is known.</summary>
    public string? PhoneColumn { get; init; }

    internal bool IsAll => Search is null && Filter.Count == 0;

    /// <summary>Whether members are asked for that have nothing in a column, which no service's search is known to find.</summary>
    internal bool AsksForNothing => Filter.Values.Any(string.IsNullOrEmpty);

    /// <summary>Whether a member fits, where the client has to find out: text anywhere, values as a whole, both in any case.</summary>
    internal bool Fits(AudienceMember member) =>
        (Search is null || Has(member.PhoneNumber, Search) || member.Values.Any(value => Has(value, Search)))
        && Filter.All(field => string.Equals(
            (IsPhone(field.Key) ? member.PhoneNumber : member.GetColumn(field.Key)) ?? "", field.Value, StringComparison.OrdinalIgnoreCase));

    private static bool Has(string? value, string text) => value?.Contains(text, StringComparison.OrdinalIgnoreCase) is true;

    private bool IsPhone(string column) =>
        string.Equals(column, nameof(AudienceMember.PhoneNumber), StringComparison.OrdinalIgnoreCase)
        || string.Equals(column, PhoneColumn, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Which of the organisation's contacts are asked for.</summary>
/// <param name="Search">Text that a contact must have; null for all.</param>
/// <param name="NotIn">The identifier of an audience whose members are left out; null for none.</param>
public sealed record ContactQuery(string? Search = null, string? NotIn = null);
