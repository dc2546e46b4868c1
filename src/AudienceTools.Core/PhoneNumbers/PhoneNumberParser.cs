using System.Globalization;

namespace AudienceTools.Core.PhoneNumbers;

/// <summary>Reads digits as an international number, or as a national one of a given country.</summary>
internal static class PhoneNumberParser
{
    public static PhoneNumberProblem TryParse(ReadOnlySpan<char> text, CountryCode? defaultCountry, out PhoneNumber number)
    {
        number = default;
        var problem = PhoneNumberText.Read(text, stackalloc char[PhoneNumber.MaxDigits + 6], out var read);
        if (problem != PhoneNumberProblem.None)
        {
            return problem;
        }

        var digits = read.Digits;
        var hasDoubleZero = !read.HasPlus && digits.StartsWith("00", StringComparison.Ordinal);
        if (read.HasPlus || hasDoubleZero)
        {
            var codeAt = hasDoubleZero ? 2 : 0;
            return ReadInternational(digits[codeAt..], read.BracketedZeroAt - codeAt, out number);
        }

        if (defaultCountry is not { Value: > 0 } country || NumberingPlans.Find(country.Value) is not { } plan)
        {
            return digits.Length < PhoneNumber.MinDigits ? PhoneNumberProblem.TooShort
                : digits.Length > PhoneNumber.MaxDigits ? PhoneNumberProblem.TooLong
                : PhoneNumberProblem.MissingPlus;
        }

        return read.BracketedZeroAt is not null ? PhoneNumberProblem.TrunkPrefix : ReadNational(digits, plan, out number);
    }

    private static PhoneNumberProblem ReadInternational(ReadOnlySpan<char> digits, int? bracketedZeroAt, out PhoneNumber number)
    {
        number = default;
        if (digits.Length is < PhoneNumber.MinDigits or > PhoneNumber.MaxDigits)
        {
            return digits.Length < PhoneNumber.MinDigits ? PhoneNumberProblem.TooShort : PhoneNumberProblem.TooLong;
        }

        if (NumberingPlans.Find(digits, out var codeLength) is not { } plan)
        {
            return PhoneNumberProblem.UnknownCallingCode;
        }

        return bracketedZeroAt is not null && (bracketedZeroAt != codeLength || !plan.HasZeroTrunkPrefix)
            ? PhoneNumberProblem.TrunkPrefix
            : Complete(digits[codeLength..], plan, out number);
    }

    private static PhoneNumberProblem ReadNational(ReadOnlySpan<char> digits, NumberingPlan plan, out PhoneNumber number)
    {
        number = default;
        if (digits[0] == '0')
        {
            return plan.HasZeroTrunkPrefix && digits.StartsWith(plan.TrunkPrefix, StringComparison.Ordinal)
                ? Complete(digits[plan.TrunkPrefix.Length..], plan, out number)
                : Complete(digits, plan, out number);
        }

        var bare = Fit(digits, plan);
        if (plan.TrunkPrefix.Length > 0 && digits.StartsWith(plan.TrunkPrefix, StringComparison.Ordinal))
        {
            var withoutTrunk = digits[plan.TrunkPrefix.Length..];
            var fit = Fit(withoutTrunk, plan);
            if (fit > bare)
            {
                return Complete(withoutTrunk, plan, out number);
            }

            if (bare == LengthFit.Possible || (bare == LengthFit.Ordinary && fit == bare))
            {
                return PhoneNumberProblem.TrunkPrefix;
            }
        }

        // 919876543210 with default country 91: as a national number it would be +91 91 9876543210, which 91's lengths allow.
        Span<char> code = stackalloc char[3];
        plan.CallingCode.TryFormat(code, out var codeLength, provider: CultureInfo.InvariantCulture);
        if (digits.StartsWith(code[..codeLength]))
        {
            var fit = Fit(digits[codeLength..], plan);
            if (fit != LengthFit.Impossible && fit >= bare)
            {
                return PhoneNumberProblem.MissingPlus;
            }
        }

        return Complete(digits, plan, out number);
    }

    private static LengthFit Fit(ReadOnlySpan<char> national, NumberingPlan plan) =>
        national.IsEmpty || !plan.MayBeginWith(national[0]) || !plan.IsPossibleLength(national.Length) ? LengthFit.Impossible
        : plan.IsOrdinaryLength(national.Length) ? LengthFit.Ordinary
        : LengthFit.Possible;

    private static PhoneNumberProblem Complete(ReadOnlySpan<char> national, NumberingPlan plan, out PhoneNumber number)
    {
        number = default;
        var length = national.Length;
        if (length == 0)
        {
            return PhoneNumberProblem.TooShort;
        }

        var isPossible = plan.IsPossibleLength(length);
        if (plan.KeepsZero && national[0] != '0'
            && (!plan.MayBeginWith(national[0]) || (!isPossible && plan.IsPossibleLength(length + 1))))
        {
            return PhoneNumberProblem.LostLeadingZero;
        }

        if (!plan.MayBeginWith(national[0]))
        {
            return PhoneNumberProblem.TrunkPrefix;
        }

        if (!isPossible)
        {
            return length < plan.LongestNumber ? PhoneNumberProblem.TooShort : PhoneNumberProblem.TooLong;
        }

        var value = (ulong)plan.CallingCode;
        foreach (var digit in national)
        {
            value = value * 10 + (ulong)(digit - '0');
        }

        number = new PhoneNumber(value);
        return PhoneNumberProblem.None;
    }

    private enum LengthFit
    {
        Impossible,
        Possible,
        Ordinary,
    }
}
