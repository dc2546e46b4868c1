namespace AudienceTools;

/// <summary>The names of the columns that members of an audience share, in order.</summary>
internal sealed class MemberColumns
{
    // PowerShell has these of every object, and lets no property hide them.
    private static readonly string[] s_reserved =
        [nameof(AudienceMember.PhoneNumber), "PSObject", "PSTypeNames", "PSBase", "PSAdapted", "PSExtended"];

    private readonly Dictionary<string, int> _shown;

    /// <summary>Takes the names in order, and finds those that properties can have, whose names have no case.</summary>
    public MemberColumns(IReadOnlyList<string> names)
    {
        Names = names;
        string[] named = [.. names.Select(static (name, place) => name.Length == 0 ? ColumnNames.OfPlace(place) : name)];
        ShownNames = ColumnNames.MakeUnique(named, place => names[place].Length > 0, s_reserved);
        _shown = new Dictionary<string, int>(names.Count, StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < names.Count; i++)
        {
            _shown.Add(ShownNames[i], i);
        }
    }

    /// <summary>The names, in the order in which the service has them.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>
    /// The names as properties. One that differs from an earlier one, from <c>PhoneNumber</c> or from a name of PowerShell's own, such as
    /// <c>PSObject</c>, by its case at the most has <c>_2</c>, <c>_3</c>, …, and an empty one is <c>Column3</c> by its place: neither
    /// value hides the other, nor gets lost in a file.
    /// </summary>
    public IReadOnlyList<string> ShownNames { get; }

    /// <summary>The columns that are shown under another name than their own, for one warning.</summary>
    public IEnumerable<(string Own, string Shown)> Renamed =>
        Names.Zip(ShownNames).Where(static name => !string.Equals(name.First, name.Second, StringComparison.Ordinal));

    /// <summary>The place of a column, found in any case, or -1. Of names that differ only by case it is the first.</summary>
    public int IndexOf(string name)
    {
        if (IndexOfShown(name) is var index and >= 0)
        {
            return index;
        }

        for (var i = 0; i < Names.Count; i++)
        {
            if (string.Equals(Names[i], name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The place of a column by the name that it is shown under, found in any case, or -1.</summary>
    public int IndexOfShown(string name) => _shown.GetValueOrDefault(name, -1);
}
