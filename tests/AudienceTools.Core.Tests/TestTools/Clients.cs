using AudienceTools.Core.Paging;

namespace AudienceTools.Core.Tests.TestTools;

/// <summary>Clients whose requests end in a recording transport, with a clock that jumps and chance that is always a half.</summary>
internal static class Clients
{
    public const string Key = "sk_test_0123456789abcdef";

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static AudienceClientOptions Options(AudienceService service, HttpMessageHandler transport) => new()
    {
        Service = service,
        Address = service == AudienceService.Local ? new Uri("http://127.0.0.1:5080/v1") : null,
        ApiKey = Key,
        Transport = transport,
        TimeProvider = new FakeTimeProvider { JumpsToTimers = true },
        Timeout = Timeout.InfiniteTimeSpan,
        Chance = static () => 0.5,
    };

    public static AudienceClient Atoms(HttpMessageHandler transport) => new(Options(AudienceService.Atoms, transport));

    public static AudienceClient Local(HttpMessageHandler transport) => new(Options(AudienceService.Local, transport));

    public static AudienceClient OliAI(HttpMessageHandler transport) => new(Options(AudienceService.OliAI, transport));

    public static AudienceClient CommBox(HttpMessageHandler transport) => new(Options(AudienceService.CommBox, transport));

    public static AudienceClient Of(AudienceService service, params Reply[] script) =>
        new(Options(service, new RecordingTransport(script)));

    /// <summary>The error that an operation ends with.</summary>
    public static Task<AudienceException> FailsAsync(Func<Task> operation) => Assert.ThrowsAsync<AudienceException>(operation);

    public static async Task<List<T>> AllAsync<T>(IAsyncEnumerable<Page<T>> pages)
    {
        var all = new List<T>();
        await foreach (var page in pages)
        {
            all.AddRange(page.Items);
        }

        return all;
    }

    /// <summary>An audience that every service creates: some make none without contacts.</summary>
    public static AudienceDefinition Definition(string name = "Q1") => new(name) { Contacts = [Contact("+14155550100")] };

    public static Contact Contact(string phoneNumber, params (string Name, string? Value)[] columns) => new(
        phoneNumber, [.. columns.Select(static column => column.Name)], [.. columns.Select(static column => column.Value)]);
}
