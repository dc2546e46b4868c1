using AudienceTools.Core.Import;

namespace AudienceTools.Core.Tests.Import;

/// <summary>
/// 200 seeds of faults on 1, 5 and 20 % of the requests: no contact is lost or doubled, and every row is accounted for, in each run and
/// over all runs of a checkpoint.
/// </summary>
public sealed class FaultRunTests
{
    private const int Seeds = 200;
    private const int MostRuns = 60;

    public static TheoryData<AudienceService, double> Plans =>
    [
        .. from service in new[] { AudienceService.Local, AudienceService.Atoms }
           from rate in new[] { 0.01, 0.05, 0.2 }
           select new TheoryDataRow<AudienceService, double>(service, rate),
    ];

    [Theory]
    [MemberData(nameof(Plans))]
    public Task Whatever_goes_wrong_the_members_are_the_valid_numbers_of_the_input(AudienceService service, double rate) =>
        Parallel.ForAsync(0, Seeds, async (seed, _) =>
        {
            try
            {
                await RunAsync(service, seed, rate);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed} fails.", exception);
            }
        });

    private static async Task RunAsync(AudienceService service, int seed, double rate)
    {
        var creates = seed % 3 == 0;
        using var imports = new Imports(service, new FaultPlan(seed, rate), retries: seed % 2 == 0 ? 4 : 1) { Observer = new ResultsObserver(false) };
        imports.Options = new ImportOptions { BatchSize = 9, ThrottleLimit = 1 + (seed % 4), CheckpointPath = imports.File("journal") };
        var (rows, numbers) = Rows.Mixed(seed, 150);
        var known = creates ? [] : numbers.Where((_, index) => index % 5 == 0).ToArray();
        var audience = creates ? null : imports.Audience([.. known, Rows.Number(9_000)]);

        AudienceImportReceipt? receipt = null;

        // Where the members can't be counted in the end, Atoms leaves open which rows a lost answer had added: the next run tells.
        for (var run = 1; receipt is not { StoppedBecause: null, Unknown: 0, MemberCountAfter: not null }; run++)
        {
            Assert.True(run < MostRuns, "It never ends.");
            try
            {
                var reader = new RowsReader(rows, chunk: 1 + (seed % 50));
                receipt = (audience is null ? await imports.CreateAsync(reader) : await imports.AddAsync(audience, reader)).Receipt;
            }
            catch (AudienceException)
            {
                // The audience couldn't be counted or created: nothing was sent, says the contract, or its outcome is unknown.
            }
        }

        Assert.Equal(rows.Count, receipt.Received);
        Assert.Equal((numbers.Count - known.Length, known.Length), (receipt.Added, receipt.AlreadyMember));
        Assert.Equal((0, 0), (receipt.Rejected, receipt.NotSent));
        Assert.Equal(creates ? numbers : [.. numbers, Rows.Number(9_000)], imports.Service.Only.Numbers.ToHashSet(StringComparer.Ordinal));
    }
}
