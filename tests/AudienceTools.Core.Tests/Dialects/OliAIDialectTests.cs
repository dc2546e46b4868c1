using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Web;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Paging;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Dialects;

/// <summary>OliAI's requests and answers to the letter, after the wire contract.</summary>
public sealed class OliAIDialectTests
{
    private const string AudienceJson = """
        {"id":"aud_1","name":"Q1","description":"Leads","organizationId":"org_1","contactCount":3,
        "createdAt":"2025-02-06T07:51:52.258Z","updatedAt":"2025-02-07T00:00:00Z"}
        """;

    [Fact]
    public async Task An_audience_has_all_its_properties()
    {
        var (transport, client) = Client(AudienceJson);

        var audience = await client.GetAudienceAsync("aud_1", Clients.Cancel);

        var request = Assert.Single(transport.Requests);
        Assert.Equal("GET https://api.oliai.in/v1/audiences/aud_1", $"{request.Method} {request.Uri}");
        Assert.Equal(Clients.Key, request.Header("x-api-key"));
        Assert.Null(request.Header("Authorization"));
        Assert.Equal(("aud_1", "Q1", "Leads", 3L), (audience.Id, audience.Name, audience.Description, audience.MemberCount));
        Assert.Equal(new DateTimeOffset(2025, 2, 6, 7, 51, 52, 258, TimeSpan.Zero), audience.CreatedAt);
        Assert.Equal(nameof(AudienceService.OliAI), audience.Service);
    }

    [Theory]
    [InlineData(0, null, 250, new[] { "page=1&limit=100", "page=2&limit=99", "page=3&limit=98" })]
    [InlineData(0, 5L, 250, new[] { "page=1&limit=5" })]
    [InlineData(220, 10L, 250, new[] { "page=23&limit=10" })]
    [InlineData(95, 10L, 250, new[] { "page=7&limit=15" })]
    [InlineData(0, null, 0, new[] { "page=1&limit=100" })]
    [InlineData(0, null, 100, new[] { "page=1&limit=100" })]
    public async Task A_list_has_numbered_pages_of_at_most_a_hundred(long skip, long? first, int count, string[] queries)
    {
        var observer = new RecordingObserver();
        var transport = new RecordingTransport(Serving(count));
        using var client = Clients.OliAI(transport);

        var audiences = await Clients.AllAsync(client.Observed(observer).ListAudiencesAsync(new ListRange(skip, first), Clients.Cancel));

        Assert.Equal(queries.Select(query => "GET /v1/audiences?" + query), transport.Requests.Select(request => request.Line));
        var expected = Enumerable.Range(0, count).Skip((int)skip).Take((int)(first ?? count));
        Assert.Equal(expected.Select(number => $"a{number}"), audiences.Select(audience => audience.Id));
        Assert.Empty(observer.Warnings);
    }

    [Theory]
    [InlineData("\"totalPages\":2.0", 2)]
    [InlineData("\"total\":\"101\"", 2)]
    [InlineData("\"total\":100,\"totalPages\":null", 2)]
    [InlineData("\"total\":1,\"totalPages\":null", 1)]
    [InlineData("\"x\":1", 1)]
    public async Task The_next_page_is_told_by_totalPages_or_else_by_the_total(string more, int pages)
    {
        var transport = new RecordingTransport(Replies.Json($$"""{"data":[{"id":"a","name":"Q1"}],{{more}}}"""), Replies.Json("""{"data":[{"id":"b","name":"Q2"}]}"""));
        using var client = Clients.OliAI(transport);

        await Clients.AllAsync(client.ListAudiencesAsync(ListRange.All, Clients.Cancel));

        Assert.Equal(pages, transport.Requests.Count);
    }

    [Theory]
    [InlineData("{\"success\":true}", "Q2", null, """{"name":"Q2"}""")]
    [InlineData("{\"success\":true}", null, "", """{"description":""}""")]
    [InlineData("", "Q2", null, """{"name":"Q2"}""")]
    [InlineData("", null, "x", """{"description":"x"}""")]
    public async Task A_change_sends_what_changes_and_copes_with_an_answer_without_the_audience(
        string answer, string? name, string? description, string body)
    {
        var transport = new RecordingTransport(
            answer.Length == 0 ? Replies.Body("", null, HttpStatusCode.NoContent) : Replies.Json(answer), Replies.Json(AudienceJson));
        using var client = Clients.OliAI(transport);

        var changed = await client.UpdateAudienceAsync("aud_1", new AudienceChange(name, description), Clients.Cancel);

        Assert.Equal(("PATCH /v1/audiences/aud_1", body), (transport.Requests[0].Line, transport.Requests[0].Body));
        Assert.Equal(("aud_1", name ?? "Q1"), (changed.Id, changed.Name));
        Assert.Equal(name is null ? ["GET /v1/audiences/aud_1"] : [], transport.Requests.Skip(1).Select(request => request.Line));
    }

