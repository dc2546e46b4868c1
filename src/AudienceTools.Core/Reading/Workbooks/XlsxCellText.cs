using System.Globalization;
using AudienceTools.Core.Reading.Workbooks.Formats;

namespace AudienceTools.Core.Reading.Workbooks;

/// <summary>The text of a cell, from what the workbook holds of it (ECMA-376 part 1, 18.3.1.4).</summary>
/// <param name="texts">The workbook's table of texts.</param>
/// <param name="styles">Its styles.</param>
/// <param name="from1904">Whether it counts days from 1904.</param>
internal sealed class XlsxCellText(IReadOnlyList<string> texts, XlsxStyles styles, bool from1904)
{
    // Where a time of day without a date stands, by who writes it.
    private static readonly DateTime s_firstDay = new(1899, 12, 31);
    private static readonly DateTime s_firstDayOf1904 = new(1904, 1, 1);
    private static readonly DateTime s_dayBeforeAll = new(1899, 12, 30);
    private static readonly NumberFormat s_dayAndTime = new("yyyy-mm-dd hh:mm:ss");

    private static readonly string[] s_times = ["HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF", "'T'HH:mm", "'T'HH:mm:ss", "'T'HH:mm:ss.FFFFFFF"];
    private static readonly string[] s_days =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];

    /// <summary>The text; null where the cell is empty.</summary>
    /// <param name="type">The cell's type.</param>
    /// <param name="style">Its style.</param>
    /// <param name="value">What stands in it; null where nothing does.</param>
    /// <exception cref="InvalidDataException">It is a text of the table, and the table hasn't got it.</exception>
    public string? From(string? type, string? style, string? value) => value is null ? null : type switch
    {
        "s" => value.Length == 0 ? null : styles.Of(style).Show(Shared(value)),
        "str" or "inlineStr" => styles.Of(style).Show(value),
        "b" => value.Trim() is "1" or "true" ? "true" : value.Trim() is "0" or "false" ? "false" : value,
        "d" => FromIsoDate(value, styles.Of(style)),
        null or "n" => value.Length == 0 ? null : styles.Of(style).Show(value, from1904),
        _ => value,
    };

    private string Shared(string value) =>
        int.TryParse(value, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var index)
        && index < texts.Count
            ? texts[index]
            : throw new InvalidDataException("A cell has a text that isn't in the table of texts.");

    // Strict workbooks write dates and times as ISO 8601 has them. With a zone they stay.
    private string FromIsoDate(string value, NumberFormat format)
    {
        var text = value.Trim();
        double days;
        if (DateTime.TryParseExact(text, s_times, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault, out var time))
        {
            days = time.TimeOfDay.TotalDays;
        }
        else if (DateTime.TryParseExact(text, s_days, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            if (date.Date == s_firstDay || date.Date == s_dayBeforeAll || date.Date == (from1904 ? s_firstDayOf1904 : s_firstDay))
            {
                days = date.TimeOfDay.TotalDays;
            }
            else
            {
                return CellText.From(date)!;
            }
        }
        else
        {
            return value;
        }

        return (format.IsTime ? format : s_dayAndTime).Show(days.ToString(CultureInfo.InvariantCulture), from1904);
    }
}
