using AudienceTools.Core.PhoneNumbers;
using AudienceTools.Core.Tests.Reading;

namespace AudienceTools.Core.Tests.PhoneNumbers;

// Alone: a pattern that another thread uses at the moment costs this one a copy.
[Collection(nameof(MemoryTests))]
public class PhoneNumberTests
{
    [Theory]
    [InlineData("+442079460958")]
    [InlineData("+44 20 7946 0958")]
    [InlineData("+44-20-7946-0958")]
    [InlineData("+44.20.7946.0958")]
    [InlineData("(+44) 20 7946 0958")]
    [InlineData("+44 (20) 7946 0958")]
    [InlineData("+44 (0)20 7946 0958")]
    [InlineData("+44(0) 20 7946 0958")]
    [InlineData("+44 [0] 20 7946 0958")]
    [InlineData("00442079460958")]
    [InlineData("0044 (0)20 7946 0958")]
    [InlineData("'+442079460958")]
    [InlineData(" '+44 2079460958")]
    [InlineData("’+442079460958")]
    [InlineData("+442079460958\n")]
    [InlineData("\t+442079460958\r\n")]
    [InlineData("+44\u00a020\u202f7946\u20090958")] // no-break, narrow and thin blanks
    [InlineData("\u200b+44\u200d2079460958\ufeff")] // zero-width characters
    [InlineData("\u202a+442079460958\u202c")] // direction marks, as copied from a contact list
    [InlineData("+44\u201020\u20117946\u20130958")] // typographic dashes
    [InlineData("+٤٤٢٠٧٩٤٦٠٩٥٨")] // Arabic-Indic digits
    [InlineData("+۴۴۲۰۷۹۴۶۰۹۵۸")] // Persian
    [InlineData("+४४२०७९४६०९५८")] // Devanagari
    [InlineData("+𝟒𝟒𝟐𝟎𝟕𝟗𝟒𝟔𝟎𝟗𝟓𝟖")] // beyond 16 bits
    [InlineData("＋４４（０）２０　７９４６－０９５８")] // full-width
    [InlineData("tel:+442079460958")]
    [InlineData("TEL: +44-20-7946-0958")]
    [InlineData("p:+442079460958")]
    [InlineData("whatsapp:+442079460958")]
    [InlineData("=\"+442079460958\"")]
    [InlineData("'=\"tel:+442079460958\"")]
    [InlineData("+44 20/79460958")]
    [InlineData("+442079460958 ,")]
    [InlineData("+44 20 7946 0958;, ")]
    [InlineData("+442079460958；")]
    [InlineData("+44 (0)20/79460958")]
    public void Spellings_of_one_number_are_one_number(string text)
    {
        Assert.Equal(PhoneNumberProblem.None, PhoneNumber.TryParse(text, null, out var number));
        Assert.Equal("+442079460958", number.ToString());
        Assert.Equal("442079460958", number.ToDigits());
        Assert.Equal(442079460958UL, number.Digits);
    }

