using System.Text.RegularExpressions;

namespace AudienceTools.Core.Http;

/// <summary>Makes a service's own words fit for an error message: one short line without phone numbers, e-mail addresses or keys.</summary>
internal static partial class Redaction
{
    private const int Longest = 300;
    private const int LongestRead = 2_000;
    private const int DigitsShown = 2;

    /// <summary>An excerpt in which keys and e-mail addresses are masked, and of each phone number all but its last two digits.</summary>
    public static string Excerpt(string text)
    {
        var line = Blanks().Replace(text.Length > LongestRead ? text[..LongestRead] : text, " ").Trim();
        var masked = Numbers().Replace(KeysAndAddresses().Replace(line, "***"), static number => Masked(number.Value));
        if (masked.Length <= Longest)
        {
            return masked;
        }

        var end = masked.LastIndexOf(' ', Longest);
        return masked[..(end < 0 ? 0 : end)] + "…";
    }

    private static string Masked(string number)
    {
        var hidden = number.Count(char.IsDigit) - DigitsShown;
        return string.Concat(number.Select(c => char.IsDigit(c) && hidden-- > 0 ? '*' : c));
    }

    // Control characters too: a terminal would obey them.
    [GeneratedRegex(@"[\s\p{Cc}]+", RegexOptions.NonBacktracking)]
    private static partial Regex Blanks();

    [GeneratedRegex(
        """\bsk_[^\s"'<>,;:(){}\[\]]*|[^\s"'<>,;:(){}\[\]=]+@[^\s"'<>,;:(){}\[\]]+""",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex KeysAndAddresses();

    // Six digits or more, however they are grouped; inside a word only ten, since 66f1a2b3c4d5 is an identifier.
    [GeneratedRegex(@"\b\p{Nd}(?:[\s\p{Cf}().\-/]{0,3}\p{Nd}){5,}\b|\p{Nd}{10,}", RegexOptions.NonBacktracking)]
    private static partial Regex Numbers();
}
