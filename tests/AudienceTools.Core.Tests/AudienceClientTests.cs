using System.Net;
using AudienceTools.Core.Paging;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests;

public sealed class AudienceClientTests
{
    private const string InUse = """{"status":false,"errors":["can't delete audience, campaign with this audience a1 exists"]}""";

    private const string Listed = """
        {"status":true,"data":[
          {"_id":"a1","name":"Q1 Leads","createdAt":"2026-03-01T12:00:00Z","campaigns":[
            {"_id":"c1","name":"Spring","status":"running"},{"_id":"c2","name":"Done","status":"completed"},
            {"_id":"c3","name":"Lost","status":"failed"},{"_id":"c4","name":"New"}]},
          {"_id":"a2","name":"q1 leads"},{"_id":"a3","name":"Q2 Leads"},{"_id":"q2 leads","name":"Odd"}]}
        """;

    public static TheoryData<int, AudienceErrorCode> Statuses => new()
    {
        { 400, AudienceErrorCode.RequestRejected },
        { 401, AudienceErrorCode.NotAuthenticated },
        { 403, AudienceErrorCode.NotAllowed },
        { 404, AudienceErrorCode.NotFound },
        { 405, AudienceErrorCode.RequestRejected },
        { 407, AudienceErrorCode.CannotReach },
        { 408, AudienceErrorCode.RequestTimeout },
        { 409, AudienceErrorCode.Conflict },
        { 410, AudienceErrorCode.NotFound },
        { 413, AudienceErrorCode.LimitExceeded },
        { 415, AudienceErrorCode.RequestRejected },
        { 422, AudienceErrorCode.RequestRejected },
        { 429, AudienceErrorCode.RateLimited },
        { 500, AudienceErrorCode.ServiceFailed },
        { 501, AudienceErrorCode.ServiceFailed },
        { 503, AudienceErrorCode.ServiceFailed },
        { 507, AudienceErrorCode.LimitExceeded },
    };

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task Each_status_has_its_code_and_the_error_carries_what_is_known(int status, AudienceErrorCode code)
    {
        foreach (var service in (AudienceService[])[AudienceService.Atoms, AudienceService.Local])
        {
            using var client = Clients.Of(service, Replies.Json(
                """{"message":"Because +91 98123 45678"}""", (HttpStatusCode)status, ("x-request-id", "r-1")));

            var exception = await Clients.FailsAsync(() => client.RemoveMembersAsync("a1", ["m1"], Clients.Cancel));

            Assert.Equal(code, exception.Code);
            Assert.Equal((HttpStatusCode)status, exception.StatusCode);
            Assert.Equal("r-1", exception.RequestId);
            Assert.True(exception.Attempts >= 1);
            Assert.Contains("Because +** ***** ***78", exception.Message, StringComparison.Ordinal);
            Assert.Contains($"({status})", exception.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("<html>Sign in</html>", "text/html", 200, AudienceErrorCode.UnreadableAnswer)]
    [InlineData("", "application/json", 200, AudienceErrorCode.UnreadableAnswer)]
    [InlineData("{\"data\":", "application/json", 200, AudienceErrorCode.UnreadableAnswer)]
    [InlineData("nonsense", null, 200, AudienceErrorCode.UnreadableAnswer)]
    [InlineData("<html>+919812345678</html>", "text/html", 403, AudienceErrorCode.NotAllowed)]
    [InlineData("Not for +919812345678", "text/plain", 403, AudienceErrorCode.NotAllowed)]
    [InlineData("[]", "application/json", 400, AudienceErrorCode.RequestRejected)]
    [InlineData("\"no\"", "application/json", 400, AudienceErrorCode.RequestRejected)]
    [InlineData("{\"message\":\"\\ud83d\"}", "application/json", 400, AudienceErrorCode.RequestRejected)]
    [InlineData("{\"message\":{\"deep\":[1]},\"errors\":{}}", "application/json", 400, AudienceErrorCode.RequestRejected)]
    public async Task An_answer_that_is_not_the_services_is_a_typed_error(string body, string? type, int status, AudienceErrorCode code)
    {
        foreach (var service in (AudienceService[])[AudienceService.Atoms, AudienceService.Local])
        {
            using var client = Clients.Of(service, Replies.Body(body, type, (HttpStatusCode)status));

            var exception = await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));

            Assert.Equal(code, exception.Code);
            Assert.Equal((HttpStatusCode)status, exception.StatusCode);
            Assert.DoesNotContain("<html>", exception.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("9198123", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Json_a_thousand_deep_is_a_typed_error()
    {
        using var client = Clients.Of(AudienceService.Local, Replies.Json(new string('[', 1000) + new string(']', 1000)));

        var exception = await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));

        Assert.Equal(AudienceErrorCode.UnreadableAnswer, exception.Code);
    }

    [Theory]
    [InlineData(204, "")]
    [InlineData(200, "")]
    public async Task A_delete_that_is_answered_without_a_body_has_worked(int status, string body)
    {
        using var client = Clients.Of(AudienceService.Atoms, Replies.Body(body, null, (HttpStatusCode)status));

        await client.DeleteAudienceAsync("a1", Clients.Cancel);
        Assert.Equal(new RemovedContacts(null, null), await client.RemoveMembersAsync("a1", ["m1"], Clients.Cancel));
    }

    [Fact]
    public async Task A_delete_that_is_answered_by_a_sign_in_page_has_not()
    {
        using var client = Clients.Of(AudienceService.Atoms, Replies.Body("<html>", "text/html"));

        var exception = await Clients.FailsAsync(() => client.DeleteAudienceAsync("a1", Clients.Cancel));

        Assert.Equal(AudienceErrorCode.UnreadableAnswer, exception.Code);
    }

    [Fact]
    public async Task A_delete_that_meets_404_on_its_second_try_has_worked()
    {
        using var client = Clients.Of(AudienceService.Atoms, Replies.Broken(), Replies.Status(404));

        await client.DeleteAudienceAsync("a1", Clients.Cancel);
    }

    [Fact]
    public async Task An_audience_that_is_not_there_is_named()
    {
        using var client = Clients.Of(AudienceService.Atoms, Replies.Json("{}", HttpStatusCode.NotFound, ("x-request-id", "r-1")));
        foreach (var operation in (Func<Task>[])[() => client.DeleteAudienceAsync("a1", Clients.Cancel), () => client.GetAudienceAsync("a1", Clients.Cancel)])
        {
            var exception = await Clients.FailsAsync(operation);

            Assert.Equal((AudienceErrorCode.AudienceNotFound, "a1", "r-1", 1), (exception.Code, exception.Target, exception.RequestId, exception.Attempts));
            Assert.Contains("'a1'", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_audience_in_use_is_not_deleted_and_the_campaigns_that_are_not_over_are_named()
    {
        using var client = Clients.Of(AudienceService.Atoms, Replies.Json(InUse, HttpStatusCode.BadRequest), Replies.Json(Listed));

        var exception = await Clients.FailsAsync(() => client.DeleteAudienceAsync("a1", Clients.Cancel));

        Assert.Equal(AudienceErrorCode.AudienceInUse, exception.Code);
        Assert.Equal(HttpStatusCode.BadRequest, exception.StatusCode);
        Assert.Equal(["c1", "c4"], exception.Campaigns.Select(campaign => campaign.Id));
        Assert.StartsWith("The audience is in use by 'Spring' (running), 'New'.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_campaigns_cannot_be_looked_up_the_audience_is_in_use_all_the_same()
    {
        using var client = Clients.Of(AudienceService.Atoms, Replies.Json(InUse, HttpStatusCode.BadRequest), Replies.Status(403));

        var exception = await Clients.FailsAsync(() => client.DeleteAudienceAsync("a1", Clients.Cancel));

        Assert.Equal(AudienceErrorCode.AudienceInUse, exception.Code);
        Assert.Empty(exception.Campaigns);
    }

    [Theory]
    [InlineData("""{"message":"In use","campaigns":[{"id":"c1","name":"Spring","status":"IN_PROGRESS"}]}""", "'Spring' (IN_PROGRESS)", 1)]
    [InlineData("""{"statusCode":409,"message":["In use by a campaign"],"error":"Conflict"}""", "In use by a campaign", 2)]
    public async Task On_the_local_service_a_409_to_a_delete_means_in_use(string body, string said, int requests)
    {
        var transport = new RecordingTransport(Replies.Json(body, HttpStatusCode.Conflict), Replies.Json("""{"data":[],"total":0}"""));
        using var client = Clients.Local(transport);

        var exception = await Clients.FailsAsync(() => client.DeleteAudienceAsync("a1", Clients.Cancel));

        Assert.Equal(AudienceErrorCode.AudienceInUse, exception.Code);
        Assert.Contains(said, exception.Message, StringComparison.Ordinal);
        Assert.Equal(requests, transport.Requests.Count);
    }

    [Theory]
    [InlineData("a1", "a1")]
    [InlineData("q2 leads", "q2 leads")]
    [InlineData("Q2 LEADS", "a3")]
    [InlineData("q2*", "a3")]
    [InlineData("?2 Leads", "a3")]
    [InlineData("*dd", "q2 leads")]
    public async Task An_audience_is_found_by_its_id_then_its_name_then_a_pattern(string text, string id)
    {
        using var client = Clients.Of(AudienceService.Atoms, Replies.Json(Listed));

        Assert.Equal(id, (await client.FindAudienceAsync(text, Clients.Cancel)).Id);
    }

    [Theory]
    [InlineData("A1", AudienceErrorCode.AudienceNotFound, "There are: 'Q1 Leads', 'q1 leads', 'Q2 Leads', 'Odd'.")]
    [InlineData("Q3*", AudienceErrorCode.AudienceNotFound, "There is no audience 'Q3*'.")]
    [InlineData("Q1 leads", AudienceErrorCode.AudienceAmbiguous, "'Q1 Leads' (a1), 'q1 leads' (a2)")]
    [InlineData("*Leads", AudienceErrorCode.AudienceAmbiguous, "fits 3 audiences")]
    public async Task A_name_that_fits_none_or_several_is_an_error_that_lists_them(string text, AudienceErrorCode code, string said)
    {
        using var client = Clients.Of(AudienceService.Atoms, Replies.Json(Listed));

        var exception = await Clients.FailsAsync(() => client.FindAudienceAsync(text, Clients.Cancel));

        Assert.Equal((code, text), (exception.Code, exception.Target));
        Assert.Contains(said, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_there_is_no_audience_at_all_the_error_says_so()
    {
        using var client = Clients.Of(AudienceService.Local, Replies.Json("""{"data":[],"total":0}"""));

        var exception = await Clients.FailsAsync(() => client.FindAudienceAsync("Q1", Clients.Cancel));

        Assert.Contains("none at all", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warnings_about_a_list_reach_the_observer()
    {
        var observer = new RecordingObserver();
        using var client = Clients.Of(AudienceService.Local, Replies.Json("""{"data":[{"id":"a1","name":"Q1"}],"total":7}"""));

        await Clients.AllAsync(client.Observed(observer).ListAudiencesAsync(ListRange.All, Clients.Cancel));

        Assert.Contains("speaks of 7", Assert.Single(observer.Warnings), StringComparison.Ordinal);
    }
}
