using System.Globalization;

namespace AudienceTools.Core.Reading.Workbooks.Formats;

/// <summary>The text of a number that has no format: all its digits.</summary>
internal static class NumberText
{
    // A double holds whole numbers of up to 15 digits exactly, and is told from every other one by 17.
    private const double ExactLimit = 1e15;
    private const int DigitsOfDouble = 17;

    /// <summary>The text of a number as a workbook writes it; of what is no number, what stands there.</summary>
    /// <remarks>
    /// Whole numbers stay as they are written, and are written out where they have an exponent and all digits are known. Others become the
    /// shortest text of the same double, as Excel writes 1.1 as 1.1000000000000001; beyond what a double holds they stay too.
    /// </remarks>
    public static string From(string raw)
    {
        if (raw.Length > 0 && raw.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0)
        {
            return raw;
        }

        if (!double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            return raw;
        }

        var exponent = raw.AsSpan().IndexOfAny('e', 'E');
        var mantissa = exponent < 0 ? raw.AsSpan() : raw.AsSpan(0, exponent);
        if (CountDigits(mantissa) > DigitsOfDouble)
        {
            return raw;
        }

        return Math.Abs(number) >= ExactLimit ? Expand(raw, mantissa)
            : double.IsInteger(number) ? ((long)number).ToString(CultureInfo.InvariantCulture)
            : number.ToString(CultureInfo.InvariantCulture);
    }

    // 1.234567890123456E+15 has all its digits, 1.2E+20 doesn't.
    private static string Expand(string raw, ReadOnlySpan<char> mantissa)
    {
        if (mantissa.Length == raw.Length)
        {
            return raw;
        }

        var point = mantissa.IndexOf('.');
        var decimals = point < 0 ? 0 : mantissa.Length - point - 1;
        return int.TryParse(raw.AsSpan(mantissa.Length + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
            && exponent == decimals
                ? mantissa.ToString().Replace(".", "", StringComparison.Ordinal)
                : raw;
    }

    private static int CountDigits(ReadOnlySpan<char> mantissa)
    {
        var digits = mantissa.Trim().TrimStart("+-0.");
        return digits.Contains('.') ? digits.TrimEnd('0').Length - 1 : digits.Length;
    }
}
