using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace AudienceTools.Server.Tests.Support;

/// <summary>A server of the test's own, on a loopback port and in a folder of its own, with verbs to speak to it.</summary>
internal sealed class Service : IAsyncDisposable
{
    public const string Key = "test-key-0123456789";

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly TempFolder _folder;
    private readonly ServerOptions _options;

    private Service(TempFolder folder, ServerOptions options, AudienceServer server)
    {
        _folder = folder;
        _options = options;
        Server = server;
    }

    public AudienceServer Server { get; private set; }

    public string DatabasePath => _options.DatabasePath;

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<Service> StartAsync(Func<ServerOptions, ServerOptions>? change = null)
    {
        var folder = new TempFolder();
        var options = new ServerOptions { ApiKey = Key, DatabasePath = folder.File("test.db") };
        options = change?.Invoke(options) ?? options;
        return new Service(folder, options, await AudienceServer.StartAsync(options, Cancellation));
    }

    /// <summary>Ends the server and starts another one on the same database.</summary>
    public async Task RestartAsync(Func<ServerOptions, ServerOptions>? change = null)
    {
        await Server.DisposeAsync();
        Server = await AudienceServer.StartAsync(change?.Invoke(_options) ?? _options, Cancellation);
    }

    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Reply> PostAsync(string path, object? body = null, string? idempotencyKey = null) =>
        SendAsync(HttpMethod.Post, path, body, idempotencyKey);

    public Task<Reply> PatchAsync(string path, object body) => SendAsync(HttpMethod.Patch, path, body);

    public Task<Reply> DeleteAsync(string path, object? body = null) => SendAsync(HttpMethod.Delete, path, body);

    /// <summary>A body that is text goes as it is, anything else as JSON.</summary>
    public Task<Reply> SendAsync(HttpMethod method, string path, object? body = null, string? idempotencyKey = null)
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        }

        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return SendAsync(request);
    }

    public async Task<Reply> SendAsync(HttpRequestMessage request, string? key = Key)
    {
        var path = request.RequestUri!.OriginalString;
        request.RequestUri = new Uri(Server.Address, path);
        if (key is not null)
        {
            if (path.StartsWith("/atoms", StringComparison.Ordinal) || path.StartsWith("/commbox", StringComparison.Ordinal))
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            }
            else
            {
                request.Headers.Add("x-api-key", key);
            }
        }

        var message = await _http.SendAsync(request, Cancellation);
        return new Reply(message.StatusCode, await message.Content.ReadAsStringAsync(Cancellation), message);
    }

    public async Task<string> NewAudienceAsync(string name = "Leads", string? description = null)
    {
        var reply = await PostAsync("/v1/audiences", new { name, description });
        return reply.Expect(HttpStatusCode.Created)["id"].GetString()!;
    }

    public async Task<Reply> AddAsync(string audience, params object[] rows) =>
        (await PostAsync($"/v1/audiences/{audience}/contacts", new { contacts = rows })).Expect(HttpStatusCode.OK);

    /// <summary>Adds rows with nothing but numbers, counted up from a first one.</summary>
    public Task<Reply> AddNumbersAsync(string audience, int count, long first = 14155550000) =>
        AddAsync(audience, [.. Enumerable.Range(0, count).Select(i => new { phoneNumber = $"+{first + i}", City = $"City {i}" })]);

    public async Task<string> NewContactAsync(string name, string phoneNumber, object? metadata = null)
    {
        var reply = await PostAsync("/v1/contacts", new { name, phoneNumber, metadata = metadata ?? new { } });
        return reply.Expect(HttpStatusCode.Created)["id"].GetString()!;
    }

    public async Task<string> NewCampaignAsync(string audience, string name = "Spring")
    {
        var reply = await PostAsync("/v1/campaigns", new { name, audienceId = audience, flowId = "flow_1" });
        return reply.Expect(HttpStatusCode.Created)["id"].GetString()!;
    }

    /// <summary>All members by following `next`.</summary>
    public async Task<IReadOnlyList<JsonElement>> MembersAsync(string audience, int limit = 1000)
    {
        var members = new List<JsonElement>();
        string? next = null;
        do
        {
            var reply = (await GetAsync($"/v1/audiences/{audience}/contacts?limit={limit}&after={next}")).Expect(HttpStatusCode.OK);
            members.AddRange(reply["data"].EnumerateArray());
            next = reply.Json.TryGetProperty("next", out var value) ? value.GetString() : null;
        }
        while (next is not null);
        return members;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
        _folder.Dispose();
    }
}
