using AudienceTools.Core.PhoneNumbers;
using PhoneNumbers;
using PhoneNumber = AudienceTools.Core.PhoneNumbers.PhoneNumber;

namespace AudienceTools.Core.Tests.PhoneNumbers;

/// <summary>Numbers behind what is dialled in a country to call abroad.</summary>
public class ExitPrefixTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("7", "8 10 44 20 7946 0958", "+442079460958")]
    [InlineData("BY", "8~10 44 20 7946 0958", "+442079460958")]
    [InlineData("81", "010 1 212 555 0123", "+12125550123")]
    [InlineData("1", "011 44 20 7946 0901", "+442079460901")]
    [InlineData("1", "011 44 (0)20 7946 0901", "+442079460901")]
    [InlineData("61", "0011 44 20 7946 0901", "+442079460901")]
    [InlineData("55", "00 15 44 20 7946 0958", "+442079460958")]
    [InlineData("254", "000 44 20 7946 0958", "+442079460958")]
    [InlineData("972", "012 44 20 7946 0958", "+442079460958")]
    [InlineData("57", "009 65 6521 8000", "+6565218000")]
    [InlineData("234", "00965 65218000", "+6565218000")]
    [InlineData("852", "001 65 6345 6789", "+6563456789")] // grouped as in Singapore
    [InlineData("855", "001 65 6521 8000", "+6565218000")]
    [InlineData("855", "001 656-521-8000", "+16565218000")] // grouped as in Florida
    [InlineData("1", "0044 20 7946 0958", "+442079460958")]
    [InlineData("65", "00 49 30 901820", "+4930901820")]
    public void It_is_taken_off(string country, string text, string expected)
    {
        Assert.Equal(PhoneNumberProblem.None, PhoneNumber.TryParse(text, Country(country), out var number));
        Assert.Equal(expected, number.ToString());
    }

    [Theory]
    [InlineData("855", "0016565218000", PhoneNumberProblem.AmbiguousPrefix)] // +65 6521 8000 or +1 656 521 8000
    [InlineData("852", "0016563456789", PhoneNumberProblem.AmbiguousPrefix)]
    [InlineData("1", "011 44 20 7946 09588", PhoneNumberProblem.TooLong)]
    [InlineData("1", "011 1 999 999 9999", PhoneNumberProblem.InvalidAbroad)]
    public void What_can_be_two_numbers_or_is_none_is_refused(string country, string text, PhoneNumberProblem expected) =>
        Assert.Equal(expected, PhoneNumber.TryParse(text, Country(country), out _));

    [Fact]
    public void A_foreign_number_behind_any_region_s_own_prefix_is_right_or_refused()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        var (right, refused) = (0, 0);
        var numbers = Library.ValidNumbers(random)
            .Select(static drawn => (E164: Library.Util.Format(drawn.Number, PhoneNumberFormat.E164), Grouped: Library.Util.Format(drawn.Number, PhoneNumberFormat.INTERNATIONAL)))
            .Where(static drawn => drawn.E164.Length - 1 is >= PhoneNumber.MinDigits and <= PhoneNumber.MaxDigits).Take(2000).ToList();
        foreach (var (code, region, metadata) in Library.Regions.Where(static place => place.Metadata.HasInternationalPrefix))
        {
            var prefixes = DigitPattern.Parse(metadata.InternationalPrefix);
            for (var i = 0; i < 10; i++)
            {
                var (number, grouped) = numbers[random.Next(numbers.Count)];
                if (number.StartsWith($"+{code}", StringComparison.Ordinal))
                {
                    continue;
                }

                var text = prefixes.Draw(random) + (i % 2 == 0 ? number[1..] : " " + grouped[1..]);
                var problem = PhoneNumber.TryParse(text, Country(region), out var read);
                Assert.True(problem != PhoneNumberProblem.None || read.ToString() == number, $"Seed {seed}: {region} {text} became {read}.");
                _ = problem == PhoneNumberProblem.None ? right++ : refused++;
            }
        }

        output.WriteLine($"{right} right, {refused} refused");
        Assert.InRange(refused, 0, right / 50);
    }

    private static CountryCode Country(string text)
    {
        Assert.True(CountryCode.TryParse(text, out var code));
        return code;
    }
}
