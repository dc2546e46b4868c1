using System.Globalization;
using ExcelDataReader;

namespace AudienceTools.Core.Reading.Workbooks;

/// <summary>The text of a cell, from what ExcelDataReader 3.6 makes of it: what Excel shows for dates, times and lengths of time, in
/// ISO 8601 where there is one.</summary>
internal static class XlsxCellText
{
    // The first day of each count, where a time of day without a date stands.
    private static readonly DateTime s_firstDayOf1900 = new(1899, 12, 31);
    private static readonly DateTime s_firstDayOf1904 = new(1904, 1, 1);

    // Excel believes in a 29 February 1900, which is its day 60.
    private const double DayThatNeverWas = 60;
    private const double DaysTo1904 = 1462;
    private const double DaysTo10000 = 2_958_466;

    /// <summary>The text of a cell of the row that was read last; null where it is empty.</summary>
    /// <param name="reader">The library's reader.</param>
    /// <param name="column">The cell's place, from 0.</param>
    /// <param name="from1904">Whether the workbook counts days from 1904.</param>
    public static string? From(IExcelDataReader reader, int column, bool from1904) => reader.GetValue(column) switch
    {
        double number when IsDateInAsia(reader.GetNumberFormatIndex(column)) => FromDays(number, from1904),
        DateTime time => FromTime(time, from1904),
        TimeSpan length when CountsTime(reader.GetNumberFormatString(column)) => FromLength(length),

        // The library takes [Magenta] for minutes.
        TimeSpan number => CellText.From(number.TotalDays),
        var value => CellText.From(value),
    };

    private static string? FromTime(DateTime time, bool from1904)
    {
        if (time.Date == (from1904 ? s_firstDayOf1904 : s_firstDayOf1900))
        {
            return time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
        }

        // Before the first day there are no dates, only numbers in cells that were made for dates.
        return !from1904 && time < s_firstDayOf1900 ? CellText.From(time.ToOADate()) : CellText.From(time);
    }

    // Rounded as the library rounds dates: the workbook's 0.333333333333333 is eight hours.
    private static string FromLength(TimeSpan length)
    {
        var whole = new TimeSpan((long)Math.Round(length.Duration().TotalMilliseconds) * TimeSpan.TicksPerMillisecond);
        var fraction = whole.Milliseconds == 0 ? "" : whole.ToString("\\.FFF", CultureInfo.InvariantCulture);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(length < TimeSpan.Zero ? "-" : "")}{(long)whole.TotalHours}:{whole:mm\\:ss}{fraction}");
    }

    // Formats that the library doesn't know: dates and times of East Asia, whatever the language of Excel.
    private static bool IsDateInAsia(int formatIndex) => formatIndex is (>= 27 and <= 36) or (>= 50 and <= 58);

    private static string? FromDays(double days, bool from1904)
    {
        var since1900 = from1904 ? days + DaysTo1904 : days >= DayThatNeverWas ? days : days + 1;
        return days >= 0 && since1900 < DaysTo10000 ? FromTime(DateTime.FromOADate(since1900), from1904) : CellText.From(days);
    }

    // [h], [mm] and the like, and no colour.
    private static bool CountsTime(string format)
    {
        for (var start = format.IndexOf('['); start >= 0; start = format.IndexOf('[', start + 1))
        {
            var end = format.IndexOf(']', start);
            var inside = end < 0 ? "" : format[(start + 1)..end].ToUpperInvariant();
            if (inside.Length > 0 && inside[0] is 'H' or 'M' or 'S' && inside.All(letter => letter == inside[0]))
            {
                return true;
            }
        }

        return false;
    }
}
