using AudienceTools.Contract.Tests.Support;
using AudienceTools.Core;
using AudienceTools.Core.Import;
using AudienceTools.Core.Tests.Import;
using static AudienceTools.Contract.Tests.Support.ClientVerbs;

namespace AudienceTools.Contract.Tests;

/// <summary>
/// Faults on 20 % of the requests while other sessions import into the same organisation: into other audiences, at the same time, imports of
/// the same sizes, many of the same numbers. No contact is lost, doubled or taken for added that isn't there.
/// </summary>
public sealed class StormContractTests(Service service) : IClassFixture<Service>
{
    private const int Seeds = 50;
    private const int Sessions = 2;
    private const int LineCount = 60;
    private const int MostRuns = 60;
    private const double Rate = 0.2;
    private static readonly ParallelOptions s_sideBySide = new() { MaxDegreeOfParallelism = 6 };

    [Theory]
    [InlineData(AudienceService.Local)]
    [InlineData(AudienceService.Atoms)]
    [InlineData(AudienceService.OliAI)]
    public Task Beside_another_session_the_members_are_the_valid_numbers_of_the_input(AudienceService dialect) =>
        Parallel.ForAsync(0, Seeds, s_sideBySide, (seed, _) => new ValueTask(Task.WhenAll(
            Enumerable.Range(seed * Sessions, Sessions).Select(session => RunAsync(dialect, session)))));

    private async Task RunAsync(AudienceService dialect, int session)
    {
        var name = $"Storm {dialect} {session}";
        try
        {
            await RunAsync(dialect, session, name);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{name} fails.", exception);
        }
    }

    private async Task RunAsync(AudienceService dialect, int session, string name)
    {
        var (rows, numbers) = Rows.Mixed(session, LineCount);
        var quiet = service.Client(dialect);
        var creates = session % 3 == 0;
        string[] known = creates ? [] : [.. numbers.Where(static (_, index) => index % 5 == 0)];
        var audience = creates ? null : await FilledAsync(quiet, name, known);
        var client = service.InStorm(dialect, new FaultPlan(session, Rate), retries: session % 2 == 0 ? 4 : 1);
        var options = new ImportOptions { BatchSize = 9, ThrottleLimit = 1 + (session % 4), CheckpointPath = service.File(name) };

        AudienceImportReceipt? receipt = null;
        for (var run = 1; receipt is not { StoppedBecause: null, Unknown: 0, MemberCountAfter: not null }; run++)
        {
            Assert.True(run < MostRuns, "It never ends.");
            try
            {
                var import = new ContactImport(client, options, new ImportResults(wantsResults: false));
                var reader = new RowsReader(rows, chunk: 1 + (session % 50));
                receipt = (audience is null
                    ? await import.CreateAsync(new AudienceDefinition(name), reader, Service.Cancel)
                    : await import.AddAsync(audience, reader, Service.Cancel)).Receipt;
            }
            catch (AudienceException)
            {
                // The audience couldn't be counted or created: nothing was sent, says the contract, or its outcome is unknown.
                continue;
            }

            Assert.Equal(
                receipt.Received,
                receipt.Blank + receipt.Invalid + receipt.DuplicateInInput + receipt.Added + receipt.AlreadyMember + receipt.Rejected
                    + receipt.Unknown + receipt.NotSent);
        }

        var own = await quiet.FindAudienceAsync(name, Service.Cancel);
        Assert.Equal(numbers.Order(StringComparer.Ordinal), (await quiet.NumbersAsync(own)).Order(StringComparer.Ordinal));
        Assert.Equal((rows.Count, numbers.Count - known.Length, known.Length), (receipt.Received, receipt.Added, receipt.AlreadyMember));
        Assert.True(receipt.Added <= receipt.MemberCountAfter - receipt.MemberCountBefore, "More are counted as added than the audience grew by.");
    }

    private static async Task<Audience> FilledAsync(AudienceClient client, string name, string[] numbers)
    {
        Contact[] contacts = [.. numbers.Select(static number => new Contact(number, ["name"], ["Asha"]))];
        var audience = await client.CreateAudienceAsync(
            new AudienceDefinition(name) { Contacts = client.Dialect.CreatesWithContacts ? contacts : [] }, Service.Cancel);
        if (!client.Dialect.CreatesWithContacts)
        {
            await client.AddAsync(audience, contacts);
        }

        return audience;
    }
}
