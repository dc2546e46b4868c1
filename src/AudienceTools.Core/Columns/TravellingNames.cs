namespace AudienceTools.Core.Columns;

/// <summary>The names that columns travel under, the same for all rows of one command, whatever columns stand beside them and in which
/// order.</summary>
/// <remarks>
/// First come, first served: a name that has been given stays its column's, and a later column that wants it gets <c>_2</c>, <c>_3</c>, …
/// Within a header columns that have the name to begin with come before others. Names that differ only by the blanks around, or by case
/// where the service isn't known to tell it apart, are one column's, until a row has both. The same headers in the same order get the same
/// names, by which an import that goes on sends what it would have sent.
/// </remarks>
/// <param name="options">What the service wants.</param>
internal sealed class TravellingNames(ColumnOptions options)
{
    private readonly Dictionary<Place, string> _names = [];
    private readonly Dictionary<string, string> _owners = new(options.NameComparer);
    private readonly Dictionary<string, int> _nexts = new(options.NameComparer);

    /// <summary>Names the columns of a header.</summary>
    public string[] Of(IReadOnlyList<WantedName> columns)
    {
        var names = new string[columns.Count];
        var places = new Place[columns.Count];
        var counts = new Dictionary<Place, int>();
        var taken = new HashSet<string>(options.NameComparer);
        var news = new List<int>();
        for (var i = 0; i < names.Length; i++)
        {
            var first = new Place(columns[i].Owner, columns[i].Source, 0);
            var count = counts.GetValueOrDefault(first);
            counts[first] = count + 1;
            places[i] = first with { Count = count };
            if (_names.TryGetValue(places[i], out var known) && taken.Add(known))
            {
                names[i] = known;
            }
            else
            {
                news.Add(i);
            }
        }

        var unique = ColumnNames.MakeUnique(
            [.. news.Select(i => columns[i].Name)], i => columns[news[i]].IsOwn, (i, name) => Take(columns[news[i]].Owner, name, taken), _nexts);
        foreach (var (i, name) in news.Zip(unique))
        {
            names[i] = name;
            _names[places[i]] = name;
        }

        return names;
    }

    private bool Take(string owner, string name, HashSet<string> taken)
    {
        if (string.Equals(name, options.PhoneTarget, StringComparison.OrdinalIgnoreCase)
            || (_owners.TryGetValue(name, out var other) && !options.NameComparer.Equals(owner, other))
            || !taken.Add(name))
        {
            return false;
        }

        _owners.TryAdd(name, owner);
        return true;
    }

    // A column among those of its header that have the same name.
    private readonly record struct Place(string Owner, string Source, int Count);
}

/// <summary>What a column would be called.</summary>
/// <param name="Owner">Tells which columns of other headers it is the same as.</param>
/// <param name="Source">The name that it came with.</param>
/// <param name="Name">The name, as the service takes it.</param>
/// <param name="IsOwn">Whether the column has it to begin with, or the user gave it.</param>
internal readonly record struct WantedName(string Owner, string Source, string Name, bool IsOwn);
