namespace AudienceTools.Core.PhoneNumbers;

/// <summary>Reads digits without a plus as a country's own numbers, or as what is dialled there to call abroad.</summary>
internal static class NationalNumber
{
    private const int LongestExitPrefix = 8;

    public static PhoneNumberProblem Read(PhoneNumberText text, CountryCode country, NumberingPlan plan, out PhoneNumber number)
    {
        var digits = text.Digits;
        var problem = Read(digits, text.Breaks, country, plan, out number);
        if (text.BracketedZeroAt is { } zero)
        {
            problem = Brackets.IsTrunkPrefixFromAbroad(digits, zero, number) ? problem : PhoneNumberProblem.TrunkPrefix;
        }
        else if (text.BracketedDigitAt is { } bracket && text.Count <= digits.Length)
        {
            _ = Read(Brackets.Without(digits, bracket, stackalloc char[digits.Length]), 0, country, plan, out var without);
            problem = Brackets.Check(problem, number, without, isAfterCode: false);
        }

        if (text.IsNumbered && problem == PhoneNumberProblem.None && !InternationalNumber.IsValid(number))
        {
            problem = PhoneNumberProblem.NotANumber;
        }

        number = problem == PhoneNumberProblem.None ? number : default;
        return problem;
    }

    private static PhoneNumberProblem Read(ReadOnlySpan<char> digits, uint breaks, CountryCode country, NumberingPlan plan, out PhoneNumber number)
    {
        var isPlain = plan.HasOnlyTrunkPrefix && !plan.MayDialAbroad(digits) && !digits.StartsWith("00");
        if (isPlain && HasTrunkPrefix(digits, plan))
        {
            var national = digits[plan.TrunkPrefix.Length..];
            if (plan.IsPossible(national) && !plan.IsPossible(digits))
            {
                return InternationalNumber.Complete(national, plan, out number);
            }
        }
        else if (isPlain && plan.IsPossible(digits) && !plan.IsCodeOf(digits) && NumberingLibrary.Of(plan).IsValid(digits))
        {
            return InternationalNumber.Complete(digits, plan, out number);
        }

        var readings = new NumberReadings(stackalloc NumberReading[NumberReadings.Most], digits, breaks);
        var abroad = AddFromAbroad(digits, plan, ref readings);
        AddNational(digits, country, plan, ref readings);
        if (plan.IsCodeOf(digits) && InternationalNumber.IsValid(digits))
        {
            readings.Add(ReadingKind.CallingCode, digits, 0);
        }

        return readings.Count > 0 ? readings.Choose(out number) : ReadPossible(digits, plan, abroad, out number);
    }

    // 00 is read as a plus first; the country's own prefix behind it counts where both can't be meant.
    private static PhoneNumberProblem? AddFromAbroad(ReadOnlySpan<char> digits, NumberingPlan plan, ref NumberReadings readings)
    {
        PhoneNumberProblem? abroad = null;
        if (digits.StartsWith("00") && InternationalNumber.IsValid(digits[2..]))
        {
            readings.Add(ReadingKind.International, digits[2..], 2);
        }

        if (!plan.MayDialAbroad(digits) && !digits.StartsWith("00"))
        {
            return null;
        }

        for (var length = 1; length <= LongestExitPrefix && length + PhoneNumber.MinDigits <= digits.Length; length++)
        {
            if (NumberingLibrary.Of(plan).IsExitPrefix(digits[..length]))
            {
                var problem = InternationalNumber.Read(digits[length..], out _);
                abroad = abroad is null or PhoneNumberProblem.UnknownCallingCode ? problem : abroad;
                if (problem == PhoneNumberProblem.None && InternationalNumber.IsValid(digits[length..]))
                {
                    readings.Add(ReadingKind.International, digits[length..], length);
                }
            }
        }

        return abroad;
    }

