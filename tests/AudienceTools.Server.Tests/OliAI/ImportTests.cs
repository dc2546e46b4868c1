using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using AudienceTools.Server.OliAI;
using AudienceTools.Server.Storage;
using AudienceTools.Server.Tests.Support;

namespace AudienceTools.Server.Tests.OliAI;

public sealed class ImportTests
{
    private const string Root = "/oliai/v1";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task An_import_creates_and_updates_contacts_and_makes_them_members()
    {
        await using var service = await Service.StartAsync();
        var audienceId = await service.NewAudienceAsync();
        await service.NewContactAsync("Asha", "+14155550001", new { City = "Pune" });
        await service.NewContactAsync("Ravi", "+14155550002", new { City = "Goa" });
        var taken = await service.PostAsync($"{Root}/imports/api/bulk", new
        {
            contacts = new object[]
            {
                new { name = "Asha Rao", phoneNumber = "+14155550001", language = "mr-IN", Plan = "gold", tags = new[] { "a" } },
                new { phoneNumber = "+14155550002", name = "Ravi K" },
                new { name = "New", phoneNumber = "+14155550003", City = "Delhi" },
            },
            audienceId,
            webhookUrl = "http://127.0.0.1:1/never-called",
        });
        taken.Expect(HttpStatusCode.OK);
        Assert.Equal(["importId", "status", "total"], taken.Json.EnumerateObject().Select(static property => property.Name));
        Assert.Equal(("PROCESSING", 3), (taken["status"].GetString(), taken["total"].GetInt32()));
        Assert.StartsWith("imp_", taken["importId"].GetString(), StringComparison.Ordinal);

        var done = await WaitAsync(service, taken["importId"].GetString()!);
        Assert.Equal(
            ["id", "status", "total", "created", "updated", "failed", "errorCount", "completedAt"],
            done.Json.EnumerateObject().Select(static property => property.Name));
        Assert.Equal(("COMPLETED", 3, 1, 2, 0), Shape(done));
        Assert.Matches(@"^\d{4}-.*Z$", done["completedAt"].GetString());

        var members = (await service.GetAsync($"{Root}/audiences/{audienceId}/contacts"))["data"].EnumerateArray().ToArray();
        Assert.Equal(["Asha Rao", "Ravi K", "New"], members.Select(static member => member.GetProperty("name").GetString()));
        Assert.Equal("mr-IN", members[0].GetProperty("language").GetString());
        Assert.Equal(
            ["""{"Plan":"gold","tags":["a"]}""", """{"City":"Goa"}""", """{"City":"Delhi"}"""],
            members.Select(static member => member.GetProperty("metadata").GetRawText()));
    }

