namespace AudienceTools.Core.PhoneNumbers;

/// <summary>
/// The slash of <c>030/901820</c>. It may part two numbers as well, so what stands before it must look like an area code and be no number
/// by itself, and what stands after it must look like the rest.
/// </summary>
internal static class Slash
{
    private const int LongestAreaCode = 5;

    /// <param name="text">A text with one slash.</param>
    /// <param name="plan">The plan of the country whose national numbers are read; null for none.</param>
    public static bool IsAfterAreaCode(PhoneNumberText text, NumberingPlan? plan)
    {
        var at = text.SlashAt!.Value;
        var digits = text.Digits;
        if (text.Count > digits.Length || text.Count - at < 3)
        {
            return false;
        }

        var before = digits[..at];
        var isDoubleZero = !text.HasPlus && before.StartsWith("00");
        if (text.HasPlus || isDoubleZero)
        {
            before = before[(isDoubleZero ? 2 : 0)..];
            return NumberingPlans.Find(before, out var codeLength) is { } own && digits[at] != '0' && IsAreaCode(before[codeLength..], own);
        }

        // Behind a trunk prefix an area code may be long; without it only short digits are sure to be one.
        return before[0] == '0' ? digits[at] != '0' && before.Length <= LongestAreaCode + 1 && (plan is null || (IsAreaCode(before[1..], plan) && IsAreaCode(before, plan)))
            : at <= 3 && text.Count - at >= LongestAreaCode && plan is not null && NumberingLibrary.Of(plan).IsValid(digits);
    }

    private static bool IsAreaCode(ReadOnlySpan<char> digits, NumberingPlan plan) =>
        digits.Length <= LongestAreaCode + (digits.StartsWith("0") ? 1 : 0) && (digits.Length < 4 || !NumberingLibrary.Of(plan).IsValid(digits));
}
