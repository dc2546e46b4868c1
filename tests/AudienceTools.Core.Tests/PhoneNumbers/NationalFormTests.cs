using AudienceTools.Core.PhoneNumbers;

namespace AudienceTools.Core.Tests.PhoneNumbers;

/// <summary>Numbers as they are dialled and written in a country, with its name or its calling code given.</summary>
public class NationalFormTests
{
    [Theory]
    [InlineData("54", "011 15 5000-1234", "+5491150001234")] // a mobile's 15 within, its 9 before the number
    [InlineData("54", "11 15-5000-1234", "+5491150001234")]
    [InlineData("54", "011 5000-1234", "+541150001234")]
    [InlineData("BY", "8 029 123-45-67", "+375291234567")]
    [InlineData("BY", "80291234567", "+375291234567")]
    [InlineData("375", "029 123 45 67", "+375291234567")]
    [InlineData("LT", "8 612 34567", "+37061234567")]
    [InlineData("LT", "0 612 34567", "+37061234567")]
    [InlineData("RU", "8 (916) 123-45-67", "+79161234567")]
    [InlineData("kz", "8 701 123 4567", "+77011234567")]
    [InlineData("HU", "06 1 234 5678", "+3612345678")]
    [InlineData("HU", "06 (1) 234 5678", "+3612345678")]
    [InlineData("IT", "06 6982 0000", "+390669820000")]
    [InlineData("IT", "347 123 4567", "+393471234567")]
    [InlineData("MX", "55 5000 1234", "+525550001234")]
    [InlineData("BR", "0 15 11 95000-1234", "+5511950001234")] // 15 is a carrier
    [InlineData("BR", "011 95000-1234", "+5511950001234")]
    [InlineData("BR", "(11) 95000-1234", "+5511950001234")]
    [InlineData("CN", "010 6552 9988", "+861065529988")]
    [InlineData("KR", "010-1234-5678", "+821012345678")]
    [InlineData("IL", "1-800-123-123", "+9721800123123")]
    [InlineData("IN", "000800 123 4567", "+910008001234567")]
    [InlineData("BJ", "01 97 12 34 56", "+2290197123456")]
    [InlineData("GM", "301 2345", "+2203012345")]
    [InlineData("ZW", "071 234 5678", "+263712345678")]
    [InlineData("CA", "310-1234", "+13101234")] // without an area code
    [InlineData("49", "030/901820", "+4930901820")]
    [InlineData("49", "+49 (0)30/901821", "+4930901821")]
    [InlineData("49", "+49 30 901822-0", "+49309018220")]
    [InlineData("49", "0171/5550100", "+491715550100")]
    [InlineData("49", "033203/12345", "+493320312345")]
    [InlineData("1", "1 - 212 - 555 - 0100", "+12125550100")]
    [InlineData("1", "1. (212) 555-0100", "+12125550100")]
    [InlineData("44", "[020] (7946) \u200e0958", "+442079460958")]
    [InlineData("1", "212/555-0100", "+12125550100")]
    [InlineData("44", "tel:020 7946 0958", "+442079460958")]
    [InlineData("44", "=\"020 7946 0958\"", "+442079460958")]
    [InlineData("91", "९८७६५४३२१०", "+919876543210")]
    public void It_is_read(string country, string text, string expected)
    {
        Assert.Equal(PhoneNumberProblem.None, PhoneNumber.TryParse(text, Country(country), out var number));
        Assert.Equal(expected, number.ToString());
    }

    [Theory]
    [InlineData("54", "15 5000-1234", PhoneNumberProblem.UnknownAreaCode)] // a mobile without its area code
    [InlineData("52", "1 55 5000 1234", PhoneNumberProblem.FormerMobilePrefix)]
    [InlineData("52", "01 55 5000 1234", PhoneNumberProblem.TrunkPrefix)]
    [InlineData("52", "044 55 5000 1234", PhoneNumberProblem.TrunkPrefix)]
    [InlineData("1", "155 555 1234", PhoneNumberProblem.TrunkPrefix)]
    [InlineData("1", "310-1234", PhoneNumberProblem.TooShort)] // more likely a lost area code
    [InlineData("AG", "463-1234", PhoneNumberProblem.TooShort)] // a region gives no area code
    [InlineData("1", "3725123456", PhoneNumberProblem.MissingPlus)] // Estonian
    [InlineData("49", "4915123456789", PhoneNumberProblem.MissingPlus)]
    [InlineData("49", "901820/901821", PhoneNumberProblem.NotANumber)]
    [InlineData("49", "1) 030 1234567", PhoneNumberProblem.NotANumber)] // the items of a numbered list
    [InlineData("91", "1) 98765 43210", PhoneNumberProblem.NotANumber)]
    [InlineData("49", "1. 30 1234567", PhoneNumberProblem.NotANumber)]
    [InlineData("49", "1 - 171 1234567", PhoneNumberProblem.NotANumber)]
    [InlineData("61", "1] 412 345 678", PhoneNumberProblem.NotANumber)]
    [InlineData("44", "020 7946 \u202e8590", PhoneNumberProblem.NotANumber)] // is shown as …0958
    [InlineData("49", "030 901820/21", PhoneNumberProblem.NotANumber)]
    [InlineData("49", "030901820/030901821", PhoneNumberProblem.NotANumber)]
    [InlineData("49", "0171/0172", PhoneNumberProblem.NotANumber)]
    [InlineData("45", "5550/5551", PhoneNumberProblem.NotANumber)]
    [InlineData("49", "030/901/820", PhoneNumberProblem.NotANumber)]
    public void What_can_be_another_number_is_refused(string country, string text, PhoneNumberProblem expected) =>
        Assert.Equal(expected, PhoneNumber.TryParse(text, Country(country), out _));

    private static CountryCode Country(string text)
    {
        Assert.True(CountryCode.TryParse(text, out var code));
        return code;
    }
}
