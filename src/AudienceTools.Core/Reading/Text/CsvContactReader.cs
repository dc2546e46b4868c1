using System.Globalization;
using System.Text;
using System.Text.Unicode;
using CsvHelper;

namespace AudienceTools.Core.Reading.Text;

/// <summary>Reads delimited text (RFC 4180 and what spreadsheets make of it).</summary>
/// <remarks>
/// Cells are kept as they are, blanks included; a quote inside an unquoted cell is text. A row that is short of cells gets
/// <see langword="null"/> for those that are missing. A row with more cells than columns is a problem unless those are empty, and has a
/// header of its own so that no cell is lost. A quote that isn't closed ends the reading, since it would take the rows after it into one
/// cell.
/// </remarks>
internal sealed class CsvContactReader : IContactReader
{
    private readonly SourceFile _file;
    private readonly ReaderOptions _options;
    private Encoding _encoding = Encoding.UTF8;
    private CsvReader? _csv;
    private RowShape _shape = new(new RowHeader([]));
    private CsvMalformedReason? _malformed;
    private long _row;

    public CsvContactReader(SourceFile file, ReaderOptions options)
    {
        _file = file;
        _options = options;
    }

    public string? SourceName => _file.Name;

    private int LongestRow => 2 * _options.MaxRowBytes;

    public IReadOnlyList<string> Paths => [_file.FullPath];

    public long? TotalBytes => _file.Length;

    public long BytesRead => _file.BytesRead;

    public IAsyncEnumerable<IReadOnlyList<SourceRow>> ReadAsync(CancellationToken ct) => RowChunks.GatherAsync(NextAsync, ct);

    public async ValueTask DisposeAsync()
    {
        if (_csv is not null)
        {
            await _csv.DisposeAsync();
        }

        await _file.DisposeAsync();
    }

    private async ValueTask<SourceRow?> NextAsync(CancellationToken ct)
    {
        if (_csv is null)
        {
            _csv = Open();
            await ReadHeaderAsync(_csv, ct);
        }

        return await ReadRecordAsync(_csv, ct) ? ToRow(_csv) : null;
    }

    private CsvReader Open()
    {
        (_encoding, var markLength) = TextEncoding.Detect(_file.Peek(TextEncoding.HeadLength), _options.Encoding);
        _file.Position = markLength;
        var options = new CsvReaderOptions
        {
            HasHeader = false,
            IncludeValuesInExceptions = false,
            MaxRecordSize = LongestRow,
            OnMalformedRecord = record => _malformed = record.Reason is CsvMalformedReason.StrayQuote ? _malformed : record.Reason,
            Separator = _options.Delimiter,
            SkipEmptyLines = false,
            TrackLineNumbers = true,
        };

        // UTF-8 goes through as it is and is checked record by record; so are other encodings, after they have been decoded.
        return _encoding.CodePage == Encoding.UTF8.CodePage
            ? CsvReader.Create(_file, options with { Encoding = Encoding.UTF8 }, leaveOpen: false)
            : CsvReader.Create(new StrictTextReader(_file, _encoding), options, leaveOpen: false);
    }

    private async ValueTask ReadHeaderAsync(CsvReader csv, CancellationToken ct)
    {
        var isThere = await ReadRecordAsync(csv, ct);
        if (isThere && csv.LineNumber == 1 && IsSeparatorLine(csv.RawRecord))
        {
            _row = 0;
            isThere = await ReadRecordAsync(csv, ct);
        }

        if (!isThere)
        {
            throw Fail(AudienceErrorCode.EmptyInput, "there is nothing in it. It needs a first line that names the columns.");
        }

        if (_malformed is not null)
        {
            throw Fail(AudienceErrorCode.DamagedFile, $"a quote ends in the middle of a cell of the header, line {csv.LineNumber}. "
                + "Double the quotes that belong to the text.");
        }

        if (csv.FieldCount > _options.MaxColumns)
        {
            throw Fail(AudienceErrorCode.LimitExceeded, $"the header has {csv.FieldCount} columns, and at most {_options.MaxColumns} "
                + "are read. Check that the delimiter is right.");
        }

        _shape = new RowShape(new RowHeader(csv.Current.ToArray()) { Source = SourceName });
    }

