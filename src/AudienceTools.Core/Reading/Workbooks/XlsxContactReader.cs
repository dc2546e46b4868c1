using System.Runtime.CompilerServices;

namespace AudienceTools.Core.Reading.Workbooks;

/// <summary>Reads one worksheet of an Office Open XML workbook (ECMA-376, .xlsx).</summary>
/// <remarks>
/// Row numbers are those of the worksheet. Rows that it hides are read like the others, and told of, or left out; columns that it hides
/// travel. A column without a name between others is one; a value behind the last name makes its row ragged, and it alone.
/// </remarks>
internal sealed class XlsxContactReader : IContactReader
{
    private readonly SourceFile _file;
    private readonly ReaderOptions _options;
    private readonly HeaderLine _line;
    private readonly Queue<XlsxRow> _ahead = [];
    private IReadOnlyList<XlsxSheet> _sheets = [];
    private XlsxRows? _rows;
    private XlsxException? _fault;
    private RowShape _shape = new(new RowHeader([]));
    private int _hidden;
    private bool _isOver;

    public XlsxContactReader(SourceFile file, ReaderOptions options)
    {
        _file = file;
        _options = options;
        _line = new HeaderLine(options, file.Name);
    }

    public string? SourceName => _file.Name;

    public IReadOnlyList<string> Paths => [_file.FullPath];

    public long? TotalBytes => _file.Length;

    /// <summary>By how far the worksheet has been read, which stands somewhere in the archive.</summary>
    public long BytesRead => Volatile.Read(ref _isOver) ? _file.Length : (long)(_file.Length * (Volatile.Read(ref _rows)?.Progress ?? 0));

