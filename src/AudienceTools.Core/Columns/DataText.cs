using System.Buffers;
using System.Globalization;
using AudienceTools.Core.PhoneNumbers;

namespace AudienceTools.Core.Columns;

/// <summary>Tells what only data hold from what can name a column.</summary>
internal static class DataText
{
    private const int MostWords = 8;
    private static readonly SearchValues<char> s_ofNumbers = SearchValues.Create("0123456789 +()-./\u00a0");
    private static readonly SearchValues<char> s_ofDates = SearchValues.Create("0123456789/-.:T Z+");
    private static readonly SearchValues<char> s_ofFigures = SearchValues.Create("0123456789.,+-");

    /// <summary>Whether a text is written as phone numbers are: digits, and what stands around and between them.</summary>
    public static bool IsNumber(string? text) =>
        text is not null && CountDigits(text) >= PhoneNumber.MinDigits && text.AsSpan().IndexOfAnyExcept(s_ofNumbers) < 0;

    /// <summary>
    /// Whether a cell can't be the name of a column: a phone number in whatever words, an e-mail address, a date, a sentence. A year or a
    /// short number can be one.
    /// </summary>
    public static bool IsData(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        var digits = CountDigits(text);
        return (digits >= PhoneNumber.MinDigits && text.Count(char.IsLetter) < digits)
            || PhoneNumber.TryParse(text, null, out _) is PhoneNumberProblem.ScientificNotation
            || IsAddress(text.AsSpan().Trim())
            || IsDate(text.AsSpan().Trim())
            || IsSentence(text);
    }

    /// <summary>Whether a cell is a number, of whatever size.</summary>
    public static bool IsDigits(string? text) => !string.IsNullOrWhiteSpace(text) && text.AsSpan().Trim().IndexOfAnyExcept(s_ofFigures) < 0;

    private static int CountDigits(string text) => text.Count(char.IsDigit);

    private static bool IsAddress(ReadOnlySpan<char> text) =>
        text.IndexOf('@') is var at and > 0 && !text.ContainsAny(' ', '\t')
        && text[(at + 1)..].IndexOf('.') is > 0 and var dot && at + dot + 2 < text.Length;

    private static bool IsDate(ReadOnlySpan<char> text) =>
        text is [>= '0' and <= '9', ..] && text.IndexOfAny("/-.") > 0 && text.IndexOfAnyExcept(s_ofDates) < 0
        && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool IsSentence(string text)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        return words > MostWords || (words > 2 && text.AsSpan().TrimEnd() is [.., '.' or '!']);
    }
}