    [Theory]
    [InlineData("", PhoneNumberProblem.Empty)]
    [InlineData("  \u00a0\u200b\t", PhoneNumberProblem.Empty)]
    [InlineData("'", PhoneNumberProblem.Empty)]
    [InlineData("-", PhoneNumberProblem.NotANumber)]
    [InlineData("+", PhoneNumberProblem.NotANumber)]
    [InlineData("n/a", PhoneNumberProblem.NotANumber)]
    [InlineData("#N/A", PhoneNumberProblem.NotANumber)]
    [InlineData("########", PhoneNumberProblem.NotANumber)]
    [InlineData("+44 20 7946 0958 x123", PhoneNumberProblem.NotANumber)]
    [InlineData("+44 20 7946 0958 ext. 123", PhoneNumberProblem.NotANumber)]
    [InlineData("020 7946 0958 (ext 4)", PhoneNumberProblem.NotANumber)]
    [InlineData("020 7946 0958 #4", PhoneNumberProblem.NotANumber)]
    [InlineData("tel:+44-20-7946-0958;ext=4", PhoneNumberProblem.NotANumber)]
    [InlineData("020 7946 0958 mob", PhoneNumberProblem.NotANumber)]
    [InlineData("+44 20 7946 0958 (Büro)", PhoneNumberProblem.NotANumber)]
    [InlineData("fax:+442079460958", PhoneNumberProblem.NotANumber)]
    [InlineData("+1-800-FLOWERS", PhoneNumberProblem.NotANumber)]
    [InlineData("=+442079460958", PhoneNumberProblem.NotANumber)]
    [InlineData("=HYPERLINK(\"tel:+442079460958\",\"+442079460958\")", PhoneNumberProblem.NotANumber)]
    [InlineData("'=442079460958", PhoneNumberProblem.NotANumber)]
    [InlineData("@442079460958", PhoneNumberProblem.NotANumber)]
    [InlineData("-442079460958", PhoneNumberProblem.NotANumber)]
    [InlineData("tel:", PhoneNumberProblem.Empty)]
    [InlineData("+442079460958 / +442079460959", PhoneNumberProblem.NotANumber)]
    [InlineData("020 7946 0958 / 020 7946 0959", PhoneNumberProblem.NotANumber)]
    [InlineData("020 7946 0958 or 020 7946 0959", PhoneNumberProblem.NotANumber)]
    [InlineData("+442079460958 +442079460959", PhoneNumberProblem.NotANumber)]
    [InlineData("+442079460958, +442079460959", PhoneNumberProblem.NotANumber)]
    [InlineData("+442079460958\n+442079460959", PhoneNumberProblem.NotANumber)]
    [InlineData("+44207946\n0958", PhoneNumberProblem.NotANumber)]
    [InlineData("++442079460958", PhoneNumberProblem.NotANumber)]
    [InlineData("44+2079460958", PhoneNumberProblem.NotANumber)]
    [InlineData("９１９８７６５４３２１０．０", PhoneNumberProblem.DecimalNumber)]
    [InlineData("９．１６Ｅ＋１１", PhoneNumberProblem.ScientificNotation)]
    [InlineData("1.4155551234E+10", PhoneNumberProblem.ScientificNotation)]
    [InlineData("9.16E+11", PhoneNumberProblem.ScientificNotation)]
    [InlineData("9,16E+11", PhoneNumberProblem.ScientificNotation)]
    [InlineData("+9.16e11", PhoneNumberProblem.ScientificNotation)]
    [InlineData("919876543210.0", PhoneNumberProblem.DecimalNumber)]
    [InlineData("+919876543210.00", PhoneNumberProblem.DecimalNumber)]
    [InlineData("2026-01-31", PhoneNumberProblem.Date)]
    [InlineData("31.01.2026", PhoneNumberProblem.Date)]
    [InlineData("01/2026", PhoneNumberProblem.Date)]
    [InlineData("442079460958", PhoneNumberProblem.MissingPlus)]
    [InlineData("+91 91 98765 43210", PhoneNumberProblem.RepeatedCallingCode)]
    [InlineData("0091919876543210", PhoneNumberProblem.RepeatedCallingCode)]
    [InlineData("+44 44 20 7946 0958", PhoneNumberProblem.RepeatedCallingCode)]
    [InlineData("+49 49 (0)30 901820", PhoneNumberProblem.TrunkPrefix)]
    [InlineData("+,", PhoneNumberProblem.NotANumber)]
    [InlineData(",+442079460958", PhoneNumberProblem.NotANumber)]
    [InlineData("+44 20 7946, 0958", PhoneNumberProblem.NotANumber)]
    [InlineData("442079460958.0,", PhoneNumberProblem.DecimalNumber)]
    [InlineData("2026-01-31;", PhoneNumberProblem.Date)]
    [InlineData("020 7946 0958", PhoneNumberProblem.MissingPlus)]
    [InlineData("44 (0)20 7946 0958", PhoneNumberProblem.MissingPlus)]
    [InlineData("1234", PhoneNumberProblem.TooShort)]
    [InlineData("+1", PhoneNumberProblem.TooShort)]
    [InlineData("+1 555 1234", PhoneNumberProblem.TooShort)]
    [InlineData("+44 20 7946 09", PhoneNumberProblem.TooShort)]
    [InlineData("+44 20 7946 09588", PhoneNumberProblem.TooLong)]
    [InlineData("+1234567890123456", PhoneNumberProblem.TooLong)]
    [InlineData("1234567890123456", PhoneNumberProblem.TooLong)]
    [InlineData("+99999999999999999999999999999999999999999", PhoneNumberProblem.TooLong)]
    [InlineData("+0442079460958", PhoneNumberProblem.UnknownCallingCode)]
    [InlineData("+00442079460958", PhoneNumberProblem.UnknownCallingCode)]
    [InlineData("+999123456789", PhoneNumberProblem.UnknownCallingCode)]
    [InlineData("+2101234567", PhoneNumberProblem.UnknownCallingCode)]
    [InlineData("+44 020 7946 0958", PhoneNumberProblem.TrunkPrefix)]
    [InlineData("+49 030 123456", PhoneNumberProblem.TrunkPrefix)]
    [InlineData("+44 20 (0) 7946 0958", PhoneNumberProblem.TrunkPrefix)]
    [InlineData("+39 (0)6 6982", PhoneNumberProblem.TrunkPrefix)]
    [InlineData("+39 (0)347 123 4567", PhoneNumberProblem.AmbiguousBracket)]
    [InlineData("+229 (0)1 97 12 34 56", PhoneNumberProblem.AmbiguousBracket)]
    [InlineData("+1 (3)10 555 0100", PhoneNumberProblem.AmbiguousBracket)]
    [InlineData("+1 (3) 415 555 0100", PhoneNumberProblem.AmbiguousBracket)]
    [InlineData("+44 (2)0 7946 0958", PhoneNumberProblem.AmbiguousBracket)]
    [InlineData("+44 (2)(0) 7946 0958", PhoneNumberProblem.NotANumber)]
    [InlineData("+34 0 612 345 678", PhoneNumberProblem.TrunkPrefix)]
    [InlineData("+1 155 555 1234", PhoneNumberProblem.TrunkPrefix)]
    [InlineData("+1 1 415 555 0100", PhoneNumberProblem.TrunkPrefix)]
    [InlineData("+52 1 55 5000 1234", PhoneNumberProblem.FormerMobilePrefix)]
    [InlineData("+52 01 55 5000 1234", PhoneNumberProblem.TrunkPrefix)]
    [InlineData("+229 97 12 34 56", PhoneNumberProblem.TooShort)] // Benin's numbers before 2024
    [InlineData("+263 77 1234", PhoneNumberProblem.TooShort)]
    [InlineData("+39 612345678", PhoneNumberProblem.LostLeadingZero)]
    [InlineData("+39 612345678901", PhoneNumberProblem.LostLeadingZero)]
    [InlineData("+225 701234567", PhoneNumberProblem.LostLeadingZero)]
    public void What_cannot_be_told_is_refused_with_its_reason(string text, PhoneNumberProblem expected)
    {
        Assert.Equal(expected, PhoneNumber.TryParse(text, null, out var number));
        Assert.Equal(default, number);
        Assert.Equal("", number.ToString());
    }

