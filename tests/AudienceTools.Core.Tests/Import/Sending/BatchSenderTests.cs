namespace AudienceTools.Core.Tests.Import.Sending;

/// <summary>What becomes of batches that the service refuses, or that go astray.</summary>
public sealed class BatchSenderTests
{
    [Theory]
    [InlineData(AudienceService.Local, 400)]
    [InlineData(AudienceService.Local, 422)]
    [InlineData(AudienceService.Local, 413)]
    [InlineData(AudienceService.Atoms, 400)]
    [InlineData(AudienceService.Atoms, 413)]
    public async Task A_batch_that_is_refused_for_one_row_is_halved_until_the_row_is_found(AudienceService service, int status)
    {
        using var imports = new Imports(service);
        imports.Options = imports.Options with { BatchSize = 64, FailurePath = imports.File("failed.csv") };
        var audience = imports.Audience();
        imports.Service.Intercept = request => request.IsAdd && request.Numbers().Contains(Rows.Number(37))
            ? new FakeAnswer(status, """{"status":false,"errors":["Row is bad"],"message":"Row is bad"}""")
            : null;

        var outcome = await imports.AddAsync(audience, Rows.Good(100));

        Assert.Null(outcome.Failure);
        Assert.Equal((99, 1), (outcome.Receipt.Added, outcome.Receipt.Rejected));
        var rejected = Assert.Single(imports.Observer.Results, static result => result.State == nameof(AudienceContactState.Rejected));
        Assert.Equal((Rows.Number(37), 39), (rejected.PhoneNumber, rejected.RowNumber));
        Assert.Contains("Row is bad", rejected.Reason, StringComparison.Ordinal);
        Assert.Equal(2, File.ReadAllLines(imports.File("failed.csv")).Length);

        // 64 → 32 … 1 takes six more tries of the half with the row, and six of the other.
        Assert.Equal(14, imports.Service.Adds.Count());
    }

    [Fact]
    public async Task A_halved_batch_is_acknowledged_with_the_places_of_its_refused_rows()
    {
        using var imports = new Imports();
        imports.Options = imports.Options with { BatchSize = 16, CheckpointPath = imports.File("journal") };
        var audience = imports.Audience();
        imports.Service.Intercept = RefuseRows(3, 11);
        await imports.AddAsync(audience, Rows.Good(16));
        imports.Observer.Results.Clear();

        await imports.AddAsync(audience, Rows.Good(16));

        Assert.Equal(
            [Rows.Number(3), Rows.Number(11)],
            imports.Observer.Results.Where(static result => result.State == nameof(AudienceContactState.Rejected)).Select(static result => result.PhoneNumber));
    }

    [Fact]
    public async Task A_service_that_refuses_twenty_rows_one_by_one_is_asked_no_more()
    {
        using var imports = new Imports();
        imports.Options = imports.Options with { BatchSize = 32, ThrottleLimit = 1 };
        imports.Service.Intercept = static request => request.IsAdd ? new FakeAnswer(400, """{"message":"No."}""") : null;

        var outcome = await imports.AddAsync(imports.Audience(), Rows.Good(320));

        Assert.Equal((20, 300), (outcome.Receipt.Rejected, outcome.Receipt.NotSent));
        Assert.Equal(AudienceErrorCode.RequestRejected, Assert.IsType<AudienceException>(outcome.Failure).Code);
    }

