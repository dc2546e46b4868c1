namespace AudienceTools.Core.Columns;

/// <summary>Leaves columns without a name out of the rows that have no value there: mostly a spreadsheet's empty margin.</summary>
/// <param name="all">The names of all columns that may travel.</param>
/// <param name="places">The places of those among them that have no name of their own.</param>
internal sealed class NamelessColumns(IReadOnlyList<string> all, int[] places)
{
    // Rows mostly are as the row before.
    private bool[] _kept = [];
    private IReadOnlyList<string> _names = [];

    /// <summary>The names that travel with some values; those that don't are taken out of the values.</summary>
    public IReadOnlyList<string> NamesOf(ref string?[] values)
    {
        if (places.Length == 0)
        {
            return all;
        }

        if (_kept.Length == 0 || !IsAsBefore(values))
        {
            _kept = new bool[all.Count];
            Array.Fill(_kept, value: true);
            foreach (var place in places)
            {
                _kept[place] = !string.IsNullOrEmpty(values[place]);
            }

            _names = [.. all.Where((_, i) => _kept[i])];
        }

        if (_names.Count < all.Count)
        {
            var kept = new string?[_names.Count];
            for (int i = 0, next = 0; i < values.Length; i++)
            {
                if (_kept[i])
                {
                    kept[next++] = values[i];
                }
            }

            values = kept;
        }

        return _names;
    }

    /// <summary>Those without a name of their own that are among some names.</summary>
    public IEnumerable<string> Among(IReadOnlyList<string> names) =>
        places.Select(place => all[place]).Where(name => names.Contains(name, StringComparer.Ordinal));

    private bool IsAsBefore(string?[] values)
    {
        foreach (var place in places)
        {
            if (_kept[place] == string.IsNullOrEmpty(values[place]))
            {
                return false;
            }
        }

        return true;
    }
}
