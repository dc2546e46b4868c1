using System.Globalization;

namespace AudienceTools.Core.PhoneNumbers;

/// <summary>How digits are read.</summary>
internal enum ReadingKind
{
    /// <summary>As a number of the country.</summary>
    National,

    /// <summary>As what is dialled to call abroad, or 00, and an international number.</summary>
    International,

    /// <summary>As an international number that has lost its plus.</summary>
    CallingCode,
}

/// <summary>One valid number that digits can be.</summary>
/// <param name="Kind">How they were read.</param>
/// <param name="Number">Calling code and national number.</param>
/// <param name="PrefixLength">How many digits stand before it and are dialled to call abroad.</param>
internal readonly record struct NumberReading(ReadingKind Kind, ulong Number, int PrefixLength);

/// <summary>All the valid numbers that digits can be. One is taken; of several, the one that they are grouped like; else none.</summary>
internal ref struct NumberReadings
{
    /// <summary>The most readings that are kept.</summary>
    public const int Most = 8;

    private readonly Span<NumberReading> _readings;
    private readonly ReadOnlySpan<char> _digits;
    private readonly uint _breaks;

    public NumberReadings(Span<NumberReading> buffer, ReadOnlySpan<char> digits, uint breaks)
    {
        _readings = buffer;
        _digits = digits;
        _breaks = breaks;
    }

    public int Count { get; private set; }

    public void AddNational(NumberingPlan plan, ReadOnlySpan<char> national)
    {
        if (InternationalNumber.Complete(national, plan, out var number) == PhoneNumberProblem.None)
        {
            Add(new NumberReading(ReadingKind.National, number.Digits, 0));
        }
    }

    public void Add(ReadingKind kind, ReadOnlySpan<char> international, int prefixLength) =>
        Add(new NumberReading(kind, ulong.Parse(international, NumberStyles.None, CultureInfo.InvariantCulture), prefixLength));

    public readonly PhoneNumberProblem Choose(out PhoneNumber number)
    {
        number = default;
        var chosen = _readings[0];
        var (fitting, withoutPlus) = (0, false);
        for (var i = 0; i < Count; i++)
        {
            withoutPlus |= _readings[i].Kind == ReadingKind.CallingCode;
            if (Count > 1 && IsGroupedLike(_readings[i]))
            {
                chosen = _readings[i];
                fitting++;
            }
        }

        if (chosen.Kind == ReadingKind.CallingCode || (Count > 1 && fitting != 1))
        {
            return withoutPlus ? PhoneNumberProblem.MissingPlus : PhoneNumberProblem.AmbiguousPrefix;
        }

        number = new PhoneNumber(chosen.Number);
        return PhoneNumberProblem.None;
    }

    private void Add(NumberReading reading)
    {
        for (var i = 0; i < Count; i++)
        {
            if (_readings[i].Number == reading.Number)
            {
                return;
            }
        }

        if (Count < Most)
        {
            _readings[Count++] = reading;
        }
    }

    // Who writes "001 65 6345 6789" doesn't mean "00 1 656 345 6789": the blanks stand where Singapore has them. How the prefix itself is
    // parted says nothing.
    private readonly bool IsGroupedLike(NumberReading reading)
    {
        Span<char> digits = stackalloc char[20];
        reading.Number.TryFormat(digits, out var count, provider: CultureInfo.InvariantCulture);
        var plan = NumberingPlans.Find(digits[..count], out var codeLength)!;
        var formatted = NumberingLibrary.Of(plan).Format(digits[codeLength..count], fromAbroad: reading.Kind != ReadingKind.National);
        var (place, breaks) = (reading.PrefixLength, 0u);
        foreach (var c in formatted)
        {
            if (!char.IsAsciiDigit(c))
            {
                breaks |= place > reading.PrefixLength ? 1u << place : 0;
            }
            else if (place == _digits.Length || _digits[place++] != c)
            {
                return false;
            }
        }

        return place == _digits.Length && breaks == (_breaks & (uint.MaxValue << (reading.PrefixLength + 1)));
    }
}
