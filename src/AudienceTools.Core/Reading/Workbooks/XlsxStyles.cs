using System.Globalization;
using AudienceTools.Core.Reading.Workbooks.Formats;

namespace AudienceTools.Core.Reading.Workbooks;

/// <summary>The number formats of a workbook's styles.</summary>
internal sealed class XlsxStyles
{
    // Excel's own, rounded up; of formats it has some 250.
    private const int MaxNumberFormats = 1000;
    private const int MaxStyles = 1 << 16;

    private readonly Dictionary<int, NumberFormat> _formats = [];
    private readonly List<NumberFormat> _styles = [];
    private int _listed;

    /// <summary>Takes in the next node of the table of styles.</summary>
    /// <exception cref="XlsxException">There are more than there may be.</exception>
    public void Add(XlsxXml xml)
    {
        if (xml.Begins("styleSheet", "numFmts", "numFmt"))
        {
            if (xml.Number("numFmtId") is { } id && xml.Attribute("formatCode") is { } code)
            {
                _formats[id] = new NumberFormat(XlsxText.Unescape(code));
            }

            xml.CheckCount(++_listed, MaxNumberFormats, "number formats");
        }
        else if (xml.Begins("styleSheet", "cellXfs", "xf"))
        {
            // Whether the style says that it applies its format is of no account: Excel applies it.
            _styles.Add(Format(xml.Number("numFmtId") ?? 0));
            xml.CheckCount(_styles.Count, MaxStyles, "styles");
        }
    }

    /// <summary>The format of a cell's style.</summary>
    public NumberFormat Of(string? style) =>
        style is not null && int.TryParse(style, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < _styles.Count
            ? _styles[index]
            : NumberFormat.General;

    private NumberFormat Format(int id)
    {
        if (!_formats.TryGetValue(id, out var format))
        {
            _formats[id] = format = new NumberFormat(BuiltInFormats.Of(id));
        }

        return format;
    }
}