    private static void AddNational(ReadOnlySpan<char> digits, CountryCode country, NumberingPlan plan, ref NumberReadings readings)
    {
        if (IsValid(digits, country, plan))
        {
            readings.AddNational(plan, digits);
        }

        if (HasTrunkPrefix(digits, plan) && IsValid(digits[plan.TrunkPrefix.Length..], country, plan))
        {
            readings.AddNational(plan, digits[plan.TrunkPrefix.Length..]);
        }

        if (plan.HasOnlyTrunkPrefix)
        {
            return;
        }

        var library = NumberingLibrary.Of(plan);
        if (library.WithoutPrefix(digits) is { } national && library.IsValid(national))
        {
            readings.AddNational(plan, national);
        }

        // Gabon's older numbers, which the library writes with a 0 and doesn't read with it.
        if (plan.KeepsZero && digits[0] == '0' && library.IsValid(digits[1..]))
        {
            readings.AddNational(plan, digits[1..]);
        }
    }

    // Nothing is valid by the facts of the day, which may be older than the number.
    private static PhoneNumberProblem ReadPossible(ReadOnlySpan<char> digits, NumberingPlan plan, PhoneNumberProblem? abroad, out PhoneNumber number)
    {
        number = default;
        if (digits.StartsWith("00") && InternationalNumber.Read(digits[2..], out number) is var international
            && (international == PhoneNumberProblem.None || abroad is null or PhoneNumberProblem.UnknownCallingCode))
        {
            return international;
        }

        if (abroad is PhoneNumberProblem.None)
        {
            return PhoneNumberProblem.InvalidAbroad;
        }

        var national = HasTrunkPrefix(digits, plan) ? digits[plan.TrunkPrefix.Length..] : digits;
        if (national.Length < digits.Length && InternationalNumber.HasCodeAgain(national, plan))
        {
            return PhoneNumberProblem.RepeatedCallingCode;
        }

        if (plan.IsPossible(national) && national.Length < digits.Length && plan.IsPossible(digits))
        {
            return PhoneNumberProblem.AmbiguousPrefix;
        }

        // The same number either way, as with North America's 1.
        var isTrunkOnly = national.Length < digits.Length && plan.IsPossible(national);
        if (digits[0] != '0' && !isTrunkOnly
            && ((plan.IsCodeOf(digits) && InternationalNumber.Read(digits, out _) == PhoneNumberProblem.None)
                || (plan.IsPossible(digits) && InternationalNumber.IsValid(digits))))
        {
            return PhoneNumberProblem.MissingPlus;
        }

        national = isTrunkOnly || (digits[0] == '0' && HasTrunkPrefix(digits, plan)) ? national : digits;
        if (plan.IsPossible(national) && (plan.HasOnlyTrunkPrefix || (digits[0] != '0' && IsWithoutPrefix(digits, plan))))
        {
            return InternationalNumber.Complete(national, plan, out number);
        }

        var problem = InternationalNumber.Problem(national, plan);
        return problem == PhoneNumberProblem.TrunkPrefix && abroad is { } own ? own : problem;
    }

    // Without an area code only the region itself knows the number, as Canada does its 310 numbers.
    private static bool IsValid(ReadOnlySpan<char> national, CountryCode country, NumberingPlan plan) =>
        NumberingLibrary.Of(plan).IsValid(national)
        && (plan.IsPossibleLength(national.Length) || NumberingLibrary.Of(plan).IsValidIn(country.Region, national));

    private static bool IsWithoutPrefix(ReadOnlySpan<char> digits, NumberingPlan plan) =>
        !NumberingLibrary.Of(plan).AddsDigits && NumberingLibrary.Of(plan).WithoutPrefix(digits) is null;

    private static bool HasTrunkPrefix(ReadOnlySpan<char> digits, NumberingPlan plan) =>
        plan.TrunkPrefix.Length > 0 && digits.StartsWith(plan.TrunkPrefix, StringComparison.Ordinal);
}
