using System.Runtime.CompilerServices;
using System.Text;
using CsvHelper;

namespace AudienceTools.Core.Reading.Text;

/// <summary>Reads delimited text (RFC 4180 and what spreadsheets make of it) as <c>Import-Csv</c> does.</summary>
/// <remarks>
/// Cells are kept as they are, save blanks before them, which come off as with <c>Import-Csv</c> unless they stand in quotes; a quote
/// inside an unquoted cell is text. Of unquoted names the blanks behind come off too. A row that is short of cells gets
/// <see langword="null"/> for those that are missing. A row with more cells than columns is a problem unless those are empty, and has a
/// header of its own so that no cell is lost; so is a row that is too large, which comes without its cells. A quote that isn't closed ends
/// the reading, since it would take the rows after it into one cell. <c>#TYPE</c> and comments above the header are passed over, and
/// Ctrl-Z at the end of the file is none of its text.
/// </remarks>
internal sealed class CsvContactReader : IContactReader
{
    private const int MostEndMarks = 64;
    private readonly SourceFile _file;
    private readonly ReaderOptions _options;
    private readonly HeaderLine _line;
    private readonly CsvFaults _faults;
    private Encoding _encoding = Encoding.UTF8;
    private CsvReader? _csv;
    private RowShape _shape = new(new RowHeader([]));
    private CsvMalformedReason? _malformed;
    private AudienceException? _tooLarge;
    private AudienceException? _end;
    private char _delimiter;
    private long _start;
    private long _linesBefore;
    private long _row;
    private bool _isAtRow;

    public CsvContactReader(SourceFile file, ReaderOptions options)
    {
        _file = file;
        _options = options;
        _line = new HeaderLine(options, file.Name);
        _faults = new CsvFaults(file.Name, options.OnWarning);
    }

    public string? SourceName => _file.Name;

    public IReadOnlyList<string> Paths => [_file.FullPath];

    public long? TotalBytes => _file.Length;

    public long BytesRead => _file.BytesRead;

    private int LongestRow => 2 * _options.MaxRowBytes;

    private long Line => _linesBefore + _csv!.LineNumber;

    private bool IsReadAsItIs => _encoding.CodePage == Encoding.UTF8.CodePage && char.IsAscii(_delimiter);