    [Theory]
    [InlineData("44", "020 7946 0958", "+442079460958")]
    [InlineData("44", "(020) 7946 0958", "+442079460958")]
    [InlineData("44", "(0)20 7946 0958", "+442079460958")]
    [InlineData("44", "20 7946 0958", "+442079460958")] // the trunk prefix is no part of the number: nothing is lost with it
    [InlineData("44", "+1 415 555 1234", "+14155551234")]
    [InlineData("44", "001 415 555 1234", "+14155551234")]
    [InlineData("1", "(415) 555-1234", "+14155551234")]
    [InlineData("1", "1 (415) 555-1234", "+14155551234")]
    [InlineData("7", "8 (495) 123-45-67", "+74951234567")]
    [InlineData("7", "800 123 45 67", "+78001234567")]
    [InlineData("36", "06 30 123 4567", "+36301234567")]
    [InlineData("91", "98765 43210", "+919876543210")]
    [InlineData("91", "098765 43210", "+919876543210")]
    [InlineData("91", "91234 56789", "+919123456789")] // begins like the calling code, and what follows is no ordinary length
    [InlineData("39", "06 6982", "+39066982")]
    [InlineData("39", "392 123 4567", "+393921234567")]
    [InlineData("34", "612 345 678", "+34612345678")]
    [InlineData("49", "030 123456", "+4930123456")]
    [InlineData("49", "3034-56-7890", "+493034567890")]
    [InlineData("225", "07 01 23 45 67", "+2250701234567")]
    public void National_numbers_are_read_with_a_default_country(string country, string text, string expected)
    {
        Assert.Equal(PhoneNumberProblem.None, PhoneNumber.TryParse(text, Country(country), out var number));
        Assert.Equal(expected, number.ToString());
    }

