using System.Globalization;
using System.IO.Compression;
using System.Xml;

namespace AudienceTools.Core.Contacts;

/// <summary>One worksheet that a workbook lists.</summary>
/// <param name="Index">Its place in the list.</param>
/// <param name="Name">The name on its tab.</param>
/// <param name="IsHidden">Whether its tab is hidden.</param>
/// <param name="Path">The archive's entry that holds it.</param>
internal sealed record XlsxSheet(int Index, string Name, bool IsHidden, string Path);

/// <summary>Goes through the parts of a workbook that ExcelDataReader will read, before it does, since it has no limits of its
/// own.</summary>
/// <remarks>Entries are found as ExcelDataReader finds them, so that what was gone through is what is read.</remarks>
internal sealed class XlsxPackage : IDisposable
{
    private const string Namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string RelationshipNamespace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    // Well-filled sheets inflate to ten or twenty times their size; small ones may do what they like.
    private const long RatioMatters = 64L << 20;
    private const long MaxRatio = 250;

    private readonly ZipArchive _archive;
    private readonly long _size;
    private readonly string _name;
    private readonly ReaderOptions _options;
    private long _inflated;

    public XlsxPackage(SourceFile file, ReaderOptions options)
    {
        _name = file.Name;
        _size = file.Length;
        _options = options;
        file.Position = 0;
        _archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
    }

    /// <summary>Finds the worksheet to read, and goes through all that is read on the way to it.</summary>
    /// <exception cref="AudienceException">A limit is exceeded, there is no such worksheet, or it isn't a workbook.</exception>
    /// <exception cref="XmlException">A part is damaged, or declares a DTD.</exception>
    /// <exception cref="InvalidDataException">An entry is damaged.</exception>
    public (XlsxSheet Sheet, XlsxSheetScan Scan) Check(CancellationToken ct)
    {
        if (Find("xl/workbook.xml") is null)
        {
            throw Fail(AudienceErrorCode.UnsupportedFormat, "this is no workbook of the .xlsx kind. Save it as .xlsx or CSV.");
        }

        var sheets = ReadSheets();
        var sheet = Choose(sheets);
        Scan("xl/sharedStrings.xml", ct);
        Scan("xl/styles.xml", ct);

        // ExcelDataReader reads each worksheet before the wanted one as well.
        foreach (var earlier in sheets.Take(sheet.Index))
        {
            Scan(earlier.Path, ct);
        }

        return (sheet, Scan(sheet.Path, ct));
    }

    public void Dispose() => _archive.Dispose();

    private List<XlsxSheet> ReadSheets()
    {
        var targets = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var relation in ReadElements("xl/_rels/workbook.xml.rels", "Relationship"))
        {
            targets[relation("Id", "") ?? ""] = relation("Target", "") ?? "";
        }

        var sheets = new List<XlsxSheet>();
        foreach (var sheet in ReadElements("xl/workbook.xml", "sheet"))
        {
            var target = targets.GetValueOrDefault(sheet("id", RelationshipNamespace) ?? "", "");
            var path = target.StartsWith("/xl/", StringComparison.OrdinalIgnoreCase) ? target[1..] : "xl/" + target;
            sheets.Add(new XlsxSheet(sheets.Count, sheet("name", "") ?? "", sheet("state", "") is "hidden" or "veryHidden", path));
        }

        return sheets;
    }

    private XlsxSheet Choose(List<XlsxSheet> sheets)
    {
        var readable = sheets.Where(sheet => !sheet.Path.Contains("chartsheets/", StringComparison.OrdinalIgnoreCase)).ToList();
        var names = string.Join(", ", readable.Select(sheet => $"'{sheet.Name}'"));
        return _options.WorksheetName is { } wanted
            ? readable.Find(sheet => string.Equals(sheet.Name, wanted, StringComparison.OrdinalIgnoreCase))
                ?? throw Fail(AudienceErrorCode.UnknownWorksheet, $"there is no worksheet '{wanted}'. There are: {names}.")
            : readable.Find(sheet => !sheet.IsHidden)
                ?? throw Fail(AudienceErrorCode.UnknownWorksheet, "there is no worksheet that isn't hidden. Name one with "
                    + $"-WorksheetName; there are: {names}.");
    }

    // Yields, for each element of that name, a function from the name and namespace of an attribute to its value.
    private IEnumerable<Func<string, string, string?>> ReadElements(string path, string element)
    {
        if (Find(path) is not { } entry)
        {
            yield break;
        }

        using var stream = Open(entry);
        using var xml = XmlReader.Create(stream);
        while (xml.Read())
        {
            stream.Mark();
            if (stream.Count > _options.MaxHeldBytes)
            {
                throw Fail(AudienceErrorCode.LimitExceeded, $"the part '{path}' has more than {_options.MaxHeldBytes >> 20} MiB.");
            }

            if (xml.NodeType == XmlNodeType.Element && xml.Depth == 0 && xml.LocalName is "workbook"
                && !string.Equals(xml.NamespaceURI, Namespace, StringComparison.Ordinal))
            {
                throw Fail(AudienceErrorCode.UnsupportedFormat, "the workbook was saved as “Strict Open XML”, which isn't read. Save it "
                    + "as an ordinary .xlsx workbook.");
            }

            if (xml.NodeType == XmlNodeType.Element && string.Equals(xml.LocalName, element, StringComparison.Ordinal))
            {
                yield return xml.GetAttribute;
            }
        }
    }

    private XlsxSheetScan Scan(string path, CancellationToken ct)
    {
        var scan = new XlsxSheetScan(_options);
        if (Find(path) is not { } entry)
        {
            return scan;
        }

        try
        {
            using var stream = Open(entry);
            scan.Read(stream, ct);
        }
        catch (LimitedStream.StretchTooLongException e)
        {
            throw Fail(AudienceErrorCode.LimitExceeded, $"the part '{path}' has a row or text of more than {_options.MaxRowBytes} bytes "
                + $"(after row {scan.LastRow}). Clear what stands there.", e);
        }
        catch (XlsxSheetScan.LimitException e)
        {
            throw Fail(AudienceErrorCode.LimitExceeded, $"in the part '{path}' {e.Message}", e);
        }

        return scan;
    }

    private LimitedStream Open(ZipArchiveEntry entry) => new(entry.Open(), _options.MaxRowBytes + (1 << 16), count =>
    {
        _inflated += count;
        if (_inflated > _options.MaxInflatedBytes || (_inflated > RatioMatters && _inflated / _size > MaxRatio))
        {
            throw Fail(AudienceErrorCode.LimitExceeded, $"the workbook inflates to more than {_inflated >> 20} MiB, as no honest list "
                + "of contacts does. Save the rows as CSV.");
        }
    });

    private ZipArchiveEntry? Find(string path) => _archive.Entries.FirstOrDefault(
        entry => string.Equals(entry.FullName.Replace('\\', '/'), path, StringComparison.OrdinalIgnoreCase));

    private AudienceException Fail(AudienceErrorCode code, string what, Exception? inner = null) =>
        new(code, $"'{_name}': {what}", inner);
}
