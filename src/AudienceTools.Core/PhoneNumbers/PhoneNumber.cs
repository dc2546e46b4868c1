using System.Globalization;

namespace AudienceTools.Core.PhoneNumbers;

/// <summary>A phone number of ITU-T E.164: 7 to 15 digits that begin with a known calling code and have a length possible for it.</summary>
/// <remarks>One number has one value however it was spelt, so equal values are the same number. “Possible” isn't “in service”.</remarks>
public readonly record struct PhoneNumber
{
    /// <summary>The most digits that a number has, calling code included (ITU-T E.164).</summary>
    public const int MaxDigits = 15;

    /// <summary>The fewest digits that any country's numbers have, calling code included.</summary>
    public const int MinDigits = 7;

    internal PhoneNumber(ulong digits) => Digits = digits;

    /// <summary>Calling code and national number as one whole number; 0 in a <see langword="default"/> instance, which is no
    /// number.</summary>
    public ulong Digits { get; }

    /// <summary>Reads a number as people and programs write it.</summary>
    /// <remarks>
    /// Blanks, dashes, dots, brackets, invisible characters, a leading apostrophe, <c>="…"</c>, <c>tel:</c> and the like, a slash behind an
    /// area code, <c>00</c> in place of <c>+</c>, and a bracketed <c>(0)</c> straight after the calling code of a country that dials 0
    /// inside are taken off; decimal digits of all scripts are read. All else stands or falls as written.
    /// With <paramref name="defaultCountry"/> national numbers are read in all forms that libphonenumber knows for it, and international
    /// ones behind what is dialled there to call abroad. Where digits can be two valid numbers, they are refused. Never throws; allocates
    /// only where the library decides.
    /// </remarks>
    /// <param name="text">What stands in the cell.</param>
    /// <param name="defaultCountry">The country of numbers in national form; without it those are refused.</param>
    /// <param name="number">The number where the result is <see cref="PhoneNumberProblem.None"/>.</param>
    /// <returns>What is wrong, or <see cref="PhoneNumberProblem.None"/>.</returns>
    public static PhoneNumberProblem TryParse(ReadOnlySpan<char> text, CountryCode? defaultCountry, out PhoneNumber number) =>
        PhoneNumberParser.TryParse(text, defaultCountry, out number);

    /// <summary>A number as it is written here, however it was written; anything else as it is.</summary>
    internal static string Normal(string text) => TryParse(text, defaultCountry: null, out var number) == PhoneNumberProblem.None ? number.ToString() : text;

    /// <summary>The number with its plus, such as <c>+442079460958</c>; empty for a <see langword="default"/> instance.</summary>
    public override string ToString() =>
        Digits == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"+{Digits}");

    /// <summary>The number without a plus, such as <c>442079460958</c>; empty for a <see langword="default"/> instance.</summary>
    public string ToDigits() => Digits == 0 ? "" : Digits.ToString(CultureInfo.InvariantCulture);
}