    [Theory]
    [InlineData("44", "442079460958", PhoneNumberProblem.MissingPlus)]
    [InlineData("91", "0919876543210", PhoneNumberProblem.RepeatedCallingCode)]
    [InlineData("IN", "0 91 98765 43210", PhoneNumberProblem.RepeatedCallingCode)]
    [InlineData("IN", "+91 91 98765 43210", PhoneNumberProblem.RepeatedCallingCode)]
    [InlineData("44", "0 44 0 20 7946 0958", PhoneNumberProblem.RepeatedCallingCode)]
    [InlineData("RU", "8 7 916 123-45-67", PhoneNumberProblem.RepeatedCallingCode)]
    [InlineData("91", "919876543210", PhoneNumberProblem.MissingPlus)]
    [InlineData("49", "4930123456", PhoneNumberProblem.MissingPlus)] // area code 493 or calling code 49: nobody can tell
    [InlineData("39", "393921234567", PhoneNumberProblem.MissingPlus)]
    [InlineData("44", "7946 0958", PhoneNumberProblem.TooShort)]
    [InlineData("44", "020 7946", PhoneNumberProblem.TooShort)]
    [InlineData("44", "919876543210", PhoneNumberProblem.TooLong)]
    [InlineData("49", "49 (0)30 123456", PhoneNumberProblem.TrunkPrefix)]
    [InlineData("34", "0612 345 678", PhoneNumberProblem.TrunkPrefix)]
    [InlineData("1", "0415 555 1234", PhoneNumberProblem.TrunkPrefix)]
    [InlineData("36", "030 123 4567", PhoneNumberProblem.TrunkPrefix)]
    [InlineData("39", "612345678", PhoneNumberProblem.LostLeadingZero)]
    [InlineData("225", "701234567", PhoneNumberProblem.LostLeadingZero)]
    [InlineData("91", "9.19877E+11", PhoneNumberProblem.ScientificNotation)]
    public void National_numbers_that_can_be_read_in_two_ways_are_refused(string country, string text, PhoneNumberProblem expected) =>
        Assert.Equal(expected, PhoneNumber.TryParse(text, Country(country), out _));

    [Theory]
    [InlineData("44", 44)]
    [InlineData(" +44 ", 44)]
    [InlineData("0044", 44)]
    [InlineData("1", 1)]
    [InlineData("'+44", 44)]
    [InlineData("GB", 44)]
    [InlineData("gb", 44)]
    [InlineData("JE", 44)]
    [InlineData("Ca", 1)]
    [InlineData("KZ", 7)]
    public void A_country_code_is_read_with_plus_zeros_or_neither_or_by_its_region(string text, int expected)
    {
        Assert.True(CountryCode.TryParse(text, out var code));
        Assert.Equal(expected, code.Value);
        Assert.Equal($"+{expected}", code.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("+")]
    [InlineData("210")]
    [InlineData("4444")]
    [InlineData("ZZ")]
    [InlineData("GBR")]
    [InlineData("1-268")]
    [InlineData("-44")]
    [InlineData("4 4")]
    public void A_country_code_nobody_has_is_refused(string text) => Assert.False(CountryCode.TryParse(text, out _));

    [Fact]
    public void Parsing_allocates_nothing()
    {
        Assert.True(CountryCode.TryParse("44", out var country));
        string[] texts = ["+44 (0)20 7946 0958", "020 7946 0958", "442079460958", "9.16E+11", "nonsense", ""];
        Parse();

        // A collection that another thread causes takes what is left of this thread's buffer, and the count takes that for allocated. After
        // this one there is no buffer until something is allocated.
        GC.Collect();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Parse();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Parse()
        {
            for (var i = 0; i < 1000; i++)
            {
                foreach (var text in texts)
                {
                    PhoneNumber.TryParse(text, country, out _);
                }
            }
        }
    }

    private static CountryCode Country(string text)
    {
        Assert.True(CountryCode.TryParse(text, out var code));
        return code;
    }
}
