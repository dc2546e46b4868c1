using System.Globalization;

namespace AudienceTools.Core.Reading;

/// <summary>The text of values that aren't text: the same on every machine, and for whole numbers nothing but digits.</summary>
internal static class CellText
{
    // A double holds whole numbers of up to 15 digits exactly, a float only these. Beyond, digits are gone: what is written then has
    // an exponent or too many digits, so it can't be taken for a phone number.
    private const double ExactLimit = 1e15;
    private const float ExactSingleLimit = 1 << 24;

    private const string Date = "yyyy-MM-dd";
    private const string Time = "HH:mm:ss.FFFFFFF";
    private const string DateAndTime = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK";

    /// <summary>
    /// Digits for whole numbers, ISO 8601 for dates and times, <c>true</c> and <c>false</c>; a text as it is. A day without a time of day has
    /// none, unless it has a zone: midnight in UTC is another day elsewhere.
    /// </summary>
    public static string? From(object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        double number when Math.Abs(number) < ExactLimit && double.IsInteger(number) => Digits((long)number),
        float number when MathF.Abs(number) < ExactSingleLimit && float.IsInteger(number) => Digits((long)number),
        DateTime { TimeOfDay.Ticks: 0, Kind: DateTimeKind.Unspecified } day => day.ToString(Date, CultureInfo.InvariantCulture),
        DateTime time => time.ToString(DateAndTime, CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString(DateAndTime, CultureInfo.InvariantCulture),
        DateOnly day => day.ToString(Date, CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString(Time, CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static string Digits(long number) => number.ToString(CultureInfo.InvariantCulture);
}
