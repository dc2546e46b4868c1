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
    [InlineData("44.0", "+447700900123", "UnknownCountryCode")]
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
    public void One_country_for_all_beside_a_column_of_countries_is_an_error_that_names_it(string name)
    {
        var error = Assert.Throws<AudienceException>(() => Prepare(new ImportOptions { DefaultCountry = Country("44") }, "1", "4155550100", name));

        Assert.Equal(AudienceErrorCode.CountryCodeColumnNotUsed, error.Code);
        Assert.Contains($"-CountryCodeColumn '{name}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_of_countries_does_no_harm_where_every_number_has_its_own() =>
        Assert.Equal(AudienceContactState.Valid, Prepare(new ImportOptions(), "1", "+14155550100").State);

    private static PreparedRow Prepare(ImportOptions options, string? country, string phone, string name = "phone_code")
    {
        var dialect = KnownDialects.Of(AudienceService.Local);
        var preparer = new ContactPreparer(options, dialect, dialect.PhoneColumn, static _ => { });
        return preparer.Prepare(new SourceRow(2, new RowHeader([name, "phone_number", "first_name"]), [country, phone, "Ann"], null));
    }

    private static CountryCode Country(string text) => CountryCode.TryParse(text, out var code) ? code : throw new ArgumentException(text, nameof(text));
}
