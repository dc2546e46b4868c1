using AudienceTools.Core.Import;
using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Tests.Import;

/// <summary>Imports that are stopped at a random point, by the user or by a kill, and begun again with their checkpoint.</summary>
public sealed class StopTests
{
    private const int Seeds = 60;

    public static TheoryData<AudienceService> Services => [AudienceService.Local, AudienceService.Atoms];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_cancelled_import_accounts_for_what_it_read_and_goes_on_where_it_stopped(AudienceService service)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            using var imports = Prepared(service, seed);
            var (rows, numbers) = Rows.Mixed(seed, 200);
            var audience = imports.Audience();
            using var stop = new CancellationTokenSource();
            var random = new Random(seed);
            var (atRequest, atRow) = random.Next(2) == 0 ? (random.Next(20), -1) : (-1, random.Next(rows.Count / 16) * 16);
            imports.Service.Intercept = _ =>
            {
                if (Interlocked.Decrement(ref atRequest) == 0)
                {
                    stop.Cancel();
                }

                return null;
            };
            var reader = new RowsReader(rows, chunk: 16)
            {
                Before = row =>
                {
                    if (row == atRow)
                    {
                        stop.Cancel();
                    }
                },
            };

            var stopped = await imports.AddAsync(audience, reader, stop.Token);

            if (stopped.Failure is not null)
            {
                Assert.IsAssignableFrom<OperationCanceledException>(stopped.Failure);
                Assert.Equal("The import was stopped.", stopped.Receipt.StoppedBecause);
            }

            imports.Service.Intercept = null;
            imports.Observer.Results.Clear();
            await AssertFinishesAsync(imports, audience, rows, numbers);
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Nothing_is_sent_after_a_cancel(AudienceService service)
    {
        using var imports = Prepared(service, seed: 1);
        using var stop = new CancellationTokenSource();
        imports.Options = imports.Options with { ThrottleLimit = 1 };
        var audience = imports.Audience();
        imports.Service.Done = request =>
        {
            if (request.IsAdd)
            {
                stop.Cancel();
            }
        };

        var outcome = await imports.AddAsync(audience, new RowsReader(Rows.Good(100)), stop.Token);

        Assert.Single(imports.Service.Adds);
        Assert.Equal((0, 10, outcome.Receipt.Received - 10), (outcome.Receipt.Added, outcome.Receipt.Unknown, outcome.Receipt.NotSent));
    }

    [Theory]
    [InlineData(2, 5, 0)]
    [InlineData(3, 5, 5)]
    [InlineData(4, 2, 5)]
    public async Task A_cancel_while_a_refused_batch_is_halved_leaves_no_row_out(int atRequest, int unknown, int added)
    {
        using var imports = Prepared(AudienceService.Local, seed: 0);
        using var stop = new CancellationTokenSource();
        var adds = 0;
        imports.Service.Intercept = request =>
        {
            if (request.IsAdd && ++adds == atRequest)
            {
                stop.Cancel();
            }

            return request.IsAdd && request.Numbers().Contains(Rows.Number(9)) ? new FakeAnswer(400, """{"message":"Row is bad"}""") : null;
        };

        var receipt = (await imports.AddAsync(imports.Audience(), new RowsReader(Rows.Good(10)), stop.Token)).Receipt;

        Assert.Equal((10, unknown, added, 10 - unknown - added), (receipt.Received, receipt.Unknown, receipt.Added, receipt.NotSent));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_killed_import_goes_on_from_a_journal_that_breaks_off_at_any_byte(AudienceService service)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            using var imports = Prepared(service, seed);
            var (rows, numbers) = Rows.Mixed(seed, 200);
            var audience = imports.Audience();
            await imports.AddAsync(audience, rows);
            var journal = File.ReadAllBytes(imports.File("journal"));

            // A kill can come before the journal's first line was whole, too: then it knows nothing.
            var firstLine = Array.IndexOf(journal, (byte)'\n') + 1;
            var secondLine = Array.IndexOf(journal, (byte)'\n', firstLine) + 1;
            File.WriteAllBytes(imports.File("journal"), journal[..new Random(seed).Next(secondLine, journal.Length)]);
            imports.Observer.Results.Clear();

            await AssertFinishesAsync(imports, audience, rows, numbers);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    public async Task A_journal_whose_first_line_is_torn_begins_anew(int length)
    {
        using var imports = Prepared(AudienceService.Local, seed: 1);
        var audience = imports.Audience();
        await imports.AddAsync(audience, Rows.Good(10));
        var journal = File.ReadAllBytes(imports.File("journal"));
        File.WriteAllBytes(imports.File("journal"), journal[..length]);
        imports.Observer.Results.Clear();

        var outcome = await imports.AddAsync(audience, Rows.Good(10));

        Assert.Equal((0, 10), (outcome.Receipt.Added, outcome.Receipt.AlreadyMember));
    }

    [Fact]
    public async Task A_kill_between_sending_and_writing_down_sends_again_under_the_same_key()
    {
        using var imports = Prepared(AudienceService.Local, seed: 1);
        var audience = imports.Audience();
        await imports.AddAsync(audience, Rows.Good(30));
        var lines = File.ReadAllLines(imports.File("journal"));
        File.WriteAllText(imports.File("journal"), string.Join('\n', lines.Take(3)) + "\n");
        imports.Observer.Results.Clear();

        var outcome = await imports.AddAsync(audience, Rows.Good(30));

        Assert.Equal((30, 0), (outcome.Receipt.Added, outcome.Receipt.AlreadyMember));
        var keys = imports.Service.Adds.Select(static request => request.IdempotencyKey).ToArray();
        Assert.Equal(5, keys.Length);
        Assert.Equal(3, keys.Distinct().Count());
        Assert.Equal(30, imports.Observer.Count(AudienceContactState.Added));
    }

    [Fact]
    public async Task A_finished_import_says_so_and_sends_nothing()
    {
        using var imports = Prepared(AudienceService.Local, seed: 1);
        var audience = imports.Audience();
        await imports.AddAsync(audience, Rows.Good(30));
        var sent = imports.Service.Adds.Count();
        imports.Observer.Results.Clear();

        var outcome = await imports.AddAsync(audience, Rows.Good(30));

        Assert.Equal(sent, imports.Service.Adds.Count());
        Assert.Equal((30, 30), (outcome.Receipt.Received, outcome.Receipt.Added));
        Assert.Contains(imports.Observer.Warnings, warning => warning.Contains("was finished on 2026-03-01", StringComparison.Ordinal));
    }

    private static Imports Prepared(AudienceService service, int seed)
    {
        var imports = new Imports(service);
        imports.Options = new ImportOptions { BatchSize = 10, ThrottleLimit = 1 + (seed % 4), CheckpointPath = imports.File("journal") };
        return imports;
    }

    private static async Task AssertFinishesAsync(Imports imports, Audience audience, List<SourceRow> rows, HashSet<string> numbers)
    {
        var outcome = await imports.AddAsync(audience, rows);
        Assert.Null(outcome.Failure);
        Assert.Equal(rows.Count, outcome.Receipt.Received);
        Assert.Equal((numbers.Count, 0), (outcome.Receipt.Added, outcome.Receipt.AlreadyMember));
        Assert.Equal(numbers, imports.Service.Only.Numbers.ToHashSet(StringComparer.Ordinal));
    }
}
