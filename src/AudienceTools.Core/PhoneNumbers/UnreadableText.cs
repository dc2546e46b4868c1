namespace AudienceTools.Core.PhoneNumbers;

/// <summary>Tells what a cell is that no number can be read from.</summary>
internal static class UnreadableText
{
    private const int FewestDigits = 6;

    /// <param name="text">The cell in ASCII, trimmed and not empty.</param>
    public static PhoneNumberProblem Problem(ReadOnlySpan<char> text) =>
        text[0] == '=' ? PhoneNumberProblem.Formula
        : SpreadsheetDamage.IsScientific(text) ? PhoneNumberProblem.ScientificNotation
        : HasExtension(text) ? PhoneNumberProblem.Extension
        : HasSeveralNumbers(text) ? PhoneNumberProblem.SeveralNumbers
        : HasLetters(text) ? PhoneNumberProblem.Words
        : PhoneNumberProblem.NotANumber;

    // "020 7946 0958 ext. 12", "…x12", "…#12", "…;ext=12": few digits at the end, behind a sign for them, behind a whole number.
    private static bool HasExtension(ReadOnlySpan<char> text)
    {
        var end = text.Length;
        while (end > 0 && text[end - 1] is ' ' or ')' or ']')
        {
            end--;
        }

        var start = end;
        while (start > 0 && char.IsAsciiDigit(text[start - 1]))
        {
            start--;
        }

        var extension = end - start;
        end = start;
        while (end > 0 && text[end - 1] is ' ' or '.' or ':' or '=')
        {
            end--;
        }

        start = end;
        while (start > 0 && char.IsAsciiLetter(text[start - 1]))
        {
            start--;
        }

        var name = text[start..end];
        return extension is > 0 and <= FewestDigits
            && (name.StartsWith("ext", StringComparison.OrdinalIgnoreCase) || name.Equals("x", StringComparison.OrdinalIgnoreCase) || text[..end] is [.., '#'])
            && CountDigits(text[..start]) >= FewestDigits;
    }

    private static bool HasSeveralNumbers(ReadOnlySpan<char> text)
    {
        var (numbers, digits) = (0, 0);
        foreach (var c in text)
        {
            digits = char.IsAsciiDigit(c) ? digits + 1
                : char.IsAsciiLetter(c) || c is '+' or '/' or ',' or ';' or '|' or '&' or '\\' or '\n' or '\r' or '\t' ? 0
                : digits;
            numbers += char.IsAsciiDigit(c) && digits == FewestDigits ? 1 : 0;
        }

        return numbers > 1;
    }

    private static bool HasLetters(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsAsciiLetter(c))
            {
                return true;
            }
        }

        return false;
    }

    private static int CountDigits(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var c in text)
        {
            count += char.IsAsciiDigit(c) ? 1 : 0;
        }

        return count;
    }
}
