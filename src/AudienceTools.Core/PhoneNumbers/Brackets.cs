using System.Globalization;

namespace AudienceTools.Core.PhoneNumbers;

/// <summary>
/// A digit that stands alone in brackets: an area code, as in <c>+36 (1) 234 5678</c>, or a digit that is dialled at times, as in
/// <c>+44 (0)20</c>. Where both can be meant, nothing is read.
/// </summary>
internal static class Brackets
{
    /// <summary>The digits without the one at a place.</summary>
    public static ReadOnlySpan<char> Without(ReadOnlySpan<char> digits, int at, Span<char> buffer)
    {
        digits[..at].CopyTo(buffer);
        digits[(at + 1)..].CopyTo(buffer[at..]);
        return buffer[..(digits.Length - 1)];
    }

    /// <summary>What is wrong, if anything, with digits of which one stands in brackets and isn't 0.</summary>
    /// <param name="problem">What is wrong with them apart from that.</param>
    /// <param name="with">The number that they are with it, if any.</param>
    /// <param name="without">The number that they are without it, if any.</param>
    /// <param name="isAfterCode">Whether the calling code stands before it.</param>
    public static PhoneNumberProblem Check(PhoneNumberProblem problem, PhoneNumber with, PhoneNumber without, bool isAfterCode)
    {
        if (without != default && (!InternationalNumber.IsValid(with) || InternationalNumber.IsValid(without)))
        {
            return PhoneNumberProblem.AmbiguousBracket;
        }

        return problem == PhoneNumberProblem.None && isAfterCode && !IsAreaCodeOfOneDigit(with) ? PhoneNumberProblem.AmbiguousBracket : problem;
    }

    /// <summary>Whether a bracketed 0 stands where the trunk prefix of a foreign number does, as in <c>011 44 (0)20 7946 0958</c>.</summary>
    public static bool IsTrunkPrefixFromAbroad(ReadOnlySpan<char> digits, int at, PhoneNumber number)
    {
        var own = Digits(number, stackalloc char[20]);
        return NumberingPlans.Find(own, out var codeLength) is { HasZeroTrunkPrefix: true }
            && digits.Length - own.Length + codeLength == at && digits.Length > own.Length && digits.EndsWith(own);
    }

    private static bool IsAreaCodeOfOneDigit(PhoneNumber number)
    {
        var digits = Digits(number, stackalloc char[20]);
        var plan = NumberingPlans.Find(digits, out var codeLength)!;
        var written = NumberingLibrary.Of(plan).Format(digits[codeLength..], fromAbroad: true).AsSpan(1 + codeLength).TrimStart(" -");
        return written.Length > 1 && !char.IsAsciiDigit(written[1]);
    }

    private static ReadOnlySpan<char> Digits(PhoneNumber number, Span<char> buffer) =>
        number.Digits.TryFormat(buffer, out var count, provider: CultureInfo.InvariantCulture) ? buffer[..count] : default;
}
