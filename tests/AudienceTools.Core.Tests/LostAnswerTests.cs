using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests;

/// <summary>A create whose answer is lost is looked up by name and time; the clock of these tests says 2026-03-01T12:00.</summary>
public sealed class LostAnswerTests
{
    private const string Before = "2026-03-01T11:00:00Z";
    private const string Now = "2026-03-01T12:00:30Z";

    public static TheoryData<string> LostAnswers => ["broken", "502", "504", "no id"];

    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task The_one_audience_of_that_name_and_time_is_the_one_that_was_created(string how)
    {
        var transport = new RecordingTransport(Lost(how), Listing(("a0", "Q1", Before), ("a1", "Q1", Now), ("a2", "q1", Now), ("a3", "Q1", null)));
        using var client = Clients.Atoms(transport);

        var audience = await client.CreateAudienceAsync(new AudienceDefinition("Q1"), Clients.Cancel);

        Assert.Equal("a1", audience.Id);
        Assert.Equal([HttpMethod.Post, HttpMethod.Get], transport.Requests.Select(request => request.Method));
    }

    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task Where_there_is_none_the_outcome_is_unknown(string how)
    {
        using var client = Clients.Of(AudienceService.Atoms, Lost(how), Listing(("a0", "Q1", Before), ("a2", "Q2", Now)));

        var exception = await Clients.FailsAsync(() => client.CreateAudienceAsync(new AudienceDefinition("Q1"), Clients.Cancel));

        Assert.Equal((AudienceErrorCode.OutcomeUnknown, "Q1", 1), (exception.Code, exception.Target, exception.Attempts));
        Assert.Contains("no audience of that name", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_there_are_two_the_outcome_is_unknown_too()
    {
        using var client = Clients.Of(AudienceService.Atoms, Replies.Broken(), Listing(("a1", "Q1", Now), ("a2", "Q1", Now)));

        var exception = await Clients.FailsAsync(() => client.CreateAudienceAsync(new AudienceDefinition("Q1"), Clients.Cancel));

        Assert.Equal(AudienceErrorCode.OutcomeUnknown, exception.Code);
        Assert.Contains("more than one", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_look_up_fails_as_well_the_outcome_is_unknown_and_not_the_look_up()
    {
        using var client = Clients.Of(AudienceService.Atoms, Replies.Broken(), Replies.Refused());

        var exception = await Clients.FailsAsync(() => client.CreateAudienceAsync(new AudienceDefinition("Q1"), Clients.Cancel));

        Assert.Equal(AudienceErrorCode.OutcomeUnknown, exception.Code);
        Assert.Contains("can't be listed", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_create_that_never_left_is_not_looked_up()
    {
        var transport = new RecordingTransport(Replies.Refused());
        using var client = Clients.Atoms(transport);

        var exception = await Clients.FailsAsync(() => client.CreateAudienceAsync(new AudienceDefinition("Q1"), Clients.Cancel));

        Assert.Equal(AudienceErrorCode.CannotReach, exception.Code);
        Assert.DoesNotContain(transport.Requests, request => request.Method == HttpMethod.Get);
    }

    [Fact]
    public async Task A_create_that_was_refused_is_not_looked_up()
    {
        var transport = new RecordingTransport(Replies.Status(400));
        using var client = Clients.Atoms(transport);

        await Clients.FailsAsync(() => client.CreateAudienceAsync(new AudienceDefinition("Q1"), Clients.Cancel));

        Assert.Single(transport.Requests);
    }

    [Fact]
    public async Task The_local_service_is_asked_again_under_the_same_key_instead()
    {
        var transport = new RecordingTransport(Replies.Broken(), Replies.Json("""{"id":"a1","name":"Q1"}"""));
        using var client = Clients.Local(transport);

        Assert.Equal("a1", (await client.CreateAudienceAsync(new AudienceDefinition("Q1"), Clients.Cancel)).Id);
        Assert.All(transport.Requests, request => Assert.Equal("POST /v1/audiences", request.Line));
    }

    private static Reply Lost(string how) => how switch
    {
        "broken" => Replies.Broken(),
        "no id" => Replies.Json("""{"status":true,"data":{"name":"Q1"}}"""),
        _ => Replies.Status(int.Parse(how, System.Globalization.CultureInfo.InvariantCulture)),
    };

    private static Reply Listing(params (string Id, string Name, string? CreatedAt)[] audiences) => Replies.Json(
        System.Text.Json.JsonSerializer.Serialize(new
        {
            status = true,
            data = audiences.Select(audience => new { _id = audience.Id, name = audience.Name, createdAt = audience.CreatedAt }),
        }));
}
