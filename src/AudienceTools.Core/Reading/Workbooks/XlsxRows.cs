namespace AudienceTools.Core.Reading.Workbooks;

/// <summary>The rows of one worksheet of an Office Open XML workbook (ECMA-376, .xlsx), as texts.</summary>
/// <remarks>
/// The XML is read here and by no library: what the libraries make of a cell has lost what it looked like and at times its digits, and
/// none of them has limits, so that each workbook would have to be gone through beforehand. Cells come as <see cref="Formats.NumberFormat"/>
/// shows them, formulas as the results that the workbook holds. The texts of the workbook are held in memory, the rows aren't.
/// </remarks>
internal sealed class XlsxRows : IDisposable
{
    private readonly XlsxPackage _package;
    private readonly XlsxSheetReader _reader;

    private XlsxRows(XlsxPackage package, XlsxSheetReader reader, string sheetName) =>
        (_package, _reader, SheetName) = (package, reader, sheetName);

    /// <summary>The worksheet's name.</summary>
    public string SheetName { get; }

    /// <summary>The number of the last row that was read, be it empty; 0 before the first.</summary>
    public int LastRow => _reader.Row;

    /// <summary>How far the worksheet has been read, from 0 to 1. Safe to read from another thread.</summary>
    public double Progress => _reader.Progress;

    /// <summary>Opens one worksheet of a workbook.</summary>
    /// <param name="file">The workbook, which stays open.</param>
    /// <param name="limits">What it may cost.</param>
    /// <param name="choose">Which worksheet is read, of those that have cells. May throw.</param>
    /// <param name="ct">Cancels the reading.</param>
    /// <exception cref="XlsxException">It isn't one that is read.</exception>
    public static XlsxRows Open(
        Stream file, XlsxLimits limits, Func<IReadOnlyList<XlsxSheet>, XlsxSheet> choose, CancellationToken ct)
    {
        var package = Guard(() => new XlsxPackage(file, limits));
        try
        {
            var sheets = Guard(package.ReadSheets);
            var sheet = choose([.. sheets.Where(static sheet => sheet.HasCells)]);
            return Guard(() => new XlsxRows(package, package.Open(sheet, ct), sheet.Name));
        }
        catch
        {
            package.Dispose();
            throw;
        }
    }

    /// <summary>The next row that isn't empty; null at the end.</summary>
    /// <exception cref="XlsxException">The workbook is damaged, or goes beyond a limit.</exception>
    public XlsxRow? Next() => Guard(_reader.Next);

    public void Dispose()
    {
        _reader.Dispose();
        _package.Dispose();
    }

    // Neither archive nor XML has an exception of its own for damage.
    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not (XlsxException or OperationCanceledException))
        {
            throw new XlsxException(XlsxFault.Damaged, "the workbook is damaged or breaks off. Open it in Excel, save it again, or save it "
                + "as CSV.", e);
        }
    }
}
