namespace AudienceTools.Core.Reading.Workbooks.Formats;

/// <summary>Takes a number format apart (ECMA-376 part 1, 18.8.31). Any text is one: what means nothing is shown as it is.</summary>
internal static class FormatScanner
{
    private static readonly string[] s_halvesOfDay = ["AM/PM", "A/P", "上午/下午"];

    /// <summary>The sections of a format, at least one.</summary>
    public static List<FormatSection> Scan(string format)
    {
        var sections = new List<FormatSection>();
        var tokens = new List<FormatToken>();
        string? condition = null;
        for (var i = 0; i < format.Length;)
        {
            if (format[i] == ';')
            {
                sections.Add(new FormatSection(tokens, condition));
                (tokens, condition) = ([], null);
                i++;
            }
            else if (format[i] == '[' && format.IndexOf(']', i) is > 0 and var end)
            {
                AddBracket(format[(i + 1)..end], tokens, ref condition);
                i = end + 1;
            }
            else
            {
                i += AddToken(format, i, tokens);
            }
        }

        sections.Add(new FormatSection(tokens, condition));
        return sections;
    }

    // A colour, a language, a way to write digits: whatever isn't known shows nothing.
    private static void AddBracket(string inside, List<FormatToken> tokens, ref string? condition)
    {
        if (inside is ['<' or '>' or '=', ..])
        {
            condition = inside;
        }
        else if (inside is ['$', ..])
        {
            // [$€-407] is a currency and a language, and these two languages stand for the system's own long forms.
            var dash = inside.IndexOf('-', StringComparison.Ordinal);
            var currency = dash < 0 ? inside[1..] : inside[1..dash];
            if (currency.Length > 0)
            {
                tokens.Add(new FormatToken(FormatKind.Literal, currency));
            }
        }
        else if (AllOf(inside.ToUpperInvariant()) is { } counted)
        {
            tokens.Add(new FormatToken(counted, inside));
        }
    }

    // [h] and [hh], not [Magenta].
    private static FormatKind? AllOf(string inside) => inside switch
    {
        [] => null,
        _ when inside.AsSpan().IndexOfAnyExcept(inside[0]) >= 0 => null,
        ['H', ..] => FormatKind.AllHours,
        ['M', ..] => FormatKind.AllMinutes,
        ['S', ..] => FormatKind.AllSeconds,
        _ => null,
    };

    // Adds what stands there, and gives its length.
    private static int AddToken(string format, int at, List<FormatToken> tokens)
    {
        switch (format[at])
        {
            case '"':
                var end = format.IndexOf('"', at + 1);
                end = end < 0 ? format.Length : end;
                return Add(tokens, FormatKind.Literal, format[(at + 1)..end], end + 1 - at);
            case '\\' when at + 1 < format.Length:
                return Add(tokens, FormatKind.Literal, format.Substring(at + 1, 1), 2);

            // As wide as a character, and a character that fills the cell.
            case '_' or '*':
                return 2;
            case '0':
                return Add(tokens, FormatKind.Zero, "0", 1);
            case '#' or '?':
                return Add(tokens, FormatKind.Digit, "#", 1);
            case '.':
                return Add(tokens, FormatKind.Point, ".", 1);
            case ',':
                return Add(tokens, FormatKind.Comma, ",", 1);
            case '%':
                return Add(tokens, FormatKind.Percent, "%", 1);
            case '@':
                return Add(tokens, FormatKind.Text, "@", 1);
            case '/':
                return Add(tokens, FormatKind.Slash, "/", 1);
            case 'E' or 'e' when at + 1 < format.Length && format[at + 1] is '+' or '-':
                return Add(tokens, FormatKind.Exponent, "E", 2);
            default:
                return AddWord(format, at, tokens);
        }
    }

    private static int AddWord(string format, int at, List<FormatToken> tokens)
    {
        if (Array.Find(s_halvesOfDay, half => IsAt(format, at, half)) is { } found)
        {
            return Add(tokens, FormatKind.HalfOfDay, format.Substring(at, found.Length), found.Length);
        }

        if (IsAt(format, at, "General"))
        {
            return Add(tokens, FormatKind.General, "", "General".Length);
        }

        FormatKind? kind = char.ToLowerInvariant(format[at]) switch
        {
            'y' or 'd' => FormatKind.Day,
            'm' => FormatKind.MonthOrMinute,
            'h' => FormatKind.Hour,
            's' => FormatKind.Second,
            _ => null,
        };
        if (kind is not { } counted)
        {
            return Add(tokens, FormatKind.Literal, format.Substring(at, 1), 1);
        }

        var length = 1;
        while (at + length < format.Length && char.ToLowerInvariant(format[at + length]) == char.ToLowerInvariant(format[at]))
        {
            length++;
        }

        return Add(tokens, counted, format.Substring(at, length), length);
    }

    private static int Add(List<FormatToken> tokens, FormatKind kind, string text, int length)
    {
        tokens.Add(new FormatToken(kind, text));
        return length;
    }

    private static bool IsAt(string format, int at, string word) =>
        string.Compare(format, at, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0;
}
