using System.Net;
using AudienceTools.Server.Tests.Support;

namespace AudienceTools.Server.Tests.Local;

public sealed class AudienceTests
{
    [Fact]
    public async Task A_new_audience_comes_back_whole()
    {
        await using var service = await Service.StartAsync();
        var created = await service.PostAsync("/v1/audiences", new { name = "Q1 “Sales” Leads 😀", description = "from the fair" });
        created.Expect(HttpStatusCode.Created);
        Assert.Equal("Q1 “Sales” Leads 😀", created["name"].GetString());
        Assert.Equal("from the fair", created["description"].GetString());
        Assert.Equal(0, created["contactCount"].GetInt64());
        Assert.StartsWith("aud_", created["id"].GetString(), StringComparison.Ordinal);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", created["createdAt"].GetString());

        var got = await service.GetAsync($"/v1/audiences/{created["id"].GetString()}");
        Assert.Equal(created.Text[..^1] + ""","columns":[]}""", got.Expect(HttpStatusCode.OK).Text);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"name":""}""")]
    [InlineData("""{"name":"   "}""")]
    [InlineData("""{"name":"a\u0000b"}""")]
    [InlineData("""{"name":7}""")]
    [InlineData("""{"name":"a","name":"b"}""")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task A_name_is_required_and_is_a_line_of_text(string body)
    {
        await using var service = await Service.StartAsync();
        var reply = (await service.PostAsync("/v1/audiences", body)).Expect(HttpStatusCode.BadRequest);
        Assert.Equal(400, reply["statusCode"].GetInt32());
        Assert.Equal("Bad Request", reply["error"].GetString());
        Assert.NotEmpty(reply["message"].GetString()!);
    }

    [Fact]
    public async Task A_patch_changes_what_it_names_and_nothing_else()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAudienceAsync("Old", "kept");
        var renamed = (await service.PatchAsync($"/v1/audiences/{id}", new { name = "New" })).Expect(HttpStatusCode.OK);
        Assert.Equal("New", renamed["name"].GetString());
        Assert.Equal("kept", renamed["description"].GetString());
        var described = (await service.PatchAsync($"/v1/audiences/{id}", new { description = "" })).Expect(HttpStatusCode.OK);
        Assert.Equal("New", described["name"].GetString());
        Assert.Empty(described["description"].GetString()!);
        (await service.PatchAsync($"/v1/audiences/{id}", new { name = " " })).Expect(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_deleted_audience_is_gone_and_its_contacts_stay()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAudienceAsync();
        await service.AddNumbersAsync(id, 3);
        var deleted = (await service.DeleteAsync($"/v1/audiences/{id}")).Expect(HttpStatusCode.OK);
        Assert.Equal("""{"success":true}""", deleted.Text);
        (await service.GetAsync($"/v1/audiences/{id}")).Expect(HttpStatusCode.NotFound);
        (await service.GetAsync($"/v1/audiences/{id}/contacts")).Expect(HttpStatusCode.NotFound);
        (await service.DeleteAsync($"/v1/audiences/{id}")).Expect(HttpStatusCode.NotFound);
        Assert.Equal(3, (await service.GetAsync("/v1/contacts"))["total"].GetInt64());
    }

    [Fact]
    public async Task Members_that_are_in_no_other_audience_can_be_listed_and_go_with_the_audience()
    {
        await using var service = await Service.StartAsync();
        var kept = await service.NewAudienceAsync("Kept");
        var leaving = await service.NewAudienceAsync("Leaving");
        await service.NewContactAsync("In none", "+14155559999");
        await service.AddNumbersAsync(kept, 1100, 14155550000);
        await service.AddNumbersAsync(leaving, 1500, 14155551000);

        var alone = (await service.GetAsync($"/v1/audiences/{leaving}/contacts?elsewhere=false&limit=1")).Expect(HttpStatusCode.OK);
        Assert.Equal((1400, "+14155551100"), (alone["total"].GetInt32(), alone["data"][0].GetProperty("phoneNumber").GetString()));
        var others = (await service.GetAsync($"/v1/audiences/{leaving}/contacts?elsewhere=true&search=5551003")).Expect(HttpStatusCode.OK);
        Assert.Equal((1, "+14155551003"), (others["total"].GetInt32(), others["data"][0].GetProperty("phoneNumber").GetString()));
        (await service.GetAsync($"/v1/audiences/{leaving}/contacts?elsewhere=perhaps")).Expect(HttpStatusCode.BadRequest);
        (await service.DeleteAsync($"/v1/audiences/{leaving}?contacts=all")).Expect(HttpStatusCode.BadRequest);

        var gone = (await service.DeleteAsync($"/v1/audiences/{leaving}?contacts=orphaned")).Expect(HttpStatusCode.OK);
        Assert.Equal("""{"success":true,"contactsDeleted":1400}""", gone.Text);
        Assert.Equal(1100, (await service.GetAsync($"/v1/audiences/{kept}"))["contactCount"].GetInt32());
        var contacts = await service.GetAsync("/v1/contacts?limit=100&page=12");
        Assert.Equal(1101, contacts["total"].GetInt32());
        Assert.Equal("+14155551099", Assert.Single(contacts["data"].EnumerateArray()).GetProperty("phoneNumber").GetString());
        (await service.DeleteAsync($"/v1/audiences/{leaving}?contacts=orphaned")).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_audience_in_use_stays_with_all_its_contacts()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAudienceAsync();
        await service.AddNumbersAsync(id, 3);
        (await service.PostAsync($"/v1/campaigns/{await service.NewCampaignAsync(id)}/start", new { })).Expect(HttpStatusCode.OK);
        (await service.DeleteAsync($"/v1/audiences/{id}?contacts=orphaned")).Expect(HttpStatusCode.Conflict);
        Assert.Equal(3, (await service.GetAsync("/v1/contacts"))["total"].GetInt32());
    }

    [Fact]
    public async Task The_copy_of_a_service_without_it_takes_no_contacts_along()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAudienceAsync();
        await service.AddNumbersAsync(id, 3);
        Assert.Equal(3, (await service.GetAsync($"/oliai/v1/audiences/{id}/contacts?elsewhere=true"))["total"].GetInt32());
        var gone = (await service.DeleteAsync($"/oliai/v1/audiences/{id}?contacts=orphaned")).Expect(HttpStatusCode.OK);
        Assert.Equal("""{"success":true}""", gone.Text);
        Assert.Equal(3, (await service.GetAsync("/v1/contacts"))["total"].GetInt32());
        var contact = (await service.GetAsync("/oliai/v1/contacts"))["data"][1].GetProperty("id").GetString();
        (await service.DeleteAsync($"/oliai/v1/contacts/{contact}")).Expect(HttpStatusCode.OK);
        (await service.GetAsync($"/oliai/v1/contacts/{contact}")).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Lists_have_pages_and_a_next()
    {
        await using var service = await Service.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await service.NewAudienceAsync($"A{i}");
        }

        var first = (await service.GetAsync("/v1/audiences?limit=2")).Expect(HttpStatusCode.OK);
        Assert.Equal((5, 1, 2, 3), (first["total"].GetInt32(), first["page"].GetInt32(), first["limit"].GetInt32(), first["totalPages"].GetInt32()));
        Assert.Equal(["A0", "A1"], Names(first));
        var second = await service.GetAsync($"/v1/audiences?limit=2&after={first["next"].GetString()}");
        Assert.Equal(["A2", "A3"], Names(second));
        Assert.Equal(2, second["page"].GetInt32());
        var third = await service.GetAsync("/v1/audiences?limit=2&page=3");
        Assert.Equal(["A4"], Names(third));
        Assert.False(third.Json.TryGetProperty("next", out _));
        Assert.Empty(Names(await service.GetAsync("/v1/audiences?limit=2&page=4")));
        Assert.Equal(20, (await service.GetAsync("/v1/audiences"))["limit"].GetInt32());
    }

    [Fact]
    public async Task A_search_finds_part_of_a_name_whatever_its_case()
    {
        await using var service = await Service.StartAsync();
        await service.NewAudienceAsync("Q1 Sales");
        await service.NewAudienceAsync("Q2 sales");
        await service.NewAudienceAsync("Support");
        var reply = await service.GetAsync("/v1/audiences?search=SALES&limit=1");
        Assert.Equal(["Q1 Sales"], Names(reply));
        Assert.Equal(2, reply["total"].GetInt32());
        var next = await service.GetAsync($"/v1/audiences?search=SALES&limit=1&after={reply["next"].GetString()}");
        Assert.Equal(["Q2 sales"], Names(next));
        Assert.Equal(2, next["total"].GetInt32());
        Assert.False(next.Json.TryGetProperty("next", out _));
    }

    [Theory]
    [InlineData("limit=1001")]
    [InlineData("limit=0")]
    [InlineData("limit=-1")]
    [InlineData("limit=ten")]
    [InlineData("page=0")]
    [InlineData("page=99999999999")]
    [InlineData("after=nonsense")]
    [InlineData("after=1-2")]
    public async Task A_page_that_can_t_be_is_refused(string query)
    {
        await using var service = await Service.StartAsync();
        (await service.GetAsync($"/v1/audiences?{query}")).Expect(HttpStatusCode.BadRequest);
    }

    private static IEnumerable<string?> Names(Reply reply) =>
        reply["data"].EnumerateArray().Select(static audience => audience.GetProperty("name").GetString());
}
