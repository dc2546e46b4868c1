using System.Net;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Paging;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Dialects;

/// <summary>Atoms' requests and answers to the letter, after the wire contract.</summary>
public sealed class AtomsDialectTests
{
    [Fact]
    public async Task Audiences_are_listed_with_all_their_properties()
    {
        var (transport, client) = Client("""
            {"status":true,"data":[{"_id":"a1","name":"Q1","description":"Leads","phoneNumberColumnName":"mobile","organization":"o1",
            "createdBy":"u1","createdAt":"2025-02-06T07:51:52.258Z","updatedAt":"2025-02-06T07:51:52Z","memberCount":12.0,
            "hasCampaigns":true,"campaigns":[{"_id":"c1","name":"Spring","status":"running","createdAt":"2025-02-07T00:00:00Z"}]}]}
            """);

        var audience = Assert.Single(await Clients.AllAsync(client.ListAudiencesAsync(ListRange.All, Clients.Cancel)));

        var request = Assert.Single(transport.Requests);
        Assert.Equal("GET /atoms/v1/audience", request.Line);
        Assert.Equal("Bearer " + Clients.Key, request.Header("Authorization"));
        Assert.Empty(request.Body);
        Assert.Equal(("a1", "Q1", "Leads", "mobile", 12L), (audience.Id, audience.Name, audience.Description, audience.PhoneColumn, audience.MemberCount));
        Assert.Equal(new DateTimeOffset(2025, 2, 6, 7, 51, 52, 258, TimeSpan.Zero), audience.CreatedAt);
        Assert.Equal(new DateTimeOffset(2025, 2, 6, 7, 51, 52, TimeSpan.Zero), audience.UpdatedAt);
        Assert.Equal([new AudienceCampaign("c1", "Spring", "running")], audience.Campaigns);
        Assert.Equal(nameof(AudienceService.Atoms), audience.Service);
    }

    [Theory]
    [InlineData("""{"_id":"a1","name":"Q1"}""", null)]
    [InlineData("""{"_id":"a1","name":"Q1","description":null,"createdAt":null,"memberCount":null,"campaigns":null}""", null)]
    [InlineData("""{"_id":"a1","name":"Q1","memberCount":"12","createdAt":"soon","campaigns":{},"unknown":[{"deep":1}]}""", 12L)]
    [InlineData("""{"_id":"a1","name":"Q1","memberCount":12.0,"createdAt":17}""", 12L)]
    [InlineData("""{"_id":"a1","name":"Q1","memberCount":1e999,"description":"\ud83d"}""", null)]
    public async Task Properties_may_be_missing_null_or_of_another_type(string audience, long? members)
    {
        var (_, client) = Client($$"""{"status":"true","data":{{audience}}}""");

        var read = await client.GetAudienceAsync("a1", Clients.Cancel);

        Assert.Equal("a1", read.Id);
        Assert.Equal("Q1", read.Name);
        Assert.Equal(members, read.MemberCount);
        Assert.Null(read.CreatedAt);
        Assert.Empty(read.Campaigns);
    }

