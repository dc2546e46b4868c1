namespace AudienceTools.Core.PhoneNumbers;

/// <summary>Tells what a cell is that no number can be read from, and what to do about it.</summary>
internal static class UnreadableText
{
    /// <summary>Told of a text that stood in no column, such as those that Get-Content gives of a CSV file.</summary>
    public const string Line = "The text is no phone number but looks like a line of a file. Give the file with -Path, or its rows by Import-Csv or ConvertFrom-Csv.";

    private const int FewestDigits = 6;
    private const string Formula = "The cell holds a spreadsheet's formula. Format the column as text and enter the number itself, without the =.";
    private const string Extension = "The number has an extension, which can't be dialled with it. Remove the extension, or put it in a column of its own.";
    private const string Several = "The cell holds two numbers or more. Give each number a row of its own.";
    private const string Words = "Words or letters stand in the cell. Remove the words, and write digits for letters that stand for them.";

    /// <summary>All that is told.</summary>
    public static IEnumerable<string> Sentences => [Formula, Extension, Several, Words, Line];

    /// <returns>Null where there is no more to say than that it is no number.</returns>
    public static string? Describe(ReadOnlySpan<char> text)
    {
        if (!PlainText.TryMake(text, stackalloc char[PlainText.MostCharacters], out var plain))
        {
            return null;
        }

        plain = plain.Trim().TrimStart('\'');
        return plain.StartsWith("=") ? Formula
            : HasExtension(plain) ? Extension
            : HasSeveralNumbers(plain) ? Several
            : HasLetters(plain) ? Words
            : null;
    }

    /// <summary>Whether a text has cells with a name or the like among them, as lines of a CSV file have.</summary>
    public static bool IsLine(ReadOnlySpan<char> text)
    {
        const string Delimiters = ",;\t|";
        var hasText = false;
        foreach (var cell in text.SplitAny(Delimiters))
        {
            var (letters, digits) = (0, 0);
            foreach (var c in text[cell])
            {
                letters += char.IsLetter(c) ? 1 : 0;
                digits += char.IsDigit(c) ? 1 : 0;
            }

            hasText |= letters > digits;
        }

        return hasText && text.ContainsAny(Delimiters) && !HasExtension(text);
    }

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
