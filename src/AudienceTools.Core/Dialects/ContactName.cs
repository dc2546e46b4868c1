namespace AudienceTools.Core.Dialects;

/// <summary>A contact's name, for a service that wants one: a column with the whole of it, or else first and last name joined.</summary>
internal sealed partial class ContactName
{
    private static readonly HashSet<string> Whole =
        new(["name", "fullname", "contactname", "customername", "displayname"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> First = new(["firstname", "givenname", "forename"], StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> Last = new(["lastname", "surname", "familyname"], StringComparer.OrdinalIgnoreCase);
    private readonly int[] _whole;
    private readonly int _first;
    private readonly int _last;

    /// <summary>Finds the name columns among some columns.</summary>
    public ContactName(IReadOnlyList<string> columns)
    {
        Columns = columns;
        string[] bare = [.. columns.Select(static column => string.Concat(column.Where(char.IsLetterOrDigit)))];

        // A column that is called just so goes before others that are names too: it travels as the name and nowhere else.
        _whole = [.. Enumerable.Range(0, bare.Length)
            .Where(i => Whole.Contains(bare[i]))
            .OrderByDescending(i => string.Equals(columns[i], "name", StringComparison.Ordinal))];
        _first = Array.FindIndex(bare, First.Contains);
        _last = Array.FindIndex(bare, Last.Contains);
    }

    public IReadOnlyList<string> Columns { get; }

    /// <summary>The name in a row's values; null where there is none.</summary>
    public string? Of(IReadOnlyList<string?> values)
    {
        if (_whole.Select(Value).FirstOrDefault(static name => name is not null) is { } whole)
        {
            return whole;
        }

        var joined = string.Join(' ', new[] { Value(_first), Value(_last) }.OfType<string>());
        return joined.Length > 0 ? joined : null;

        string? Value(int index) => index >= 0 && !string.IsNullOrWhiteSpace(values[index]) ? values[index] : null;
    }
}