    [Theory]
    [InlineData("{}", "'data'")]
    [InlineData("""{"status":true,"data":null}""", "'data'")]
    [InlineData("""{"status":true,"data":[]}""", "'data'")]
    [InlineData("""{"status":true,"data":{"name":"Q1"}}""", "'_id'")]
    [InlineData("""{"status":true,"data":{"_id":"","name":"Q1"}}""", "'_id'")]
    [InlineData("""{"status":true,"data":{"_id":"a1","name":null}}""", "'name'")]
    public async Task An_audience_without_its_id_or_name_is_no_audience(string answer, string lacks)
    {
        var (transport, client) = Client(answer);

        var exception = await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));

        Assert.Equal(AudienceErrorCode.UnreadableAnswer, exception.Code);
        Assert.Contains($"200 with JSON that lacks {lacks}", exception.Message, StringComparison.Ordinal);
        Assert.Equal("GET /atoms/v1/audience/a1", Assert.Single(transport.Requests).Line);
    }

    [Fact]
    public async Task A_delete_has_a_body_so_that_it_is_not_sent_twice()
    {
        var (transport, client) = Client("""{"status":true,"data":[]}""");

        await client.DeleteAudienceAsync("a1", Clients.Cancel);

        var request = Assert.Single(transport.Requests);
        Assert.Equal("DELETE /atoms/v1/audience/a1", request.Line);
        Assert.Equal("{}", request.Body);
    }

    [Fact]
    public async Task Members_are_read_page_by_page_following_hasMore()
    {
        var transport = new RecordingTransport(
            Replies.Json("""
                {"status":true,"data":{"members":[{"_id":"m1","data":{"phoneNumber":"+14155550100","City":"Pune","age":7,"vip":true,"none":null}}],
                "totalCount":2,"totalPages":2,"hasMore":true}}
                """),
            Replies.Json("""
                {"status":true,"data":{"members":[{"_id":"m2","data":{"phoneNumber":"+14155550101","City":"Delhi"}}],
                "totalCount":2,"totalPages":2,"hasMore":false}}
                """));
        using var client = Clients.Atoms(transport);

        var members = await Clients.AllAsync(client.ListMembersAsync("a1", new MemberQuery(), ListRange.All, Clients.Cancel));

        Assert.Equal(["GET /atoms/v1/audience/a1/members?page=1&offset=500", "GET /atoms/v1/audience/a1/members?page=2&offset=500"], Lines(transport));
        Assert.Equal(["m1", "m2"], members.Select(member => member.ContactId));
        Assert.Equal("+14155550100", members[0].PhoneNumber);
        Assert.Equal(["City", "age", "vip", "none"], members[0].Columns.Names);
        Assert.Equal(["Pune", "7", "true", null], members[0].Values);
        Assert.Equal(["Delhi"], members[1].Values);
        Assert.Null(members[1].GetColumn("age"));
    }

    [Theory]
    [InlineData("\"hasMore\":\"true\"", 2)]
    [InlineData("\"totalPages\":2.0", 2)]
    [InlineData("\"hasMore\":false,\"totalPages\":9", 1)]
    [InlineData("\"hasMore\":null,\"totalPages\":null", 1)]
    public async Task The_next_page_is_told_by_hasMore_or_else_by_totalPages(string more, int pages)
    {
        var transport = new RecordingTransport(
            Replies.Json($$$"""{"data":{"members":[{"_id":"m1","data":{}}],{{{more}}}}}"""),
            Replies.Json("""{"data":{"members":[{"_id":"m2","data":{}}],"hasMore":false}}"""));
        using var client = Clients.Atoms(transport);

        await Clients.AllAsync(client.ListMembersAsync("a1", new MemberQuery(), ListRange.All, Clients.Cancel));

        Assert.Equal(pages, transport.Requests.Count);
    }

    [Theory]
    [InlineData(0, 5L, "page=1&offset=5")]
    [InlineData(3, 5L, "page=1&offset=8")]
    [InlineData(20, 5L, "page=5&offset=5")]
    [InlineData(499, 5L, "page=84&offset=6")]
    [InlineData(0, long.MaxValue, "page=1&offset=500")]
    [InlineData(7, long.MaxValue, "page=1&offset=500")]
    [InlineData(9_990, 10L, "page=1000&offset=10")]
    public async Task The_first_page_is_the_smallest_that_has_what_is_wanted(int skip, long first, string query)
    {
        var (transport, client) = Client("""{"data":{"members":[],"totalCount":0,"hasMore":false}}""");

        await Clients.AllAsync(client.ListMembersAsync("a1", new MemberQuery(), new ListRange(skip, first), Clients.Cancel));

        Assert.EndsWith("?" + query, Assert.Single(transport.Requests).Line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+91 98", "%2B91%2098")]
    [InlineData("a&b=c#d", "a%26b%3Dc%23d")]
    [InlineData("Zoë/🙂", "Zo%C3%AB%2F%F0%9F%99%82")]
    [InlineData("100%", "100%25")]
    public async Task A_search_is_escaped(string search, string escaped)
    {
        var (transport, client) = Client("""{"status":true,"data":{"members":[],"searchInfo":{"totalResults":0}}}""");

        await Clients.AllAsync(client.ListMembersAsync("a1", new MemberQuery(search), ListRange.All, Clients.Cancel));

        Assert.Equal($"GET /atoms/v1/audience/a1/members/search?query={escaped}", Assert.Single(transport.Requests).Line);
    }

    [Theory]
    [InlineData("""{"mobile":"+14155550100","City":"Pune"}""", "+14155550100")]
    [InlineData("""{"City":"Pune","phoneNumber":null,"alt":"+14155550100"}""", null)]
    [InlineData("""{"City":"Pune"}""", null)]
    [InlineData("""{"City":"Pune","sign":"+"}""", null)]
    public async Task The_number_is_found_whatever_its_column_is_called(string data, string? number)
    {
        var (_, client) = Client($$$"""{"data":{"members":[{"_id":"m1","data":{{{data}}}}],"hasMore":false}}""");

        var member = Assert.Single(await Clients.AllAsync(client.ListMembersAsync("a1", new MemberQuery(), ListRange.All, Clients.Cancel)));

        Assert.Equal(number, member.PhoneNumber);
        Assert.DoesNotContain("mobile", member.Columns.Names);
    }

    [Fact]
    public async Task Contacts_are_added_under_the_audiences_own_column_and_the_parts_of_the_answer_are_summed()
    {
        var (transport, client) = Client("""
            {"status":true,"data":[{"message":"5 members added","data":{"added":5,"skipped":2}},{"data":{"added":"1","skipped":null}},{}]}
            """);

        var added = await client.AddContactsAsync(
            new Audience { Id = "a1", PhoneColumn = "mobile" },
            [Clients.Contact("+14155550100", ("City", "Pune"), ("Note", null)), Clients.Contact("+14155550101", ("City", "\"Zoë\", 🙂\n"), ("Note", ""))],
            "k",
            Clients.Cancel);

        var request = Assert.Single(transport.Requests);
        Assert.Equal("POST /atoms/v1/audience/a1/members", request.Line);
        Assert.Equal("application/json", request.Header("Content-Type"));
        Assert.Null(request.Header("Idempotency-Key"));
        Assert.Equal(
            """{"members":[{"mobile":"+14155550100","City":"Pune","Note":null},{"mobile":"+14155550101","City":"\"Zoë\", 🙂\n","Note":""}]}""",
            request.Body.Replace("\\uD83D\\uDE42", "🙂", StringComparison.Ordinal));
        Assert.Equal((6, 2, null), (added.Added, added.AlreadyMember, added.MemberCount));
        Assert.Empty(added.Rejected);
    }

    [Fact]
    public async Task Members_are_removed_by_their_ids()
    {
        var (transport, client) = Client("""{"status":true,"data":{"deletedCount":3}}""");

        Assert.Equal(new RemovedContacts(3, null), await client.RemoveMembersAsync("a1", ["m1", "m2"], Clients.Cancel));

        var request = Assert.Single(transport.Requests);
        Assert.Equal("DELETE /atoms/v1/audience/a1/members", request.Line);
        Assert.Equal("""{"memberIds":["m1","m2"]}""", request.Body);
    }

    [Theory]
    [InlineData(400, """{"status":false,"errors":["can't delete audience, campaign with this audience a1 exists"]}""", AudienceErrorCode.AudienceInUse)]
    [InlineData(400, """{"status":false,"message":"cant delete audience, campaign with this audience a1 exists"}""", AudienceErrorCode.AudienceInUse)]
    [InlineData(409, """{"error":"Can’t delete audience, campaign with this audience a1 exists"}""", AudienceErrorCode.AudienceInUse)]
    [InlineData(400, """{"status":"error","detail":"Please upgrade your plan"}""", AudienceErrorCode.PlanTooSmall)]
    [InlineData(400, """{"errors":["Audience cannot exceed 10000 members"]}""", AudienceErrorCode.LimitExceeded)]
    [InlineData(400, """{"errors":["Cannot add 15 members. The maximum limit is 10000 members."]}""", AudienceErrorCode.LimitExceeded)]
    [InlineData(400, """{"errors":["Each member must have a phoneNumber field"]}""", AudienceErrorCode.RequestRejected)]
    [InlineData(400, """{"errors":"cannot delete audience, campaign with this audience a1 exists"}""", AudienceErrorCode.AudienceInUse)]
    [InlineData(400, """{"reason":"The audience is used by an active campaign"}""", AudienceErrorCode.AudienceInUse)]
    [InlineData(400, """{"errors":{"audience":["Used by an active campaign"]}}""", AudienceErrorCode.AudienceInUse)]
    [InlineData(403, """{"errors":["Please upgrade your plan"]}""", AudienceErrorCode.PlanTooSmall)]
    [InlineData(403, """{"errors":["Not yours"]}""", AudienceErrorCode.RequestRejected)]
    [InlineData(500, """{"message":"upgrade plan"}""", AudienceErrorCode.ServiceFailed)]
    [InlineData(200, """{"status":false,"errors":["Audience ID missing"]}""", AudienceErrorCode.RequestRejected)]
    [InlineData(200, """{"status":"error","message":"Audience ID missing"}""", AudienceErrorCode.RequestRejected)]
    public void The_services_words_decide_where_they_say_more_than_the_status(int status, string body, AudienceErrorCode code)
    {
        var dialect = new AtomsDialect();
        using var json = System.Text.Json.JsonDocument.Parse(body);

        var error = dialect.ReadError(new Answer((HttpStatusCode)status, json.RootElement));

        Assert.Equal(code == AudienceErrorCode.RequestRejected || status == 500 ? null : code, error.Code);
        Assert.Single(error.Messages);
        Assert.Equal(body.Contains("\"status\"", StringComparison.Ordinal), dialect.SaysFailed(json.RootElement));
    }

    private static string[] Lines(RecordingTransport transport) => [.. transport.Requests.Select(request => request.Line)];

    private static (RecordingTransport Transport, AudienceClient Client) Client(string answer)
    {
        var transport = new RecordingTransport(Replies.Json(answer));
        return (transport, Clients.Atoms(transport));
    }
}
