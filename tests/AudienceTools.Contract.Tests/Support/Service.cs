using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using AudienceTools.Core;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Tests.Import;
using AudienceTools.Server;

namespace AudienceTools.Contract.Tests.Support;

/// <summary>A server in this process on a loopback port, and clients that speak to it in each dialect.</summary>
public sealed class Service : IAsyncLifetime
{
    private const string Key = "test-key-0123456789";
    private readonly string _folder = Directory.CreateTempSubdirectory("audience-contract-").FullName;
    private readonly HttpClient _http = new();
    private readonly List<AudienceClient> _clients = [];
    private readonly HurriedTime _time;
    private readonly bool _keepsLimits;
    private AudienceServer? _server;

    public Service()
        : this(keepsLimits: false, times: 50)
    {
    }

    private Service(bool keepsLimits, int times) => (_keepsLimits, _time) = (keepsLimits, new HurriedTime(times));

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A server that also refuses what comes faster than the vendors allow, on the clock of its clients.</summary>
    /// <param name="times">How many times as fast as the real one that clock is.</param>
    public static async Task<Service> WithLimitsAsync(int times)
    {
        var service = new Service(keepsLimits: true, times);
        await service.InitializeAsync();
        return service;
    }

    public async ValueTask InitializeAsync() => _server = await AudienceServer.StartAsync(
        new ServerOptions
        {
            ApiKey = Key,
            DatabasePath = File("contract.db"),
            RehearsalLimits = _keepsLimits,
            Time = _keepsLimits ? _time : TimeProvider.System,
        },
        Cancel);

    public string File(string name) => Path.Combine(_folder, name);

    public AudienceClient Client(AudienceService dialect, string key = Key, HttpMessageHandler? transport = null) => Kept(Options(dialect) with
    {
        ApiKey = key,
        Transport = transport,

        // The vendors' limits and the pauses between looks at a job are kept to, and soon over. A time-out would come too soon.
        TimeProvider = _time,
    });

    /// <summary>A client whose requests and answers go astray by a plan, and that has no limits but waits all the same.</summary>
    internal AudienceClient InStorm(AudienceService dialect, FaultPlan faults, int retries)
    {
        var time = new HurriedTime(times: 500);
        return Kept(Options(dialect) with
        {
            Transport = new StormTransport(faults, time),
            TimeProvider = time,
            NoRateLimit = true,
            MaximumRetryCount = retries,
        });
    }

    /// <summary>A client whose lists have small pages, around each of whose requests something happens.</summary>
    internal AudienceClient SmallPages(AudienceService dialect, int size, Func<Task> happens) => Kept(Options(dialect) with
    {
        Transport = new EventfulTransport(happens),
        NoRateLimit = true,
        LargestPage = size,
    });

    /// <summary>The same audience as the service's own API has it: all APIs stand over one store.</summary>
    public async Task<(AudienceClient Client, Audience Audience)> LocallyAsync(string name)
    {
        var client = Client(AudienceService.Local);
        return (client, await client.FindAudienceAsync(name, Cancel));
    }

    /// <summary>Makes a campaign that uses an audience, and starts it; the client has no word for that.</summary>
    public async Task StartCampaignAsync(Audience audience, string name)
    {
        var isAtoms = audience.Service == nameof(AudienceService.Atoms);
        var root = KnownDialects.Of(Enum.Parse<AudienceService>(audience.Service)).LocalPath + (isAtoms ? "campaign" : "campaigns");
        var created = await SendAsync(root, JsonContent.Create(new { name, audienceId = audience.Id, flowId = "f1", agentId = "a1" }));
        var id = isAtoms ? created.GetProperty("data").GetProperty("_id") : created.GetProperty("id");
        await SendAsync($"{root}/{id.GetString()}/start", JsonContent.Create(new { }));
    }

    /// <summary>Makes an audience that CommBox fills by a rule; in its own API there is no way to.</summary>
    public Task MakeDynamicAsync(string name) => SendAsync("v1/audiences", JsonContent.Create(new { name, dynamic = true }));

    /// <summary>Makes a contact of the organisation, as other clients do; returns its identifier.</summary>
    public async Task<string> MakeContactAsync(object contact) =>
        (await SendAsync("v1/contacts", JsonContent.Create(contact))).GetProperty("id").GetString()!;

    /// <summary>Makes an audience on Atoms whose numbers stand in a column of another name, as its own pages can.</summary>
    public async Task<string> UploadToAtomsAsync(string name, string phoneColumn, string csv)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(name), "name" },
            { new StringContent(phoneColumn), "phoneNumberColumnName" },
            { new StringContent(csv, new MediaTypeHeaderValue("text/csv")), "file", "contacts.csv" },
        };
        return (await SendAsync("atoms/v1/audience", form)).GetProperty("data").GetProperty("_id").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(static client => client.Dispose());
        _http.Dispose();
        await _server!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private AudienceClientOptions Options(AudienceService dialect) => new()
    {
        Service = dialect,
        Address = new Uri(_server!.Address, KnownDialects.Of(dialect).LocalPath),
        ApiKey = Key,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private AudienceClient Kept(AudienceClientOptions options)
    {
        var client = new AudienceClient(options);
        lock (_clients)
        {
            _clients.Add(client);
        }

        return client;
    }

    private async Task<JsonElement> SendAsync(string path, HttpContent body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_server!.Address, path)) { Content = body };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        request.Headers.Add("x-api-key", Key);
        using var response = await _http.SendAsync(request, Cancel);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>(Cancel);
    }
}
