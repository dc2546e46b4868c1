using System.Collections.Concurrent;
using AudienceTools.Core.Import;
using AudienceTools.Core.Reading;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Import;

/// <summary>A fake service, a client of it, and a folder for the files of one test.</summary>
internal sealed class Imports : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("audience-import-").FullName;
    private readonly FakeTimeProvider _time = new() { JumpsToTimers = true };

    public Imports(AudienceService service = AudienceService.Local, FaultPlan? faults = null, int? mostMembers = null, int retries = 4)
    {
        Service = mostMembers is { } most
            ? new FakeAudienceService(service, faults) { Time = _time, MostMembers = most }
            : new FakeAudienceService(service, faults) { Time = _time };
        Client = new AudienceClient(Clients.Options(service, Service) with { TimeProvider = _time, MaximumRetryCount = retries });
    }

    public FakeAudienceService Service { get; }

    public AudienceClient Client { get; }

    public ResultsObserver Observer { get; init; } = new();

    public ImportOptions Options { get; set; } = new() { BatchSize = 7 };

    public string File(string name) => Path.Combine(_folder, name);

    public Audience Audience(params IEnumerable<string> members) => new() { Id = Service.Create("Q1", members).Id, Name = "Q1", Service = Client.Service.ToString() };

    public Task<ImportOutcome> AddAsync(Audience audience, IReadOnlyList<SourceRow> rows) => AddAsync(audience, new RowsReader(rows));

    public async Task<ImportOutcome> AddAsync(Audience audience, IContactReader reader, CancellationToken? cancel = null) =>
        Checked(await new ContactImport(Client, Options, Observer).AddAsync(audience, reader, cancel ?? Clients.Cancel));

    public async Task<ImportOutcome> CreateAsync(IContactReader reader, CancellationToken? cancel = null) =>
        Checked(await new ContactImport(Client, Options, Observer).CreateAsync(new AudienceDefinition("Q1"), reader, cancel ?? Clients.Cancel));

    /// <summary>What holds for each receipt, however the import ended.</summary>
    public static void AssertSums(AudienceImportReceipt receipt) => Assert.Equal(
        receipt.Received,
        receipt.Blank + receipt.Invalid + receipt.DuplicateInInput + receipt.Added + receipt.AlreadyMember + receipt.Rejected
            + receipt.Unknown + receipt.NotSent);

    public void Dispose()
    {
        Client.Dispose();
        Service.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private ImportOutcome Checked(ImportOutcome outcome)
    {
        AssertSums(outcome.Receipt);
        if (Observer.WantsResults)
        {
            Assert.Equal(outcome.Receipt.Received, Observer.Results.Count);
            Assert.Equal(outcome.Receipt.Received, Observer.Results.Select(static result => result.RowNumber).Distinct().Count());
        }

        return outcome;
    }
}

/// <summary>Keeps what an import tells.</summary>
internal sealed class ResultsObserver(bool wantsResults = true) : IImportObserver
{
    public bool WantsResults => wantsResults;

    public ConcurrentQueue<AudienceContactResult> Results { get; } = new();

    public ConcurrentQueue<string> Warnings { get; } = new();

    /// <summary>Is called with each result that comes in.</summary>
    public Action<AudienceContactResult>? Told { get; set; }

    public long Count(AudienceContactState state) => Results.LongCount(result => result.State == state.ToString());

    public Task OnResultsAsync(IReadOnlyList<AudienceContactResult> results)
    {
        foreach (var result in results)
        {
            Results.Enqueue(result);
            Told?.Invoke(result);
        }

        return Task.CompletedTask;
    }

    public void OnProgress(ImportProgress progress)
    {
    }

    public void OnWarning(string message) => Warnings.Enqueue(message);
}
