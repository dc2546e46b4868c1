using AudienceTools.Core.Columns;
using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Import.Accounting;

/// <summary>
/// The original columns of a failure file: those of all rows that stand in it, each name once. The phone number goes under one name, so
/// that it is clear which column holds it when the file is read again.
/// </summary>
internal sealed class FailureColumns
{
    private readonly List<string> _names = [];
    private Arrangement? _last;
    private int? _phonePlace;

    public IReadOnlyList<string> Names => _names;

    /// <summary>A row's cells under <see cref="Names"/>, guarded against formulas, and with escapes for what no file can hold. Adds the row's columns where they are new.</summary>
    public string?[] Arrange(PreparedRow row)
    {
        var header = row.Source.Header;
        if (_last is not { } last || !ReferenceEquals(last.Header, header) || last.Phone != row.PhoneIndex)
        {
            _last = last = Arranged(header, row.PhoneIndex);
        }

        var cells = new string?[_names.Count];
        for (var i = 0; i < last.Kept.Length; i++)
        {
            var value = row.Source.Values[last.Kept[i]];
            cells[last.Places[i]] = FormulaGuard.Protect(UnsendableText.Escape(last.IsGuarded ? FormulaGuard.Restore(value) : value));
        }

        return cells;
    }

    private Arrangement Arranged(RowHeader header, int? phone)
    {
        var declared = header.Declared ?? header;
        var own = declared.OwnColumns;
        var names = declared.Names.Select(name => own.Count > 0 ? FormulaGuard.Restore(name)! : name).ToList();
        int[] kept = [.. Enumerable.Range(0, header.Names.Count)];
        if (header.Declared is null)
        {
            kept = [.. kept.Except(own)];
        }
        else
        {
            // In a row with too many cells those that stand under a failure file's own columns are the row's, moved there by the one too many.
            names = [.. names.Select((name, i) => own.Contains(i) ? "" : name), .. Enumerable.Repeat("", header.Names.Count - names.Count)];
        }

        var unique = ColumnNames.ForFile(names);
        var places = PlacesOf([.. kept.Select(i => unique[i])], phone is { } place ? Array.IndexOf(kept, place) : null);
        return new Arrangement(header, phone, kept, places, IsGuarded: own.Count > 0);
    }

    private int[] PlacesOf(string[] names, int? phone)
    {
        var places = new int[names.Length];
        var free = Enumerable.Range(0, _names.Count).Where(place => phone is null || place != _phonePlace).ToList();
        for (var i = 0; i < places.Length; i++)
        {
            var name = names[i];
            var found = free.FindIndex(place => IsSame(_names[place], name));
            if (i == phone && _phonePlace is { } known)
            {
                places[i] = known;
            }
            else if (found >= 0)
            {
                places[i] = free[found];
                free.RemoveAt(found);
            }
            else
            {
                places[i] = _names.Count;
                _names.Add(Unused(name));
            }
        }

        _phonePlace ??= phone is { } column ? places[column] : null;
        return places;
    }

    // The name of the phone column may be that of another column in other rows.
    private string Unused(string name)
    {
        var unused = name;
        for (var n = 2; _names.Exists(other => IsSame(other, unused)); n++)
        {
            unused = $"{name.Trim()}_{n}";
        }

        return unused;
    }

    private static bool IsSame(string a, string b) => string.Equals(a.Trim(), b.Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>Which cells of rows with one header are kept, where they go, and whether they are guarded against formulas already.</summary>
    private sealed record Arrangement(RowHeader Header, int? Phone, int[] Kept, int[] Places, bool IsGuarded);
}
