using System.Xml;

namespace AudienceTools.Core.Reading.Workbooks;

/// <summary>One worksheet that a workbook lists.</summary>
/// <param name="Index">Its place in the list.</param>
/// <param name="Name">The name on its tab.</param>
/// <param name="IsHidden">Whether its tab is hidden.</param>
/// <param name="Path">The archive's entry that holds it.</param>
/// <param name="HasCells">Whether it has cells; a chart on a tab of its own has none.</param>
internal sealed record XlsxSheet(int Index, string Name, bool IsHidden, string Path, bool HasCells);

/// <summary>Reads what a workbook has beside its worksheets, within limits: which worksheets there are, texts and number formats.</summary>
internal sealed class XlsxPackage : IDisposable
{
    private const long MostHeldAtOnce = 4L << 20;

    private readonly XlsxParts _parts;
    private readonly XlsxLimits _limits;
    private string _texts = "";
    private string _styles = "";

    public XlsxPackage(Stream file, XlsxLimits limits)
    {
        _limits = limits;
        _parts = new XlsxParts(file, limits);
    }

    /// <summary>Whether days are counted from 1904.</summary>
    public bool CountsFrom1904 { get; private set; }

    /// <summary>Reads which worksheets there are.</summary>
    /// <exception cref="XlsxException">A limit is exceeded, or it is no workbook that is read.</exception>
    /// <exception cref="XmlException">A part is damaged, or declares a DTD.</exception>
    /// <exception cref="InvalidDataException">An entry is damaged.</exception>
    public IReadOnlyList<XlsxSheet> ReadSheets()
    {
        var workbook = _parts.ReadRelations("").Values.FirstOrDefault(static relation => relation.Kind is "officeDocument").Path is { Length: > 0 } path
            ? path
            : "xl/workbook.xml";
        if (!workbook.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || !_parts.Has(workbook))
        {
            throw NoWorkbook();
        }

        var relations = _parts.ReadRelations(workbook);
        var folder = workbook[..(workbook.LastIndexOf('/') + 1)];
        _texts = Part("sharedStrings", "sharedStrings.xml");
        _styles = Part("styles", "styles.xml");
        if (IsBinary(_texts, "sharedStrings") || IsBinary(_styles, "styles"))
        {
            throw new XlsxException(XlsxFault.Unsupported, "the workbook has parts of the .xlsb kind. Save it as .xlsx or CSV.");
        }

        var sheets = new List<XlsxSheet>();
        _parts.Read(workbook, XlsxNamespace.Spreadsheet, "the list of worksheets", xml =>
        {
            if (xml is { NodeType: XmlNodeType.Element, Depth: 0 } && !xml.IsIn(0, "workbook"))
            {
                throw NoWorkbook();
            }

            if (xml.Begins("workbook", "workbookPr"))
            {
                CountsFrom1904 = xml.Flag("date1904");
            }

            if (xml.Begins("workbook", "sheets", "sheet"))
            {
                var id = xml.Attribute("id", XlsxNamespace.Relationship.Transitional) ?? xml.Attribute("id", XlsxNamespace.Relationship.Strict);
                var relation = relations.GetValueOrDefault(id ?? "");
                var isHidden = xml.Attribute("state") is "hidden" or "veryHidden";
                sheets.Add(new XlsxSheet(sheets.Count, xml.Attribute("name") ?? "", isHidden, relation.Path ?? "", HasCells(relation)));
                xml.CheckCount(sheets.Count, XlsxParts.MaxListed, "worksheets");
            }
        });
        return sheets;

        string Part(string kind, string name) =>
            relations.Values.FirstOrDefault(relation => relation.Kind.Equals(kind, StringComparison.Ordinal)).Path ?? folder + name;

        bool IsBinary(string path, string name) =>
            path.EndsWith(".bin", StringComparison.OrdinalIgnoreCase) || (!_parts.Has(path) && _parts.Has($"{folder}{name}.bin"));
    }

    /// <summary>Begins to read a worksheet.</summary>
    /// <exception cref="XlsxException">A limit is exceeded.</exception>
    /// <exception cref="XmlException">A part is damaged, or declares a DTD.</exception>
    /// <exception cref="InvalidDataException">An entry is damaged, or the worksheet isn't there.</exception>
    public XlsxSheetReader Open(XlsxSheet sheet, CancellationToken ct)
    {
        // Found before the texts are read, which can take a while.
        var length = _parts.Has(sheet.Path) ? _parts.Length(sheet.Path) : throw new InvalidDataException("The worksheet isn't in the archive.");
        var cells = new XlsxCellText(ReadTexts(ct), ReadStyles(), CountsFrom1904);
        var xml = _parts.Open(sheet.Path, XlsxNamespace.Spreadsheet, $"worksheet {sheet.Index + 1}");
        return new XlsxSheetReader(xml, length, cells, _limits, ct);
    }

    public void Dispose() => _parts.Dispose();

    private static XlsxException NoWorkbook() => new(XlsxFault.Unsupported, "this is no workbook of the .xlsx kind. Save it as .xlsx or CSV.");

    private static bool HasCells(XlsxRelation relation) =>
        relation.Kind is not ("chartsheet" or "dialogsheet" or "xlMacrosheet" or "xlIntlMacrosheet")
        && relation.Path?.Contains("chartsheets/", StringComparison.OrdinalIgnoreCase) != true;

    private List<string> ReadTexts(CancellationToken ct)
    {
        // A large table is gone through before anything of it is held.
        if (_parts.Length(_texts) > MostHeldAtOnce)
        {
            ReadTexts(null, ct);
        }

        var texts = new List<string>();
        ReadTexts(texts, ct);
        return texts;
    }

    private void ReadTexts(List<string>? texts, CancellationToken ct)
    {
        var text = new XlsxText();
        var (count, isIn) = (0, false);
        _parts.Read(_texts, XlsxNamespace.Spreadsheet, "the table of texts", xml =>
        {
            ct.ThrowIfCancellationRequested();
            if (isIn && xml.Depth > 1)
            {
                text.Add(xml, 1, texts is not null);
            }
            else if (isIn)
            {
                texts?.Add(text.Value ?? "");
                isIn = false;
            }
            else if (xml.Begins("sst", "si"))
            {
                xml.CheckCount(++count, _limits.MaxTexts, "texts");
                text.Clear();
                isIn = !xml.IsEmptyElement;
                if (!isIn)
                {
                    texts?.Add("");
                }
            }
        }, wholeFrom: 1);
    }

    private XlsxStyles ReadStyles()
    {
        var styles = new XlsxStyles();
        _parts.Read(_styles, XlsxNamespace.Spreadsheet, "the table of styles", styles.Add);
        return styles;
    }
}
