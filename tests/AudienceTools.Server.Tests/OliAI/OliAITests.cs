using System.Net;
using AudienceTools.Server.Tests.Support;

namespace AudienceTools.Server.Tests.OliAI;

/// <summary>The copy runs Local's code; here stands what the vendor's contract says, and where it says less than Local.</summary>
public sealed class OliAITests
{
    private const string Root = "/oliai/v1";

    [Fact]
    public async Task An_audience_is_created_read_changed_and_deleted()
    {
        await using var service = await Service.StartAsync();
        var created = (await service.PostAsync($"{Root}/audiences", new { name = "Leads", description = "fair" })).Expect(HttpStatusCode.Created);
        Assert.Equal(
            ["id", "name", "description", "organizationId", "contactCount", "createdAt", "updatedAt"],
            created.Json.EnumerateObject().Select(static property => property.Name));
        var path = $"{Root}/audiences/{created["id"].GetString()}";
        Assert.Equal(created.Text, (await service.GetAsync(path)).Expect(HttpStatusCode.OK).Text);
        var changed = (await service.PatchAsync(path, new { description = "trade fair" })).Expect(HttpStatusCode.OK);
        Assert.Equal(("Leads", "trade fair"), (changed["name"].GetString(), changed["description"].GetString()));
        Assert.Equal("""{"success":true}""", (await service.DeleteAsync(path)).Expect(HttpStatusCode.OK).Text);
        var gone = (await service.GetAsync(path)).Expect(HttpStatusCode.NotFound);
        Assert.Equal("""{"statusCode":404,"message":"Audience not found","error":"Not Found"}""", gone.Text);
        (await service.DeleteAsync(path)).Expect(HttpStatusCode.NotFound);
        (await service.PostAsync($"{Root}/audiences", new { description = "no name" })).Expect(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Pages_have_at_most_100_items_and_no_cursor()
    {
        await using var service = await Service.StartAsync();
        var audience = await service.NewAudienceAsync();
        await service.AddNumbersAsync(audience, 120);
        foreach (var path in new[] { $"{Root}/audiences/{audience}/contacts", $"{Root}/contacts" })
        {
            var first = (await service.GetAsync(path)).Expect(HttpStatusCode.OK);
            Assert.Equal(["data", "total", "page", "limit", "totalPages"], first.Json.EnumerateObject().Select(static property => property.Name));
            Assert.Equal((120, 1, 20, 6), Shape(first));
            var second = (await service.GetAsync($"{path}?page=2&limit=100")).Expect(HttpStatusCode.OK);
            Assert.Equal((120, 2, 100, 2), Shape(second));
            Assert.Equal(20, second["data"].GetArrayLength());
            Assert.Equal("+14155550100", second["data"][0].GetProperty("phoneNumber").GetString());
            Assert.Empty((await service.GetAsync($"{path}?page=3&limit=100"))["data"].EnumerateArray());
            (await service.GetAsync($"{path}?limit=101")).Expect(HttpStatusCode.BadRequest);
            (await service.GetAsync($"{path}?page=0")).Expect(HttpStatusCode.BadRequest);

            // What Local would read on from means nothing here.
            Assert.Equal(first.Text, (await service.GetAsync($"{path}?after=nonsense")).Expect(HttpStatusCode.OK).Text);
        }

        Assert.Equal(10, (await service.GetAsync($"{Root}/audiences/{audience}/contacts?search=555001"))["total"].GetInt32());
    }

    [Fact]
    public async Task Members_come_and_go_by_contact_id_alone()
    {
        await using var service = await Service.StartAsync();
        var audience = await service.NewAudienceAsync();
        var asha = await NewContactAsync(service, "Asha", "+14155550001");
        var ravi = await NewContactAsync(service, "Ravi", "+14155550002");
        var path = $"{Root}/audiences/{audience}";
        Assert.Equal(["Asha", "Ravi"], await NamesAsync(service, $"{path}/available-contacts"));

        var added = (await service.PostAsync($"{path}/contacts", new { contactIds = new[] { asha, ravi, asha } })).Expect(HttpStatusCode.OK);
        Assert.Equal("""{"contactCount":2}""", added.Text);
        Assert.Equal("""{"contactCount":2}""", (await service.PostAsync($"{path}/contacts", new { contactIds = new[] { ravi } })).Text);
        Assert.Empty(await NamesAsync(service, $"{path}/available-contacts"));
        Assert.Equal(["Ravi"], await NamesAsync(service, $"{path}/contacts?search=RAV"));
        Assert.Equal(["Asha"], await NamesAsync(service, $"{path}/contacts?search=5550001"));
        Assert.Empty(await NamesAsync(service, $"{path}/contacts?search=Pune"));

        var removed = (await service.DeleteAsync($"{path}/contacts", new { contactIds = new[] { asha } })).Expect(HttpStatusCode.OK);
        Assert.Equal("""{"contactCount":1}""", removed.Text);
        Assert.Equal("""{"contactCount":1}""", (await service.DeleteAsync($"{path}/contacts", new { contactIds = new[] { asha } })).Text);
        var rest = (await service.PostAsync($"{path}/contacts/remove", new { contactIds = new[] { ravi } })).Expect(HttpStatusCode.OK);
        Assert.Equal("""{"contactCount":0}""", rest.Text);

        // Rows and phone numbers are Local's.
        var rows = new { contacts = new[] { new { phoneNumber = "+14155550003" } } };
        (await service.PostAsync($"{path}/contacts", rows)).Expect(HttpStatusCode.BadRequest);
        (await service.DeleteAsync($"{path}/contacts", new { phoneNumbers = new[] { "+14155550001" } })).Expect(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_unknown_contact_is_404_and_nothing_changes()
    {
        await using var service = await Service.StartAsync();
        var path = $"{Root}/audiences/{await service.NewAudienceAsync()}";
        var asha = await NewContactAsync(service, "Asha", "+14155550001");
        var ravi = await NewContactAsync(service, "Ravi", "+14155550002");
        await service.PostAsync($"{path}/contacts", new { contactIds = new[] { asha } });
        foreach (var stranger in new[] { "con_0000000000000000", "clxxx123", "" })
        {
            (await service.PostAsync($"{path}/contacts", new { contactIds = new[] { ravi, stranger } })).Expect(HttpStatusCode.NotFound);
            (await service.DeleteAsync($"{path}/contacts", new { contactIds = new[] { asha, stranger } })).Expect(HttpStatusCode.NotFound);
            (await service.PostAsync($"{path}/contacts/remove", new { contactIds = new[] { asha, stranger } })).Expect(HttpStatusCode.NotFound);
        }

        Assert.Equal(["Asha"], await NamesAsync(service, $"{path}/contacts"));
        var elsewhere = $"{Root}/audiences/aud_0000000000000000/contacts";
        (await service.GetAsync(elsewhere)).Expect(HttpStatusCode.NotFound);
        (await service.PostAsync(elsewhere, new { contactIds = new[] { asha } })).Expect(HttpStatusCode.NotFound);
        (await service.DeleteAsync(elsewhere, new { contactIds = new[] { asha } })).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_contact_is_known_once_and_its_changes_show_everywhere()
    {
        await using var service = await Service.StartAsync();
        var audience = await service.NewAudienceAsync();
        var id = await NewContactAsync(service, "Asha", "+14155550001");
        await service.PostAsync($"{Root}/audiences/{audience}/contacts", new { contactIds = new[] { id } });
        (await service.PostAsync($"{Root}/contacts", new { name = "B", phoneNumber = "+14155550001" })).Expect(HttpStatusCode.Conflict);
        (await service.PostAsync($"{Root}/contacts", new { phoneNumber = "+14155550003" })).Expect(HttpStatusCode.BadRequest);
        (await service.PatchAsync($"{Root}/contacts/{id}", new { metadata = new { City = "Pune" } })).Expect(HttpStatusCode.OK);
        var member = (await service.GetAsync($"{Root}/audiences/{audience}/contacts"))["data"][0];
        Assert.Equal("""{"City":"Pune"}""", member.GetProperty("metadata").GetRawText());
        Assert.Equal("""{"success":true}""", (await service.DeleteAsync($"{Root}/contacts/{id}")).Expect(HttpStatusCode.OK).Text);
        (await service.GetAsync($"{Root}/contacts/{id}")).Expect(HttpStatusCode.NotFound);
        Assert.Equal(0, (await service.GetAsync($"{Root}/audiences/{audience}"))["contactCount"].GetInt32());
    }

    [Fact]
    public async Task A_bulk_creates_and_updates_and_counts_what_it_can_t_take()
    {
        await using var service = await Service.StartAsync();
        await NewContactAsync(service, "Asha", "+14155550001");
        var contacts = new object[]
        {
            new { name = "Asha Rao", phoneNumber = "+14155550001" },
            new { name = "Ravi", phoneNumber = "+14155550002", metadata = new { City = "Goa" } },
            new { name = "No number" },
            new { phoneNumber = "+14155550003" },
        };
        var reply = (await service.PostAsync($"{Root}/contacts/bulk", new { contacts })).Expect(HttpStatusCode.OK);
        Assert.Equal(["created", "updated", "failed", "contacts"], reply.Json.EnumerateObject().Select(static property => property.Name));
        Assert.Equal((1, 1, 2), (reply["created"].GetInt32(), reply["updated"].GetInt32(), reply["failed"].GetInt32()));
        Assert.Equal(["Asha Rao", "Ravi"], reply["contacts"].EnumerateArray().Select(static contact => contact.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task An_audience_in_use_is_not_deleted_and_the_campaign_is_named()
    {
        await using var service = await Service.StartAsync();
        var audienceId = await service.NewAudienceAsync("Leads");
        (await service.PostAsync($"{Root}/campaigns", new { name = "Spring", audienceId })).Expect(HttpStatusCode.BadRequest);
        (await service.PostAsync($"{Root}/campaigns", new { name = "Spring", audienceId = "aud_1", flowId = "f" })).Expect(HttpStatusCode.NotFound);
        var campaign = (await service.PostAsync($"{Root}/campaigns", new { name = "Spring", audienceId, flowId = "flow_1" }))
            .Expect(HttpStatusCode.Created);
        Assert.Equal("DRAFT", campaign["status"].GetString());
        var start = $"{Root}/campaigns/{campaign["id"].GetString()}/start";
        Assert.Equal("IN_PROGRESS", (await service.PostAsync(start, new { })).Expect(HttpStatusCode.OK)["status"].GetString());
        (await service.PostAsync(start)).Expect(HttpStatusCode.Conflict);

        var refused = (await service.DeleteAsync($"{Root}/audiences/{audienceId}")).Expect(HttpStatusCode.Conflict);
        Assert.Equal(
            """{"statusCode":409,"message":"Audience 'Leads' is in use by campaigns: 'Spring' (running)","error":"Conflict"}""", refused.Text);
        await service.PostAsync($"/v1/campaigns/{campaign["id"].GetString()}/complete");
        (await service.DeleteAsync($"{Root}/audiences/{audienceId}")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_audience_comes_free_when_its_campaign_is_cancelled_or_deleted()
    {
        await using var service = await Service.StartAsync();
        var audienceId = await service.NewAudienceAsync("Leads");
        var campaign = (await service.PostAsync($"{Root}/campaigns", new { name = "Spring", audienceId, flowId = "flow_1" }))["id"].GetString();
        var path = $"{Root}/campaigns/{campaign}";
        await service.PostAsync($"{path}/start", new { });
        (await service.DeleteAsync(path)).Expect(HttpStatusCode.Conflict);
        Assert.Equal("PAUSED", (await service.PostAsync($"{path}/pause", new { })).Expect(HttpStatusCode.OK)["status"].GetString());
        Assert.Equal("CANCELLED", (await service.PostAsync($"{path}/cancel", new { })).Expect(HttpStatusCode.OK)["status"].GetString());
        Assert.Equal("""{"success":true}""", (await service.DeleteAsync(path)).Expect(HttpStatusCode.OK).Text);
        (await service.DeleteAsync($"{Root}/audiences/{audienceId}")).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(null, "API key is required")]
    [InlineData("sk_live_wrong", "Invalid API key")]
    public async Task A_key_that_is_missing_or_wrong_is_refused_in_the_vendor_s_words(string? key, string said)
    {
        await using var service = await Service.StartAsync();
        var reply = (await service.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"{Root}/audiences"), key)).Expect(HttpStatusCode.Unauthorized);
        Assert.Equal($$"""{"statusCode":401,"message":"{{said}}","error":"Unauthorized"}""", reply.Text);
    }

    [Fact]
    public async Task A_draft_does_not_keep_an_audience()
    {
        await using var service = await Service.StartAsync();
        var audience = await service.NewAudienceAsync();
        await service.NewCampaignAsync(audience);
        (await service.DeleteAsync($"{Root}/audiences/{audience}")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_idempotency_key_means_nothing()
    {
        await using var service = await Service.StartAsync();
        for (var i = 0; i < 2; i++)
        {
            var reply = await service.PostAsync($"{Root}/audiences", new { name = "Twice" }, idempotencyKey: "k1");
            Assert.Null(reply.Expect(HttpStatusCode.Created).Header("Idempotency-Replayed"));
        }

        Assert.Equal(2, (await service.GetAsync($"{Root}/audiences"))["total"].GetInt32());
    }

    [Fact]
    public async Task Members_with_columns_of_their_own_keep_them()
    {
        await using var service = await Service.StartAsync();
        var first = await service.NewAudienceAsync("A");
        var second = await service.NewAudienceAsync("B");
        await service.AddAsync(first, new { phoneNumber = "+14155550001", City = "Pune" });
        await service.AddAsync(second, new { phoneNumber = "+14155550001", City = "Goa" });
        var contacts = new[] { new { name = "Asha", phoneNumber = "+14155550001", metadata = new { City = "Delhi" } } };
        (await service.PostAsync($"{Root}/contacts/bulk", new { contacts })).Expect(HttpStatusCode.OK);
        Assert.Equal("""{"City":"Delhi"}""", (await service.MembersAsync(first))[0].GetProperty("metadata").GetRawText());
        Assert.Equal("""{"City":"Goa"}""", (await service.MembersAsync(second))[0].GetProperty("metadata").GetRawText());
    }

    private static (int Total, int Page, int Limit, int Pages) Shape(Reply page) =>
        (page["total"].GetInt32(), page["page"].GetInt32(), page["limit"].GetInt32(), page["totalPages"].GetInt32());

    private static async Task<string> NewContactAsync(Service service, string name, string phoneNumber)
    {
        var reply = await service.PostAsync($"{Root}/contacts", new { name, phoneNumber, language = "hi-IN", metadata = new { City = "Pune" } });
        return reply.Expect(HttpStatusCode.Created)["id"].GetString()!;
    }

    private static async Task<IEnumerable<string?>> NamesAsync(Service service, string path)
    {
        var reply = (await service.GetAsync(path)).Expect(HttpStatusCode.OK);
        return reply["data"].EnumerateArray().Select(static contact => contact.GetProperty("name").GetString());
    }
}
