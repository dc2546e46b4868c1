namespace AudienceTools;

/// <summary>The names of the columns that members of an audience share, in order.</summary>
internal sealed class MemberColumns
{
    private readonly Dictionary<string, int> _index;

    /// <summary>Takes the names in order. Of names that differ only by case the first is found by name.</summary>
    public MemberColumns(IReadOnlyList<string> names)
    {
        Names = names;
        _index = new Dictionary<string, int>(names.Count, StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < names.Count; i++)
        {
            _index.TryAdd(names[i], i);
        }
    }

    /// <summary>The names, in the order in which the service has them.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The place of a column, found in any case, or -1.</summary>
    public int IndexOf(string name) => _index.GetValueOrDefault(name, -1);
}
