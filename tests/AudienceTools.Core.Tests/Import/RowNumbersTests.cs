using AudienceTools.Core.Dialects;
using AudienceTools.Core.Import;
using AudienceTools.Core.PhoneNumbers;
using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Tests.Import;

/// <summary>The country of each row, from a column or for all.</summary>
public sealed class RowNumbersTests
{
    [Theory]
    [InlineData("44", "7700900123", "+447700900123")]
    [InlineData("+1", "415-555-0100", "+14155550100")]
    [InlineData("0091", "9800000001", "+919800000001")]
    [InlineData("gb", "07700 900123", "+447700900123")]
    [InlineData("UK", "07700 900123", "+447700900123")]
    [InlineData("44.0", "07700 900123", "+447700900123")]
    [InlineData(" +44.0", "07700 900123", "+447700900123")]
    [InlineData(" RU ", "8 10 44 20 7946 0958", "+442079460958")]
    [InlineData("44", "+14155550100", "+14155550100")]
    [InlineData("", "+14155550100", "+14155550100")]
    [InlineData("", "030 901820", "+4930901820")] // by the default
    [InlineData(null, "030 901820", "+4930901820")]
    public void A_row_s_number_is_read_for_the_country_in_its_column(string? country, string phone, string expected)
    {
        var row = Prepare(new ImportOptions { CountryCodeColumn = "PHONE_CODE", DefaultCountry = Country("49") }, country, phone);

        Assert.Equal((AudienceContactState.Valid, expected), (row.State, row.Contact?.PhoneNumber));
        Assert.Equal(["phone_code", "first_name"], row.Contact!.Columns);
        Assert.Equal(country, row.Contact.Values[0]);
    }

