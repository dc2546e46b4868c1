using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Web;
using AudienceTools.Core.Http;
using AudienceTools.Core.Paging;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Dialects;

/// <summary>The local service's requests and answers to the letter, after the wire contract.</summary>
public sealed class LocalDialectTests
{
    private const string AudienceJson = """
        {"id":"aud_1","name":"Q1","description":"Leads","organizationId":"o","contactCount":3,
        "createdAt":"2025-02-06T07:51:52.258Z","updatedAt":"2025-02-06T07:51:52"}
        """;

    [Fact]
    public async Task An_audience_is_read_with_all_its_properties()
    {
        var (transport, client) = Client(AudienceJson);

        var audience = await client.GetAudienceAsync("aud_1", Clients.Cancel);

        var request = Assert.Single(transport.Requests);
        Assert.Equal("GET /v1/audiences/aud_1", request.Line);
        Assert.Equal(Clients.Key, request.Header("x-api-key"));
        Assert.Equal(("aud_1", "Q1", "Leads", 3L), (audience.Id, audience.Name, audience.Description, audience.MemberCount));
        Assert.Equal(new DateTimeOffset(2025, 2, 6, 7, 51, 52, 258, TimeSpan.Zero), audience.CreatedAt);
        Assert.Equal(new DateTimeOffset(2025, 2, 6, 7, 51, 52, TimeSpan.Zero), audience.UpdatedAt);
        Assert.Equal(nameof(AudienceService.Local), audience.Service);
    }

    [Fact]
    public async Task Members_are_removed_by_post_where_a_proxy_strips_bodies()
    {
        var transport = new RecordingTransport(
            Replies.Json("""{"message":"Length Required"}""", HttpStatusCode.LengthRequired),
            Replies.Json("""{"removed":1,"contactCount":1}"""),
            Replies.Json("""{"message":"contactIds is required"}""", HttpStatusCode.BadRequest),
            Replies.Json("""{"removed":1,"contactCount":0}"""));
        using var client = Clients.Local(transport);

        await client.RemoveMembersAsync("aud_1", ["c1"], Clients.Cancel);
        await client.RemoveNumbersAsync("aud_1", ["+14155550100"], new Delivery(), Clients.Cancel);

        Assert.Equal(
            [
                ("DELETE /v1/audiences/aud_1/contacts", """{"contactIds":["c1"]}"""),
                ("POST /v1/audiences/aud_1/contacts/remove", """{"contactIds":["c1"]}"""),
                ("DELETE /v1/audiences/aud_1/contacts", """{"phoneNumbers":["+14155550100"]}"""),
                ("POST /v1/audiences/aud_1/contacts/remove", """{"phoneNumbers":["+14155550100"]}"""),
            ],
            transport.Requests.Select(static request => (request.Line, request.Body)));
    }

    [Theory]
    [InlineData("""{"id":"aud_1","name":"","contactCount":"3"}""", 3L)]
    [InlineData("""{"id":"aud_1","name":"Q1","contactCount":null,"createdAt":null}""", null)]
    [InlineData("""{"id":"aud_1","name":"Q1","contactCount":[],"createdAt":{}}""", null)]
    public async Task Properties_may_be_missing_null_or_of_another_type(string answer, long? members)
    {
        var (_, client) = Client(answer);

        var audience = await client.GetAudienceAsync("aud_1", Clients.Cancel);

        Assert.Equal(members, audience.MemberCount);
        Assert.Null(audience.CreatedAt);
    }

    [Theory]
    [InlineData(null, """{"name":"Q1 \"+\" 🙂"}""")]
    [InlineData("Leads", """{"name":"Q1 \"+\" 🙂","description":"Leads"}""")]
    public async Task An_audience_is_created_under_an_idempotency_key(string? description, string body)
    {
        var transport = new RecordingTransport(Replies.NoAudiences(), Replies.Json(AudienceJson));
        using var client = Clients.Local(transport);

        await client.CreateAudienceAsync(new AudienceDefinition("Q1 \"+\" 🙂") { Description = description }, Clients.Cancel);

        var request = transport.Requests[^1];
        Assert.Equal("POST /v1/audiences", request.Line);
        Assert.Equal(Normal(body), Normal(request.Body));
        Assert.NotNull(request.Header("Idempotency-Key"));
    }

