using AudienceTools.Core.Import;
using AudienceTools.Core.Reading;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Import;

public sealed class ContactImportTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public static TheoryData<AudienceService> Services => [AudienceService.Local, AudienceService.Atoms];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Each_row_has_one_result_that_agrees_with_the_receipt(AudienceService service)
    {
        using var imports = new Imports(service);
        var (rows, numbers) = Rows.Mixed(seed: 3, count: 300);
        var known = numbers.Take(20).ToArray();

        var receipt = (await imports.AddAsync(imports.Audience(known), rows)).Receipt;

        Assert.Equal((20, numbers.Count - 20), (receipt.AlreadyMember, receipt.Added));
        var counts = imports.Observer;
        Assert.Equal(
            (receipt.Blank, receipt.Invalid, receipt.DuplicateInInput, receipt.Added, receipt.AlreadyMember),
            (counts.Count(AudienceContactState.Blank), counts.Count(AudienceContactState.Invalid), counts.Count(AudienceContactState.DuplicateInInput),
                counts.Count(AudienceContactState.Added), counts.Count(AudienceContactState.AlreadyMember)));
        Assert.Equal(
            known.Order(), imports.Observer.Results.Where(static r => r.State == nameof(AudienceContactState.AlreadyMember)).Select(static r => r.PhoneNumber).Order());
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Of_a_number_that_comes_again_in_any_spelling_or_batch_the_first_row_wins(AudienceService service)
    {
        using var imports = new Imports(service);
        imports.Options = imports.Options with { BatchSize = 2 };
        List<SourceRow> rows =
        [
            Rows.Row(0, Rows.Number(0), "first"),
            Rows.Row(1, "001 (415) 555-0000", "same batch"),
            Rows.Row(2, Rows.Number(1), "x"),
            Rows.Row(3, Rows.Number(2), "x"),
            Rows.Row(4, "+1.415.555.0000", "other batch"),
        ];

        var receipt = (await imports.AddAsync(imports.Audience(), rows)).Receipt;

        Assert.Equal((3, 2), (receipt.Added, receipt.DuplicateInInput));
        Assert.Equal("first", imports.Service.Only.Members[Rows.Number(0)]["City"]!.GetValue<string>());
        Assert.Equal([3L, 6L], imports.Observer.Results.Where(static r => r.State == nameof(AudienceContactState.DuplicateInInput)).Select(static r => r.RowNumber));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task No_more_batches_are_in_flight_than_the_throttle_allows(int throttle)
    {
        using var imports = new Imports();
        imports.Options = imports.Options with { BatchSize = 1, ThrottleLimit = throttle };
        var (inFlight, most) = (0, 0);
        imports.Service.Intercept = request =>
        {
            if (request.IsAdd)
            {
                var now = Interlocked.Increment(ref inFlight);
                InterlockedMax(ref most, now);
                Thread.SpinWait(2_000);
            }

            return null;
        };
        imports.Service.Done = request => Interlocked.Add(ref inFlight, request.IsAdd ? -1 : 0);

        await imports.AddAsync(imports.Audience(), Rows.Good(60));

        Assert.InRange(most, 1, throttle);

        static void InterlockedMax(ref int target, int value)
        {
            int seen;
            while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
            {
            }
        }
    }

    [Theory]
    [InlineData(401, AudienceErrorCode.NotAuthenticated)]
    [InlineData(403, AudienceErrorCode.NotAllowed)]
    [InlineData(404, AudienceErrorCode.NotFound)]
    [InlineData(429, AudienceErrorCode.RateLimited)]
    public async Task A_failure_in_the_middle_ends_the_sending_and_the_rest_is_not_sent(int status, AudienceErrorCode code)
    {
        using var imports = new Imports();
        imports.Options = imports.Options with { BatchSize = 10, ThrottleLimit = 2, FailurePath = imports.File("failed.csv"), CheckpointPath = imports.File("journal") };
        var audience = imports.Audience();
        imports.Service.Intercept = request => Holds(request, 35) ? new FakeAnswer(status, "{}") { RetryAfter = status == 429 ? 4000 : null } : null;

        // The other worker has sent the next batch when the refusal comes, and has its answer when the refusal has ended the sending.
        var (nextCame, sendingEnded) = (new TaskCompletionSource(), new TaskCompletionSource());
        imports.Service.Gate = async request =>
        {
            if (Holds(request, 35))
            {
                await nextCame.Task.WaitAsync(s_patience, Clients.Cancel);
            }
            else if (Holds(request, 45))
            {
                nextCame.SetResult();
                await sendingEnded.Task.WaitAsync(s_patience, Clients.Cancel);
            }
        };
        imports.Observer.Told = result =>
        {
            if (result.ReasonCode == "ImportStopped")
            {
                sendingEnded.TrySetResult();
            }
        };

        var outcome = await imports.AddAsync(audience, Rows.Good(200));

        Assert.Equal(code, Assert.IsType<AudienceException>(outcome.Failure).Code);
        Assert.Equal((200, outcome.Failure.Message), (outcome.Receipt.Received, outcome.Receipt.StoppedBecause));
        Assert.Equal(
            new[] { 0, 10, 20, 30, 40 }.Select(Rows.Number), imports.Service.Adds.Select(static request => request.Numbers()[0]).Order(StringComparer.Ordinal));
        Assert.Equal((40, 160), (outcome.Receipt.Added, outcome.Receipt.NotSent));
        Assert.Equal(161, File.ReadAllLines(imports.File("failed.csv")).Length);

        (imports.Service.Gate, imports.Service.Intercept) = (null, null);
        imports.Observer.Results.Clear();
        Assert.Equal(200, (await imports.AddAsync(audience, Rows.Good(200))).Receipt.Added);

        static bool Holds(FakeRequest request, int row) => request.IsAdd && request.Numbers().Contains(Rows.Number(row));
    }

    [Fact]
    public async Task An_audience_that_is_deleted_meanwhile_ends_the_sending()
    {
        using var imports = new Imports();
        imports.Options = imports.Options with { BatchSize = 10, ThrottleLimit = 1 };
        var audience = imports.Audience();
        imports.Service.Done = request =>
        {
            if (request.IsAdd)
            {
                imports.Service.Delete(audience.Id);
            }
        };

        var receipt = (await imports.AddAsync(audience, Rows.Good(50))).Receipt;

        Assert.Equal((10, 40, null), (receipt.Added, receipt.NotSent, receipt.MemberCountAfter));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Input_that_breaks_off_leaves_an_account_of_what_came(AudienceService service)
    {
        using var imports = new Imports(service);
        var reader = new RowsReader(Rows.Good(100), chunk: 10) { Fails = new AudienceException(AudienceErrorCode.DamagedFile, "Line 102 is damaged.") };
        if (service == AudienceService.Atoms)
        {
            // All is read before the first request there, because of the limit of members.
            await Assert.ThrowsAsync<AudienceException>(() => imports.AddAsync(imports.Audience(), reader));
            Assert.Empty(imports.Service.Requests);
            return;
        }

        var outcome = await imports.AddAsync(imports.Audience(), reader);

        Assert.Equal("Line 102 is damaged.", outcome.Receipt.StoppedBecause);
        Assert.Equal((100, 98, 2), (outcome.Receipt.Received, outcome.Receipt.Added, outcome.Receipt.NotSent));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Bad_input_creates_nothing(AudienceService service)
    {
        using var imports = new Imports(service);

        var outcome = await imports.CreateAsync(new RowsReader(Rows.Of("12", null, "n/a")));

        Assert.All(imports.Service.Requests, static request => Assert.Equal("GET", request.Method));
        Assert.Null(outcome.Audience);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Rows_with_other_columns_keep_their_own_values(AudienceService service)
    {
        using var imports = new Imports(service);
        SourceRow[] rows =
        [
            new(2, new RowHeader(["phone", "City"]), [Rows.Number(0), "Pune"], null),
            new(3, new RowHeader(["Note", "phone"]), ["n", Rows.Number(1)], null),
            new(4, new RowHeader(["Note"]), ["no phone here"], null),
        ];

        var receipt = (await imports.CreateAsync(new RowsReader(rows))).Receipt;

        Assert.Equal((2, 1), (receipt.Added, receipt.Invalid));
        var members = imports.Service.Only.Members;
        Assert.Equal("Pune", members[Rows.Number(0)]["City"]!.GetValue<string>());
        Assert.Equal("n", members[Rows.Number(1)]["Note"]!.GetValue<string>());
    }

    [Fact]
    public async Task Half_of_a_character_is_refused_rather_than_replaced_and_does_not_hide_a_good_row()
    {
        using var imports = new Imports();

        var receipt = (await imports.AddAsync(
            imports.Audience(),
            [
                Rows.Row(0, Rows.Number(0), "x\ud83d"),
                Rows.Row(1, Rows.Number(0), "\ude42x"),
                Rows.Row(2, Rows.Number(0), "🙂🙂"),
            ])).Receipt;

        Assert.Equal((2, 1, 2), (receipt.Invalid, receipt.Added, receipt.Reasons["HalfCharacter"]));
        Assert.Equal("🙂🙂", imports.Service.Only.Members[Rows.Number(0)]["City"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_create_whose_answer_is_lost_holds_its_first_batch_once()
    {
        using var imports = new Imports(AudienceService.Atoms);
        imports.Service.Done = static request =>
        {
            if (request.Path == "/atoms/v1/audience" && request.Method == "POST")
            {
                throw new HttpRequestException("reset", new IOException("reset"));
            }
        };

        var receipt = (await imports.CreateAsync(new RowsReader(Rows.Good(20)))).Receipt;

        Assert.Equal((20, 0, 20L), (receipt.Added, receipt.AlreadyMember, receipt.MemberCountAfter));
        Assert.Empty(imports.Observer.Warnings);
    }

    [Fact]
    public async Task What_the_observer_throws_ends_the_import_and_counts_no_row_twice()
    {
        using var imports = new Imports { Observer = new ResultsObserver(wantsResults: false) };
        var observer = new ThrowingObserver();
        var import = new ContactImport(imports.Client, imports.Options, observer);

        var outcome = await import.AddAsync(imports.Audience(), new RowsReader(Rows.Good(100)), Clients.Cancel);

        Imports.AssertSums(outcome.Receipt);
        Assert.IsType<OperationCanceledException>(outcome.Failure);
        Assert.Equal(imports.Service.Only.Members.Count, outcome.Receipt.Added);
    }

    private sealed class ThrowingObserver : IImportObserver
    {
        public bool WantsResults => true;

        public Task OnResultsAsync(IReadOnlyList<AudienceContactResult> results) => throw new OperationCanceledException();

        public void OnProgress(ImportProgress progress)
        {
        }

        public void OnWarning(string message)
        {
        }
    }
}
