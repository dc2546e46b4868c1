namespace AudienceTools;

/// <summary>The names of the columns that members of an audience share, in order.</summary>
internal sealed class MemberColumns
{
    private readonly Dictionary<string, int> _shown;

    /// <summary>Takes the names in order, and finds those that properties can have, whose names have no case.</summary>
    public MemberColumns(IReadOnlyList<string> names)
    {
        Names = names;
        ShownNames = ColumnNames.MakeUnique(names, static _ => true, nameof(AudienceMember.PhoneNumber));
        _shown = new Dictionary<string, int>(names.Count, StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < names.Count; i++)
        {
            _shown.Add(ShownNames[i], i);
        }
    }

    /// <summary>The names, in the order in which the service has them.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>
    /// The names as properties. One that differs from an earlier one or from <c>PhoneNumber</c> by its case only has <c>_2</c>,
    /// <c>_3</c>, … as it would have after an import: neither value hides the other, nor gets lost in a file.
    /// </summary>
    public IReadOnlyList<string> ShownNames { get; }

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
