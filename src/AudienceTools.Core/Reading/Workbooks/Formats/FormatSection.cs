using System.Globalization;

namespace AudienceTools.Core.Reading.Workbooks.Formats;

/// <summary>One of the sections of a number format, which <c>;</c> parts.</summary>
internal sealed class FormatSection
{
    private readonly string? _condition;

    /// <summary>Makes a section.</summary>
    /// <param name="tokens">Its pieces as they stand.</param>
    /// <param name="condition">What stands in brackets, such as <c>&lt;=9999999</c>; null where it has none.</param>
    public FormatSection(List<FormatToken> tokens, string? condition)
    {
        _condition = condition;
        Tokens = Merge(tokens);
        TellMinutes(Tokens);
        var hasDigits = Tokens.Exists(static token => token.Kind is FormatKind.Zero or FormatKind.Digit or FormatKind.General);
        IsLength = Tokens.Exists(static token => token.Kind is FormatKind.AllHours or FormatKind.AllMinutes or FormatKind.AllSeconds);
        HasDay = Tokens.Exists(static token => token.Kind is FormatKind.Day or FormatKind.MonthOrMinute);
        HasTime = IsLength || Tokens.Exists(static token => token.Kind is FormatKind.Hour or FormatKind.Minute or FormatKind.Second);
        IsTime = (HasDay || HasTime) && !hasDigits;
        IsNumber = hasDigits && !HasDay && !HasTime;
        Digits = IsNumber ? DigitLayout.Of(Tokens) : null;
    }

    /// <summary>Its pieces, in which minutes are told from months and parts of seconds from other decimals.</summary>
    public List<FormatToken> Tokens { get; }

    /// <summary>Whether it shows a number as digits.</summary>
    public bool IsNumber { get; }

    /// <summary>How it shows the digits of a number; null where it doesn't show them as they are.</summary>
    public DigitLayout? Digits { get; }

    /// <summary>Whether it shows a number as a day, a time or a length of time.</summary>
    public bool IsTime { get; }

    /// <summary>Whether a year, month or day is shown.</summary>
    public bool HasDay { get; }

    /// <summary>Whether hours, minutes or seconds are shown.</summary>
    public bool HasTime { get; }

    /// <summary>Whether a length of time is shown.</summary>
    public bool IsLength { get; }

    /// <summary>Whether it stands for texts.</summary>
    public bool IsText => Tokens.Exists(static token => token.Kind is FormatKind.Text);

    /// <summary>Whether it is for some numbers only.</summary>
    public bool HasCondition => _condition is not null;

    /// <summary>Whether the condition holds for a number; false where it can't be understood.</summary>
    public bool Holds(double number)
    {
        var condition = _condition.AsSpan();
        var rest = condition.TrimStart("<>=");
        return double.TryParse(rest, NumberStyles.Float, CultureInfo.InvariantCulture, out var other)
            && condition[..^rest.Length] switch
            {
                "<" => number < other,
                "<=" => number <= other,
                ">" => number > other,
                ">=" => number >= other,
                "=" => number.Equals(other),
                "<>" => !number.Equals(other),
                _ => false,
            };
    }

    // The zeros behind a second are parts of it, and no digits of a number.
    private static List<FormatToken> Merge(List<FormatToken> tokens)
    {
        var merged = new List<FormatToken>(tokens.Count);
        for (var i = 0; i < tokens.Count; i++)
        {
            var digits = i + 1;
            while (digits < tokens.Count && tokens[digits].Kind is FormatKind.Zero)
            {
                digits++;
            }

            if (tokens[i].Kind is FormatKind.Point && digits > i + 1
                && merged is [.., { Kind: FormatKind.Second or FormatKind.AllSeconds }])
            {
                merged.Add(new FormatToken(FormatKind.SecondFraction, new string('0', digits - i - 1)));
                i = digits - 1;
            }
            else
            {
                merged.Add(tokens[i]);
            }
        }

        return merged;
    }

    private static void TellMinutes(List<FormatToken> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i] is { Kind: FormatKind.MonthOrMinute, Text.Length: <= 2 } token
                && (Next(tokens, i, -1) is FormatKind.Hour or FormatKind.AllHours
                    || Next(tokens, i, 1) is FormatKind.Second or FormatKind.AllSeconds))
            {
                tokens[i] = token with { Kind = FormatKind.Minute };
            }
        }
    }

    private static FormatKind? Next(List<FormatToken> tokens, int from, int step)
    {
        for (var i = from + step; i >= 0 && i < tokens.Count; i += step)
        {
            if (tokens[i].Kind is >= FormatKind.Day and not FormatKind.HalfOfDay)
            {
                return tokens[i].Kind;
            }
        }

        return null;
    }
}
