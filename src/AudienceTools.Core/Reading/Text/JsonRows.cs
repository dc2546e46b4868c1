using System.Text;
using System.Text.Json;

namespace AudienceTools.Core.Reading.Text;

/// <summary>Makes rows of single values of JSON. Objects with the same properties in the same order share one header.</summary>
/// <remarks>
/// A text is its characters, a number its digits as written, <c>null</c> nothing, and what is nested its JSON. What can't be a row keeps its
/// JSON under the name of <see cref="RawColumn"/>, so that a failure file shows it.
/// </remarks>
internal sealed class JsonRows
{
    /// <summary>The column of what came instead of an object.</summary>
    public const string RawColumn = "Json";

    private const string NumberColumn = "PhoneNumber";
    private const int MostShapes = 256;
    private const int LongestTold = 64;
    private readonly string _source;
    private readonly int _maxColumns;
    private readonly RowHeader _raw;
    private readonly RowHeader _number;
    private readonly Dictionary<string, Shape> _shapes = new(StringComparer.Ordinal);
    private Shape _shape;

    /// <summary>Makes rows of a file.</summary>
    /// <param name="source">The file's name.</param>
    /// <param name="maxColumns">The most properties of an object.</param>
    public JsonRows(string source, int maxColumns)
    {
        _source = source;
        _maxColumns = maxColumns;
        _raw = new RowHeader([RawColumn]) { Source = source };
        _number = new RowHeader([NumberColumn]) { Source = source };
        _shape = new Shape(new RowHeader([]) { Source = source }, null);
    }

    /// <summary>The row of an object.</summary>
    /// <exception cref="JsonException">It isn't JSON.</exception>
    /// <exception cref="AudienceException">It has too many properties.</exception>
    public SourceRow OfObject(ReadOnlySpan<byte> json, long row)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = NestedText.MaxDepth });
        reader.Read();
        var names = _shape.Header.Names;
        var values = new List<string?>(names.Count);
        List<string>? own = null;
        RowProblem? problem = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var place = values.Count;
            if (own is not null || place >= names.Count || !IsNamed(ref reader, names[place]))
            {
                own ??= [.. names.Take(place)];
                own.Add(Text(json, ref reader, ref problem)!);
            }

            reader.Read();
            values.Add(Text(json, ref reader, ref problem));
        }

        // To the end, where more would be a fault.
        reader.Read();
        if (own is not null || values.Count != names.Count)
        {
            _shape = ShapeOf(own ?? [.. names.Take(values.Count)]);
        }

        return Doubled(_shape) is { } doubled ? Refused(json, row, doubled) : new SourceRow(row, _shape.Header, [.. values], problem);
    }

    /// <summary>The row of a text or a number, in a list of nothing but phone numbers.</summary>
    /// <exception cref="JsonException">It isn't JSON.</exception>
    public SourceRow OfNumber(ReadOnlySpan<byte> json, long row)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        RowProblem? problem = null;
        var text = Text(json, ref reader, ref problem);
        reader.Read();
        return new SourceRow(row, _number, [text], problem);
    }

    /// <summary>The row of what can't be one.</summary>
    public SourceRow Refused(ReadOnlySpan<byte> json, long row, RowProblem problem) =>
        new(row, _raw, [Encoding.UTF8.GetString(json)], problem);

    // A name that can't be a text of .NET's is none of those that are known.
    private static bool IsNamed(ref Utf8JsonReader reader, string name)
    {
        try
        {
            return reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string? Text(ReadOnlySpan<byte> json, ref Utf8JsonReader reader, ref RowProblem? problem)
    {
        var start = (int)reader.TokenStartIndex;
        var before = reader;
        try
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.Null:
                    return null;
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    return NestedText.Read(ref reader);
                case JsonTokenType.String or JsonTokenType.PropertyName:
                    var text = reader.GetString()!;
                    if (!reader.ValueIsEscaped || !text.Contains('\0', StringComparison.Ordinal))
                    {
                        return text;
                    }

                    problem ??= new RowProblem(RowReasons.NulCharacter, "A text of the object holds a NUL character (\\u0000), which can't be sent. "
                        + "Take it out.");
                    break;
                default:
                    return Encoding.UTF8.GetString(reader.ValueSpan);
            }
        }
        catch (InvalidOperationException)
        {
            problem ??= new RowProblem(RowReasons.HalfCharacter, "A text of the object holds half of a character, such as a part of an emoji, "
                + "which can't be sent. Mend it.");
            if (before.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                reader = before;
                reader.Skip();
            }
        }

        // As it is written in the file, which every file can hold.
        var end = reader.TokenType == JsonTokenType.PropertyName ? start + reader.ValueSpan.Length + 2 : (int)reader.BytesConsumed;
        return Encoding.UTF8.GetString(json[start..end]);
    }

    private Shape ShapeOf(List<string> names)
    {
        if (names.Count > _maxColumns)
        {
            throw new AudienceException(AudienceErrorCode.LimitExceeded, FormattableString.Invariant(
                $"'{_source}': an object has {names.Count} properties, and at most {_maxColumns} are read."));
        }

        var key = string.Join('\0', names);
        if (!_shapes.TryGetValue(key, out var shape))
        {
            if (_shapes.Count == MostShapes)
            {
                _shapes.Clear();
            }

            var seen = new HashSet<string>(StringComparer.Ordinal);
            shape = new Shape(new RowHeader(names) { Source = _source, IsJson = true }, names.Find(name => !seen.Add(name)));
            _shapes.Add(key, shape);
        }

        return shape;
    }

    private static RowProblem? Doubled(Shape shape) => shape.Doubled is null ? null : new RowProblem(
        RowReasons.DoubledProperty,
        $"The object has {(shape.Doubled.Length > LongestTold ? "a property" : $"the property '{shape.Doubled}'")} more than once, and which of them "
            + "counts can't be told. Leave one.");

    private sealed record Shape(RowHeader Header, string? Doubled);
}
