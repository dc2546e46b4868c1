using System.Text.Json;

namespace AudienceTools.Core.Reading.Text;

/// <summary>What the records of a JSON file are read with.</summary>
internal sealed record JsonContext(JsonInput Input, JsonRows Rows, JsonFaults Faults, int LongestRecord);

/// <summary>The records of a JSON file in one of the ways in which they can stand there.</summary>
internal abstract class JsonRecords(JsonContext context)
{
    protected JsonInput Input => context.Input;

    protected JsonRows Rows => context.Rows;

    protected JsonFaults Faults => context.Faults;

    protected int LongestRecord => context.LongestRecord;

    /// <summary>How many records were begun.</summary>
    protected long Count { get; set; }

    /// <summary>The next row; null at the end.</summary>
    /// <exception cref="AudienceException">The file can't be read beyond here.</exception>
    public abstract ValueTask<SourceRow?> NextAsync(CancellationToken ct);

    /// <summary>The byte that the next record begins with, behind a comma where one may stand; negative at the end.</summary>
    protected async ValueTask<int> PeekBehindCommaAsync(bool mayHaveComma, CancellationToken ct)
    {
        var next = await Input.PeekAsync(ct);
        if (next == ',' && mayHaveComma)
        {
            Input.Skip(1);
            next = await Input.PeekAsync(ct);
        }

        return next;
    }

    /// <summary>The row of the value that begins here, which is passed over.</summary>
    /// <exception cref="AudienceException">It isn't JSON, or too large.</exception>
    protected async ValueTask<SourceRow> NextValueAsync(Func<byte, bool> isNumber, CancellationToken ct)
    {
        Count++;
        var scan = await Input.ScanAsync(endsWithLine: false, LongestRecord, ct);
        if (scan.Length > LongestRecord)
        {
            throw Faults.TooLarge(Count, LongestRecord);
        }

        Faults.Check(Input.Rest[..scan.Length], Count);
        if (!scan.IsWhole)
        {
            throw Faults.NotJson(scan.Length, Count, "it breaks off");
        }

        var row = Read(Input.Rest[..scan.Length], scan.Deepest, isNumber);
        Input.Skip(scan.Length);
        return row;
    }

    private SourceRow Read(ReadOnlySpan<byte> json, int deepest, Func<byte, bool> isNumber)
    {
        try
        {
            if (deepest > NestedText.MaxDepth)
            {
                return Rows.Refused(json, Count, JsonFaults.TooDeep());
            }

            if (json[0] == '{')
            {
                return Rows.OfObject(json, Count);
            }

            if (isNumber(json[0]))
            {
                return Rows.OfNumber(json, Count);
            }

            Validate(json);
            return Rows.Refused(json, Count, JsonFaults.NotAnObject(json[0]));
        }
        catch (JsonException exception)
        {
            throw Faults.NotJson(json, exception, Count);
        }
    }

    /// <exception cref="JsonException">It isn't JSON.</exception>
    protected static void Validate(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = NestedText.MaxDepth });
        while (reader.Read())
        {
        }
    }
}

/// <summary>Records in a list, or in several lists one after the other.</summary>
internal sealed class JsonList(JsonContext context) : JsonRecords(context)
{
    private bool _isInList;
    private bool _needsComma;
    private bool _hasComma;
    private bool? _isOfNumbers;

    public override async ValueTask<SourceRow?> NextAsync(CancellationToken ct)
    {
        while (true)
        {
            var next = await Input.PeekAsync(ct);
            if (!_isInList && next < 0)
            {
                return null;
            }

            if (!_isInList || _needsComma)
            {
                await PassAsync(next, ct);
            }
            else if (next == ']' && !_hasComma)
            {
                Input.Skip(1);
                _isInList = false;
            }
            else
            {
                return await NextElementAsync(next, ct);
            }
        }
    }

    // Over a bracket or a comma.
    private async ValueTask PassAsync(int next, CancellationToken ct)
    {
        var expected = _isInList ? ',' : '[';
        if (next == ']' && _isInList)
        {
            _isInList = false;
        }
        else if (next == expected)
        {
            _hasComma = _isInList;
            _isInList = true;
        }
        else
        {
            throw await NotJsonAsync(next, ct);
        }

        Input.Skip(1);
        _needsComma = false;
    }

