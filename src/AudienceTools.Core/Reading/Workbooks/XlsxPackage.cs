using System.IO.Compression;
using System.Xml;

namespace AudienceTools.Core.Reading.Workbooks;

/// <summary>One worksheet that a workbook lists.</summary>
/// <param name="Index">Its place in the list.</param>
/// <param name="Name">The name on its tab.</param>
/// <param name="IsHidden">Whether its tab is hidden.</param>
/// <param name="Path">The archive's entry that holds it.</param>
internal sealed record XlsxSheet(int Index, string Name, bool IsHidden, string Path)
{
    /// <summary>Whether it has cells; a chart on a tab of its own has none.</summary>
    public bool HasCells => !Path.Contains("chartsheets/", StringComparison.OrdinalIgnoreCase);
}

/// <summary>Goes through the parts of a workbook that ExcelDataReader will read, before it does, since it has no limits of its
/// own.</summary>
/// <remarks>Entries are found as ExcelDataReader 3.6 finds them, so that what was gone through is what is read.</remarks>
internal sealed class XlsxPackage : IDisposable
{
    private const string Namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string RelationshipNamespace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string PackageNamespace = "http://schemas.openxmlformats.org/package/2006/relationships";

    // Well-filled sheets inflate to ten or twenty times their size; small ones may do what they like.
    private const long RatioMatters = 64L << 20;
    private const long MaxRatio = 250;

    // ExcelDataReader goes through each of these lists once for each element of another one, or of itself.
    private const int MaxListed = 10_000;
    private const int MaxNumberFormats = 1000;

    // Excel's own, rounded up.
    private const int MaxStyles = 1 << 16;

    private readonly ZipArchive _archive;
    private readonly long _size;
    private readonly XlsxLimits _limits;
    private long _inflated;

    public XlsxPackage(Stream file, XlsxLimits limits)
    {
        _size = file.Length;
        _limits = limits;
        file.Position = 0;
        _archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
    }

    /// <summary>Whether days are counted from 1904.</summary>
    public bool CountsFrom1904 { get; private set; }

    /// <summary>Reads which worksheets there are.</summary>
    /// <exception cref="XlsxException">A limit is exceeded, or it is no workbook that is read.</exception>
    /// <exception cref="XmlException">A part is damaged, or declares a DTD.</exception>
    /// <exception cref="InvalidDataException">An entry is damaged.</exception>
    public IReadOnlyList<XlsxSheet> ReadSheets()
    {
        if (_archive.Entries.Count > MaxListed)
        {
            throw new XlsxException(XlsxFault.BeyondLimit, $"it is an archive of more than {MaxListed} parts.");
        }

        if (Find("xl/workbook.xml") is null)
        {
            throw new XlsxException(XlsxFault.Unsupported, "this is no workbook of the .xlsx kind. Save it as .xlsx or CSV.");
        }

        // ExcelDataReader reads these instead where the others are missing, and nothing here could hold them to limits.
        if (Find("xl/sharedStrings.bin") is not null || Find("xl/styles.bin") is not null)
        {
            throw new XlsxException(XlsxFault.Unsupported, "the workbook has parts of the .xlsb kind. Save it as .xlsx or CSV.");
        }

        var parts = 0;
        var targets = new Dictionary<string, string>(StringComparer.Ordinal);
        ReadPart("xl/_rels/workbook.xml.rels", "the list of parts", PackageNamespace, xml =>
        {
            if (xml.Begins("Relationships", "Relationship"))
            {
                targets[xml.Attribute("Id") ?? ""] = xml.Attribute("Target") ?? "";
                CheckCount(xml, ++parts, MaxListed, "parts");
            }
        });

        var sheets = new List<XlsxSheet>();
        ReadPart("xl/workbook.xml", "the list of worksheets", Namespace, xml =>
        {
            CheckKind(xml);
            if (xml.Begins("workbook", "sheets", "sheet"))
            {
                var target = targets.GetValueOrDefault(xml.Attribute("id", RelationshipNamespace) ?? "", "");
                var path = target.StartsWith("/xl/", StringComparison.OrdinalIgnoreCase) ? target[1..] : "xl/" + target;
                var isHidden = xml.Attribute("state") is "hidden" or "veryHidden";
                sheets.Add(new XlsxSheet(sheets.Count, xml.Attribute("name") ?? "", isHidden, path));
                CheckCount(xml, sheets.Count, MaxListed, "worksheets");
            }
        });
        return sheets;
    }

