using AudienceTools.Core.PhoneNumbers;

namespace AudienceTools.Core.Tests.PhoneNumbers;

/// <summary>What users are told of a cell that no number is read from.</summary>
public class PhoneNumberProblemsTests
{
    [Theory]
    [InlineData("=+442079460958", "formula")]
    [InlineData("'=HYPERLINK(\"tel:+442079460958\")", "formula")]
    [InlineData("+44 20 7946 0958 x123", "extension")]
    [InlineData("tel:+442079460958;ext=4", "extension")]
    [InlineData("+442079460958 / +442079460959", "two numbers")]
    [InlineData("020 7946 0958 or 020 7946 0959", "two numbers")]
    [InlineData("+442079460958\n+442079460959", "two numbers")]
    [InlineData("020 7946 0958 mob", "words")]
    [InlineData("Büro 020 7946 0958", "words")]
    [InlineData("+1-800-FLOWERS", "letters")]
    [InlineData("########", "only digits")]
    [InlineData("4155550100;4155550101", "two numbers")]
    [InlineData("030 901820, 030 901821", "two numbers")]
    [InlineData("tel:+1-415-555-0100;ext=3", "extension")]
    [InlineData("4,155,550,100", "only digits")]
    public void What_is_no_number_is_told_for_what_it_is(string text, string says) =>
        Assert.Contains(says, PhoneNumberProblems.Describe(PhoneNumberProblem.NotANumber, text), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Every_problem_has_a_sentence_of_its_own()
    {
        var problems = Enum.GetValues<PhoneNumberProblem>().Where(p => p != PhoneNumberProblem.None).ToArray();
        Assert.Equal(problems.Length, problems.Select(PhoneNumberProblems.Describe).Distinct(StringComparer.Ordinal).Count());
        Assert.Throws<ArgumentOutOfRangeException>(() => PhoneNumberProblems.Describe(PhoneNumberProblem.None));
    }

    [Fact]
    public void A_missing_plus_is_told_otherwise_where_a_country_is_given()
    {
        Assert.Contains("-DefaultCountryCode", PhoneNumberProblems.Describe(PhoneNumberProblem.MissingPlus, "442079460958", null), StringComparison.Ordinal);
        Assert.True(CountryCode.TryParse("44", out var britain));
        var told = PhoneNumberProblems.Describe(PhoneNumberProblem.MissingPlus, "442079460958", britain);
        Assert.DoesNotContain("-DefaultCountryCode", told, StringComparison.Ordinal);
        Assert.Contains("Put a + before them", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ann,+442079460958")]
    [InlineData("Name;Phone")]
    [InlineData("+442079460958\tPune")]
    [InlineData("7|Jürgen|030 901820")]
    public void A_line_of_a_file_is_known(string text) => Assert.True(UnreadableText.IsLine(text));

    [Theory]
    [InlineData("4155550100;4155550101")]
    [InlineData("tel:+1-415-555-0100;ext=3")]
    [InlineData("+14155550100, ext. 3")]
    [InlineData("4,155,550,100")]
    [InlineData("030 901820, oder 030 901821")]
    [InlineData("n/a")]
    [InlineData("Ann +442079460958")]
    public void What_else_has_a_comma_is_no_line_of_a_file(string text) => Assert.False(UnreadableText.IsLine(text));

    [Theory]
    [InlineData("+52 1 55 5000 1234")]
    [InlineData("0052 1 (55) 5000-1234")]
    public void A_former_Mexican_mobile_is_told_with_the_number_to_write(string text)
    {
        Assert.Equal(PhoneNumberProblem.FormerMobilePrefix, PhoneNumber.TryParse(text, null, out _));
        Assert.EndsWith("write +525550001234.", PhoneNumberProblems.Describe(PhoneNumberProblem.FormerMobilePrefix, text), StringComparison.Ordinal);
        Assert.Equal(PhoneNumberProblem.None, PhoneNumber.TryParse("+525550001234", null, out _));
    }
}