    [Theory]
    [InlineData("""{"success":true}""")]
    [InlineData("")]
    public async Task An_audience_is_deleted_whether_or_not_the_answer_has_a_body(string answer)
    {
        var (transport, client) = Client(answer);

        await client.DeleteAudienceAsync("aud_1", Clients.Cancel);

        Assert.Equal(("DELETE /v1/audiences/aud_1", "{}"), (transport.Requests[0].Line, transport.Requests[0].Body));
    }

    [Fact]
    public async Task Contacts_are_added_as_rows_and_what_was_rejected_is_told()
    {
        var (transport, client) = Client("""
            {"added":2,"skipped":1,"rejected":[{"index":1,"code":"InvalidPhoneNumber","message":"Too short."},{"index":"2"},{}],"contactCount":9}
            """);

        var added = await client.AddContactsAsync(
            new Audience { Id = "aud_1" }, [Clients.Contact("+14155550100", ("name", "Asha"), ("City", null))], "batch-1", Clients.Cancel);

        var request = Assert.Single(transport.Requests);
        Assert.Equal("POST /v1/audiences/aud_1/contacts", request.Line);
        Assert.Equal("""{"contacts":[{"phoneNumber":"+14155550100","name":"Asha","City":null}]}""", request.Body);
        Assert.Equal("batch-1", request.Header("Idempotency-Key"));
        Assert.Equal((2, 1, 9L), (added.Added, added.AlreadyMember, added.MemberCount));
        const string refused = "The service refused the row.";
        Assert.Equal(
            [new RejectedContact(1, "InvalidPhoneNumber", "Too short."), new(2, "Rejected", refused), new(-1, "Rejected", refused)],
            added.Rejected);
    }

    [Theory]
    [InlineData("""{"removed":2,"contactCount":3}""", 2L, 3L)]
    [InlineData("""{"removed":"2","contactCount":null}""", 2L, null)]
    [InlineData("", null, null)]
    public async Task Members_are_removed_by_their_ids(string answer, long? removed, long? left)
    {
        var (transport, client) = Client(answer);

        Assert.Equal(new RemovedContacts(removed, left), await client.RemoveMembersAsync("aud_1", ["c1", "c2"], Clients.Cancel));

        Assert.Equal("DELETE /v1/audiences/aud_1/contacts", transport.Requests[0].Line);
        Assert.Equal("""{"contactIds":["c1","c2"]}""", transport.Requests[0].Body);
    }

    [Fact]
    public async Task A_database_that_is_damaged_is_an_error_of_its_own_and_not_asked_again()
    {
        var transport = new RecordingTransport(Replies.Json(
            """{"statusCode":507,"message":"Put a copy in its place.","error":"Insufficient Storage","code":"DatabaseDamaged"}""",
            System.Net.HttpStatusCode.InsufficientStorage));
        using var client = Clients.Local(transport);

        var error = await Clients.FailsAsync(() => client.DeleteAudienceAsync("aud_1", Clients.Cancel));

        Assert.Equal(AudienceErrorCode.DatabaseDamaged, error.Code);
        Assert.Equal(
            "The database of Local is damaged (507). At the damaged place a list ends; Get-AudienceMember -Skip goes on behind it. "
            + "It said: Put a copy in its place.",
            error.Message);
        Assert.Single(transport.Requests);
    }

