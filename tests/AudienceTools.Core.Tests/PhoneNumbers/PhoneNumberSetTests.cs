using AudienceTools.Core.PhoneNumbers;

namespace AudienceTools.Core.Tests.PhoneNumbers;

public class PhoneNumberSetTests
{
    [Fact]
    public void A_number_goes_in_once_in_whatever_spelling()
    {
        var set = new PhoneNumberSet();
        Assert.True(set.Add(Number("+44 20 7946 0958")));
        Assert.False(set.Add(Number("0044 (0)20 7946-0958")));
        Assert.True(set.Contains(Number("+442079460958")));
        Assert.False(set.Contains(Number("+442079460959")));
        Assert.Equal(1, set.Count);
    }

    [Fact]
    public void It_agrees_with_a_plain_set_over_many_numbers_and_stays_small()
    {
        var set = new PhoneNumberSet();
        var plain = new HashSet<PhoneNumber>();
        var random = new Random(26);
        for (var i = 0; i < 300_000; i++)
        {
            // Half of them come in blocks, as those of one company do.
            var national = i % 2 == 0 ? random.Next(200_000_000, 999_999_999) : 700_000_000 + i / 4;
            var number = Number($"+33{national}");
            Assert.Equal(plain.Add(number), set.Add(number));
        }

        Assert.Equal(plain.Count, set.Count);
        Assert.All(plain.Take(1000), number => Assert.True(set.Contains(number)));
        Assert.InRange(set.SizeInBytes / (double)set.Count, 8, 11.5);
    }

    [Fact]
    public void No_number_is_not_a_number()
    {
        Assert.Throws<ArgumentException>(() => new PhoneNumberSet().Add(default));
        Assert.False(new PhoneNumberSet().Contains(default));
    }

    private static PhoneNumber Number(string text)
    {
        Assert.Equal(PhoneNumberProblem.None, PhoneNumber.TryParse(text, null, out var number));
        return number;
    }
}
