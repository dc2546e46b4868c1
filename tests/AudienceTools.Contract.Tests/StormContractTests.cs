using AudienceTools.Contract.Tests.Support;
using AudienceTools.Core;
using AudienceTools.Core.Import;
using AudienceTools.Core.Reading;
using AudienceTools.Core.Tests.Import;
using static AudienceTools.Contract.Tests.Support.ClientVerbs;

namespace AudienceTools.Contract.Tests;

/// <summary>
/// Faults on 20 % of the requests while another session imports into the same organisation: into another audience, at the same time, lists
/// of the same sizes with many of the same numbers. No contact is lost, doubled or taken for added that isn't there.
/// </summary>
public sealed class StormContractTests(Service service) : IClassFixture<Service>
{
    private const int Seeds = 50;
    private const int Sessions = 2;
    private const int Lists = 3;
    private const int MostRuns = 60;
    private const double Rate = 0.2;
    private static readonly ParallelOptions s_sideBySide = new() { MaxDegreeOfParallelism = 6 };

    [Theory]
    [InlineData(AudienceService.Local)]
    [InlineData(AudienceService.Atoms)]
    [InlineData(AudienceService.OliAI)]
    public Task Beside_another_session_the_members_are_the_valid_numbers_of_the_input(AudienceService dialect) =>
        Parallel.ForAsync(0, Seeds, s_sideBySide, async (seed, _) =>
        {
            var sessions = await Task.WhenAll(Enumerable.Range(0, Sessions).Select(number => BeginAsync(dialect, (seed * Sessions) + number)));
            for (var list = 0; list < Lists; list++)
            {
                // An import's size is its only mark: no other list of any seed has this one's, but the other session's.
                var size = 4 + (seed * Lists) + list;
                var first = list * 200;
                await Task.WhenAll(sessions.Select((session, number) => ImportAsync(session, first + (number * (size / 3)), size)));
            }
        });

    private async Task<Session> BeginAsync(AudienceService dialect, int number)
    {
        var name = $"Storm {dialect} {number}";
        var creates = number % 3 == 0;
        var quiet = service.Client(dialect);
        string[] members = creates ? [] : [Rows.Number(9_000)];
        return new(number, name, quiet, service.InStorm(dialect, new FaultPlan(number, Rate), retries: number % 2 == 0 ? 4 : 1))
        {
            Audience = creates ? null : await FilledAsync(quiet, name, members),
            Members = [.. members],
        };
    }

    private async Task ImportAsync(Session session, int first, int size)
    {
        var rows = Mixed(first, size);
        var numbers = Enumerable.Range(first, size).Select(Rows.Number).ToHashSet(StringComparer.Ordinal);
        var known = numbers.Count(session.Members.Contains);
        session.Members.UnionWith(numbers);
        try
        {
            var receipt = await ImportAsync(session, rows, service.File($"{session.Name} {size}"));
            session.Audience = await session.Quiet.FindAudienceAsync(session.Name, Service.Cancel);

            Assert.Equal(
                session.Members.Order(StringComparer.Ordinal), (await session.Quiet.NumbersAsync(session.Audience)).Order(StringComparer.Ordinal));
            Assert.Equal((rows.Count, size - known, known), (receipt.Received, receipt.Added, receipt.AlreadyMember));
            Assert.True(receipt.Added <= receipt.MemberCountAfter - receipt.MemberCountBefore, "More are counted as added than the audience grew by.");
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{session.Name} fails with its list of {size}.", exception);
        }
    }

    /// <summary>Runs an import with its checkpoint until nothing is left to do.</summary>
    private static async Task<AudienceImportReceipt> ImportAsync(Session session, List<SourceRow> rows, string checkpoint)
    {
        var options = new ImportOptions
        {
            BatchSize = session.Number % 5 == 0 ? 7 : null,
            ThrottleLimit = 1 + (session.Number % 4),
            CheckpointPath = checkpoint,
        };
        AudienceImportReceipt? receipt = null;
        for (var run = 1; receipt is not { StoppedBecause: null, Unknown: 0, MemberCountAfter: not null }; run++)
        {
            Assert.True(run < MostRuns, "It never ends.");
            try
            {
                var import = new ContactImport(session.Stormy, options, new ImportResults(wantsResults: false));
                var reader = new RowsReader(rows, chunk: 1 + (session.Number % 50));
                receipt = (session.Audience is null
                    ? await import.CreateAsync(new AudienceDefinition(session.Name), reader, Service.Cancel)
                    : await import.AddAsync(session.Audience, reader, Service.Cancel)).Receipt;
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

        return receipt;
    }

    /// <summary>Good rows with blank, unusable and doubled ones between.</summary>
    private static List<SourceRow> Mixed(int first, int size)
    {
        List<string?> numbers = [];
        for (var i = first; i < first + size; i++)
        {
            numbers.AddRange((i % 7) switch
            {
                0 => [Rows.Number(i), "n/a"],
                1 => [Rows.Number(i), Rows.Number(i)],
                2 => [null, Rows.Number(i)],
                _ => [Rows.Number(i)],
            });
        }

        return Rows.Of(numbers);
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

    /// <summary>A session with an audience of its own, and what the members of that must be.</summary>
    private sealed record Session(int Number, string Name, AudienceClient Quiet, AudienceClient Stormy)
    {
        public Audience? Audience { get; set; }

        public HashSet<string> Members { get; init; } = [];
    }
}