    [Fact]
    public async Task Twenty_answers_that_take_no_row_end_it_too()
    {
        using var imports = new Imports();
        imports.Options = imports.Options with { BatchSize = 1, ThrottleLimit = 1 };
        imports.Service.Intercept = static request => request.IsAdd
            ? new FakeAnswer(200, """{"added":0,"skipped":0,"rejected":[{"index":0,"code":"Odd","message":"Odd row."}]}""")
            : null;

        var outcome = await imports.AddAsync(imports.Audience(), Rows.Good(320));

        Assert.Equal((20, 300, 20), (outcome.Receipt.Rejected, outcome.Receipt.NotSent, outcome.Receipt.Reasons["Odd"]));
        Assert.Contains("Odd row.", outcome.Failure?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 19)]
    [InlineData(0, 5)]
    [InlineData(30, 17)]
    public async Task Many_bad_rows_side_by_side_are_found_and_the_others_go_through(int first, int bad)
    {
        using var imports = new Imports();
        imports.Options = imports.Options with { BatchSize = 64, ThrottleLimit = 1, CheckpointPath = imports.File("journal") };
        var audience = imports.Audience();
        imports.Service.Intercept = RefuseRows([.. Enumerable.Range(first, bad)]);

        var outcome = await imports.AddAsync(audience, Rows.Good(100));

        Assert.Null(outcome.Failure);
        Assert.Equal((100 - bad, bad), (outcome.Receipt.Added, outcome.Receipt.Rejected));
        Assert.Equal(
            Enumerable.Range(first, bad).Select(Rows.Number),
            imports.Observer.Results.Where(static result => result.State == nameof(AudienceContactState.Rejected)).Select(static result => result.PhoneNumber).Order());

        // What is acknowledged has its rows at their places.
        imports.Observer.Results.Clear();
        await imports.AddAsync(audience, Rows.Good(100));
        Assert.Equal(
            Enumerable.Range(first, bad).Select(Rows.Number),
            imports.Observer.Results.Where(static result => result.State == nameof(AudienceContactState.Rejected)).Select(static result => result.PhoneNumber).Order());
    }

    [Fact]
    public async Task Refused_rows_with_good_ones_between_do_not_stop_the_import()
    {
        using var imports = new Imports();
        imports.Options = imports.Options with { BatchSize = 10, ThrottleLimit = 1 };
        imports.Service.Intercept = RefuseRows([.. Enumerable.Range(0, 30).Select(static i => i * 10)]);

        var outcome = await imports.AddAsync(imports.Audience(), Rows.Good(300));

        Assert.Null(outcome.Failure);
        Assert.Equal((270, 30), (outcome.Receipt.Added, outcome.Receipt.Rejected));
    }

    [Theory]
    [InlineData(503, null, AudienceContactState.Unknown)]
    [InlineData(500, null, AudienceContactState.Unknown)]
    [InlineData(409, null, AudienceContactState.Unknown)]
    [InlineData(503, 2, AudienceContactState.NotSent)]
    [InlineData(429, null, AudienceContactState.NotSent)]
    [InlineData(507, null, AudienceContactState.NotSent)]
    [InlineData(401, null, AudienceContactState.NotSent)]
    [InlineData(404, null, AudienceContactState.NotSent)]
    public async Task What_the_answer_leaves_open_is_unknown_and_all_else_is_not_sent(int status, int? retryAfter, AudienceContactState state)
    {
        using var imports = new Imports();
        var audience = imports.Audience();
        imports.Service.Intercept = request => request.IsAdd ? new FakeAnswer(status, "{}") { RetryAfter = retryAfter } : null;

        await imports.AddAsync(audience, Rows.Good(5));

        Assert.Equal(5, imports.Observer.Count(state));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(401)]
    [InlineData(404)]
    public async Task A_lost_try_leaves_its_rows_unknown_whatever_the_next_one_meets(int status)
    {
        using var imports = new Imports(AudienceService.Atoms);
        var audience = imports.Audience(Rows.Number(900));
        var tries = 0;
        imports.Service.Done = static request =>
        {
            if (request.IsAdd)
            {
                throw new HttpRequestException("reset", new IOException("reset"));
            }
        };
        imports.Service.Intercept = request => request.IsAdd && ++tries > 1 ? new FakeAnswer(status, "{}") { RetryAfter = 4000 } : null;

        var outcome = await imports.AddAsync(audience, Rows.Good(5));

        Assert.Equal(5, outcome.Receipt.Unknown);
        Assert.Equal(6, imports.Service.Only.Members.Count);
    }

