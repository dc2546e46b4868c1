using System.Buffers;
using System.Text;

namespace AudienceTools.Core.Reading.Workbooks.Formats;

/// <summary>Shows a number as a section of a format does, digit by digit, and only where every digit of it is shown.</summary>
internal static class ShownNumber
{
    // Zeros behind the point of a longer number would make a phone number unreadable.
    private const int MostDigitsForZeros = 6;

    private static readonly SearchValues<char> s_plain = SearchValues.Create("0123456789.");

    /// <summary>The text; null where digits or the sign would go, or where it couldn't be used as data.</summary>
    /// <param name="number">The number with all its digits.</param>
    /// <param name="section">A section that shows digits.</param>
    /// <param name="showsMinus">Whether a minus comes in front.</param>
    public static string? From(string number, FormatSection section, bool showsMinus)
    {
        var isNegative = number.StartsWith('-');
        var digits = isNegative ? number[1..] : number;
        if (section.Tokens.Exists(static token => token.Kind is FormatKind.General))
        {
            return AroundGeneral(digits, section, isNegative, showsMinus);
        }

        if (digits.AsSpan().IndexOfAnyExcept(s_plain) >= 0 || section.Digits is not { } layout)
        {
            return null;
        }

        var (whole, decimals) = Shift(digits, layout.Percents);
        if (decimals.Length > layout.Decimals.Count || (layout.IsBare && decimals.Length == 0 && layout.Decimals.Count > 0 && whole.Length > MostDigitsForZeros))
        {
            return null;
        }

        var text = new StringBuilder();
        AppendLiterals(text, layout.Before);
        if (!AppendWhole(text, whole, layout.Whole))
        {
            return null;
        }

        AppendDecimals(text, decimals, layout.Decimals);
        AppendLiterals(text, layout.After);
        return Sign(text.ToString().Trim(), isNegative, showsMinus);
    }

    private static string? AroundGeneral(string digits, FormatSection section, bool isNegative, bool showsMinus)
    {
        var text = new StringBuilder();
        var isOnce = false;
        foreach (var token in section.Tokens)
        {
            if (token.Kind is FormatKind.Zero or FormatKind.Digit or FormatKind.Percent || (isOnce && token.Kind is FormatKind.General))
            {
                return null;
            }

            isOnce |= token.Kind is FormatKind.General;
            text.Append(token.Kind is FormatKind.General ? digits : token.Text);
        }

        return Sign(text.ToString().Trim(), isNegative, showsMinus);
    }

    // A number keeps its sign: (5) and a red 5 look negative to people only, and ###-#### makes -5 of 5.
    private static string? Sign(string text, bool isNegative, bool showsMinus)
    {
        var first = text.AsSpan().IndexOfAnyInRange('0', '9');
        if (first < 0)
        {
            return null;
        }

        var hasMinus = text.AsSpan(0, first).IndexOfAny('-', '\u2212') >= 0;
        return hasMinus ? isNegative ? text : null : !isNegative ? text : showsMinus ? "-" + text : null;
    }

    // The digits before and behind the point, a hundred times as much for each %.
    private static (string Whole, string Decimals) Shift(string digits, int percents)
    {
        var point = digits.IndexOf('.', StringComparison.Ordinal);
        var (whole, decimals) = point < 0 ? (digits, "") : (digits[..point], digits[(point + 1)..]);
        if (percents > 0)
        {
            decimals = decimals.PadRight(2 * percents, '0');
            (whole, decimals) = ((whole + decimals[..(2 * percents)]).TrimStart('0'), decimals[(2 * percents)..].TrimEnd('0'));
        }

        return (whole is "" ? "0" : whole, decimals);
    }

    // Digits stand from the right on, and those that have no place of their own go before the first.
    private static bool AppendWhole(StringBuilder text, string whole, List<FormatToken> tokens)
    {
        if (tokens.Count == 0)
        {
            text.Append(whole);
            return true;
        }

        var places = tokens.Count(static token => token.Kind is not FormatKind.Literal);
        var isZero = whole is "0";
        var left = places - (isZero ? 0 : whole.Length);
        var next = 0;
        var isShown = false;
        foreach (var token in tokens)
        {
            if (token.Kind is FormatKind.Literal)
            {
                // A mask of which only the end is filled: () -5.
                if (!isShown)
                {
                    return false;
                }

                text.Append(token.Text);
                continue;
            }

            if (left > 0)
            {
                left--;
                if (token.Kind is FormatKind.Zero)
                {
                    text.Append('0');
                    isShown = true;
                }

                continue;
            }

            var count = isShown || next > 0 ? 1 : 1 - left;
            text.Append(whole, next, count);
            next += count;
            isShown = true;
        }

        if (!isShown)
        {
            text.Append('0');
        }

        return true;
    }

    private static void AppendDecimals(StringBuilder text, string decimals, List<FormatToken> places)
    {
        var count = decimals.Length;
        for (var i = count; i < places.Count; i++)
        {
            count = places[i].Kind is FormatKind.Zero ? i + 1 : count;
        }

        if (count > 0)
        {
            text.Append('.').Append(decimals.PadRight(count, '0'));
        }
    }

    private static void AppendLiterals(StringBuilder text, List<FormatToken> tokens)
    {
        foreach (var token in tokens)
        {
            text.Append(token.Text);
        }
    }
}