    private async ValueTask<SourceRow> NextElementAsync(int first, CancellationToken ct)
    {
        if (first < 0 || (first == ']' && _hasComma))
        {
            throw Faults.NotJson(0, Count + 1, first < 0 ? "it breaks off" : "a comma stands before a closing bracket");
        }

        if (_isOfNumbers is null && first == '[')
        {
            throw Faults.Fail(AudienceErrorCode.UnsupportedFormat, "it is JSON with lists in a list, and no list of contacts. Write it anew as a list of "
                + "objects, one for each contact with its columns as properties.");
        }

        _isOfNumbers ??= first == 'n' ? null : IsWord((byte)first);
        var row = await NextValueAsync(value => _isOfNumbers == true && IsWord(value), ct);
        (_needsComma, _hasComma) = (true, false);
        return row;
    }

    private async ValueTask<AudienceException> NotJsonAsync(int next, CancellationToken ct)
    {
        if (next < 0)
        {
            return Faults.NotJson(0, Count + 1, "it breaks off");
        }

        var scan = await Input.ScanAsync(endsWithLine: true, LongestRecord, ct);
        Faults.Check(Input.Rest[..Math.Min(scan.Length, Input.Rest.Length)], Count + 1);
        return Faults.NotJson(
            0,
            Count + 1,
            next is '/' or '#' ? "a comment stands, which JSON doesn't have"
                : _isInList ? "a comma or the list's closing bracket is missing"
                : "something stands behind the list's end");
    }

    private static bool IsWord(byte first) => first is (byte)'"' or (byte)'-' or (>= (byte)'0' and <= (byte)'9');
}

/// <summary>Objects one after the other, which go on over several lines or stand on one line all.</summary>
internal sealed class JsonObjects(JsonContext context) : JsonRecords(context)
{
    public override async ValueTask<SourceRow?> NextAsync(CancellationToken ct)
    {
        var next = await PeekBehindCommaAsync(mayHaveComma: Count > 0, ct);
        return next < 0 ? null : await NextValueAsync(static _ => false, ct);
    }
}

/// <summary>Objects each on a line of its own.</summary>
internal sealed class JsonLines(JsonContext context) : JsonRecords(context)
{
    private bool _mayHaveComma;

    public override async ValueTask<SourceRow?> NextAsync(CancellationToken ct)
    {
        var next = await PeekBehindCommaAsync(_mayHaveComma, ct);
        if (next < 0)
        {
            return null;
        }

        Count++;
        var scan = next == '{' ? await Input.ScanAsync(endsWithLine: true, LongestRecord, ct) : default;
        var length = scan.IsWhole ? scan.Length : await Input.MeasureLineAsync(LongestRecord, ct);
        if (length > LongestRecord)
        {
            throw Faults.TooLarge(Count, LongestRecord);
        }

        Faults.Check(Input.Rest[..length], Count);
        if (scan.IsWhole && Read(Input.Rest[..length], scan.Deepest) is { } row)
        {
            Input.Skip(length);
            _mayHaveComma = true;
            return row;
        }

        // What is wrong with the object may go on behind what looks like its end.
        length = await Input.MeasureLineAsync(LongestRecord, ct);
        if (length > LongestRecord)
        {
            throw Faults.TooLarge(Count, LongestRecord);
        }

        Faults.Check(Input.Rest[..length], Count);
        row = Refuse(Input.Rest[..length].TrimEnd(" \t"u8));
        Input.Skip(length);
        _mayHaveComma = false;
        return row;
    }

    private SourceRow? Read(ReadOnlySpan<byte> json, int deepest)
    {
        try
        {
            return deepest > NestedText.MaxDepth ? Rows.Refused(json, Input.Line, JsonFaults.TooDeep()) : Rows.OfObject(json, Input.Line);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private SourceRow Refuse(ReadOnlySpan<byte> line)
    {
        RowProblem problem;
        try
        {
            Validate(line);
            problem = JsonFaults.NotAnObject(line[0]);
        }
        catch (JsonException exception)
        {
            problem = JsonFaults.NotJson(line, exception);
        }

        return Rows.Refused(line, Input.Line, problem);
    }
}
