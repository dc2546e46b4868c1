using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using AudienceTools.Server.Storage.Sqlite;
using AudienceTools.Server.Tests.Support;
using Microsoft.Data.Sqlite;

namespace AudienceTools.Server.Tests.Hosting;

public sealed class KillTests
{
    private const int Kills = 5;
    private const int AcknowledgedBeforeKill = 40;
    private const int RowsPerRequest = 25;
    private const int Clients = 4;
    private const string Key = "kill-test";

    [Fact]
    public async Task Nothing_acknowledged_is_lost_when_the_server_is_killed_under_load()
    {
        using var folder = new TempFolder();
        var database = folder.File("a.db");
        var acknowledged = new ConcurrentBag<string>();
        var number = 0L;
        string? audience = null;
        for (var kill = 0; kill < Kills; kill++)
        {
            var starting = Stopwatch.StartNew();
            await using var server = await ServerProcess.StartAsync(Key, "--urls", "http://127.0.0.1:0", "--database", database);
            Assert.True(starting.Elapsed < TimeSpan.FromSeconds(10), $"the restart took {starting.Elapsed}");
            using var http = Client(server);
            audience ??= await NewAudienceAsync(http);
            await CheckAsync(http, audience, acknowledged);

            using var enough = new SemaphoreSlim(0);
            var clients = Enumerable.Range(0, Clients)
                .Select(_ => LoadAsync(http, audience, acknowledged, () => Interlocked.Add(ref number, RowsPerRequest), enough))
                .ToArray();
            for (var i = 0; i < AcknowledgedBeforeKill; i++)
            {
                await enough.WaitAsync(Service.Cancellation);
            }

            server.Kill();
            await Task.WhenAll(clients);
            await server.ExitAsync();
        }

        await using (var last = await ServerProcess.StartAsync(Key, "--urls", "http://127.0.0.1:0", "--database", database))
        {
            using var http = Client(last);
            await CheckAsync(http, audience!, acknowledged);
        }

        using var file = Database.Open(database, SqliteOpenMode.ReadOnly, TimeSpan.FromSeconds(5));
        using var integrity = file.Prepare("PRAGMA integrity_check");
        Assert.True(integrity.Step());
        Assert.Equal("ok", integrity.Text(0));
    }

    /// <summary>Adds until the server is gone, and notes what it has acknowledged.</summary>
    private static async Task LoadAsync(
        HttpClient http, string audience, ConcurrentBag<string> acknowledged, Func<long> next, SemaphoreSlim enough)
    {
        while (true)
        {
            var last = next();
            var numbers = Enumerable.Range(0, RowsPerRequest).Select(i => $"+{19_000_000_000 + last - i}").ToArray();
            try
            {
                using var content = Json(new { contacts = numbers.Select(static phoneNumber => new { phoneNumber }) });
                using var answer = await http.PostAsync($"/v1/audiences/{audience}/contacts", content, Service.Cancellation);
                answer.EnsureSuccessStatusCode();
                await answer.Content.ReadAsStringAsync(Service.Cancellation);
            }
            catch (HttpRequestException)
            {
                return;
            }

            foreach (var phone in numbers)
            {
                acknowledged.Add(phone);
            }

            enough.Release();
        }
    }

    private static async Task CheckAsync(HttpClient http, string audience, ConcurrentBag<string> acknowledged)
    {
        var members = new HashSet<string>(StringComparer.Ordinal);
        string? next = null;
        long total;
        do
        {
            var text = await http.GetStringAsync($"/v1/audiences/{audience}/contacts?limit=1000&after={next}", Service.Cancellation);
            var page = JsonElement.Parse(text);
            foreach (var member in page.GetProperty("data").EnumerateArray())
            {
                Assert.True(members.Add(member.GetProperty("phoneNumber").GetString()!));
            }

            total = page.GetProperty("total").GetInt64();
            next = page.TryGetProperty("next", out var value) ? value.GetString() : null;
        }
        while (next is not null);
        Assert.Equal(total, members.Count);
        Assert.Empty(acknowledged.Except(members));

        // Of each request all rows are there, or none.
        Assert.Equal(0, members.Count % RowsPerRequest);
    }

    private static async Task<string> NewAudienceAsync(HttpClient http)
    {
        using var content = Json(new { name = "Load" });
        using var answer = await http.PostAsync("/v1/audiences", content, Service.Cancellation);
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync(Service.Cancellation)).GetProperty("id").GetString()!;
    }

    private static HttpClient Client(ServerProcess server)
    {
        var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Add("x-api-key", Key);
        return http;
    }

    private static StringContent Json(object body) => new(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
}