    [Fact]
    public async Task A_200_without_a_body_does_not_say_that_a_change_was_made()
    {
        var (_, client) = Client("");

        var exception = await Clients.FailsAsync(() => client.UpdateAudienceAsync("aud_1", new AudienceChange("Q2", null), Clients.Cancel));

        Assert.Equal(AudienceErrorCode.UnreadableAnswer, exception.Code);
    }

    [Fact]
    public async Task Members_and_contacts_are_searched_and_have_their_metadata_as_columns()
    {
        var transport = new RecordingTransport(Replies.Json("""
            {"data":[
              {"id":"c1","name":"Asha Rao","phoneNumber":"+919812345678","language":"hi-IN","metadata":{"City":"Pune","vip":true,"age":7,"none":null}},
              {"id":"c2","name":"+14155550100","phoneNumber":"+14155550100","metadata":{"City":"Bern"}},
              {"id":"c3","name":"John Smith","phoneNumber":"+14155550101","metadata":{"First Name":"John","last_name":"Smith"}},
              {"id":"c4","name":null,"phoneNumber":"+14155550102","language":null,"metadata":null},
              {"id":"c5","metadata":[]}],"total":5,"page":1,"limit":100,"totalPages":1}
            """));
        using var client = Clients.OliAI(transport);

        var members = await Clients.AllAsync(client.ListMembersAsync("aud_1", new MemberQuery("a&+"), ListRange.All, Clients.Cancel));
        await Clients.AllAsync(client.ListContactsAsync(new ContactQuery(), ListRange.All, Clients.Cancel));
        await Clients.AllAsync(client.ListContactsAsync(new ContactQuery("x", "aud_1"), ListRange.All, Clients.Cancel));

        Assert.Equal(
            [
                "GET /v1/audiences/aud_1/contacts?page=1&limit=100&search=a%26%2B",
                "GET /v1/contacts?page=1&limit=100",
                "GET /v1/audiences/aud_1/available-contacts?page=1&limit=100&search=x",
            ],
            transport.Requests.Select(request => request.Line));
        Assert.Equal(
            ["name=Asha Rao,language=hi-IN,City=Pune,vip=true,age=7,none=", "City=Bern", "First Name=John,last_name=Smith", "", ""],
            members.Select(member => string.Join(',', member.Columns.Names.Zip(member.Values, (name, value) => $"{name}={value}"))));
        Assert.Equal(["+919812345678", "+14155550100", "+14155550101", "+14155550102", null], members.Select(member => member.PhoneNumber));
    }

    [Theory]
    [InlineData("name", "Asha", null, null, """{"name":"Asha","phoneNumber":"+14155550100"}""")]
    [InlineData("Full Name", "Asha", null, null, """{"name":"Asha","phoneNumber":"+14155550100","Full Name":"Asha"}""")]
    [InlineData("Full Name", "Asha Rao", "name", "Ash", """{"name":"Ash","phoneNumber":"+14155550100","Full Name":"Asha Rao"}""")]
    [InlineData("Customer Name", " ", "name", "Ash", """{"name":"Ash","phoneNumber":"+14155550100","Customer Name":" "}""")]
    [InlineData("name", " ", "Full Name", "Asha Rao", """{"name":"Asha Rao","phoneNumber":"+14155550100","Full Name":"Asha Rao"}""")]
    [InlineData("First_Name", "Asha", "surname", "Rao", """{"name":"Asha Rao","phoneNumber":"+14155550100","First_Name":"Asha","surname":"Rao"}""")]
    [InlineData("firstName", "Asha", "lastName", " ", """{"name":"Asha","phoneNumber":"+14155550100","firstName":"Asha","lastName":" "}""")]
    [InlineData("name", null, "City", "Pune", """{"name":"+14155550100","phoneNumber":"+14155550100","City":"Pune"}""")]
    [InlineData("language", "hi-IN", "City", null, """{"name":"+14155550100","phoneNumber":"+14155550100","language":"hi-IN","City":null}""")]
    [InlineData("language", "", "City", "", """{"name":"+14155550100","phoneNumber":"+14155550100","City":""}""")]
    public async Task A_row_has_the_name_that_is_required_and_its_other_columns(
        string column, string? value, string? second, string? secondValue, string row)
    {
        (string, string?)[] columns = second is null ? [(column, value)] : [(column, value), (second, secondValue)];
        using var content = new OliAIDialect().StartImport("aud_1", [Clients.Contact("+14155550100", columns)]).Body!;

        var body = await content.ReadAsStringAsync(Clients.Cancel);

        Assert.Equal($$"""{"contacts":[{{row}}],"audienceId":"aud_1"}""", body);
    }

