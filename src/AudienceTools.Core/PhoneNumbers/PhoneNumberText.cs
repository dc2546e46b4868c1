namespace AudienceTools.Core.PhoneNumbers;

/// <summary>The digits of a cell, with the separators off and what they said about the digits kept.</summary>
internal ref struct PhoneNumberText
{
    private const int LongestListNumber = 3;
    private readonly Span<char> _digits;

    private PhoneNumberText(Span<char> buffer) => _digits = buffer;

    /// <summary>How many digits there are; more than fit the buffer are counted and not kept.</summary>
    public int Count { get; private set; }

    public bool HasPlus { get; private set; }

    /// <summary>How many digits stand before a bracketed <c>(0)</c>, which isn't among them.</summary>
    public int? BracketedZeroAt { get; private set; }

    /// <summary>The place among the digits of one that stands alone in brackets and isn't 0; only behind other digits.</summary>
    public int? BracketedDigitAt { get; private set; }

    /// <summary>How many digits stand before the only slash.</summary>
    public int? SlashAt { get; private set; }

    /// <summary>Whether it begins as the items of a numbered list do: <c>1. 30…</c>, <c>2 - 30…</c></summary>
    public bool IsNumbered { get; private set; }

    /// <summary>Before which digits a separator stands: a bit for each place.</summary>
    public uint Breaks { get; private set; }

    public readonly bool HasLoneDigitInBrackets => (BracketedZeroAt ?? BracketedDigitAt) is not null;

    public readonly ReadOnlySpan<char> Digits => _digits[..Math.Min(Count, _digits.Length)];

    /// <summary>Takes the separators off.</summary>
    /// <param name="text">The cell.</param>
    /// <param name="buffer">Where the digits go.</param>
    /// <param name="result">The digits where the result is <see cref="PhoneNumberProblem.None"/>.</param>
    public static PhoneNumberProblem Read(ReadOnlySpan<char> text, Span<char> buffer, out PhoneNumberText result)
    {
        result = new PhoneNumberText(buffer);
        var problem = Read(text, ref result);
        return problem is PhoneNumberProblem.NotANumber or PhoneNumberProblem.Empty && !PlainText.IsPlain(text) ? ReadPlain(text, buffer, problem, out result) : problem;
    }

    // Apart, since the buffer would be cleared for every cell.
    private static PhoneNumberProblem ReadPlain(ReadOnlySpan<char> text, Span<char> buffer, PhoneNumberProblem problem, out PhoneNumberText result)
    {
        result = new PhoneNumberText(buffer);
        return PlainText.TryMake(text, stackalloc char[PlainText.MostCharacters], out var plain) ? Read(plain, ref result) : problem;
    }

    private static PhoneNumberProblem Read(scoped ReadOnlySpan<char> text, ref PhoneNumberText result)
    {
        text = text.Trim();
        if (text.IsEmpty || (!char.IsAsciiDigit(text[0]) && (text = Undress(text)).IsEmpty))
        {
            return PhoneNumberProblem.Empty;
        }

        var hasMarks = false;
        var open = 0;
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
                if (!result.AddBracketed(text[i..], out var length))
                {
                    return PhoneNumberProblem.NotANumber;
                }

                open += length == 0 ? 1 : 0;
                i += length;
            }
            else if (c is ')' or ']' && --open < 0)
            {
                return PhoneNumberProblem.NotANumber;
            }
            else if (c == '/' && result.SlashAt is null && result.Count > 0)
            {
                result.SlashAt = result.Count;
                result.Break();
                hasMarks = true;
            }
            else if (c == ' ' || (IsSeparator(c) && (result.Count > 0 || result.HasPlus)))
            {
                result.Break();
                hasMarks |= c != ' ';
            }
            else if (c is ',' or ';' && result.Count > 0 && text[i..].Trim(" ,;").IsEmpty)
            {
                // A separator that nothing follows.
                text = text[..i].TrimEnd();
            }
            else
            {
                return SpreadsheetDamage.IsScientific(text) ? PhoneNumberProblem.ScientificNotation : PhoneNumberProblem.NotANumber;
            }
        }

        result.IsNumbered = hasMarks && !result.HasPlus && HasListNumber(text);
        return result.Count == 0 ? PhoneNumberProblem.NotANumber
            : hasMarks && SpreadsheetDamage.IsDecimal(text) ? PhoneNumberProblem.DecimalNumber
            : hasMarks && SpreadsheetDamage.IsDate(text) ? PhoneNumberProblem.Date
            : PhoneNumberProblem.None;
    }

    // What may stand around a number and says nothing about it: an apostrophe, ="…", tel:.
    private static ReadOnlySpan<char> Undress(ReadOnlySpan<char> text)
    {
        if (text[0] == '+')
        {
            return text;
        }

        if (text is ['\'', ..])
        {
            text = text[1..].Trim();
        }

        if (text is ['=', '"', .., '"'] && text.Length > 2)
        {
            text = text[2..^1].Trim();
        }

        var colon = text.Length > 0 && char.IsAsciiLetter(text[0]) ? text[..Math.Min(text.Length, 10)].IndexOf(':') : -1;
        return colon > 0 && KnownPrefixes.Contains(text[..colon]) ? text[(colon + 1)..].Trim() : text;
    }

    private void Add(char digit)
    {
        if (Count < _digits.Length)
        {
            _digits[Count] = digit;
        }

        Count++;
    }

    private void Break()
    {
        if (Count is > 0 and < 32)
        {
            Breaks |= 1u << Count;
        }
    }

    // "(0)" and "(1)", with a blank or two: looking further on would take long in a cell full of brackets. "(20)" is a separator and digits.
    private bool AddBracketed(scoped ReadOnlySpan<char> text, out int length)
    {
        Break();
        length = text[..Math.Min(text.Length, 5)].IndexOfAny(')', ']');
        var inside = length > 1 ? text[1..length].Trim() : default;
        if (Count == 0 || inside.Length != 1 || !char.IsAsciiDigit(inside[0]))
        {
            length = 0;
            return true;
        }

        if (BracketedZeroAt is not null || BracketedDigitAt is not null)
        {
            return false;
        }

        if (inside[0] == '0')
        {
            BracketedZeroAt = Count;
        }
        else
        {
            BracketedDigitAt = Count;
            Add(inside[0]);
            Break();
        }

        return true;
    }

    private static bool HasListNumber(scoped ReadOnlySpan<char> text)
    {
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        return digits is > 0 and <= LongestListNumber && (text[digits..].StartsWith(". ") || text[digits..].StartsWith(" - "));
    }

    private static bool IsSeparator(char c) => c is '-' or '.' or ')' or ']' or '~';
}
