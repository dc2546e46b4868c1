using System.Text;
using ExcelDataReader;

namespace AudienceTools.Core.Reading.Workbooks;

/// <summary>The rows of one worksheet of an Office Open XML workbook (ECMA-376, .xlsx), as texts.</summary>
/// <remarks>
/// ExcelDataReader reads them, after everything that it will read was gone through. Whole numbers come as their digits, dates in ISO 8601,
/// formulas as the results that the workbook holds. The texts of the workbook are held in memory, the rows aren't.
/// </remarks>
internal sealed class XlsxRows : IDisposable
{
    private readonly IExcelDataReader _reader;
    private readonly XlsxSheetScan _scan;
    private readonly bool _from1904;
    private int _row;

    private XlsxRows(IExcelDataReader reader, XlsxSheetScan scan, bool from1904) =>
        (_reader, _scan, _from1904) = (reader, scan, from1904);

    /// <summary>The worksheet's name.</summary>
    public string SheetName => _reader.Name;

    /// <summary>The number of the last row; 0 where there are none.</summary>
    public int LastRow => _scan.LastRow;

    /// <summary>The number that the row that was read last has in the worksheet. Safe to read from another thread.</summary>
    public int Row => Volatile.Read(ref _row);

    /// <summary>Whether a cell of that row holds an error, or a formula without a result; both come as null.</summary>
    public bool LacksValue => _scan.LacksValue(_row);

    /// <summary>Goes through a workbook, and opens one worksheet.</summary>
    /// <param name="file">The workbook, which stays open.</param>
    /// <param name="limits">What it may cost.</param>
    /// <param name="choose">Which worksheet is read, of those that have cells. May throw.</param>
    /// <param name="ct">Cancels going through it.</param>
    /// <exception cref="XlsxException">It isn't one that is read.</exception>
    public static XlsxRows Open(
        Stream file, XlsxLimits limits, Func<IReadOnlyList<XlsxSheet>, XlsxSheet> choose, CancellationToken ct)
    {
        using var package = Guard(() => new XlsxPackage(file, limits));
        var sheets = Guard(package.ReadSheets);
        var sheet = choose([.. sheets.Where(static sheet => sheet.HasCells)]);
        return Guard(() =>
        {
            var scan = package.Check(sheets, sheet, ct);
            return new XlsxRows(OpenReader(file, sheet), scan, package.CountsFrom1904);
        });
    }

    /// <summary>The next row that isn't empty, up to its last cell that isn't; null at the end.</summary>
    /// <exception cref="XlsxException">The workbook is damaged.</exception>
    public string?[]? Next() => Guard(() =>
    {
        while (_reader.Read())
        {
            Volatile.Write(ref _row, _row + 1);
            var count = _reader.FieldCount;
            while (count > 0 && _reader.GetValue(count - 1) is null or "")
            {
                count--;
            }

            if (count > 0 || LacksValue)
            {
                var cells = new string?[count];
                for (var i = 0; i < count; i++)
                {
                    cells[i] = XlsxCellText.From(_reader, i, _from1904);
                }

                return cells;
            }
        }

        return null;
    });

    public void Dispose() => _reader.Dispose();

    private static IExcelDataReader OpenReader(Stream file, XlsxSheet sheet)
    {
        // The library asks for code page 1252, though only .xls has a use for it.
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        file.Position = 0;
        var reader = ExcelReaderFactory.CreateOpenXmlReader(file, new ExcelReaderConfiguration { LeaveOpen = true });
        for (var i = 0; i < sheet.Index; i++)
        {
            reader.NextResult();
        }

        return reader;
    }

    // Neither archive, XML nor library has an exception of its own for damage.
    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (OverflowException e)
        {
            throw new XlsxException(XlsxFault.Damaged, "a number is too large for the format of its cell, as a phone number is in a cell "
                + "for lengths of time ([h], [m], [s]) or in magenta. Choose the format Text or 0 for the cells and save.", e);
        }
        catch (Exception e) when (e is not (XlsxException or OperationCanceledException))
        {
            throw new XlsxException(XlsxFault.Damaged, "the workbook is damaged or breaks off. Open it in Excel, save it again, or save it "
                + "as CSV.", e);
        }
    }
}
