using System.Globalization;
using System.Text;

namespace AudienceTools.Core.PhoneNumbers;

/// <summary>A cell in ASCII: decimal digits of all scripts, full-width forms, blanks and dashes of all kinds; without what can't be seen.</summary>
internal static class PlainText
{
    /// <summary>The most characters that the plain form of a cell may have. No number has so many.</summary>
    public const int MostCharacters = 256;

    /// <summary>Whether a cell is plain already.</summary>
    public static bool IsPlain(ReadOnlySpan<char> text) => Ascii.IsValid(text);

    /// <summary>Makes the plain form, in which what has none is <c>?</c>.</summary>
    /// <returns>Whether it fits.</returns>
    public static bool TryMake(ReadOnlySpan<char> text, Span<char> buffer, out ReadOnlySpan<char> plain)
    {
        plain = default;
        var count = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var c = rune.IsAscii ? (char)rune.Value : Plain(rune);
            if (c == '\0')
            {
                continue;
            }

            if (count == buffer.Length)
            {
                return false;
            }

            buffer[count++] = c;
        }

        plain = buffer[..count];
        return true;
    }

    // The separators are those of libphonenumber, whose list has what people type in China, Japan and Korea.
    private static char Plain(Rune rune) => rune.Value switch
    {
        >= 0xFF01 and <= 0xFF5E => (char)(rune.Value - 0xFEE0), // full-width forms of ! to ~
        (>= 0x2010 and <= 0x2015) or 0x2212 or 0x30FC => '-',
        0x2018 or 0x2019 => '\'',
        0x201C or 0x201D => '"',
        0x2053 or 0x223C => '~',
        0x202E => '?', // shows the digits behind it backwards
        _ => Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.DecimalDigitNumber => (char)('0' + (int)Rune.GetNumericValue(rune)),
            UnicodeCategory.SpaceSeparator => ' ',
            UnicodeCategory.Format => '\0',
            UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => '\n',
            _ when Rune.IsLetter(rune) => 'x',
            _ => '?',
        },
    };
}
