using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests;

/// <summary>A create whose answer is lost is looked up by name and time; the clock of these tests says 2026-03-01T12:00.</summary>
public sealed class LostAnswerTests
{
    private const string Before = "2026-03-01T11:00:00Z";
    private const string Now = "2026-03-01T12:00:30Z";
    private static readonly AudienceDefinition s_definition = Clients.Definition() with { AllowDuplicateName = true };

    public static TheoryData<string> LostAnswers => ["broken", "500", "502", "504", "204", "no id", "no JSON", "[]"];

    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task The_one_audience_of_that_name_and_time_is_the_one_that_was_created(string how)
    {
        var transport = new RecordingTransport(Listing(("a0", "Q1", Before)), Lost(how), Listing(("a0", "Q1", Before), ("a1", "Q1", Now), ("a2", "q1", Now), ("a3", "Q1", null)));
        using var client = Clients.Atoms(transport);

        var audience = await client.CreateAudienceAsync(s_definition, Clients.Cancel);

        Assert.Equal("a1", audience.Id);
        Assert.Equal([HttpMethod.Get, HttpMethod.Post, HttpMethod.Get], transport.Requests.Select(request => request.Method));
    }

    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task Where_there_is_none_the_outcome_is_unknown(string how)
    {
        using var client = Clients.Of(AudienceService.Atoms, Listing(("a0", "Q1", Before)), Lost(how), Listing(("a0", "Q1", Before), ("a2", "Q2", Now)));

        var exception = await Clients.FailsAsync(() => client.CreateAudienceAsync(s_definition, Clients.Cancel));

        Assert.Equal((AudienceErrorCode.OutcomeUnknown, "Q1", 1), (exception.Code, exception.Target, exception.Attempts));
        Assert.Contains("no audience of that name", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_there_are_two_the_outcome_is_unknown_too()
    {
        using var client = Clients.Of(AudienceService.Atoms, Replies.NoAudiences(), Replies.Broken(), Listing(("a1", "Q1", Now), ("a2", "Q1", Now)));

        var exception = await Clients.FailsAsync(() => client.CreateAudienceAsync(s_definition, Clients.Cancel));

        Assert.Equal(AudienceErrorCode.OutcomeUnknown, exception.Code);
        Assert.Contains("more than one", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_was_there_before_the_create_is_not_taken_for_it_however_new_it_is()
    {
        using var client = Clients.Of(AudienceService.Atoms, Listing(("a1", "Q1", Now)), Replies.Broken(), Listing(("a1", "Q1", Now)));

        var exception = await Clients.FailsAsync(() => client.CreateAudienceAsync(s_definition, Clients.Cancel));

        Assert.Equal(AudienceErrorCode.OutcomeUnknown, exception.Code);
        Assert.Contains("no audience of that name", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AudienceService.Atoms, "+14155550101", false)]
    [InlineData(AudienceService.Atoms, "+14155550100", true)]
    [InlineData(AudienceService.OliAI, "+14155550100", false)]
    [InlineData(AudienceService.CommBox, "+14155550100", true)]
    public async Task One_of_that_name_and_time_with_members_of_its_own_is_another_sessions(AudienceService service, string member, bool isOurs)
    {
        var listed = Replies.Json($$"""
            {"data":[{"_id":"a1","id":"a1","name":"Q1","createdAt":"{{Now}}","created_time":"{{Now}}","memberCount":1,"contactCount":1,"user_count":1}]}
            """);
        var members = Replies.Json($$$"""
            {"data":{"members":[{"_id":"m1","data":{"phoneNumber":"{{{member}}}"}}],"totalCount":1,"hasMore":false}}
            """);
        using var client = Clients.Of(service, Replies.NoAudiences(), Replies.Broken(), listed, members);
        var definition = s_definition with { Contacts = service == AudienceService.OliAI ? [] : [Clients.Contact("+14155550100")] };

        var result = await Record.ExceptionAsync(() => client.CreateAudienceAsync(definition, Clients.Cancel));

        Assert.Equal(isOurs ? null : AudienceErrorCode.OutcomeUnknown, (result as AudienceException)?.Code);
        Assert.Equal(isOurs, result?.Message.Contains("has other members: 'Q1' (a1)", StringComparison.Ordinal) is not true);
    }

    [Fact]
    public async Task Where_the_list_was_too_long_to_know_who_was_there_before_the_outcome_is_unknown()
    {
        using var client = Clients.OliAI(new PagedAudiences(pages: 5)
        {
            Create = Replies.Broken(),
            OnPage = { [4] = $$"""{"id":"x","name":"Q1","createdAt":"{{Now}}","contactCount":0}""" },
        });

        var exception = await Clients.FailsAsync(() => client.CreateAudienceAsync(Clients.Definition(), Clients.Cancel));

        Assert.Equal(AudienceErrorCode.OutcomeUnknown, exception.Code);
        Assert.Contains("too long to know", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_look_up_fails_as_well_the_outcome_is_unknown_and_not_the_look_up()
    {
        using var client = Clients.Of(AudienceService.Atoms, Replies.NoAudiences(), Replies.Broken(), Replies.Refused());

        var exception = await Clients.FailsAsync(() => client.CreateAudienceAsync(s_definition, Clients.Cancel));

        Assert.Equal(AudienceErrorCode.OutcomeUnknown, exception.Code);
        Assert.Contains("can't be listed", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_create_that_never_left_is_not_looked_up()
    {
        var transport = new RecordingTransport(Replies.NoAudiences(), Replies.Refused());
        using var client = Clients.Atoms(transport);

        var exception = await Clients.FailsAsync(() => client.CreateAudienceAsync(s_definition, Clients.Cancel));

        Assert.Equal(AudienceErrorCode.CannotReach, exception.Code);
        Assert.Single(transport.Requests, request => request.Method == HttpMethod.Get);
    }

    [Fact]
    public async Task A_create_that_was_refused_is_not_looked_up()
    {
        var transport = new RecordingTransport(Replies.NoAudiences(), Replies.Status(400));
        using var client = Clients.Atoms(transport);

        await Clients.FailsAsync(() => client.CreateAudienceAsync(s_definition, Clients.Cancel));

        Assert.Equal([HttpMethod.Get, HttpMethod.Post], transport.Requests.Select(request => request.Method));
    }

    [Fact]
    public async Task The_local_service_is_asked_again_under_the_same_key_instead()
    {
        var transport = new RecordingTransport(Replies.NoAudiences(), Replies.Broken(), Replies.Json("""{"id":"a1","name":"Q1"}"""));
        using var client = Clients.Local(transport);

        Assert.Equal("a1", (await client.CreateAudienceAsync(s_definition, Clients.Cancel)).Id);
        Assert.Equal(
            ["GET /v1/audiences?limit=1000&search=Q1", "POST /v1/audiences", "POST /v1/audiences"],
            transport.Requests.Select(request => request.Line));
    }

    private static Reply Lost(string how) => how switch
    {
        "broken" => Replies.Broken(),
        "204" => Replies.Body("", type: null, System.Net.HttpStatusCode.NoContent),
        "no JSON" => Replies.Body("<html>", "text/html"),
        "[]" => Replies.Json("[]"),
        "no id" => Replies.Json("""{"status":true,"data":{"name":"Q1"}}"""),
        _ => Replies.Status(int.Parse(how, System.Globalization.CultureInfo.InvariantCulture)),
    };

    private static Reply Listing(params (string Id, string Name, string? CreatedAt)[] audiences) => Replies.Json(
        System.Text.Json.JsonSerializer.Serialize(new
        {
            status = true,
            data = audiences.Select(audience => new { _id = audience.Id, name = audience.Name, createdAt = audience.CreatedAt, memberCount = 0 }),
        }));
}
