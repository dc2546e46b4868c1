using System.Globalization;
using System.Xml;

namespace AudienceTools.Server.Files;

/// <summary>
/// The dates of a workbook. They are stored as days since 1900 or 1904, and only a cell's number format tells them from other numbers
/// (ECMA-376, 18.8.30): read as numbers, nobody could tell later that they were dates.
/// </summary>
internal sealed class WorkbookDates
{
    // Excel believes in a 29 February 1900, so that days are certain only after it.
    private const double FirstCertainDay = 61;
    private const double DaysTo1904 = 1462;
    private const double DaysTo10000 = 2_958_466;

    private readonly HashSet<string> _styles = new(StringComparer.Ordinal);
    private readonly bool _from1904;

    /// <summary>Reads which styles of cells are dates.</summary>
    /// <param name="styles">The workbook's styles; null where it has none.</param>
    /// <param name="from1904">Whether days are counted from 1904.</param>
    public WorkbookDates(XmlReader? styles, bool from1904)
    {
        _from1904 = from1904;
        var formats = new HashSet<int>();
        var style = -1;
        while (styles?.Read() is true)
        {
            var isStyles = styles.LocalName == "cellXfs";
            if (isStyles && styles.NodeType == XmlNodeType.EndElement)
            {
                break;
            }

            if (isStyles)
            {
                style = 0;
            }
            else if (styles is { NodeType: XmlNodeType.Element, LocalName: "numFmt" } && IsDate(styles.GetAttribute("formatCode") ?? string.Empty))
            {
                formats.Add(Number(styles.GetAttribute("numFmtId")));
            }
            else if (style >= 0 && styles is { NodeType: XmlNodeType.Element, LocalName: "xf" })
            {
                var format = Number(styles.GetAttribute("numFmtId"));
                if (formats.Contains(format) || IsDate(format))
                {
                    _styles.Add(style.ToString(CultureInfo.InvariantCulture));
                }

                style++;
            }
        }
    }

    /// <summary>The date or time that a cell's number stands for, in ISO 8601; null where it isn't one.</summary>
    public string? Read(string? style, string number)
    {
        if (style is null
            || !_styles.Contains(style)
            || !double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var days))
        {
            return null;
        }

        if (days is >= 0 and < 1)
        {
            return DateTime.FromOADate(days).ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        }

        var since1900 = _from1904 ? days + DaysTo1904 : days;
        return since1900 is >= FirstCertainDay and < DaysTo10000 ? Text(DateTime.FromOADate(since1900)) : null;
    }

    private static string Text(DateTime time) => time.ToString(
        time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

    /// <summary>The formats that every program knows by number; 45 to 47 are lengths of time.</summary>
    private static bool IsDate(int format) => format is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 50 and <= 58);

    /// <summary>Letters of days and hours count, unless they are quoted, escaped or in brackets; hours in brackets are a length of time.</summary>
    private static bool IsDate(string format)
    {
        var found = false;
        for (var i = 0; i < format.Length; i++)
        {
            switch (char.ToLowerInvariant(format[i]))
            {
                case '\\' or '_' or '*':
                    i++;
                    break;
                case '"':
                    i = End('"', i);
                    break;
                case '[' when i + 1 < format.Length && char.ToLowerInvariant(format[i + 1]) is 'h' or 'm' or 's':
                    return false;
                case '[':
                    i = End(']', i);
                    break;
                case 'd' or 'm' or 'y' or 'h' or 's':
                    found = true;
                    break;
            }
        }

        return found;

        int End(char closing, int from)
        {
            var end = format.IndexOf(closing, from + 1);
            return end < 0 ? format.Length : end;
        }
    }

    private static int Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
