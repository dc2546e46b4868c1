namespace AudienceTools;

/// <summary>The names of the columns that members of an audience share, in order.</summary>
internal sealed class MemberColumns
{
    private readonly Dictionary<string, int> _index;
    private readonly Dictionary<string, int> _shown;

    /// <summary>Takes the names in order, and finds those that properties can have, whose names have no case.</summary>
    public MemberColumns(IReadOnlyList<string> names)
    {
        Names = names;
        _index = new Dictionary<string, int>(names.Count, StringComparer.OrdinalIgnoreCase);
        List<int> clashing = [];
        for (var i = 0; i < names.Count; i++)
        {
            if (!_index.TryAdd(names[i], i) || IsNumber(names[i]))
            {
                clashing.Add(i);
            }
        }

        (ShownNames, _shown) = clashing.Count == 0 ? (names, _index) : Rename(names, clashing);
    }

    /// <summary>The names, in the order in which the service has them.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>
    /// The names as properties. One that differs from an earlier one or from <c>PhoneNumber</c> by its case only has <c>_2</c>,
    /// <c>_3</c>, … as it would have after an import: neither value hides the other, nor gets lost in a file.
    /// </summary>
    public IReadOnlyList<string> ShownNames { get; }

    /// <summary>The place of a column, found in any case, or -1. Of names that differ only by case it is the first.</summary>
    public int IndexOf(string name) => _index.TryGetValue(name, out var index) ? index : IndexOfShown(name);

    /// <summary>The place of a column by the name that it is shown under, found in any case, or -1.</summary>
    public int IndexOfShown(string name) => _shown.GetValueOrDefault(name, -1);

    private static bool IsNumber(string name) => string.Equals(name, nameof(AudienceMember.PhoneNumber), StringComparison.OrdinalIgnoreCase);

    private static (IReadOnlyList<string> Names, Dictionary<string, int> Index) Rename(IReadOnlyList<string> names, List<int> clashing)
    {
        string[] shown = [.. names];
        var index = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var i in Enumerable.Range(0, shown.Length).Except(clashing))
        {
            index.Add(shown[i], i);
        }

        foreach (var i in clashing)
        {
            for (var n = 2; !index.TryAdd(shown[i] = $"{names[i]}_{n}", i); n++)
            {
                // The next number may be free.
            }
        }

        return (shown, index);
    }
}
