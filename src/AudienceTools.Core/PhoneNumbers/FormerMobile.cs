namespace AudienceTools.Core.PhoneNumbers;

/// <summary>A Mexican mobile as it was dialled from abroad until 2019, with a 1 behind the calling code.</summary>
internal static class FormerMobile
{
    /// <summary>What the sentence begins with; the number follows.</summary>
    public const string Sentence = "The number has the 1 after 52 that Mexican mobiles had until 2019. It is no longer dialled: write +52";

    private const int NationalDigits = 10;

    /// <returns>What it is, with the number as it is dialled now; null where the cell holds too few digits.</returns>
    public static string? Describe(ReadOnlySpan<char> text)
    {
        if (!PlainText.TryMake(text, stackalloc char[PlainText.MostCharacters], out var plain))
        {
            return null;
        }

        Span<char> digits = stackalloc char[NationalDigits];
        var at = digits.Length;
        for (var i = plain.Length - 1; i >= 0 && at > 0; i--)
        {
            if (char.IsAsciiDigit(plain[i]))
            {
                digits[--at] = plain[i];
            }
        }

        return at > 0 ? null : $"{Sentence}{digits}.";
    }
}