    [Fact]
    public async Task Bad_rows_are_counted_and_the_others_are_done()
    {
        await using var service = await Service.StartAsync();
        var body = """
            {"contacts":[
                {"name":"A","phoneNumber":"+14155550001"}, {"phoneNumber":"+14155550002"}, {"name":"C"}, {"name":"D","phoneNumber":"4155550003"},
                {"name":" ","phoneNumber":"+14155550004"}, 7, {"name":"\ud800","phoneNumber":"+14155550005"},
                {"name":"G","phoneNumber":"+14155550006","language":"a\u0000b"}, {"name":"H","phoneNumber":"+14155550001"}]}
            """;
        var done = await WaitAsync(service, await ImportAsync(service, body));
        Assert.Equal(("COMPLETED_WITH_ERRORS", 9, 1, 1, 7), Shape(done));
        Assert.Equal(7, done["errorCount"].GetInt32());
        Assert.Equal("H", Assert.Single((await service.GetAsync($"{Root}/contacts"))["data"].EnumerateArray()).GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    [InlineData("""{"contacts":{}}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"contacts":[],"audienceId":7}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"contacts":[{"name":"A","phoneNumber":"+14155550001"}],"audienceId":"aud_0000000000000000"}""", HttpStatusCode.NotFound)]
    public async Task An_import_that_can_t_be_is_refused(string body, HttpStatusCode status)
    {
        await using var service = await Service.StartAsync();
        (await service.PostAsync($"{Root}/imports/api/bulk", body)).Expect(status);
        Assert.Equal(0, (await service.GetAsync($"{Root}/imports"))["total"].GetInt32());
        Assert.Equal(0, (await service.GetAsync($"{Root}/contacts"))["total"].GetInt32());
    }

    [Fact]
    public async Task At_most_10_000_contacts_are_taken()
    {
        await using var service = await Service.StartAsync();
        (await service.PostAsync($"{Root}/imports/api/bulk", Rows(10_001, audience: null))).Expect(HttpStatusCode.BadRequest);
        Assert.Equal(("COMPLETED", 10_000, 10_000, 0, 0), Shape(await WaitAsync(service, await ImportAsync(service, Rows(10_000, audience: null)))));
    }

    [Fact]
    public async Task Imports_are_listed_in_pages_and_an_unknown_one_is_404()
    {
        await using var service = await Service.StartAsync();
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add(await ImportAsync(service, Rows(2, audience: null)));
            await WaitAsync(service, ids[i]);
        }

        var page = (await service.GetAsync($"{Root}/imports?limit=2&page=2")).Expect(HttpStatusCode.OK);
        Assert.Equal((3, 2), (page["total"].GetInt32(), page["totalPages"].GetInt32()));
        Assert.Equal(ids[2], Assert.Single(page["data"].EnumerateArray()).GetProperty("id").GetString());
        Assert.False(page.Json.TryGetProperty("next", out _));
        (await service.GetAsync($"{Root}/imports/imp_0000000000000000/status")).Expect(HttpStatusCode.NotFound);
        (await service.GetAsync($"{Root}/imports/{ids[0]}")).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_import_that_a_restart_cuts_off_is_finished_and_nothing_is_done_twice()
    {
        await using var service = await Service.StartAsync();
        var audience = await service.NewAudienceAsync();
        var changes = Enumerable.Range(0, (2 * ImportWorker.BatchSize) + 7)
            .Select(static i => new ContactChange(14_155_550_000 + (i / 2), $"Name {i}", Language: null, Attributes: null))
            .ToArray();

        // Nobody wakes the worker: the first batch is done by hand, as if the process had ended right after it.
        var (row, part) = await service.Server.Store.WriteAsync(
            writer =>
            {
                var import = writer.CreateImport(writer.Audiences(SliceRequest.Everything).Items[0].Id, changes, failed: 1);
                ImportWorker.RunBatch(writer, import.Id);
                return (import.Id, writer.FindImport(import.Id)!);
            },
            1,
            Service.Cancellation);
        Assert.Equal((ImportStatus.Processing, 250, 250), (part.Status, part.Created, part.Updated));
        Assert.Equal(250, (await service.GetAsync($"{Root}/audiences/{audience}"))["contactCount"].GetInt32());

        await service.RestartAsync();
        var done = await WaitAsync(service, new PublicIds(service.Server.Store.Salt).Import(row));
        Assert.Equal(("COMPLETED_WITH_ERRORS", 1008, 504, 503, 1), Shape(done));
        Assert.Equal(504, (await service.MembersAsync(audience)).Count);
    }

    [Fact]
    public async Task An_import_into_an_audience_that_goes_has_failed()
    {
        await using var service = await Service.StartAsync();
        await service.NewAudienceAsync();
        var changes = Enumerable.Range(0, ImportWorker.BatchSize + 1)
            .Select(static i => new ContactChange(14_155_550_000 + i, "A", Language: null, Attributes: null))
            .ToArray();
        var row = await service.Server.Store.WriteAsync(
            writer =>
            {
                var audience = writer.Audiences(SliceRequest.Everything).Items[0];
                var import = writer.CreateImport(audience.Id, changes, failed: 0);
                ImportWorker.RunBatch(writer, import.Id);
                writer.DeleteAudience(audience);
                return import.Id;
            },
            1,
            Service.Cancellation);
        await service.RestartAsync();
        var done = await WaitAsync(service, new PublicIds(service.Server.Store.Salt).Import(row));
        Assert.Equal(("FAILED", 501, 500, 0, 1), Shape(done));
    }

    [Fact]
    public async Task An_import_that_trips_over_a_contact_has_failed_and_the_next_one_goes_on()
    {
        await using var service = await Service.StartAsync();

        // The next place is taken, which no request can bring about.
        var row = await service.Server.Store.WriteAsync(
            static writer =>
            {
                var audience = writer.CreateAudience(new NewAudience("A", null));
                var contact = writer.CreateContact(new ContactChange(14_155_550_005, "A", Language: null, Attributes: null));
                writer.AddContacts(audience with { LastSeq = audience.LastSeq + 1 }, [contact]);
                return audience.Id;
            },
            1,
            Service.Cancellation);
        var tripping = await ImportAsync(service, Rows(2, new PublicIds(service.Server.Store.Salt).Audience(row)));
        var next = await ImportAsync(service, """{"contacts":[{"name":"B","phoneNumber":"+14155550009"}]}""");
        Assert.Equal(("COMPLETED", 1, 1, 0, 0), Shape(await WaitAsync(service, next)));
        Assert.Equal(("FAILED", 2, 0, 0, 2), Shape(await WaitAsync(service, tripping)));
    }

    [Fact]
    public async Task An_import_is_finished_after_the_server_was_killed()
    {
        const int Kills = 3;
        const int Contacts = 10_000;
        using var folder = new TempFolder();
        string[] arguments = ["--urls", "http://127.0.0.1:0", "--database", folder.File("a.db")];
        string? import = null;
        string? audience = null;
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var server = await ServerProcess.StartAsync("key", arguments);
            using var http = Client(server);
            audience ??= (await SendAsync(http, HttpMethod.Post, "/v1/audiences", """{"name":"A"}""")).GetProperty("id").GetString();
            import ??= (await SendAsync(http, HttpMethod.Post, $"{Root}/imports/api/bulk", Rows(Contacts, audience)))
                .GetProperty("importId").GetString();
            server.Kill();
            await server.ExitAsync();
        }

        await using var last = await ServerProcess.StartAsync("key", arguments);
        using var client = Client(last);
        var waiting = Stopwatch.StartNew();
        JsonElement status;
        do
        {
            Assert.True(waiting.Elapsed < s_patience, "the import doesn't end");
            status = await SendAsync(client, HttpMethod.Get, $"{Root}/imports/{import}/status");
        }
        while (status.GetProperty("status").GetString() == "PROCESSING");
        Assert.Equal((Contacts, 0), (status.GetProperty("created").GetInt32(), status.GetProperty("updated").GetInt32()));
        var members = await SendAsync(client, HttpMethod.Get, $"{Root}/audiences/{audience}");
        Assert.Equal(Contacts, members.GetProperty("contactCount").GetInt32());
    }

    private static (string? Status, int Total, int Created, int Updated, int Failed) Shape(Reply import) => (
        import["status"].GetString(),
        import["total"].GetInt32(),
        import["created"].GetInt32(),
        import["updated"].GetInt32(),
        import["failed"].GetInt32());

    private static async Task<string> ImportAsync(Service service, string body) =>
        (await service.PostAsync($"{Root}/imports/api/bulk", body)).Expect(HttpStatusCode.OK)["importId"].GetString()!;

    private static async Task<Reply> WaitAsync(Service service, string id)
    {
        var waiting = Stopwatch.StartNew();
        Reply reply;
        do
        {
            Assert.True(waiting.Elapsed < s_patience, "the import doesn't end");
            reply = (await service.GetAsync($"{Root}/imports/{id}/status")).Expect(HttpStatusCode.OK);
        }
        while (reply["status"].GetString() == "PROCESSING");
        return reply;
    }

    private static string Rows(int count, string? audience) => JsonSerializer.Serialize(new
    {
        contacts = Enumerable.Range(0, count).Select(static i => new { name = $"Name {i}", phoneNumber = $"+{14_155_550_000 + i}", City = "Pune" }),
        audienceId = audience,
    });

    private static HttpClient Client(ServerProcess server)
    {
        var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Add("x-api-key", "key");
        return http;
    }

    private static async Task<JsonElement> SendAsync(HttpClient http, HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request, Service.Cancellation);
        answer.EnsureSuccessStatusCode();
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync(Service.Cancellation));
    }
}
