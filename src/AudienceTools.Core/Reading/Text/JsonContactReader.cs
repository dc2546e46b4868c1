using System.Text.Json;

namespace AudienceTools.Core.Reading.Text;

/// <summary>Reads JSON (RFC 8259): a list of objects, or objects one after the other, as JSON Lines (jsonlines.org) has them.</summary>
/// <remarks>
/// <para>In a list a row's number is its place there, from 1. Something else than an object in it is a problem of its own, and so is an object
/// with doubled names; what isn't JSON ends the reading, since where the next object begins can't be told. A list that begins with a text or
/// a number is one of phone numbers.</para>
/// <para>Where each object stands on a line, a row's number is its line, and a line that isn't an object costs itself only. Objects that go on
/// over several lines, or stand on one line all, are read as a list is, with or without commas between.</para>
/// <para>What the objects are and what is told of them is in <see cref="JsonRows"/>; a record is as large as one of a delimited text may
/// be.</para>
/// </remarks>
internal sealed class JsonContactReader : IContactReader
{
    private const string Blanks = " \t";
    private readonly SourceFile _file;
    private readonly ReaderOptions _options;
    private readonly JsonRows _rows;
    private JsonInput? _input;
    private JsonRecords? _records;

    public JsonContactReader(SourceFile file, ReaderOptions options)
    {
        _file = file;
        _options = options;
        _rows = new JsonRows(file.Name, options.MaxColumns);
    }

    public string? SourceName => _file.Name;

    public IReadOnlyList<string> Paths => [_file.FullPath];

    public long? TotalBytes => _file.Length;

    public long BytesRead => _file.BytesRead;

    private int LongestRecord => 2 * _options.MaxRowBytes;

    public IAsyncEnumerable<IReadOnlyList<SourceRow>> ReadAsync(CancellationToken ct) => RowChunks.GatherAsync(NextAsync, ct);

    public async ValueTask DisposeAsync()
    {
        if (_input is not null)
        {
            await _input.DisposeAsync();
        }

        await _file.DisposeAsync();
    }

    private async ValueTask<SourceRow?> NextAsync(CancellationToken ct)
    {
        if (_records is null)
        {
            _input = new JsonInput(_file, _options.Encoding);
            _records = await OpenAsync(_input, new JsonFaults(_file.Name, _input, _options.OnWarning), ct);
        }

        return await _records.NextAsync(ct);
    }

    private async ValueTask<JsonRecords> OpenAsync(JsonInput input, JsonFaults faults, CancellationToken ct)
    {
        var context = new JsonContext(input, _rows, faults, LongestRecord);
        if (await input.PeekAsync(ct) != '{')
        {
            return new JsonList(context);
        }

        var scan = await input.ScanAsync(endsWithLine: true, LongestRecord, ct);
        var isOnLines = await IsOnLineAsync(input, scan, ct);
        if (!isOnLines || scan is { IsWhole: false, IsCut: false })
        {
            scan = await input.ScanAsync(endsWithLine: false, LongestRecord, ct);
        }

        // An object with the list in it is one record, however long.
        var isAlone = scan.IsWhole && await input.PeekBehindAsync(scan.Length, Blanks + "\r\n", LongestRecord, ct) == -1;
        if ((scan.IsWhole || !scan.IsCut) && JsonOutline.Describe(input.Rest[..scan.Length], scan.IsWhole, isAlone, _file.Name) is (var code, { } other))
        {
            throw new AudienceException(code, $"'{_file.Name}' is {other}");
        }

        return isOnLines ? new JsonLines(context) : new JsonObjects(context);
    }

    // The first object tells whether each stands on a line of its own. One that is cut off by its line's end may go on behind it, or may have
    // been cut off in the file; an object only follows it there where it goes on with one.
    private async ValueTask<bool> IsOnLineAsync(JsonInput input, JsonScan scan, CancellationToken ct)
    {
        if (scan.IsWhole)
        {
            return await input.PeekBehindAsync(scan.Length, Blanks, LongestRecord, ct) != '{';
        }

        if (!scan.IsCut)
        {
            return scan.Length <= LongestRecord;
        }

        var next = await input.PeekBehindAsync(scan.Length, Blanks + "\r\n", LongestRecord, ct);
        return input.Rest[..scan.Length].TrimEnd(" \t"u8) switch
        {
            [(byte)'{'] => next == '{',
            [.., (byte)':' or (byte)'['] => false,
            [.., (byte)','] when scan.IsInList => false,
            _ => next is '{' or -1,
        };
    }
}
