using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AudienceTools.Core;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Paging;
using AudienceTools.Server;

namespace AudienceTools.Contract.Tests.Support;

/// <summary>A server in this process on a loopback port, and clients that speak to it in each dialect.</summary>
public sealed class Service : IAsyncLifetime
{
    private const string Key = "test-key-0123456789";
    private readonly string _folder = Directory.CreateTempSubdirectory("audience-contract-").FullName;
    private readonly HttpClient _http = new();
    private readonly List<AudienceClient> _clients = [];
    private AudienceServer? _server;

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await AudienceServer.StartAsync(
        new ServerOptions { ApiKey = Key, DatabasePath = File("contract.db") }, Cancel);

    public string File(string name) => Path.Combine(_folder, name);

    public AudienceClient Client(AudienceService dialect, string key = Key, Func<HttpMessageHandler>? transport = null)
    {
        var client = new AudienceClient(new AudienceClientOptions
        {
            Service = dialect,
            Address = new Uri(_server!.Address, KnownDialects.Of(dialect).LocalPath),
            ApiKey = key,
            Transport = transport?.Invoke(),
        });
        lock (_clients)
        {
            _clients.Add(client);
        }

        return client;
    }

    /// <summary>Makes a campaign that uses an audience, and starts it; the client has no word for that.</summary>
    public async Task StartCampaignAsync(Audience audience, string name)
    {
        var isLocal = audience.Service == AudienceService.Local;
        var root = isLocal ? "v1/campaigns" : "atoms/v1/campaign";
        var created = await SendAsync(root, new { name, audienceId = audience.Id, flowId = "f1", agentId = "a1" });
        var id = isLocal ? created.GetProperty("id") : created.GetProperty("data").GetProperty("_id");
        await SendAsync($"{root}/{id.GetString()}/start", new { });
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(static client => client.Dispose());
        _http.Dispose();
        await _server!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<JsonElement> SendAsync(string path, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_server!.Address, path)) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        request.Headers.Add("x-api-key", Key);
        using var response = await _http.SendAsync(request, Cancel);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }
}

/// <summary>What tests of a client do again and again.</summary>
internal static class ClientVerbs
{
    public static async Task<List<T>> AllAsync<T>(this IAsyncEnumerable<Page<T>> pages)
    {
        var all = new List<T>();
        await foreach (var page in pages)
        {
            all.AddRange(page.Items);
        }

        return all;
    }

    public static Task<List<AudienceMember>> MembersAsync(this AudienceClient client, Audience audience, string? search = null, ListRange? range = null) =>
        client.ListMembersAsync(audience.Id, new MemberQuery(search), range ?? ListRange.All, Service.Cancel).AllAsync();

    public static Task<AddedContacts> AddAsync(this AudienceClient client, Audience audience, params IReadOnlyList<Contact> contacts) =>
        client.AddContactsAsync(audience, contacts, IdempotencyKeys.New(), Service.Cancel);

    public static Task<AudienceException> FailsAsync(Func<Task> operation) => Assert.ThrowsAsync<AudienceException>(operation);

    public static string Number(int index) => FormattableString.Invariant($"+1415{5_550_000 + index}");

    public static Contact Contact(int index, params (string Name, string? Value)[] columns) => new(
        Number(index), [.. columns.Select(static column => column.Name)], [.. columns.Select(static column => column.Value)]);
}

/// <summary>Counts the requests that leave.</summary>
internal sealed class CountingTransport : DelegatingHandler
{
    public CountingTransport() => InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false };

    public int Count { get; private set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Count++;
        return base.SendAsync(request, cancellationToken);
    }
}
