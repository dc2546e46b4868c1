using System.Globalization;
using System.Text;

namespace AudienceTools.Core.Reading.Workbooks.Formats;

/// <summary>Shows a number of days: days in ISO 8601, times of day and lengths of time as the section of a format shows them, or with
/// seconds where it would leave something out.</summary>
internal static class ShownTime
{
    private const long MillisecondsOfDay = 86_400_000;

    // Excel believes in a 29 February 1900, which is its day 60.
    private const double DayThatNeverWas = 60;
    private const double DaysTo1904 = 1462;
    private const double DaysTo10000 = 2_958_466;

    /// <summary>The text; null where the number is none of days: one before the first day or after the year 9999.</summary>
    /// <param name="days">The number.</param>
    /// <param name="section">A section that shows days or times.</param>
    /// <param name="from1904">Whether days are counted from 1904.</param>
    public static string? From(double days, FormatSection section, bool from1904)
    {
        if (Math.Abs(days) >= DaysTo10000)
        {
            return null;
        }

        // Rounded as Excel rounds: the workbook's 0.333333333333333 is eight hours.
        var milliseconds = (long)Math.Round(Math.Abs(days) * MillisecondsOfDay);
        if (section.IsLength)
        {
            return FromLength(milliseconds, days < 0, section);
        }

        if (days < 0)
        {
            return null;
        }

        return milliseconds < MillisecondsOfDay
            ? section.HasTime || milliseconds > 0 ? FromTimeOfDay(milliseconds, section) : null
            : FromDate(milliseconds, from1904);
    }

    private static string? FromDate(long milliseconds, bool from1904)
    {
        var day = milliseconds / MillisecondsOfDay;
        var since1900 = from1904 ? day + DaysTo1904 : day;
        if (since1900 >= DaysTo10000 || (!from1904 && day == DayThatNeverWas))
        {
            return null;
        }

        var date = DateTime.FromOADate(since1900 < DayThatNeverWas ? since1900 + 1 : since1900);
        return CellText.From(date.AddMilliseconds(milliseconds % MillisecondsOfDay));
    }

    private static string FromTimeOfDay(long milliseconds, FormatSection section) =>
        !section.HasDay && Show(milliseconds, section) is { } shown
            ? shown
            : TimeSpan.FromMilliseconds(milliseconds).ToString(
                milliseconds % 1000 == 0 ? "hh\\:mm\\:ss" : "hh\\:mm\\:ss\\.FFF", CultureInfo.InvariantCulture);

    private static string FromLength(long milliseconds, bool isNegative, FormatSection section)
    {
        var sign = isNegative ? "-" : "";
        if (!section.HasDay && Show(milliseconds, section) is { } shown)
        {
            return sign + shown;
        }

        var rest = TimeSpan.FromMilliseconds(milliseconds);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{sign}{(long)rest.TotalHours}:{rest.ToString(rest.Milliseconds == 0 ? "mm\\:ss" : "mm\\:ss\\.FFF", CultureInfo.InvariantCulture)}");
    }

    // As the section has it; null where what it shows is less than the time.
    private static string? Show(long milliseconds, FormatSection section)
    {
        var text = new StringBuilder();
        var halves = section.Tokens.Find(static token => token.Kind is FormatKind.HalfOfDay).Text;
        var whole = section.Tokens.Find(static token => token.Kind is FormatKind.AllHours or FormatKind.AllMinutes or FormatKind.AllSeconds).Kind;
        var shown = 0L;
        foreach (var (kind, piece) in section.Tokens)
        {
            var unit = Unit(kind, piece);
            if (unit == 0)
            {
                text.Append(kind is FormatKind.HalfOfDay ? Half(piece, milliseconds) : piece);
                continue;
            }

            // What a larger unit has taken, or the largest that is counted on.
            var count = kind == whole ? milliseconds / unit : milliseconds % Above(kind) / unit;
            shown += count * unit;
            if (kind is FormatKind.Hour && halves is not null)
            {
                count = count % 12 is 0 ? 12 : count % 12;
            }

            text.Append(kind is FormatKind.SecondFraction ? "." : null).Append(
                count.ToString(kind is FormatKind.SecondFraction ? piece[..Math.Min(piece.Length, 3)] : piece.Length > 1 ? "00" : "0", CultureInfo.InvariantCulture));
        }

        return shown == milliseconds ? text.ToString().Trim() : null;
    }

    private static long Unit(FormatKind kind, string piece) => kind switch
    {
        FormatKind.Hour or FormatKind.AllHours => 3_600_000,
        FormatKind.Minute or FormatKind.AllMinutes => 60_000,
        FormatKind.Second or FormatKind.AllSeconds => 1000,
        FormatKind.SecondFraction => piece.Length switch { 1 => 100, 2 => 10, _ => 1 },
        _ => 0,
    };

    private static long Above(FormatKind kind) => kind switch
    {
        FormatKind.Minute => 3_600_000,
        FormatKind.Second => 60_000,
        FormatKind.SecondFraction => 1000,
        _ => long.MaxValue,
    };

    private static string Half(string halves, long milliseconds)
    {
        var parts = halves.Split('/');
        return parts[milliseconds % MillisecondsOfDay < MillisecondsOfDay / 2 ? 0 : 1];
    }
}
