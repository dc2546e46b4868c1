using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Http;

/// <summary>How much retries add to a service's load.</summary>
public sealed class RetryBudgetTests
{
    private const string Audience = """{"status":true,"data":{"_id":"a1","name":"Q1"}}""";

    [Fact]
    public async Task A_service_in_trouble_gets_a_fifth_more_requests_at_the_most_and_one_request_its_few()
    {
        var transport = new RecordingTransport(Replies.Status(503));
        using var client = Clients.Atoms(transport);

        for (var requests = 1; requests <= 200; requests++)
        {
            await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));
            Assert.InRange(transport.Requests.Count - requests, 4, Math.Max(4, requests / 5));
        }

        Assert.Equal(240, transport.Requests.Count);
    }

    [Fact]
    public async Task A_long_time_without_trouble_saves_up_ten_retries_and_no_more()
    {
        var fails = false;
        var transport = new RecordingTransport((request, token) => (fails ? Replies.Status(503) : Replies.Json(Audience))(request, token));
        using var client = Clients.Atoms(transport);
        for (var i = 0; i < 1_000; i++)
        {
            await client.GetAudienceAsync("a1", Clients.Cancel);
        }

        fails = true;
        for (var i = 0; i < 4; i++)
        {
            await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));
        }

        Assert.Equal(1_014, transport.Requests.Count);
    }

    [Fact]
    public async Task Some_time_after_the_last_retry_a_request_has_its_few_again()
    {
        var time = new FakeTimeProvider { JumpsToTimers = true };
        var transport = new RecordingTransport(Replies.Status(503));
        using var client = new AudienceClient(Clients.Options(AudienceService.Atoms, transport) with { TimeProvider = time });
        await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));
        await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));
        Assert.Equal(6, transport.Requests.Count);

        time.Advance(TimeSpan.FromMinutes(11));
        await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));

        Assert.Equal(11, transport.Requests.Count);
    }

    [Fact]
    public async Task A_rate_limit_does_not_use_up_the_retry_budget()
    {
        const int requests = 50;
        var odd = false;
        var transport = new RecordingTransport((request, token) =>
            ((odd = !odd) ? Replies.Status(429, ("Retry-After", "1")) : Replies.Json(Audience))(request, token));
        using var client = Clients.Atoms(transport);

        for (var i = 0; i < requests; i++)
        {
            await client.GetAudienceAsync("a1", Clients.Cancel);
        }

        Assert.Equal(2 * requests, transport.Requests.Count);
    }
}