    public async IAsyncEnumerable<RowHeader> ReadHeadersAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await BeginAsync(ct);
        yield return _shape.Header;
    }

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
        await BeginAsync(ct);
        var isThere = _isAtRow || await ReadRecordAsync(ct);
        _isAtRow = false;
        return isThere ? ToRow(_csv!) : null;
    }

    private async ValueTask BeginAsync(CancellationToken ct)
    {
        if (_csv is null)
        {
            var head = Look();
            _csv = Open();
            _isAtRow = await ReadHeaderAsync(head, ct);
        }
    }

    // What has to be known before the first record is read.
    private CsvHead Look()
    {
        var bytes = _file.Peek(CsvHead.Length);
        (_encoding, var markLength) = TextEncoding.Detect(bytes.AsSpan(0, Math.Min(bytes.Length, TextEncoding.HeadLength)), _options.Encoding);
        _start = markLength;
        _file.End = _file.Length - EndMarks();
        var length = (int)Math.Clamp(_file.End, markLength, bytes.Length);
        var head = new CsvHead(bytes.AsSpan(markLength, length - markLength), _encoding, isWhole: length >= _file.End);
        _delimiter = _options.Delimiter ?? head.Announced ?? DelimiterGuess.Of(head, _options);
        return head;
    }

    // Old programs mark the end of a text with Ctrl-Z.
    private int EndMarks()
    {
        var mark = _encoding.GetBytes("\u001a");
        var end = _file.PeekEnd(MostEndMarks * mark.Length).AsSpan();
        var count = 0;
        while (end.EndsWith(mark))
        {
            end = end[..^mark.Length];
            count += mark.Length;
        }

        return count;
    }

    private CsvReader Open()
    {
        _file.Position = _start;
        var options = CsvFormat.Options(_delimiter) with
        {
            MaxRecordSize = LongestRow,
            OnMalformedRecord = record => _malformed = record.Reason is CsvMalformedReason.StrayQuote ? _malformed : record.Reason,
        };

        // UTF-8 goes through as it is and is checked record by record; so are other encodings, after they have been decoded.
        return IsReadAsItIs
            ? CsvReader.Create(_file, options, leaveOpen: true)
            : CsvReader.Create(new StrictTextReader(_file, _encoding, char.IsAscii(_delimiter) ? null : _delimiter), options, leaveOpen: true);
    }

    // True where the reader stands on the first row, since no line names the columns.
    private async ValueTask<bool> ReadHeaderAsync(CsvHead head, CancellationToken ct)
    {
        var isThere = await ReadRecordAsync(ct);
        if (isThere && Line == 1 && CsvFormat.IsSeparatorLine(_csv!.RawRecord))
        {
            _row = 0;
            isThere = await ReadRecordAsync(ct);
        }

        while (isThere && (_line.IsAbove(_row) || IsComment(_csv!)))
        {
            isThere = await ReadRecordAsync(ct);
        }

        if (!isThere)
        {
            throw _line.None(_row);
        }

        if (_line.Given() is { } given)
        {
            _shape = new RowShape(given);
            return true;
        }

        if (_tooLarge is { } tooLarge)
        {
            throw tooLarge;
        }

        if (_malformed is not null)
        {
            throw _faults.HeaderQuote(Line);
        }

        if (_csv!.FieldCount > _options.MaxColumns)
        {
            throw _faults.TooManyColumns(_csv.FieldCount, _options.MaxColumns);
        }

        if (head.HasOnlyBlanks(_delimiter))
        {
            throw _line.None(lines: 0);
        }

        var below = head.Records(_delimiter, HeaderLine.MostBelow, _row);
        _shape = new RowShape(_line.Named(_row, CsvFormat.Names(_csv, _delimiter), below, areExact: true, CsvFormat.IsQuotedWhole(_csv)));
        return false;
    }

    // As Import-Csv takes them, but that '#' may begin the first of several names, or the name of a column of numbers.
    private bool IsComment(CsvReader csv) => _tooLarge is null && _options.HeaderRow is null
        && (CsvFormat.IsTypeLine(csv.RawRecord) || (_options.Header is null && CsvFormat.IsComment(csv)));

    // Reads on to the next record that isn't a line with nothing in it.
    private async ValueTask<bool> ReadRecordAsync(CancellationToken ct)
    {
        if (_end is not null)
        {
            throw _end;
        }

        do
        {
            (_malformed, _tooLarge) = (null, null);
            try
            {
                if (!await _csv!.ReadAsync(ct))
                {
                    return false;
                }
            }
            catch (CsvFormatException e)
            {
                _row++;
                _tooLarge = _faults.TooLarge(_linesBefore + e.LineNumber, _row, LongestRow, e);
                await PassOverAsync(_csv!, e, ct);
                return true;
            }

            _row++;
        }
        while (_csv.RawRecord.IsEmpty);
        _faults.Check(_csv.RawRecord, Line, _row, _encoding, _malformed);

        // CsvHelper lets a larger one through where its buffer has grown, and refuses the same as the last one.
        _tooLarge = _csv.RawRecord.Length > LongestRow ? _faults.TooLarge(Line, _row, LongestRow) : null;
        return true;
    }

    // The library can't go on behind a record that is larger than its buffer may be; a new one can, where its end can be found.
    private async ValueTask PassOverAsync(CsvReader csv, CsvFormatException record, CancellationToken ct)
    {
        if (!IsReadAsItIs)
        {
            _end = _tooLarge;
            return;
        }

        _start += record.ByteOffset;
        _file.Position = _start;
        var line = _linesBefore + record.LineNumber;
        var (bytes, lines, isClosed) = await LongRecord.MeasureAsync(_file, (byte)_delimiter, ct);
        if (!isClosed)
        {
            _end = _faults.NotClosed(line, _row, record);
            return;
        }

        _start += bytes;
        _linesBefore = line + lines - 1;
        await csv.DisposeAsync();
        _csv = Open();
    }

    private SourceRow ToRow(CsvReader csv)
    {
        var header = _shape.Header;
        if (_tooLarge is not null)
        {
            return TooLargeRow(header);
        }

        RowProblem? problem = null;
        for (var i = header.Names.Count; i < csv.FieldCount; i++)
        {
            if (csv.GetSpan(i).ContainsAnyExcept((byte)' ', (byte)'\t'))
            {
                header = _shape.Widen(csv.FieldCount);
                problem = _shape.Ragged(csv.FieldCount, Line);
                break;
            }
        }

        var values = new string?[header.Names.Count];
        CsvFormat.Cells(csv, _delimiter, values);
        if (_malformed is not null)
        {
            problem = new RowProblem(RowReasons.BadQuote, $"A quote ends in the middle of a cell (line {Line}). Double the "
                + "quotes that belong to the text.");
        }

        return new SourceRow(_row, header, values, problem);
    }

    // With a word in a cell of its own, so that it isn't blank where a failure file comes back with it.
    private SourceRow TooLargeRow(RowHeader header)
    {
        var wider = _shape.Widen(header.Names.Count + 1);
        var cells = new string?[wider.Names.Count];
        cells[^1] = $"(more than {LongestRow} bytes)";
        return new SourceRow(_row, wider, cells, new RowProblem(RowReasons.RowTooLarge, $"The row has more than {LongestRow} bytes. Shorten it, or "
            + "look there for a quote that isn't closed."));
    }
}
