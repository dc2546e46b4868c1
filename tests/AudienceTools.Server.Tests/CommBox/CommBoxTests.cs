using System.Net;
using System.Text;
using System.Text.Json;
using AudienceTools.Server.Tests.Support;

namespace AudienceTools.Server.Tests.CommBox;

public sealed class CommBoxTests
{
    [Fact]
    public async Task An_audience_is_created_from_a_file_and_listed()
    {
        await using var service = await Service.StartAsync();
        var created = await service.UploadToCommBoxAsync("name,phone1\nAsha,442079832100\nRavi,919353662554\n"u8.ToArray(), "Q1 “Leads”");
        created.Expect(HttpStatusCode.Created);
        Assert.Equal(["status", "description", "response_time", "data"], Names(created.Json));
        Assert.Equal((201, "Audience created"), (created["status"].GetInt32(), created["description"].GetString()));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", created["response_time"].GetString());
        Assert.Matches("^[0-9]{15}$", created["data"].GetProperty("id").GetString());

        var list = (await service.GetAsync("/commbox/audiences")).Expect(HttpStatusCode.OK);
        Assert.Equal("200", list["status"].GetString());
        var audience = Assert.Single(list["data"].EnumerateArray());
        Assert.Equal(["id", "name", "created_time", "user_count", "type"], Names(audience));
        Assert.Equal(created["data"].GetProperty("id").GetString(), audience.GetProperty("id").GetString());
        Assert.Equal("Q1 “Leads”", audience.GetProperty("name").GetString());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$", audience.GetProperty("created_time").GetString());
        Assert.Equal((2, "Static"), (audience.GetProperty("user_count").GetInt32(), audience.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Its_members_are_seen_elsewhere_with_their_numbers_in_E_164()
    {
        await using var service = await Service.StartAsync();
        await service.NewCommBoxAudienceAsync("name,phone1,City\nAsha,442079832100,Pune\n");
        var local = (await service.GetAsync("/v1/audiences"))["data"][0].GetProperty("id").GetString()!;
        var member = Assert.Single(await service.MembersAsync(local));
        Assert.Equal("+442079832100", member.GetProperty("phoneNumber").GetString());
        Assert.Equal("""{"name":"Asha","City":"Pune"}""", member.GetProperty("metadata").GetRawText());
        var atoms = (await service.GetAsync("/atoms/v1/audience"))["data"][0].GetProperty("_id").GetString()!;
        Assert.Equal(
            """{"name":"Asha","phone1":"+442079832100","City":"Pune"}""",
            (await service.AtomsMembersAsync(atoms))[0].GetProperty("data").GetRawText());
    }

    [Theory]
    [InlineData("/commbox/audiences/")]
    [InlineData("/commbox/Audiences/")]
    public async Task A_put_replaces_all_members(string path)
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewCommBoxAudienceAsync("phone1\n442079832100\n442079832101\n442079832102\n");
        var content = CommBoxVerbs.FileForm("name,phone1\nB,442079832101\nNew,442079832109\n"u8.ToArray(), name: null);
        var replaced = (await service.SendAsync(new HttpRequestMessage(HttpMethod.Put, path + id) { Content = content })).Expect(HttpStatusCode.OK);
        Assert.Equal(200, replaced["status"].GetInt32());
        Assert.Equal(id, replaced["data"].GetProperty("id").GetString());
        Assert.Equal(2, (await service.CommBoxAudiencesAsync())[0].GetProperty("user_count").GetInt32());
        var local = (await service.GetAsync("/v1/audiences"))["data"][0].GetProperty("id").GetString()!;
        Assert.Equal(["+442079832101", "+442079832109"], await NumbersAsync(service, local));

        // Who has left an audience is still known.
        Assert.Equal(4, (await service.GetAsync("/v1/contacts"))["total"].GetInt32());
        (await service.ReplaceAsync(id, "phone1\n")).Expect(HttpStatusCode.OK);
        Assert.Empty(await service.MembersAsync(local));
        (await service.ReplaceAsync(id, "phone1\n442079832100\n")).Expect(HttpStatusCode.OK);
        Assert.Equal(["+442079832100"], await NumbersAsync(service, local));
        Assert.Equal("+442079832100", (await service.GetAsync($"/v1/audiences/{local}/contacts?page=1"))["data"][0].GetProperty("phoneNumber").GetString());
    }

    [Fact]
    public async Task A_put_that_is_refused_leaves_the_members()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewCommBoxAudienceAsync("phone1\n442079832100\n");
        (await service.ReplaceAsync(id, "phone1\n442079832101\nnonsense\n")).Expect(HttpStatusCode.BadRequest);
        foreach (var stranger in new[] { "312345", "0", "-1", "x", "99999999999999999999", id + "0", id[..^1] + (id[^1] == '9' ? '8' : '9') })
        {
            (await service.ReplaceAsync(stranger, "phone1\n442079832101\n")).Expect(HttpStatusCode.NotFound);
        }

        var local = (await service.GetAsync("/v1/audiences"))["data"][0].GetProperty("id").GetString()!;
        Assert.Equal(["+442079832100"], await NumbersAsync(service, local));
    }

    [Fact]
    public async Task A_dynamic_audience_has_no_count_and_can_t_be_replaced()
    {
        await using var service = await Service.StartAsync();
        (await service.PostAsync("/v1/audiences", new { name = "By a rule", dynamic = true })).Expect(HttpStatusCode.Created);
        var audience = Assert.Single(await service.CommBoxAudiencesAsync());
        Assert.Equal(["id", "name", "created_time", "type"], Names(audience));
        Assert.Equal("Dynamic", audience.GetProperty("type").GetString());
        (await service.ReplaceAsync(audience.GetProperty("id").GetString()!, "phone1\n442079832100\n")).Expect(HttpStatusCode.BadRequest);

        // OliAI knows nothing of it.
        (await service.PostAsync("/oliai/v1/audiences", new { name = "Plain", dynamic = true })).Expect(HttpStatusCode.Created);
        Assert.Equal("Static", (await service.CommBoxAudiencesAsync())[1].GetProperty("type").GetString());
    }

    [Fact]
    public async Task Of_a_number_that_stands_twice_the_first_row_counts()
    {
        await using var service = await Service.StartAsync();
        await service.NewCommBoxAudienceAsync("phone1,City\n442079832100,Pune\n442079832100,Goa\n");
        var local = (await service.GetAsync("/v1/audiences"))["data"][0].GetProperty("id").GetString()!;
        Assert.Equal("""{"City":"Pune"}""", Assert.Single(await service.MembersAsync(local)).GetProperty("metadata").GetRawText());
    }

    [Theory]
    [InlineData("phone\n442079832100", "no column phone1")]
    [InlineData("Phone1\n442079832100", "no column phone1")]
    [InlineData("", "is empty")]
    [InlineData("phone1\n+442079832100", "Row 2 ")]
    [InlineData("phone1\n442079832100\n\n44 2079", "Row 4 ")]
    [InlineData("phone1,a\n442079832100", "Row 2 of audience_file has 1 fields, the header has 2")]
    [InlineData("phone1,phone1\n442079832100,442079832100", "a name of its own")]
    [InlineData("phone1,\n442079832100,", "a name of its own")]
    [InlineData("phone1\n\"442079832100", "never closed")]
    [InlineData("phone1\n44207\0", "isn't a CSV file")]
    public async Task A_bad_file_is_refused_and_nothing_is_made(string csv, string reason)
    {
        await using var service = await Service.StartAsync();
        var refused = (await service.UploadToCommBoxAsync(Encoding.UTF8.GetBytes(csv))).Expect(HttpStatusCode.BadRequest);
        Assert.Equal(["status", "description", "response_time"], Names(refused.Json));
        Assert.Equal(400, refused["status"].GetInt32());
        Assert.Contains(reason, refused["description"].GetString(), StringComparison.Ordinal);
        Assert.Empty(await service.CommBoxAudiencesAsync());
    }

    [Fact]
    public async Task Missing_fields_are_refused()
    {
        await using var service = await Service.StartAsync();
        (await service.UploadToCommBoxAsync("phone1\n"u8.ToArray(), name: null)).Expect(HttpStatusCode.BadRequest);
        (await service.UploadToCommBoxAsync("phone1\n"u8.ToArray(), name: " ")).Expect(HttpStatusCode.BadRequest);
        (await service.UploadToCommBoxAsync(file: null)).Expect(HttpStatusCode.BadRequest);
        (await service.UploadToCommBoxAsync(new byte[(16 * 1024 * 1024) + 1])).Expect(HttpStatusCode.BadRequest);

        // Without a form there is no file either.
        var json = (await service.PostAsync(CommBoxVerbs.Audiences, new { name = "A" })).Expect(HttpStatusCode.BadRequest);
        Assert.Equal((400, "audience_file is required"), (json["status"].GetInt32(), json["description"].GetString()));
    }

    [Theory]
    [InlineData("DELETE", "/commbox/audiences/312345", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/commbox/audiences/312345", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/commbox/audiences/312345/members", HttpStatusCode.NotFound)]
    [InlineData("POST", "/commbox/audiences/312345/members", HttpStatusCode.NotFound)]
    [InlineData("PUT", "/commbox/audiences/312345", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/commbox", HttpStatusCode.NotFound)]
    public async Task What_the_vendor_lacks_is_refused_in_its_envelope(string method, string path, HttpStatusCode status)
    {
        await using var service = await Service.StartAsync();
        var reply = (await service.SendAsync(new HttpMethod(method), path)).Expect(status);
        Assert.Equal(["status", "description", "response_time"], Names(reply.Json));
        Assert.Equal((int)status, reply["status"].GetInt32());
    }

    [Fact]
    public async Task A_header_that_every_row_repeats_can_t_fill_the_memory()
    {
        await using var service = await Service.StartAsync();
        var csv = new StringBuilder($"phone1,{new string('a', 100_000)}\n");
        for (var i = 0; i < 1000; i++)
        {
            csv.Append(442_079_000_000 + i).Append(",\n");
        }

        var refused = await service.UploadToCommBoxAsync(Encoding.UTF8.GetBytes(csv.ToString()));
        Assert.Contains("more than 64 MB", refused.Expect(HttpStatusCode.BadRequest)["description"].GetString(), StringComparison.Ordinal);
        var atoms = await service.UploadAsync(csv.ToString().Replace("44207", "+44207", StringComparison.Ordinal), "phone1");
        Assert.Contains("more than 64 MB", atoms.Expect(HttpStatusCode.BadRequest).Errors(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(static property => property.Name);

    private static async Task<IEnumerable<string?>> NumbersAsync(Service service, string audience) =>
        (await service.MembersAsync(audience)).Select(static member => member.GetProperty("phoneNumber").GetString());
}
