using System.Globalization;

namespace AudienceTools.Core.PhoneNumbers;

/// <summary>The digits of a cell, with the separators off and what they said about the digits kept.</summary>
internal ref struct PhoneNumberText
{
    private readonly Span<char> _digits;

    private PhoneNumberText(Span<char> buffer) => _digits = buffer;

    /// <summary>How many digits there are; more than fit the buffer are counted and not kept.</summary>
    public int Count { get; private set; }

    public bool HasPlus { get; private set; }

    /// <summary>How many digits stand before a bracketed <c>(0)</c>, which isn't among them.</summary>
    public int? BracketedZeroAt { get; private set; }

    public readonly ReadOnlySpan<char> Digits => _digits[..Math.Min(Count, _digits.Length)];

    /// <summary>Takes the separators off.</summary>
    /// <param name="text">The cell.</param>
    /// <param name="buffer">Where the digits go.</param>
    /// <param name="result">The digits where the result is <see cref="PhoneNumberProblem.None"/>.</param>
    public static PhoneNumberProblem Read(ReadOnlySpan<char> text, Span<char> buffer, out PhoneNumberText result)
    {
        result = new PhoneNumberText(buffer);
        text = TrimInvisible(text);
        if (!text.IsEmpty && text[0] is '\'' or '\u2019')
        {
            text = TrimInvisible(text[1..]);
        }

        if (text.IsEmpty)
        {
            return PhoneNumberProblem.Empty;
        }

        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsAsciiDigit(c))
            {
                result.Add(c);
            }
            else if (c == '+' && !result.HasPlus && result.Count == 0)
            {
                result.HasPlus = true;
            }
            else if (c is '(' or '[')
            {
                if (result.Count > 0 && IsBracketedZero(text[i..], out var length))
                {
                    if (result.BracketedZeroAt is not null)
                    {
                        return PhoneNumberProblem.NotANumber;
                    }

                    result.BracketedZeroAt = result.Count;
                    i += length - 1;
                }
            }
            else if (!IsBlankOrInvisible(c) && !(IsSeparator(c) && (result.Count > 0 || result.HasPlus)))
            {
                return IsScientific(text) ? PhoneNumberProblem.ScientificNotation : PhoneNumberProblem.NotANumber;
            }
        }

        return result.Count == 0 ? PhoneNumberProblem.NotANumber
            : IsDecimal(text) ? PhoneNumberProblem.DecimalNumber
            : IsDate(text) ? PhoneNumberProblem.Date
            : PhoneNumberProblem.None;
    }

    private void Add(char digit)
    {
        if (Count < _digits.Length)
        {
            _digits[Count] = digit;
        }

        Count++;
    }

    private static ReadOnlySpan<char> TrimInvisible(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty && (char.IsWhiteSpace(text[0]) || IsBlankOrInvisible(text[0])))
        {
            text = text[1..];
        }

        while (!text.IsEmpty && (char.IsWhiteSpace(text[^1]) || IsBlankOrInvisible(text[^1])))
        {
            text = text[..^1];
        }

        return text;
    }

    // Tabs and line ends inside aren't blanks: what they part may be two numbers.
    private static bool IsBlankOrInvisible(char c) =>
        c == ' ' || (c > '\x7f' && CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.SpaceSeparator or UnicodeCategory.Format);

    // U+2010 to U+2015 are dashes, U+2212 is the minus sign. A slash isn't here: what it parts may be two numbers.
    private static bool IsSeparator(char c) => c is '-' or '.' or ')' or ']' or (>= '\u2010' and <= '\u2015') or '\u2212';

    private static bool IsBracketedZero(ReadOnlySpan<char> text, out int length)
    {
        // "(0)", with a blank or two: looking further on would take long in a cell full of brackets.
        length = text[..Math.Min(text.Length, 5)].IndexOfAny(')', ']') + 1;
        return length > 2 && text[1..(length - 1)].Trim().Equals("0", StringComparison.Ordinal);
    }

    // 9.16E+11, 9,16e11, 1E10
    private static bool IsScientific(ReadOnlySpan<char> text)
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
    private static bool IsDecimal(ReadOnlySpan<char> text)
    {
        var dot = text.Length - (text.Length > 2 && text[^2] == '.' ? 2 : 3);
        return dot > 0 && text[dot] == '.' && AreDigits(text[(dot + 1)..]) && AreDigits(text[(text[0] == '+' ? 1 : 0)..dot]);
    }

    // 2026-01-31 and 31.01.2026; what has slashes is no number anyway.
    private static bool IsDate(ReadOnlySpan<char> text) => HasShape(text, "2999-39-39") || HasShape(text, "39-39-2999");

    // A digit of the shape is the largest that may stand there.
    private static bool HasShape(ReadOnlySpan<char> text, string shape)
    {
        for (var i = 0; i < shape.Length; i++)
        {
            if (text.Length != shape.Length || (shape[i] == '-' ? text[i] is not ('-' or '.') : text[i] < '0' || text[i] > shape[i]))
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
