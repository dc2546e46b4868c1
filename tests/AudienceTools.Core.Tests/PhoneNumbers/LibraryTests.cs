using System.Globalization;
using AudienceTools.Core.PhoneNumbers;
using PhoneNumbers;
using PhoneNumber = AudienceTools.Core.PhoneNumbers.PhoneNumber;

namespace AudienceTools.Core.Tests.PhoneNumbers;

/// <summary>What is read beside what libphonenumber knows. Numbers are drawn anew each time.</summary>
public class LibraryTests(ITestOutputHelper output)
{
    [Fact]
    public void The_table_holds_what_the_library_says() =>
        Assert.Equal(DerivedPlans.Lines(), NumberingPlanFacts.Table.Split('\n').Select(static line => line.Trim()));

    [Fact]
    public void What_is_valid_is_what_the_library_holds_for_valid()
    {
        var random = Seeded();
        foreach (var places in Library.Regions.GroupBy(static place => place.Code))
        {
            var library = NumberingLibrary.Of(NumberingPlans.Find(places.Key)!);
            var patterns = places.SelectMany(static place => Library.KindsOf(place.Metadata))
                .Select(static kind => DigitPattern.Parse(kind.NationalNumberPattern)).ToList();
            for (var i = 0; i < 100; i++)
            {
                // Whole, with one digit changed, or anything.
                var national = patterns[random.Next(patterns.Count)].Draw(random).ToCharArray();
                for (var change = i % 3 == 0 ? national.Length : i % 3 - 1; change > 0; change--)
                {
                    national[random.Next(national.Length)] = (char)('0' + random.Next(10));
                }

                var text = new string(national);
                Assert.True(Library.Util.IsValidNumber(Library.Number(places.Key, text)) == library.IsValid(text), $"+{places.Key} {text}");
            }
        }
    }

    [Fact]
    public void Five_thousand_valid_numbers_are_read_in_six_spellings()
    {
        var twice = 0;
        foreach (var (drawn, region) in Library.ValidNumbers(Seeded()).Where(static drawn => IsE164(drawn.Number)).Take(5000))
        {
            var number = Library.Util.Format(drawn, PhoneNumberFormat.E164);
            CountryCode? country = char.IsAsciiLetter(region[0]) && CountryCode.TryParse(region, out var code) ? code : null;
            Is(number, number, null);
            Is(number, "00" + number[1..], null);
            Is(number, Library.Util.Format(drawn, PhoneNumberFormat.INTERNATIONAL), null);
            Is(number, Library.Util.Format(drawn, PhoneNumberFormat.RFC3966), null);
            Is(number, number, country);
            var national = Library.Util.Format(drawn, PhoneNumberFormat.NATIONAL);
            if (country is not null && IsOfTwo(region, national))
            {
                Assert.Equal(PhoneNumberProblem.AmbiguousPrefix, PhoneNumber.TryParse(national, country, out _));
                twice++;
            }
            else if (country is not null)
            {
                Is(number, national, country);
            }

            // Behind 00 that may be the country's own prefix, and without a plus, a number may be refused.
            IsNoOther(number, "00" + number[1..], country, PhoneNumberProblem.AmbiguousPrefix);
            IsNoOther(number, number[1..], null, PhoneNumberProblem.MissingPlus);
            IsNoOther(number, number[1..], country, PhoneNumberProblem.MissingPlus);
        }

        output.WriteLine($"{twice} of the national spellings are written like another number's.");
        Assert.InRange(twice, 0, 50);
    }

    [Fact]
    public void A_calling_code_too_many_makes_no_number_that_nobody_has()
    {
        foreach (var (drawn, region) in Library.ValidNumbers(Seeded()).Where(static drawn => IsE164(drawn.Number)).Take(5000))
        {
            var number = Library.Util.Format(drawn, PhoneNumberFormat.E164);
            var code = drawn.CountryCode.ToString(CultureInfo.InvariantCulture);
            IsValidOrNone(code, "+" + code + number[1..], null);
            if (char.IsAsciiLetter(region[0]) && CountryCode.TryParse(region, out var country))
            {
                IsValidOrNone(code, NumberingPlans.Find(country.Value)!.TrunkPrefix + number[1..], country);
            }
        }
    }

    // Where the digits are a valid number as they stand, an area code is the same as the calling code.
    private static void IsValidOrNone(string code, string text, CountryCode? country)
    {
        var problem = PhoneNumber.TryParse(text, country, out var read);
        Assert.True(
            problem != PhoneNumberProblem.None || Library.IsValid(int.Parse(code, CultureInfo.InvariantCulture), read.ToDigits()[code.Length..]),
            $"{text} with {country} is {read}.");
    }

    // Two valid numbers of Gabon, +241 7 06 60 94 and +241 07 06 60 94, are written 07 06 60 94 there; and an Indonesian toll-free
    // number begins with 001, like a North American one that is dialled from there.
    private static bool IsOfTwo(string region, string national)
    {
        var digits = string.Concat(national.Where(char.IsAsciiDigit));
        return (region == "GA" && Library.IsValid(241, digits) && Library.IsValid(241, digits[1..]))
            || (region == "ID" && digits.StartsWith("001", StringComparison.Ordinal) && Library.IsValid(1, digits[3..]));
    }

    private static bool IsE164(global::PhoneNumbers.PhoneNumber number) =>
        Library.Util.Format(number, PhoneNumberFormat.E164).Length - 1 is >= PhoneNumber.MinDigits and <= PhoneNumber.MaxDigits;

    private static void Is(string number, string text, CountryCode? country)
    {
        var problem = PhoneNumber.TryParse(text, country, out var read);
        Assert.True(problem == PhoneNumberProblem.None && read.ToString() == number, $"{text} with {country} is {problem} {read}, not {number}.");
    }

    private static void IsNoOther(string number, string text, CountryCode? country, PhoneNumberProblem expected)
    {
        var problem = PhoneNumber.TryParse(text, country, out var read);
        Assert.True(
            problem == expected || (problem == PhoneNumberProblem.None && read.ToString() == number),
            $"{text} with {country} is {problem} {read}, not {number}.");
    }

    private Random Seeded()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"Seed {seed}");
        return new Random(seed);
    }
}
