using System.Text.Json;

namespace AudienceTools.Server.Http;

/// <summary>
/// The names that stand in the rows of a body. Most rows have those of one of the few before, and what was found out about them then
/// needn't be found out again.
/// </summary>
internal sealed class RowShapes
{
    private const int Kept = 8;

    private readonly List<(Range[] Places, IReadOnlyList<string> Columns)> _known = new(Kept);
    private int _latest;
    private int _oldest;

    /// <summary>The columns of an earlier row that has the same names in the same order; null where none is remembered.</summary>
    /// <param name="body">The body.</param>
    /// <param name="names">Where the names of a row stand in it, with their quotes.</param>
    public IReadOnlyList<string>? Find(ReadOnlySpan<byte> body, List<Range> names)
    {
        for (var i = 0; i < _known.Count; i++)
        {
            var place = (_latest + i) % _known.Count;
            if (AreSame(body, names, _known[place].Places))
            {
                _latest = place;
                return _known[place].Columns;
            }
        }

        return null;
    }

    /// <summary>Reads the names of a row, which must be whole, and remembers them.</summary>
    public IReadOnlyList<string> Keep(ReadOnlySpan<byte> body, List<Range> names, string except)
    {
        var columns = new List<string>(names.Count);
        foreach (var place in names)
        {
            var reader = new Utf8JsonReader(body[place]);
            reader.Read();
            if (!reader.ValueTextEquals(except))
            {
                columns.Add(reader.GetString()!);
            }
        }

        if (_known.Count < Kept)
        {
            _latest = _known.Count;
            _known.Add(([.. names], columns));
        }
        else
        {
            _latest = _oldest;
            _known[_oldest] = ([.. names], columns);
            _oldest = (_oldest + 1) % Kept;
        }

        return columns;
    }

    private static bool AreSame(ReadOnlySpan<byte> body, List<Range> names, Range[] places)
    {
        if (names.Count != places.Length)
        {
            return false;
        }

        for (var i = 0; i < places.Length; i++)
        {
            if (!body[names[i]].SequenceEqual(body[places[i]]))
            {
                return false;
            }
        }

        return true;
    }
}
