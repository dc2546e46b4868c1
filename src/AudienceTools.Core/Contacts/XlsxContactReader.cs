using System.Globalization;
using System.Text;
using ExcelDataReader;

namespace AudienceTools.Core.Contacts;

/// <summary>Reads one worksheet of an Office Open XML workbook (ECMA-376, .xlsx).</summary>
/// <remarks>
/// The first row that isn't empty is the header. Whole numbers come as their digits, dates in ISO 8601, formulas as the results that the
/// workbook holds. Row numbers are those of the worksheet. The texts of the workbook are held in memory, the rows aren't.
/// </remarks>
internal sealed class XlsxContactReader : IContactReader
{
    private readonly SourceFile _file;
    private readonly ReaderOptions _options;
    private IExcelDataReader? _reader;
    private XlsxSheetScan _scan;
    private RowShape _shape = new(new RowHeader([]));
    private int _row;

    public XlsxContactReader(SourceFile file, ReaderOptions options)
    {
        _file = file;
        _options = options;
        _scan = new XlsxSheetScan(options);
    }

    public string? SourceName => _file.Name;

    public IReadOnlyList<string> Paths => [_file.FullPath];

    public long? TotalBytes => _file.Length;

    /// <summary>By rows: how far the archive has been read says nothing, as it is gone through beforehand.</summary>
    public long BytesRead => _scan.LastRow == 0 ? 0 : _file.Length * Volatile.Read(ref _row) / _scan.LastRow;

    public IAsyncEnumerable<IReadOnlyList<SourceRow>> ReadAsync(CancellationToken ct) => RowChunks.GatherAsync(NextAsync, ct);

    public async ValueTask DisposeAsync()
    {
        _reader?.Dispose();
        await _file.DisposeAsync();
    }

    // The library reads synchronously.
    private ValueTask<SourceRow?> NextAsync(CancellationToken ct)
    {
        try
        {
            if (_reader is null)
            {
                _reader = Open(ct);
                ReadHeader(_reader);
            }

            return ValueTask.FromResult(ReadCells(_reader) is { } cells ? ToRow(cells) : (SourceRow?)null);
        }
        catch (Exception e) when (e is not (AudienceException or OperationCanceledException))
        {
            // Neither archive, XML nor library has an exception of its own for damage.
            throw Fail(AudienceErrorCode.DamagedFile, "the workbook is damaged or breaks off. Open it in Excel, save it again, or save "
                + "it as CSV.", e);
        }
    }

    private IExcelDataReader Open(CancellationToken ct)
    {
        XlsxSheet sheet;
        using (var package = new XlsxPackage(_file, _options))
        {
            (sheet, _scan) = package.Check(ct);
        }

        // The library asks for code page 1252, though only .xls has a use for it.
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        _file.Position = 0;
        var reader = ExcelReaderFactory.CreateOpenXmlReader(_file, new ExcelReaderConfiguration { LeaveOpen = true });
        for (var i = 0; i < sheet.Index; i++)
        {
            reader.NextResult();
        }

        return reader;
    }

    private void ReadHeader(IExcelDataReader reader)
    {
        var names = ReadCells(reader)
            ?? throw Fail(AudienceErrorCode.EmptyInput, $"the worksheet '{reader.Name}' is empty. It needs a first row that names the "
                + "columns.");
        _shape = new RowShape(new RowHeader(Array.ConvertAll(names, name => name ?? "")) { Source = SourceName });
    }

    // The next row that isn't empty, up to its last cell that isn't.
    private string?[]? ReadCells(IExcelDataReader reader)
    {
        while (reader.Read())
        {
            Volatile.Write(ref _row, _row + 1);
            var count = reader.FieldCount;
            while (count > 0 && reader.GetValue(count - 1) is null or "")
            {
                count--;
            }

            if (count > 0 || _scan.LacksValue(_row))
            {
                var cells = new string?[count];
                for (var i = 0; i < count; i++)
                {
                    cells[i] = CellText.From(reader.GetValue(i));
                }

                return cells;
            }
        }

        return null;
    }

    private SourceRow ToRow(string?[] cells)
    {
        var header = _shape.Header;
        RowProblem? problem = null;
        if (cells.Length > header.Names.Count)
        {
            header = _shape.Widen(cells.Length);
            problem = _shape.Ragged(cells.Length, _row);
        }

        if (_scan.LacksValue(_row))
        {
            problem = new RowProblem(RowReasons.ErrorCell, "A cell of the row holds an error such as #N/A, or a formula without a "
                + "result. Open the workbook in Excel, mend the cell and save.");
        }

        Array.Resize(ref cells, header.Names.Count);
        return new SourceRow(_row, header, cells, problem);
    }

    private AudienceException Fail(AudienceErrorCode code, string what, Exception? inner = null) =>
        new(code, $"'{_file.Name}': {what}", inner);
}