    [Fact]
    public async Task A_service_that_dies_after_a_lost_answer_leaves_the_rows_unknown()
    {
        var faults = new Queue<Exception>(
        [
            new HttpRequestException("reset", new IOException("reset")),
            .. Enumerable.Repeat(new HttpRequestException(HttpRequestError.ConnectionError, "refused"), 9),
        ]);
        using var imports = new Imports();
        imports.Service.Intercept = request => request.IsAdd ? throw faults.Dequeue() : null;

        var outcome = await imports.AddAsync(imports.Audience(), Rows.Good(5));

        Assert.Equal(5, outcome.Receipt.Unknown);
    }

    [Fact]
    public async Task A_service_that_was_never_reached_has_been_sent_nothing()
    {
        using var imports = new Imports();
        imports.Service.Intercept = static request => request.IsAdd ? throw new HttpRequestException(HttpRequestError.ConnectionError, "refused") : null;

        var outcome = await imports.AddAsync(imports.Audience(), Rows.Good(5));

        Assert.Equal((5, AudienceErrorCode.CannotReach), (outcome.Receipt.NotSent, Assert.IsType<AudienceException>(outcome.Failure).Code));
    }

    [Fact]
    public async Task Rows_that_an_answer_does_not_account_for_are_unknown_and_asked_about_again()
    {
        using var imports = new Imports(AudienceService.Atoms);
        imports.Options = imports.Options with { CheckpointPath = imports.File("journal") };
        var audience = imports.Audience();
        imports.Service.Intercept = static request => request.IsAdd ? new FakeAnswer(200, """{"status":true}""") : null;
        Assert.Equal(5, (await imports.AddAsync(audience, Rows.Good(5))).Receipt.Unknown);
        imports.Service.Intercept = null;
        imports.Observer.Results.Clear();

        Assert.Equal(5, (await imports.AddAsync(audience, Rows.Good(5))).Receipt.Added);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task At_the_limit_of_members_a_lost_answer_is_looked_up(bool isAnswerLost)
    {
        // Ten places: the first batch of seven goes in, its answer lost; sent again, it would be beyond the limit.
        using var imports = new Imports(AudienceService.Atoms, mostMembers: 10);
        imports.Options = imports.Options with { ThrottleLimit = 1 };
        var audience = imports.Audience(Rows.Number(900));
        var isFirst = isAnswerLost;
        imports.Service.Done = request =>
        {
            if (request.IsAdd && isFirst)
            {
                isFirst = false;
                throw new HttpRequestException("reset", new IOException("reset"));
            }
        };

        var outcome = await imports.AddAsync(audience, Rows.Good(9));

        Assert.Null(outcome.Failure);
        Assert.Equal((9, 0), (outcome.Receipt.Added, outcome.Receipt.AlreadyMember));
        Assert.Equal(9, imports.Observer.Count(AudienceContactState.Added));
        Assert.Equal(10, imports.Service.Only.Members.Count);
    }

    [Fact]
    public async Task Beyond_the_limit_of_members_nothing_is_unknown()
    {
        using var imports = new Imports(AudienceService.Atoms, mostMembers: 10);
        imports.Options = imports.Options with { ThrottleLimit = 1 };

        var outcome = await imports.AddAsync(imports.Audience([Rows.Number(0), Rows.Number(900)]), Rows.Good(20));

        Assert.Equal(AudienceErrorCode.LimitExceeded, Assert.IsType<AudienceException>(outcome.Failure).Code);
        Assert.Equal((6, 1, 13), (outcome.Receipt.Added, outcome.Receipt.AlreadyMember, outcome.Receipt.NotSent));
    }

    [Fact]
    public async Task More_contacts_than_an_audience_takes_are_refused_before_the_first_request()
    {
        using var imports = new Imports(AudienceService.Atoms);

        var exception = await Assert.ThrowsAsync<AudienceException>(() => imports.AddAsync(imports.Audience(), new RowsReader(Rows.Good(10_001), 500)));

        Assert.Equal(AudienceErrorCode.LimitExceeded, exception.Code);
        Assert.Empty(imports.Service.Requests);
    }

    private static Func<FakeRequest, FakeAnswer?> RefuseRows(params int[] bad) => request =>
        request.IsAdd && request.Numbers().Intersect(bad.Select(Rows.Number)).Any() ? new FakeAnswer(400, """{"message":"Row is bad"}""") : null;
}
