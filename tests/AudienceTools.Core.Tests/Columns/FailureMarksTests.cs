using AudienceTools.Core.Columns;
using AudienceTools.Core.PhoneNumbers;
using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Tests.Columns;

public sealed class FailureMarksTests
{
    private const string TooShort = "TooShort";

    [Theory]
    [InlineData("Phone,Note,RowNumber,ReasonCode,Reason", "+1,x,5,Own_code,Why.")]
    [InlineData("RowNumber,ReasonCode,Reason,Phone,Note", "5,TooShort,Why.,+1,x")]
    [InlineData("Phone,reason,Note,ROWNUMBER,reasoncode", "+1,Why.,x,5,TooShort")]
    [InlineData("Name,Phone,Note,RowNumber,ReasonCode", "Ann,+1,x,5,MissingPlus")]
    [InlineData("Name,Phone,,,RowNumber,ReasonCode", "Ann,+1,,,,")]
    [InlineData("Phone,ReasonCode,Reason", "+1,RaggedRow,Why.")]
    [InlineData("Phone, ReasonCode ", "+1,Blank")]
    [InlineData("Phone,Reason,RowNumber_2,ReasonCode_2", "+1,mine,5,TooShort")]
    public void Columns_of_a_failure_file_are_known_wherever_they_stand(string names, string row)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(row);
        var plan = Plan(names.Split(','), row.Split(','));
        Assert.True(plan.IsFailureFile);
        Assert.DoesNotContain(plan.TargetNames, static name => name.Contains("RowNumber", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(plan.TargetNames, static name => name.Contains("ReasonCode", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("+1", PhoneNumberProblem.TooShort)]
    [InlineData("020 7946 0958 mob", PhoneNumberProblem.NotANumber)]
    [InlineData("+442079460958 / +442079460959", PhoneNumberProblem.NotANumber)]
    [InlineData("+52 1 55 5000 1234", PhoneNumberProblem.FormerMobilePrefix)]
    public void A_lone_sentence_of_ours_tells_too(string input, PhoneNumberProblem problem) =>
        Assert.Equal([1], FailureMarks.Find(["Phone", "Reason"], [input, PhoneNumberProblems.Describe(problem, input)]));

    [Fact]
    public void A_lone_sentence_about_a_country_s_numbers_tells_too() =>
        Assert.Equal([1], FailureMarks.Find(
            ["Phone", "Reason"],
            ["44", PhoneNumberProblems.Describe(PhoneNumberProblem.MissingPlus, "44", CountryCode.TryParse("44", out var code) ? code : null)]));

    [Fact]
    public void A_lone_sentence_of_others_does_not() => Assert.Empty(FailureMarks.Find(["Phone", "Reason"], ["+1", "He called back."]));

    [Theory]
    [InlineData("Phone,RowNumber", "+1,5")]
    [InlineData("Phone,Reason", "+1,Moved away")]
    [InlineData("Phone,ReasonCode", "+1,A17")]
    [InlineData("Phone,ReasonCode", "+1,")]
    [InlineData("Phone,RowNumber,Reason", "+1,5,Moved away")]
    [InlineData("Phone,ReasonCode,Reason", "+1,Churn,Moved away")]
    [InlineData("Phone,RowNumber,ReasonCode", "+1,5,A17")]
    [InlineData("Phone,RowNumber,ReasonCode", "+1,5 a,TooShort")]
    [InlineData("Phone,Reason,RowNumber,Reason", "+1,a,5,b")]
    [InlineData("Phone,RowNumber_2,ReasonCode", "+1,5,Churn")]
    [InlineData("Phone,Reasons,Row,Reason code", "+1,TooShort,5,TooShort")]
    public void A_users_own_columns_of_such_names_travel(string names, string row)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(row);
        var plan = Plan(names.Split(','), row.Split(','));
        Assert.False(plan.IsFailureFile);
        Assert.Equal(names.Split(',').Length - 1, plan.TargetNames.Count);
    }

    [Theory]
    [InlineData("+1,5,TooShort,Why.", true, 0)]
    [InlineData("+1,,,", true, 0)]
    [InlineData("+1,5,INVALID_NUMBER,Why.", true, 3)]
    [InlineData("+1,5,CHURN,Moved", true, 3)]
    [InlineData("+1,seat 12,TooShort,Why.", true, 0)]
    [InlineData("+1,seat 12,XY,My own words", false, 3)]
    [InlineData("+1,5,Moved away,Why.", false, 3)]
    public void All_three_are_the_users_where_the_first_row_says_so_and_in_doubt_it_is_told(string row, bool isFailureFile, int doubtful)
    {
        ArgumentNullException.ThrowIfNull(row);
        var header = new RowHeader(["Phone", "RowNumber", "ReasonCode", "Reason"]);
        header.See(row.Split(','));
        Assert.Equal(isFailureFile, header.OwnColumns.Count > 0);
        Assert.Equal(doubtful, header.DoubtfulMarks.Count);
    }

    [Fact]
    public void The_first_row_decides_and_no_later_one()
    {
        var header = new RowHeader(["Phone", "ReasonCode"]);
        header.See(["+1", "Churn"]);
        header.See(["+1", TooShort]);
        Assert.Empty(header.OwnColumns);
    }

    private static ColumnPlan Plan(string[] names, string?[] row)
    {
        var header = new RowHeader(names);
        header.See(row);
        return ColumnPlan.Create(header, new ColumnOptions());
    }
}