    public async IAsyncEnumerable<RowHeader> ReadHeadersAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await Task.CompletedTask;
        yield return Guard(() =>
        {
            Open(ct);
            return _shape.Header;
        });
    }

    public IAsyncEnumerable<IReadOnlyList<SourceRow>> ReadAsync(CancellationToken ct) => RowChunks.GatherAsync(NextAsync, ct);

    public async ValueTask DisposeAsync()
    {
        _rows?.Dispose();
        await _file.DisposeAsync();
    }

    // XML is read synchronously: an archive's inflater gains nothing by waiting in another way.
    private ValueTask<SourceRow?> NextAsync(CancellationToken ct) => ValueTask.FromResult(Guard(() => Next(ct)));

    private SourceRow? Next(CancellationToken ct)
    {
        Open(ct);
        if (Take() is { } row)
        {
            return ToRow(row);
        }

        Volatile.Write(ref _isOver, true);
        WarnOfHidden();
        return null;
    }

    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (XlsxException e)
        {
            WarnOfHidden();
            var code = e.Fault switch
            {
                XlsxFault.Unsupported => AudienceErrorCode.UnsupportedFormat,
                XlsxFault.BeyondLimit => AudienceErrorCode.LimitExceeded,
                _ => AudienceErrorCode.DamagedFile,
            };
            throw Fail(code, e.Message, e);
        }
    }

    private void Open(CancellationToken ct)
    {
        if (_rows is not null)
        {
            return;
        }

        var limits = new XlsxLimits
        {
            MaxRowBytes = _options.MaxRowBytes,
            MaxColumns = _options.MaxColumns,
            MaxInflatedBytes = _options.MaxInflatedBytes,
            MaxHeldBytes = _options.MaxHeldBytes,
        };
        var rows = XlsxRows.Open(_file, limits, Choose, ct);
        Volatile.Write(ref _rows, rows);
        if (_line.Given() is { } given)
        {
            _shape = new RowShape(given);
            _ahead.Enqueue(Read(rows) ?? throw Empty(rows));
            return;
        }

        var header = Read(rows) ?? throw Empty(rows);
        LookAhead(rows);
        var below = _ahead.Select(static row => new LineBelow(row.Number, row.Cells)).ToList();
        var named = _line.Named(header.Number, Array.ConvertAll(header.Cells, static name => name ?? ""), below);
        if (header.Lacking > 0)
        {
            throw Fail(AudienceErrorCode.DamagedFile, $"cell {Letters(header.Lacking)}{header.Number}, where a column is named, holds an error such "
                + "as #N/A, or a formula without a result. Open the workbook in Excel, mend the cell and save.");
        }

        if (header.Beyond > 0)
        {
            throw Fail(AudienceErrorCode.LimitExceeded, $"row {header.Number}, which names the columns, has a value in column "
                + $"{header.Beyond}; at most {_options.MaxColumns} columns are read. Delete the cells that stand far off to the right.");
        }

        _shape = new RowShape(named);
    }

    // What is wrong there comes after the rows before it.
    private void LookAhead(XlsxRows rows)
    {
        try
        {
            while (_ahead.Count < HeaderLine.MostBelow && Read(rows) is { } row)
            {
                _ahead.Enqueue(row);
            }
        }
        catch (XlsxException e)
        {
            _fault = e;
        }
    }

    private XlsxRow? Take() => _ahead.TryDequeue(out var row) ? row : _fault is null ? Read(_rows!) : throw _fault;

    // The next row that counts.
    private XlsxRow? Read(XlsxRows rows)
    {
        while (rows.Next() is { } row)
        {
            var isLeftOut = row.IsHidden && _options.SkipHiddenRow && row.Number != _options.HeaderRow;
            if (!_line.IsAbove(row.Number))
            {
                if (!isLeftOut)
                {
                    return row;
                }

                _hidden++;
            }
        }

        return null;
    }

    private void WarnOfHidden()
    {
        if (_hidden > 0)
        {
            var rows = _hidden == 1 ? "1 row that the worksheet hides, by a filter or by hand, was" : $"{_hidden} rows that the worksheet "
                + "hides, by a filter or by hand, were";
            _options.OnWarning?.Invoke($"'{_file.Name}': {rows} "
                + (_options.SkipHiddenRow ? "left out." : "read like the others. Use -SkipHiddenRow to leave such rows out."));
            _hidden = 0;
        }
    }

    private XlsxSheet Choose(IReadOnlyList<XlsxSheet> sheets)
    {
        _sheets = sheets;
        var names = Names(sheets);
        return _options.WorksheetName is { } wanted
            ? sheets.FirstOrDefault(sheet => string.Equals(sheet.Name, wanted, StringComparison.OrdinalIgnoreCase))
                ?? throw Fail(AudienceErrorCode.UnknownWorksheet, $"there is no worksheet '{wanted}'. There are: {names}.")
            : sheets.FirstOrDefault(sheet => !sheet.IsHidden)
                ?? throw Fail(AudienceErrorCode.UnknownWorksheet, "there is no worksheet that isn't hidden. Name one with "
                    + $"-WorksheetName; there are: {names}.");
    }

    // The first worksheet may be a cover, and the list on another one.
    private AudienceException Empty(XlsxRows rows) => _sheets.Where(sheet => sheet.Name != rows.SheetName).ToList() is { Count: > 0 } others
        ? _line.None(rows.LastRow, $"That is the worksheet '{rows.SheetName}'; there are others: {Names(others)}. Name the one with the contacts with "
            + "-WorksheetName.")
        : _line.None(rows.LastRow);

    private static string Names(IEnumerable<XlsxSheet> sheets) => string.Join(", ", sheets.Select(static sheet => $"'{sheet.Name}'"));

    private SourceRow ToRow(XlsxRow row)
    {
        var (header, cells) = (_shape.Header, row.Cells);
        RowProblem? problem = null;
        var beyond = Array.FindIndex(cells, Math.Min(cells.Length, header.Names.Count), static cell => !string.IsNullOrWhiteSpace(cell)) + 1;
        if (beyond > 0)
        {
            header = _shape.Widen(cells.Length);
        }

        if (beyond > 0 || row.Beyond > 0)
        {
            problem = Ragged(beyond > 0 ? beyond : row.Beyond);
        }

        if (row.Lacking > 0)
        {
            problem = new RowProblem(RowReasons.ErrorCell, $"Cell {Letters(row.Lacking)}{row.Number} holds an error such as #N/A, or a formula "
                + "without a result. Open the workbook in Excel, mend the cell and save.");
        }

        _hidden += row.IsHidden && !_options.SkipHiddenRow ? 1 : 0;
        Array.Resize(ref cells, header.Names.Count);
        return new SourceRow(row.Number, header, cells, problem);
    }

    private RowProblem Ragged(int column) => new(
        RowReasons.RaggedRow,
        $"The row has a value in column {Letters(column)}, to the right of the last one that has a name "
            + (_shape.Header.IsGiven ? "by -Header. Name all columns, or clear the cell." : "in the header. Name the column there, or clear the cell."));

    private static string Letters(int column) =>
        (column > 26 ? Letters((column - 1) / 26) : "") + (char)('A' + ((column - 1) % 26));

    private AudienceException Fail(AudienceErrorCode code, string what, Exception? inner = null) =>
        new(code, $"'{_file.Name}': {what}", inner);
}
