namespace AudienceTools.Core.PhoneNumbers;

/// <summary>Reads a cell as an international number, or as a national one of a given country.</summary>
internal static class PhoneNumberParser
{
    public static PhoneNumberProblem TryParse(ReadOnlySpan<char> text, CountryCode? defaultCountry, out PhoneNumber number)
    {
        number = default;
        var problem = PhoneNumberText.Read(text, stackalloc char[PhoneNumber.MaxDigits + 10], out var read);
        if (problem != PhoneNumberProblem.None)
        {
            return problem;
        }

        var country = defaultCountry is { Value: > 0 } given ? given : default;
        var plan = NumberingPlans.Find(country.Value);
        if (read.SlashAt is not null && !Slash.IsAfterAreaCode(read, plan))
        {
            return PhoneNumberProblem.NotANumber;
        }

        var hasDoubleZero = !read.HasPlus && read.Digits.StartsWith("00", StringComparison.Ordinal);
        if (read.HasPlus || (hasDoubleZero && plan?.ReadsDoubleZeroTwice != true))
        {
            var codeAt = hasDoubleZero ? 2 : 0;
            return read.HasLoneDigitInBrackets
                ? InternationalNumber.Read(read, codeAt, out number)
                : InternationalNumber.Read(read.Digits[codeAt..], out number);
        }

        return plan is not null ? NationalNumber.Read(read, country, plan, out number)
            : read.Count < PhoneNumber.MinDigits ? PhoneNumberProblem.TooShort
            : read.Count > PhoneNumber.MaxDigits ? PhoneNumberProblem.TooLong
            : PhoneNumberProblem.MissingPlus;
    }
}
