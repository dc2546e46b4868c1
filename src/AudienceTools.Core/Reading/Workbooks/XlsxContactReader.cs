namespace AudienceTools.Core.Reading.Workbooks;

/// <summary>Reads one worksheet of an Office Open XML workbook (ECMA-376, .xlsx).</summary>
/// <remarks>The first row that isn't empty is the header. Row numbers are those of the worksheet.</remarks>
internal sealed class XlsxContactReader : IContactReader
{
    private readonly SourceFile _file;
    private readonly ReaderOptions _options;
    private XlsxRows? _rows;
    private RowShape _shape = new(new RowHeader([]));

    public XlsxContactReader(SourceFile file, ReaderOptions options)
    {
        _file = file;
        _options = options;
    }

    public string? SourceName => _file.Name;

    public IReadOnlyList<string> Paths => [_file.FullPath];

    public long? TotalBytes => _file.Length;

    /// <summary>By rows: how far the archive has been read says nothing, as it is gone through beforehand.</summary>
    public long BytesRead => Volatile.Read(ref _rows) is { LastRow: > 0 } rows ? _file.Length * rows.Row / rows.LastRow : 0;

    public IAsyncEnumerable<IReadOnlyList<SourceRow>> ReadAsync(CancellationToken ct) => RowChunks.GatherAsync(NextAsync, ct);

    public async ValueTask DisposeAsync()
    {
        _rows?.Dispose();
        await _file.DisposeAsync();
    }

    // The library reads synchronously.
    private ValueTask<SourceRow?> NextAsync(CancellationToken ct)
    {
        try
        {
            var rows = _rows ?? Open(ct);
            return ValueTask.FromResult(rows.Next() is { } cells ? ToRow(rows, cells) : (SourceRow?)null);
        }
        catch (XlsxException e)
        {
            var code = e.Fault switch
            {
                XlsxFault.Unsupported => AudienceErrorCode.UnsupportedFormat,
                XlsxFault.BeyondLimit => AudienceErrorCode.LimitExceeded,
                _ => AudienceErrorCode.DamagedFile,
            };
            throw Fail(code, e.Message, e);
        }
    }

    private XlsxRows Open(CancellationToken ct)
    {
        var limits = new XlsxLimits
        {
            MaxRowBytes = _options.MaxRowBytes,
            MaxColumns = _options.MaxColumns,
            MaxInflatedBytes = _options.MaxInflatedBytes,
            MaxHeldBytes = _options.MaxHeldBytes,
        };
        var rows = XlsxRows.Open(_file, limits, Choose, ct);
        Volatile.Write(ref _rows, rows);
        var names = rows.Next()
            ?? throw Fail(AudienceErrorCode.EmptyInput, $"the worksheet '{rows.SheetName}' is empty. It needs a first row that names the "
                + "columns.");
        if (rows.LacksValue)
        {
            throw Fail(AudienceErrorCode.DamagedFile, $"row {rows.Row}, which names the columns, holds an error such as #N/A, or a formula "
                + "without a result. Open the workbook in Excel, mend the cell and save.");
        }

        _shape = new RowShape(new RowHeader(Array.ConvertAll(names, name => name ?? "")) { Source = SourceName });
        return rows;
    }

    private XlsxSheet Choose(IReadOnlyList<XlsxSheet> sheets)
    {
        var names = string.Join(", ", sheets.Select(sheet => $"'{sheet.Name}'"));
        return _options.WorksheetName is { } wanted
            ? sheets.FirstOrDefault(sheet => string.Equals(sheet.Name, wanted, StringComparison.OrdinalIgnoreCase))
                ?? throw Fail(AudienceErrorCode.UnknownWorksheet, $"there is no worksheet '{wanted}'. There are: {names}.")
            : sheets.FirstOrDefault(sheet => !sheet.IsHidden)
                ?? throw Fail(AudienceErrorCode.UnknownWorksheet, "there is no worksheet that isn't hidden. Name one with "
                    + $"-WorksheetName; there are: {names}.");
    }

    private SourceRow ToRow(XlsxRows rows, string?[] cells)
    {
        var header = _shape.Header;
        RowProblem? problem = null;
        if (cells.Length > header.Names.Count)
        {
            header = _shape.Widen(cells.Length);
            problem = _shape.Ragged(cells.Length, rows.Row);
        }

        if (rows.LacksValue)
        {
            problem = new RowProblem(RowReasons.ErrorCell, "A cell of the row holds an error such as #N/A, or a formula without a "
                + "result. Open the workbook in Excel, mend the cell and save.");
        }

        Array.Resize(ref cells, header.Names.Count);
        return new SourceRow(rows.Row, header, cells, problem);
    }

    private AudienceException Fail(AudienceErrorCode code, string what, Exception? inner = null) =>
        new(code, $"'{_file.Name}': {what}", inner);
}