    // CsvHelper takes this line off itself unless a delimiter was asked for, or the line is quoted.
    private static bool IsSeparatorLine(ReadOnlySpan<byte> record)
    {
        record = record.Trim((byte)'"');
        return record.Length == 5 && Ascii.EqualsIgnoreCase(record[..4], "sep="u8);
    }

    // Reads on to the next record that isn't a line with nothing in it.
    private async ValueTask<bool> ReadRecordAsync(CsvReader csv, CancellationToken ct)
    {
        do
        {
            _malformed = null;
            try
            {
                if (!await csv.ReadAsync(ct))
                {
                    return false;
                }
            }
            catch (CsvFormatException e)
            {
                throw TooLarge(e.LineNumber, e);
            }

            // CsvHelper lets a larger one through where its buffer has grown, and refuses the same as the last one.
            if (csv.RawRecord.Length > LongestRow)
            {
                throw TooLarge(csv.LineNumber);
            }

            _row++;
        }
        while (csv.RawRecord.IsEmpty);
        Check(csv);
        return true;
    }

    private AudienceException TooLarge(long line, Exception? inner = null) => Fail(
        AudienceErrorCode.LimitExceeded,
        $"the row that begins on line {line} (row {_row + 1}) has more than {LongestRow} bytes. Shorten it, or look there for a "
            + "quote that isn't closed.",
        inner);

    private void Check(CsvReader csv)
    {
        var record = csv.RawRecord;
        if (!Utf8.IsValid(record) || record.IndexOf("\uFFFF"u8) >= 0)
        {
            throw Fail(AudienceErrorCode.WrongEncoding, $"line {csv.LineNumber} (row {_row}) isn't "
                + $"{_encoding.WebName.ToUpperInvariant()}. Name the encoding that the file was saved in with -Encoding, for instance "
                + "-Encoding Latin1.");
        }

        if (record.Contains((byte)0))
        {
            throw Fail(AudienceErrorCode.DamagedFile, $"line {csv.LineNumber} (row {_row}) holds a NUL character. The file isn't text, "
                + "or it is UTF-16 without a byte order mark: then use -Encoding Unicode.");
        }

        // A cell that goes on over several lines until a quote in the middle of another cell ends it: the rows between have been swallowed.
        if (_malformed is CsvMalformedReason.UnterminatedQuote
            || (_malformed is CsvMalformedReason.TextAfterClosingQuote && record.IndexOfAny((byte)'\n', (byte)'\r') >= 0))
        {
            throw Fail(AudienceErrorCode.DamagedFile, $"a quote in the row that begins on line {csv.LineNumber} (row {_row}) isn't "
                + "closed. Close it, or double the quotes that belong to the text.");
        }
    }

    private SourceRow ToRow(CsvReader csv)
    {
        var header = _shape.Header;
        RowProblem? problem = null;
        for (var i = header.Names.Count; i < csv.FieldCount; i++)
        {
            if (csv.GetSpan(i).ContainsAnyExcept((byte)' ', (byte)'\t'))
            {
                header = _shape.Widen(csv.FieldCount);
                problem = _shape.Ragged(csv.FieldCount, csv.LineNumber);
                break;
            }
        }

        var values = new string?[header.Names.Count];
        for (var i = Math.Min(values.Length, csv.FieldCount) - 1; i >= 0; i--)
        {
            values[i] = csv.GetString(i);
        }

        if (_malformed is not null)
        {
            problem = new RowProblem(RowReasons.BadQuote, $"A quote ends in the middle of a cell (line {csv.LineNumber}). Double the "
                + "quotes that belong to the text.");
        }

        return new SourceRow(_row, header, values, problem);
    }

    private AudienceException Fail(AudienceErrorCode code, string what, Exception? inner = null) =>
        new(code, $"'{_file.Name}': {what}", inner);
}