    /// <summary>Goes through all that is read on the way to a worksheet, and through that itself.</summary>
    /// <exception cref="XlsxException">A limit is exceeded.</exception>
    /// <exception cref="XmlException">A part is damaged, or declares a DTD.</exception>
    /// <exception cref="InvalidDataException">An entry is damaged, or the worksheet isn't there.</exception>
    public XlsxSheetScan Check(IReadOnlyList<XlsxSheet> sheets, XlsxSheet wanted, CancellationToken ct)
    {
        if (Find(wanted.Path) is null)
        {
            throw new InvalidDataException("The worksheet isn't in the archive.");
        }

        var texts = CountTexts(ct);
        CheckStyles();

        // ExcelDataReader reads each worksheet before the wanted one as well.
        XlsxSheetScan scan;
        var index = 0;
        do
        {
            scan = new XlsxSheetScan(_limits, texts);
            if (Find(sheets[index].Path) is { } entry)
            {
                using var xml = Open(entry, Namespace, $"worksheet {index + 1}");
                scan.Read(xml, ct);
            }
        }
        while (index++ < wanted.Index);

        return scan;
    }

    public void Dispose() => _archive.Dispose();

    private void CheckKind(XlsxXml xml)
    {
        if (xml is { NodeType: XmlNodeType.Element, Depth: 0 } && !xml.IsIn(0, "workbook"))
        {
            throw new XlsxException(XlsxFault.Unsupported, "the workbook was saved as “Strict Open XML”, which isn't read. Save it as an "
                + "ordinary .xlsx workbook.");
        }

        if (xml.Begins("workbook", "workbookPr"))
        {
            // ExcelDataReader knows 1 alone, and without a word every date would be four years too early.
            CountsFrom1904 = xml.Attribute("date1904") switch
            {
                null or "0" or "false" => false,
                "1" => true,
                _ => throw new XlsxException(XlsxFault.Unsupported, "the workbook counts its days from 1904 and says so in a way that "
                    + "isn't read. Open it in Excel and save it again, or save it as CSV."),
            };
        }
    }

    private int CountTexts(CancellationToken ct)
    {
        var (count, pieces) = (0, 0);
        ReadPart("xl/sharedStrings.xml", "the table of texts", Namespace, xml =>
        {
            ct.ThrowIfCancellationRequested();
            if (xml.Begins("sst", "si"))
            {
                CheckCount(xml, ++count, _limits.MaxTexts, "texts");
                pieces = 0;
            }
            else if (xml is { NodeType: XmlNodeType.Element, LocalName: "t" })
            {
                CheckCount(xml, ++pieces, XlsxSheetScan.MaxPieces, "pieces of different looks in a text");
            }
        }, wholeFrom: 1);
        return count;
    }

    private void CheckStyles()
    {
        var (formats, styles) = (0, 0);
        ReadPart("xl/styles.xml", "the table of styles", Namespace, xml =>
        {
            if (xml.Begins("styleSheet", "numFmts", "numFmt"))
            {
                CheckCount(xml, ++formats, MaxNumberFormats, "number formats");
            }
            else if (xml.Begins("styleSheet", "cellXfs", "xf"))
            {
                CheckCount(xml, ++styles, MaxStyles, "styles");
            }
        });
    }

    private static void CheckCount(XlsxXml xml, int count, int most, string what)
    {
        if (count > most)
        {
            throw xml.Exceeded($"has more than {most} {what}.");
        }
    }

    // Reads a part that is held in memory. Each element at the depth wholeFrom counts as one stretch, with all that stands in it.
    private void ReadPart(string path, string part, string ns, Action<XlsxXml> read, int wholeFrom = int.MaxValue)
    {
        if (Find(path) is not { } entry)
        {
            return;
        }

        using var xml = Open(entry, ns, part);
        while (xml.Read())
        {
            if (xml.Depth <= wholeFrom)
            {
                xml.Hold();
            }

            read(xml);
        }
    }

    private XlsxXml Open(ZipArchiveEntry entry, string ns, string part) =>
        new(new LimitedStream(entry.Open(), _limits.MaxRowBytes + (1 << 16), Count), _limits, ns, part);

    private void Count(int bytes)
    {
        _inflated += bytes;
        if (_inflated > _limits.MaxInflatedBytes || (_inflated > RatioMatters && _inflated / _size > MaxRatio))
        {
            throw new XlsxException(XlsxFault.BeyondLimit, $"the workbook inflates to more than {_inflated >> 20} MiB, as no honest list "
                + "of contacts does. Save the rows as CSV.");
        }
    }

    private ZipArchiveEntry? Find(string path) => _archive.Entries.FirstOrDefault(
        entry => string.Equals(entry.FullName.Replace('\\', '/'), path, StringComparison.OrdinalIgnoreCase));
}
