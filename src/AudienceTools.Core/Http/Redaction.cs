using System.Text;

namespace AudienceTools.Core.Http;

/// <summary>Makes a service's own words fit for an error message: short, on one line, and without whole phone numbers or keys.</summary>
internal static class Redaction
{
    private const int Longest = 300;
    private const int DigitsShown = 5;

    /// <summary>An excerpt in which every long run of digits, as in a phone number, is masked but for its last two.</summary>
    public static string Excerpt(string text)
    {
        var excerpt = new StringBuilder(Math.Min(text.Length, Longest) + 1);
        foreach (var part in text.Split([' ', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (excerpt.Length + part.Length > Longest)
            {
                excerpt.Append('…');
                break;
            }

            excerpt.Append(excerpt.Length > 0 ? " " : "").Append(Masked(part));
        }

        return excerpt.ToString();
    }

    private static string Masked(string word)
    {
        if (word.StartsWith("sk_", StringComparison.OrdinalIgnoreCase) || word.Contains('@', StringComparison.Ordinal))
        {
            return "***";
        }

        var digits = word.Count(char.IsAsciiDigit);
        if (digits <= DigitsShown || word.Any(char.IsAsciiLetter))
        {
            return word;
        }

        var seen = 0;
        return string.Concat(word.Select(c => char.IsAsciiDigit(c) && ++seen <= digits - 2 ? '*' : c));
    }
}