    [Theory]
    [InlineData("XX", "7700900123", "UnknownCountryCode")]
    [InlineData("GBR", "+447700900123", "UnknownCountryCode")]
    [InlineData("GB.0", "+447700900123", "UnknownCountryCode")]
    [InlineData("44.5", "+447700900123", "UnknownCountryCode")]
    [InlineData("United Kingdom", "+447700900123", "UnknownCountryCode")]
    [InlineData("91", "0 91 98000 00001", "RepeatedCallingCode")]
    [InlineData("", "7700900123", "MissingPlus")]
    [InlineData("44", "447700900123", "MissingPlus")]
    [InlineData("44", "77009", "TooShort")]
    public void A_row_without_a_country_that_it_needs_is_refused(string country, string phone, string expected)
    {
        var row = Prepare(new ImportOptions { CountryCodeColumn = "phone_code" }, country, phone);

        Assert.Equal((AudienceContactState.Invalid, expected, 1), (row.State, row.ReasonCode, row.PhoneIndex));
        Assert.DoesNotContain(phone, row.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_is_not_there_is_the_error_that_it_is_for_the_phone_column()
    {
        var error = Assert.Throws<AudienceException>(() => Prepare(new ImportOptions { CountryCodeColumn = "land" }, "44", "7700900123"));

        Assert.Equal(AudienceErrorCode.UnknownColumn, error.Code);
        Assert.Contains("'land'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'phone_code'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("phone_code")]
    [InlineData("Country Code")]
    [InlineData("dial-code")]
    [InlineData("callingCode")]
    [InlineData("ISD_CODE")]
    [InlineData("Ländervorwahl")]
    [InlineData("Vorwahl Land")]
    [InlineData("indicatif")]
    [InlineData("country prefix")]
    public void One_country_for_all_beside_a_column_of_countries_is_an_error_that_names_it(string name)
    {
        var error = Assert.Throws<AudienceException>(() => Prepare(new ImportOptions { DefaultCountry = Country("44") }, "1", "4155550100", name));

        Assert.Equal(AudienceErrorCode.CountryCodeColumnNotUsed, error.Code);
        Assert.Contains($"-CountryCodeColumn '{name}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_of_countries_does_no_harm_where_every_number_has_its_own() =>
        Assert.Equal(AudienceContactState.Valid, Prepare(new ImportOptions(), "1", "+14155550100").State);

    [Theory]
    [InlineData("country", "US", "4155550100")]
    [InlineData("Country", " in ", "9800000001")]
    [InlineData("LAND", "DE", "030 9018 2000")]
    [InlineData("pays", "+33", "01 99 00 12 34")]
    [InlineData("País", "34.0", "7700900123")]
    [InlineData("iso2", "US", "07700 900123")]
    [InlineData("Country/Region", "IE", "07700 900123")]
    public void A_national_number_beside_another_country_is_refused_and_told_of_the_column(string name, string country, string phone)
    {
        var row = Prepare(new ImportOptions { DefaultCountry = Country("44") }, country, phone, name);

        Assert.Equal((AudienceContactState.Invalid, "OtherCountry", 1), (row.State, row.ReasonCode, row.PhoneIndex));
        Assert.Contains($"-CountryCodeColumn '{name}'", row.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(phone, row.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("country", "US", "+14155550100")]
    [InlineData("country", "US", "+447700900123")]
    [InlineData("country", "US", "0044 7700 900123")]
    [InlineData("country", "GB", "07700 900123")]
    [InlineData("country", "uk", "07700 900123")]
    [InlineData("country", "IM", "07700 900123")] // the same calling code
    [InlineData("cc", "44", "07700 900123")]
    [InlineData("cc", "+44.0", "07700 900123")]
    [InlineData("country", "", "07700 900123")]
    [InlineData("country", null, "07700 900123")]
    [InlineData("country", "Germany", "07700 900123")] // who knows what it says
    [InlineData("country", "USA", "07700 900123")]
    [InlineData("state", "IN", "07700 900123")]
    [InlineData("region", "DE", "07700 900123")]
    [InlineData("prefix", "1", "07700 900123")]
    public void Otherwise_a_column_that_may_hold_countries_is_a_column_like_any(string name, string? country, string phone) =>
        Assert.Equal(AudienceContactState.Valid, Prepare(new ImportOptions { DefaultCountry = Country("44") }, country, phone, name).State);

    [Theory]
    [InlineData("44", "44")]
    [InlineData("44", "1")]
    public void A_column_that_is_asked_for_is_no_other_country(string standing, string inColumn)
    {
        var options = new ImportOptions { DefaultCountry = Country(standing), CountryCodeColumn = "country" };
        Assert.Equal(AudienceContactState.Valid, Prepare(options, inColumn, inColumn == "1" ? "4155550100" : "07700 900123", "country").State);
    }

    [Fact]
    public void A_number_that_is_dialled_abroad_from_the_given_country_is_not_one_of_it() =>
        Assert.Equal(AudienceContactState.Valid, Prepare(new ImportOptions { DefaultCountry = Country("1") }, "GB", "011 44 20 7946 0958", "country").State);

    [Fact]
    public void A_text_in_no_column_is_told_for_a_line_of_a_file()
    {
        Assert.Contains("line of a file", Text("Ann,+442079460901").Reason, StringComparison.Ordinal);
        Assert.Contains("two numbers", Text("4155550100;4155550101").Reason, StringComparison.Ordinal);
        Assert.Equal("4155550100;4155550101", Text("4155550100;4155550101").Input);
        Assert.DoesNotContain("line of a file", Prepare(new ImportOptions(), "", "Ann,+442079460901").Reason, StringComparison.Ordinal);

        static PreparedRow Text(string text)
        {
            var dialect = KnownDialects.Of(AudienceService.Local);
            return new ContactPreparer(new ImportOptions(), dialect, dialect.PhoneColumn, static _ => { })
                .Prepare(new SourceRow(1, new RowHeader(["PhoneNumber"]) { IsOfTexts = true }, [text], null));
        }
    }

    private static PreparedRow Prepare(ImportOptions options, string? country, string phone, string name = "phone_code")
    {
        var dialect = KnownDialects.Of(AudienceService.Local);
        var preparer = new ContactPreparer(options, dialect, dialect.PhoneColumn, static _ => { });
        return preparer.Prepare(new SourceRow(2, new RowHeader([name, "phone_number", "first_name"]), [country, phone, "Ann"], null));
    }

    private static CountryCode Country(string text) => CountryCode.TryParse(text, out var code) ? code : throw new ArgumentException(text, nameof(text));
}
