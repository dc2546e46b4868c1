using System.Net;
using AudienceTools.Core.Paging;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Dialects;

/// <summary>CommBox's requests and answers to the letter, after the wire contract.</summary>
public sealed class CommBoxDialectTests
{
    private const string Listed = """
        {"status":"200","description":"OK","response_time":"2025-02-06T07:51:52.258Z","data":[
          {"id":"312345","name":"Q1","created_time":"2025-02-06T07:51:52","user_count":12,"type":"Static"},
          {"id":312346,"name":"Live","created_time":"2025-02-06T07:51:52.258Z","type":"Dynamic"}]}
        """;

    [Theory]
    [InlineData("\"200\"")]
    [InlineData("200")]
    public async Task Audiences_are_listed_with_type_and_count_and_times_in_utc(string status)
    {
        var (transport, client) = Client(Listed.Replace("\"200\"", status, StringComparison.Ordinal));

        var audiences = await Clients.AllAsync(client.ListAudiencesAsync(ListRange.All, Clients.Cancel));

        var request = Assert.Single(transport.Requests);
        Assert.Equal("GET https://api.commbox.io/audiences", $"{request.Method} {request.Uri}");
        Assert.Equal("Bearer " + Clients.Key, request.Header("Authorization"));
        Assert.Equal([("312345", "Q1", 12L, "Static"), ("312346", "Live", null, "Dynamic")], audiences.Select(
            audience => (audience.Id, audience.Name, audience.MemberCount, audience.Type)));
        Assert.Equal(new DateTimeOffset(2025, 2, 6, 7, 51, 52, TimeSpan.Zero), audiences[0].CreatedAt);
        Assert.Equal(new DateTimeOffset(2025, 2, 6, 7, 51, 52, 258, TimeSpan.Zero), audiences[1].CreatedAt);
        Assert.All(audiences, audience => Assert.Equal(nameof(AudienceService.CommBox), audience.Service));
    }

    [Fact]
    public async Task One_audience_is_read_out_of_the_list()
    {
        var (_, client) = Client(Listed);

        Assert.Equal("Live", (await client.GetAudienceAsync("312346", Clients.Cancel)).Name);
        Assert.Equal(12, await client.CountMembersAsync("312345", Clients.Cancel));
        var exception = await Clients.FailsAsync(() => client.GetAudienceAsync("1", Clients.Cancel));
        Assert.Equal(AudienceErrorCode.AudienceNotFound, exception.Code);
    }

    [Fact]
    public async Task An_audience_is_created_from_a_file_of_ours_whose_numbers_have_no_plus()
    {
        var transport = new RecordingTransport(
            Replies.Json("""{"status":200,"data":[]}"""),
            Replies.Json("""{"status":201,"description":"Audience created","data":{"id":"312345"}}""", HttpStatusCode.Created));
        using var client = Clients.CommBox(transport);

        var created = await client.CreateAudienceAsync(
            new AudienceDefinition("Q1 🙂")
            {
                Contacts = [Clients.Contact("+442079832100", ("City", "Pune, \"East\""), ("Note", null)), Clients.Contact("+14155550100", ("City", "Zoë"), ("Note", ""))],
            },
            Clients.Cancel);

        Assert.Equal(("312345", "Q1 🙂"), (created.Id, created.Name));
        var request = transport.Requests[1];
        Assert.Equal("POST /audiences", request.Line);
        Assert.Contains("name=\"name\"\r\n\r\nQ1 🙂\r\n", request.Body.Replace("Content-Disposition: form-data; ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("name=\"audience_file\"; filename=\"contacts.csv\"", request.Body, StringComparison.Ordinal);
        Assert.Contains("\r\n\r\nphone1,City,Note\n442079832100,\"Pune, \"\"East\"\"\",\n14155550100,Zoë,", request.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_given_twice_is_warned_of_since_campaigns_go_by_it()
    {
        var observer = new RecordingObserver();
        using var client = Clients.Of(AudienceService.CommBox, Replies.Json(Listed), Replies.Json("""{"status":201,"data":{"id":"2"}}"""));

        await client.Observed(observer).CreateAudienceAsync(new AudienceDefinition("Q1") { AllowDuplicateName = true }, Clients.Cancel);

        Assert.Contains("There is an audience 'Q1' already", Assert.Single(observer.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_members_are_replaced_by_a_file()
    {
        var (transport, client) = Client("""{"status":"200","description":"Audience updated"}""");

        await client.ReplaceMembersAsync("312345", [Clients.Contact("+442079832100")], Clients.Cancel);

        var request = Assert.Single(transport.Requests);
        Assert.Equal("PUT /Audiences/312345", request.Line);
        Assert.Contains("phone1\n442079832100\n", request.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"name\"", request.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, "400", AudienceErrorCode.RequestRejected)]
    [InlineData(HttpStatusCode.OK, "400", AudienceErrorCode.RequestRejected)]
    [InlineData(HttpStatusCode.OK, "\"400\"", AudienceErrorCode.RequestRejected)]
    [InlineData(HttpStatusCode.Unauthorized, "401", AudienceErrorCode.NotAuthenticated)]
    [InlineData(HttpStatusCode.InternalServerError, "\"500\"", AudienceErrorCode.ServiceFailed)]
    public async Task An_error_is_told_in_the_services_words(HttpStatusCode http, string status, AudienceErrorCode code)
    {
        using var client = Clients.Of(AudienceService.CommBox, Replies.Json($$"""{"status":{{status}},"description":"No phone1 column"}""", http));

        var exception = await Clients.FailsAsync(() => client.ReplaceMembersAsync("1", [], Clients.Cancel));

        Assert.Equal(code, exception.Code);
        Assert.Contains("It said: No phone1 column", exception.Message, StringComparison.Ordinal);
    }

    private static (RecordingTransport Transport, AudienceClient Client) Client(string answer)
    {
        var transport = new RecordingTransport(Replies.Json(answer));
        return (transport, Clients.CommBox(transport));
    }
}
