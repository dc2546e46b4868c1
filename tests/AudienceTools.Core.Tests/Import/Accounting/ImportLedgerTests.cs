namespace AudienceTools.Core.Tests.Import.Accounting;

/// <summary>How the receipt is closed where the service gives numbers for a batch and not rows.</summary>
public sealed class ImportLedgerTests
{
    [Fact]
    public async Task What_a_lost_answer_had_added_is_counted_as_added()
    {
        using var imports = WithKnown();
        LoseFirstAnswer(imports);

        var receipt = (await imports.AddAsync(imports.Audience(Rows.Number(0), Rows.Number(900)), Rows.Good(20))).Receipt;

        Assert.Equal((19, 1), (receipt.Added, receipt.AlreadyMember));
        Assert.Equal((2L, 21L, 1), (receipt.MemberCountBefore, receipt.MemberCountAfter, receipt.Retries));
        Assert.Empty(imports.Observer.Warnings);
    }

    [Fact]
    public async Task Where_nothing_was_repeated_the_service_is_believed_and_a_disagreement_told()
    {
        using var imports = WithKnown();
        var audience = imports.Audience(Rows.Number(0));
        var isFirst = true;
        imports.Service.Done = request =>
        {
            if (request.IsAdd && isFirst)
            {
                isFirst = false;
                imports.Service.Only.Members.Add("+14155559999", []);
            }
        };

        var receipt = (await imports.AddAsync(audience, Rows.Good(20))).Receipt;

        Assert.Equal((19, 1), (receipt.Added, receipt.AlreadyMember));
        Assert.Contains("had 1 members and 19 were added, and the service now counts 21", Assert.Single(imports.Observer.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_members_cannot_be_counted_in_the_end_that_is_told()
    {
        using var imports = WithKnown();
        LoseFirstAnswer(imports);
        var counts = 0;
        imports.Service.Intercept = request => request.Method == "GET" && ++counts > 1 ? new FakeAnswer(400, "{}") : null;

        var receipt = (await imports.AddAsync(imports.Audience(Rows.Number(0)), Rows.Good(20))).Receipt;

        Assert.Equal((13, 7, null), (receipt.Added, receipt.AlreadyMember, receipt.MemberCountAfter));
        Assert.Contains("could not be counted in the end", Assert.Single(imports.Observer.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_rows_are_unknown_the_counts_stay_as_the_service_gave_them()
    {
        using var imports = WithKnown();
        imports.Service.Done = request =>
        {
            if (request.IsAdd && request.Numbers().Contains(Rows.Number(8)))
            {
                throw new HttpRequestException("reset", new IOException("reset"));
            }
        };

        var receipt = (await imports.AddAsync(imports.Audience(Rows.Number(0)), Rows.Good(20))).Receipt;

        Assert.Equal((6, 1, 7, 6), (receipt.Added, receipt.AlreadyMember, receipt.Unknown, receipt.NotSent));
        Assert.False(receipt.Succeeded);
        Assert.Empty(imports.Observer.Warnings);
    }

    [Fact]
    public async Task A_receipt_tells_the_requests_and_their_reasons()
    {
        using var imports = new Imports();
        imports.Options = imports.Options with { FailurePath = imports.File("failed.csv") };

        var receipt = (await imports.AddAsync(imports.Audience(), Rows.Of(Rows.Number(0), Rows.Number(0), "n/a", "12", "", null))).Receipt;

        Assert.Equal((3, 0), (receipt.Requests, receipt.Retries));
        Assert.Equal((1L, 1L, 5L), (receipt.Reasons["DuplicateInInput"], receipt.Reasons["TooShort"], receipt.Reasons.Values.Sum()));
        Assert.Equal((nameof(AudienceService.Local), "Q1", imports.File("failed.csv")), (receipt.Service, receipt.Audience, receipt.FailurePath));
    }

    // One batch at a time, and nobody who wants each row: then only numbers tell.
    private static Imports WithKnown()
    {
        var imports = new Imports(AudienceService.Atoms) { Observer = new ResultsObserver(wantsResults: false) };
        imports.Options = imports.Options with { ThrottleLimit = 1 };
        return imports;
    }

    private static void LoseFirstAnswer(Imports imports)
    {
        var isFirst = true;
        imports.Service.Done = request =>
        {
            if (request.IsAdd && isFirst)
            {
                isFirst = false;
                throw new HttpRequestException("reset", new IOException("reset"));
            }
        };
    }
}
