using System.Globalization;

namespace AudienceTools.Core.PhoneNumbers;

/// <summary>Reads digits that begin with a calling code.</summary>
internal static class InternationalNumber
{
    /// <summary>Reads what stands behind a plus or 00, with its bracketed digits.</summary>
    /// <param name="text">The cell.</param>
    /// <param name="codeAt">How many digits come before the calling code.</param>
    /// <param name="number">The number where the result is <see cref="PhoneNumberProblem.None"/>.</param>
    public static PhoneNumberProblem Read(PhoneNumberText text, int codeAt, out PhoneNumber number)
    {
        var digits = text.Digits[codeAt..];
        var problem = Read(digits, out number);
        if ((text.BracketedZeroAt ?? text.BracketedDigitAt) - codeAt is not { } bracket
            || digits.Length > PhoneNumber.MaxDigits
            || NumberingPlans.Find(digits, out var codeLength) is not { } plan)
        {
            return problem;
        }

        if (text.BracketedZeroAt is null)
        {
            _ = Read(Brackets.Without(digits, bracket, stackalloc char[digits.Length]), out var without);
            problem = Brackets.Check(problem, number, without, isAfterCode: bracket == codeLength);
        }
        else if (bracket != codeLength || !plan.HasZeroTrunkPrefix)
        {
            problem = bracket == codeLength && plan.KeepsZero && bracket < digits.Length && plan.MayBeginWith(digits[bracket]) ? PhoneNumberProblem.AmbiguousBracket : PhoneNumberProblem.TrunkPrefix;
        }

        number = problem == PhoneNumberProblem.None ? number : default;
        return problem;
    }

    /// <summary>Reads digits as they are.</summary>
    public static PhoneNumberProblem Read(ReadOnlySpan<char> digits, out PhoneNumber number)
    {
        number = default;
        return digits.Length < PhoneNumber.MinDigits ? PhoneNumberProblem.TooShort
            : digits.Length > PhoneNumber.MaxDigits ? PhoneNumberProblem.TooLong
            : NumberingPlans.Find(digits, out var codeLength) is not { } plan ? PhoneNumberProblem.UnknownCallingCode
            : Complete(digits[codeLength..], plan, out number);
    }

    /// <summary>Whether digits that begin with a calling code are a valid number, not only a possible one.</summary>
    public static bool IsValid(ReadOnlySpan<char> digits) =>
        digits.Length is >= PhoneNumber.MinDigits and <= PhoneNumber.MaxDigits
        && NumberingPlans.Find(digits, out var codeLength) is { } plan
        && NumberingLibrary.Of(plan).IsValid(digits[codeLength..]);

    /// <summary>Whether a number is valid, not only possible.</summary>
    public static bool IsValid(PhoneNumber number)
    {
        Span<char> digits = stackalloc char[20];
        return number.Digits.TryFormat(digits, out var count, provider: CultureInfo.InvariantCulture) && IsValid(digits[..count]);
    }

    /// <summary>Puts calling code and national number together where such a number is possible.</summary>
    public static PhoneNumberProblem Complete(ReadOnlySpan<char> national, NumberingPlan plan, out PhoneNumber number)
    {
        number = default;
        if ((!plan.IsPossible(national) && !IsRareNumber(national, plan)) || HasCodeAgain(national, plan))
        {
            return Problem(national, plan);
        }

        var value = (ulong)plan.CallingCode;
        foreach (var digit in national)
        {
            value = value * 10 + (ulong)(digit - '0');
        }

        number = new PhoneNumber(value);
        return PhoneNumberProblem.None;
    }

    // Canada's 310 numbers have no area code, and some toll-free numbers begin with 00 though 0 is the trunk prefix.
    private static bool IsRareNumber(ReadOnlySpan<char> national, NumberingPlan plan) =>
        (plan.CallingCode == 1 ? national is ['3', _, _, _, _, _, _] : national is ['0', ..] && !plan.MayBeginWith('0') && plan.IsPossibleLength(national.Length))
        && NumberingLibrary.Of(plan).IsValid(national);

    /// <summary>Whether digits behind the calling code or the trunk prefix begin with the calling code, and only those behind that are a valid
    /// number, as in <c>+91 91 98…</c> and <c>0 91 98…</c>. An area code may be the same as the calling code.</summary>
    public static bool HasCodeAgain(ReadOnlySpan<char> national, NumberingPlan plan)
    {
        if (national.IsEmpty || national[0] != plan.Code[0] || !national.StartsWith(plan.Code) || !plan.MayBeginWith(national[0]))
        {
            return false;
        }

        var library = NumberingLibrary.Of(plan);
        var rest = national[plan.Code.Length..];
        return !library.IsValid(national)
            && (library.IsValid(rest) || (plan.TrunkPrefix.Length > 0 && rest.StartsWith(plan.TrunkPrefix) && library.IsValid(rest[plan.TrunkPrefix.Length..])));
    }

    /// <summary>Why digits are no national number. Those that can be one, and are refused all the same, have no area code of the country.</summary>
    public static PhoneNumberProblem Problem(ReadOnlySpan<char> national, NumberingPlan plan)
    {
        var length = national.Length;
        if (length == 0)
        {
            return PhoneNumberProblem.TooShort;
        }

        if (HasCodeAgain(national, plan))
        {
            return PhoneNumberProblem.RepeatedCallingCode;
        }

        if (plan.IsPossible(national))
        {
            return PhoneNumberProblem.UnknownAreaCode;
        }

        if (plan.CallingCode == 52 && national[0] == '1' && plan.IsPossible(national[1..]))
        {
            return PhoneNumberProblem.FormerMobilePrefix;
        }

        if (plan.KeepsZero && national[0] != '0'
            && (!plan.MayBeginWith(national[0]) || (!plan.IsPossibleLength(length) && plan.IsPossibleLength(length + 1))))
        {
            return PhoneNumberProblem.LostLeadingZero;
        }

        if (!plan.MayBeginWith(national[0]))
        {
            return PhoneNumberProblem.TrunkPrefix;
        }

        return length < plan.LongestNumber ? PhoneNumberProblem.TooShort : PhoneNumberProblem.TooLong;
    }
}
