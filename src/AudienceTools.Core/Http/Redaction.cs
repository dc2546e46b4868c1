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

    /// <summary>The text in one line, without what looks like a key.</summary>
    public static string Line(string text) => Keys().Replace(Controls().Replace(text, " "), "***");

    /// <summary>The text without what looks like a key, in lines of its own where it has them.</summary>
    public static string Lines(string text) => Keys().Replace(
        ControlsAndLineEnds().Replace(text, static found => found.Value == "\r\n" ? found.Value : " "), "***");

    /// <summary>A name that people gave, for a message: whole phone numbers in it are masked, dates are not.</summary>
    public static string Name(string name) => WholeNumbers().Replace(name, static number => Masked(number.Value));

    private static string Masked(string number)
    {
        var hidden = number.Count(char.IsDigit) - DigitsShown;
        return string.Concat(number.Select(c => char.IsDigit(c) && hidden-- > 0 ? '*' : c));
    }

    // Control characters too: a terminal would obey them.
    [GeneratedRegex(@"[\s\p{Cc}\u202d\u202e]+", RegexOptions.NonBacktracking)]
    private static partial Regex Blanks();

    // The two that turn the order of letters round too: what is shown then isn't what is there.
    [GeneratedRegex(@"[\p{Cc}\p{Zl}\p{Zp}\u202d\u202e]", RegexOptions.NonBacktracking)]
    private static partial Regex Controls();

    [GeneratedRegex(@"\r\n|[\p{Cc}\p{Zl}\p{Zp}\u202d\u202e-[\n\t]]", RegexOptions.NonBacktracking)]
    private static partial Regex ControlsAndLineEnds();

    // As the vendors make them: a list may well be called "SK_Leads".
    [GeneratedRegex(@"\bsk_(?:live_|test_)?[A-Za-z0-9]{16,}", RegexOptions.NonBacktracking)]
    private static partial Regex Keys();

    [GeneratedRegex(@"\+\p{Nd}(?:[\s\p{Cf}().\-/]{0,3}\p{Nd}){6,}|\p{Nd}{10,}", RegexOptions.NonBacktracking)]
    private static partial Regex WholeNumbers();

    [GeneratedRegex(
        """\bsk_[^\s"'<>,;:(){}\[\]]*|[^\s"'<>,;:(){}\[\]=]+@[^\s"'<>,;:(){}\[\]]+""",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex KeysAndAddresses();

    // Six digits or more, however they are grouped; inside a word only ten, since 66f1a2b3c4d5 is an identifier.
    [GeneratedRegex(@"\b\p{Nd}(?:[\s\p{Cf}().\-/]{0,3}\p{Nd}){5,}\b|\p{Nd}{10,}", RegexOptions.NonBacktracking)]
    private static partial Regex Numbers();
}
