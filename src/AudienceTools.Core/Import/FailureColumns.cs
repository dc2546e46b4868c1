using AudienceTools.Core.Contacts;

namespace AudienceTools.Core.Import;

/// <summary>
/// The original columns of a failure file: those of all rows that stand in it, each name once for as often as one row has it. The phone
/// number goes under one name, so that it is clear which column holds it when the file is read again.
/// </summary>
internal sealed class FailureColumns
{
    public static readonly string[] Own = ["RowNumber", "ReasonCode", "Reason"];
    private readonly List<string> _names = [];
    private (RowHeader Header, int? Phone, int[] Places)? _last;
    private int? _phonePlace;

    public IReadOnlyList<string> Names => _names;

    /// <summary>A row's cells under <see cref="Names"/>, guarded against formulas. Adds the row's columns where they are new.</summary>
    public string?[] Arrange(PreparedRow row)
    {
        var header = row.Source.Header;
        if (_last is not { } last || !ReferenceEquals(last.Header, header) || last.Phone != row.PhoneIndex)
        {
            _last = last = (header, row.PhoneIndex, PlacesOf(header, row.PhoneIndex));
        }

        var again = last.Places.Length < header.Names.Count;
        var cells = new string?[_names.Count];
        for (var i = 0; i < last.Places.Length; i++)
        {
            var value = row.Source.Values[i];
            cells[last.Places[i]] = FormulaGuard.Protect(again ? FormulaGuard.Restore(value) : value);
        }

        return cells;
    }

    private int[] PlacesOf(RowHeader header, int? phone)
    {
        var names = ColumnPlan.OriginalNames(header.Names);
        var places = new int[names.Count];
        var free = Enumerable.Range(0, _names.Count).Where(place => phone is null || place != _phonePlace).ToList();
        for (var i = 0; i < places.Length; i++)
        {
            var name = names[i];
            var found = free.FindIndex(place => string.Equals(_names[place], name, StringComparison.OrdinalIgnoreCase));
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
                _names.Add(name);
            }
        }

        _phonePlace ??= phone is { } column ? places[column] : null;
        return places;
    }
}