    [Fact]
    public async Task Contacts_are_added_by_id_and_the_number_of_members_comes_back()
    {
        var (transport, client) = Client("""{"contactCount":"9"}""");

        var added = await client.AddContactIdsAsync("aud_1", ["c1", "c2"], Clients.Cancel);

        Assert.Equal(("POST /v1/audiences/aud_1/contacts", """{"contactIds":["c1","c2"]}"""), (transport.Requests[0].Line, transport.Requests[0].Body));
        Assert.Equal((0, 0, 9L), (added.Added, added.AlreadyMember, added.MemberCount));
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, 2)]
    [InlineData(HttpStatusCode.MethodNotAllowed, 2)]
    [InlineData(HttpStatusCode.LengthRequired, 2)]
    [InlineData(HttpStatusCode.UnsupportedMediaType, 2)]
    [InlineData(HttpStatusCode.UnprocessableEntity, 1)]
    [InlineData(HttpStatusCode.OK, 1)]
    [InlineData(HttpStatusCode.NotFound, 1)]
    public async Task Members_are_removed_by_delete_and_by_post_where_a_proxy_strips_bodies(HttpStatusCode answer, int requests)
    {
        var transport = new RecordingTransport(Replies.Json("""{"contactCount":1,"message":"contactIds is required"}""", answer), Replies.Json("""{"contactCount":1}"""));
        using var client = Clients.OliAI(transport);

        var exception = await Record.ExceptionAsync(() => client.RemoveMembersAsync("aud_1", ["c1"], Clients.Cancel));

        Assert.Equal(requests == 1 && answer != HttpStatusCode.OK, exception is AudienceException);
        string[] lines = ["DELETE /v1/audiences/aud_1/contacts", "POST /v1/audiences/aud_1/contacts/remove"];
        Assert.Equal(lines[..requests], transport.Requests.Select(request => request.Line));
        Assert.All(transport.Requests, request => Assert.Equal("""{"contactIds":["c1"]}""", request.Body));
    }

    [Theory]
    [InlineData("""{"importId":"imp_1","status":"PROCESSING","total":2}""", "imp_1", false, false)]
    [InlineData("""{"id":"imp_1","status":"completed","created":1,"updated":"2","failed":null}""", "imp_1", true, false)]
    [InlineData("""{"id":"imp_1","status":"COMPLETED_WITH_ERRORS","errorCount":1}""", "imp_1", false, true)]
    [InlineData("""{"status":"FAILED"}""", "", false, true)]
    public void A_job_is_read_whatever_is_missing(string json, string id, bool completed, bool failed)
    {
        using var document = JsonDocument.Parse(json);

        var job = new OliAIDialect().ReadImport("imp_1").Read(new Answer(HttpStatusCode.OK, document.RootElement));

        Assert.Equal(id, job.Id);
        Assert.Equal(completed ? ImportJobState.Completed : failed ? ImportJobState.Failed : ImportJobState.Running, job.State);
    }

    [Theory]
    [InlineData(400, """{"statusCode":400,"message":["in use","by an active campaign"]}""", "in use by an active campaign")]
    [InlineData(409, """{"statusCode":409,"message":"Campaign in progress","error":"Conflict"}""", "Campaign in progress")]
    [InlineData(409, """{"message":"in use"}""", "in use")]
    [InlineData(200, """{"success":false,"message":"Used by an active campaign"}""", "Used by an active campaign")]
    public async Task A_delete_of_an_audience_in_use_is_told_whatever_the_service_calls_it(int status, string body, string said)
    {
        using var client = Clients.Of(AudienceService.OliAI, Replies.Json(body, (HttpStatusCode)status), Replies.Json("""{"data":[]}"""));

        var exception = await Clients.FailsAsync(() => client.DeleteAudienceAsync("aud_1", Clients.Cancel));

        Assert.Equal(AudienceErrorCode.AudienceInUse, exception.Code);
        Assert.Contains(said, exception.Message, StringComparison.Ordinal);
    }

    private static Reply Serving(int count) => (request, cancellationToken) =>
    {
        var query = HttpUtility.ParseQueryString(request.Uri.Query);
        var limit = int.Parse(query["limit"]!, CultureInfo.InvariantCulture);
        var start = (int.Parse(query["page"]!, CultureInfo.InvariantCulture) - 1) * limit;
        return Replies.Json(JsonSerializer.Serialize(new
        {
            data = Enumerable.Range(start, Math.Max(0, Math.Min(limit, count - start))).Select(number => new { id = $"a{number}", name = "Q1" }),
            total = count,
            limit,
            totalPages = (count + limit - 1) / limit,
        }))(request, cancellationToken);
    };

    private static (RecordingTransport Transport, AudienceClient Client) Client(string answer)
    {
        var transport = new RecordingTransport(Replies.Json(answer));
        return (transport, Clients.OliAI(transport));
    }
}