    [Fact]
    public async Task Members_have_their_metadata_as_columns_and_a_name_or_language_of_their_own_beside()
    {
        var (transport, client) = Client("""
            {"data":[
              {"id":"c1","name":"Asha","phoneNumber":"+14155550100","language":"hi-IN","metadata":{"City":"Pune","score":1.50}},
              {"id":"c2","name":"+14155550101","phoneNumber":"+14155550101","metadata":{"name":"Ravi","City":"Delhi"}},
              {"id":"c3","phoneNumber":"+14155550102","metadata":null},
              {"id":"c4","phoneNumber":"+14155550103"}],
             "total":4,"page":1,"limit":1000,"totalPages":1}
            """);

        var members = await Clients.AllAsync(client.ListMembersAsync("aud_1", new MemberQuery("+1"), ListRange.All, Clients.Cancel));

        Assert.Equal("GET /v1/audiences/aud_1/contacts?limit=1000&search=%2B1", Assert.Single(transport.Requests).Line);
        Assert.Equal(
            ["name=Asha language=hi-IN City=Pune score=1.50", "name=Ravi City=Delhi", "", ""],
            members.Select(member => string.Join(' ', member.Columns.Names.Zip(member.Values, (name, value) => $"{name}={value}"))));
    }

    [Fact]
    public async Task Pages_are_followed_by_their_cursor()
    {
        var transport = new RecordingTransport(
            Replies.Json("""{"data":[{"id":"c1"}],"total":2,"next":"c1+/=&"}"""), Replies.Json("""{"data":[{"id":"c2"}],"total":2}"""));
        using var client = Clients.Local(transport);

        await Clients.AllAsync(client.ListMembersAsync("aud_1", new MemberQuery(), ListRange.All, Clients.Cancel));

        Assert.Equal("GET /v1/audiences/aud_1/contacts?limit=1000&after=c1%2B%2F%3D%26", transport.Requests[1].Line);
    }

    [Theory]
    [InlineData(0, null, 2500, 3)]
    [InlineData(0, 10L, 2500, 1)]
    [InlineData(0, 1500L, 2500, 2)]
    [InlineData(995, 10L, 2500, 1)]
    [InlineData(999, 1L, 2500, 1)]
    [InlineData(1000, 1000L, 2500, 1)]
    [InlineData(2400, 500L, 2500, 1)]
    [InlineData(2499, null, 2500, 1)]
    [InlineData(2500, null, 2500, 1)]
    [InlineData(9999, 10L, 2500, 1)]
    [InlineData(0, null, 0, 1)]
    [InlineData(5, long.MaxValue, 1000, 1)]
    public async Task Any_part_of_a_list_is_exact_and_costs_few_requests(long skip, long? first, int count, int requests)
    {
        var observer = new RecordingObserver();
        var transport = new RecordingTransport(Serving(count));
        using var client = Clients.Local(transport);

        var audiences = await Clients.AllAsync(client.Observed(observer).ListAudiencesAsync(new ListRange(skip, first), Clients.Cancel));

        var expected = Enumerable.Range(0, count).Skip((int)skip).Take((int)Math.Min(first ?? int.MaxValue, int.MaxValue));
        Assert.Equal(expected.Select(number => $"a{number}"), audiences.Select(audience => audience.Id));
        Assert.Equal(requests, transport.Requests.Count);
        Assert.Empty(observer.Warnings);
    }

    /// <summary>The contract's pages: by number, or after a cursor.</summary>
    private static Reply Serving(int count) => (request, cancellationToken) =>
    {
        var query = HttpUtility.ParseQueryString(request.Uri.Query);
        var limit = Number("limit");
        Assert.InRange(limit, 1, 1000);
        var start = query["after"] is null ? ((query["page"] is null ? 1 : Number("page")) - 1) * limit : Number("after");
        var end = Math.Min(count, start + limit);
        return Replies.Json(JsonSerializer.Serialize(new
        {
            data = Enumerable.Range(start, Math.Max(0, end - start)).Select(number => new { id = $"a{number}", name = "Q1" }),
            total = count,
            next = end < count ? $"{end}" : null,
        }))(request, cancellationToken);

        int Number(string name) => int.Parse(query[name]!, CultureInfo.InvariantCulture);
    };

    private static string Normal(string json) => JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(json));

    private static (RecordingTransport Transport, AudienceClient Client) Client(string answer)
    {
        var transport = new RecordingTransport(Replies.Json(answer));
        return (transport, Clients.Local(transport));
    }
}
