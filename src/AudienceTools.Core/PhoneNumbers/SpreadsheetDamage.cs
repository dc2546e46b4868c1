namespace AudienceTools.Core.PhoneNumbers;

/// <summary>What spreadsheets and data tools make of a number, and what it can't be read from again.</summary>
internal static class SpreadsheetDamage
{
    // 9.16E+11, 9,16e11, 1E10
    public static bool IsScientific(ReadOnlySpan<char> text)
    {
        var i = text[0] is '+' or '-' ? 1 : 0;
        var mantissa = i;
        while (i < text.Length && (char.IsAsciiDigit(text[i]) || (text[i] is '.' or ',' && i > mantissa)))
        {
            i++;
        }

        if (i == mantissa || i == text.Length || text[i] is not ('e' or 'E'))
        {
            return false;
        }

        i += i + 1 < text.Length && text[i + 1] is '+' or '-' ? 2 : 1;
        return text.Length - i is 1 or 2 or 3 && AreDigits(text[i..]);
    }

    // 919876543210.0: one dot, and no more than two digits after it. People who part groups with a dot write longer last groups.
    public static bool IsDecimal(ReadOnlySpan<char> text)
    {
        var dot = text.Length - (text.Length > 2 && text[^2] == '.' ? 2 : 3);
        return dot > 0 && text[dot] == '.' && AreDigits(text[(dot + 1)..]) && AreDigits(text[(text[0] == '+' ? 1 : 0)..dot]);
    }

    // 2026-01-31, 31.01.2026, 01/2026; what has two slashes is no number anyway. Israeli numbers are written 1212-31-01.
    public static bool IsDate(ReadOnlySpan<char> text) =>
        HasShape(text, "y999-39-39") || HasShape(text, "39-39-y999") || HasShape(text, "39/y999") || HasShape(text, "y999/39");

    // A digit of the shape is the largest that may stand there; a year begins with 18, 19 or 2.
    private static bool HasShape(ReadOnlySpan<char> text, string shape)
    {
        for (var i = 0; i < shape.Length; i++)
        {
            if (text.Length != shape.Length || !(shape[i] switch
            {
                '-' => text[i] is '-' or '.',
                '/' => text[i] == '/',
                'y' => text[i] == '2' || text.Slice(i, 2) is "18" or "19",
                _ => text[i] >= '0' && text[i] <= shape[i],
            }))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreDigits(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
            {
                return false;
            }
        }

        return true;
    }
}
