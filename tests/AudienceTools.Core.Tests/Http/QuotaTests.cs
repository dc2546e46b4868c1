using AudienceTools.Core.Http;
using AudienceTools.Core.Paging;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Http;

/// <summary>A service's published limits are kept to before it has to refuse, and nearly used up.</summary>
public sealed class QuotaTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task Sixty_requests_leave_at_once_and_never_more_within_a_minute(int workers)
    {
        const int requests = 305;
        var time = new FakeTimeProvider { JumpsToTimers = true };
        var service = new LimitedService(time);
        using var client = new AudienceClient(Clients.Options(AudienceService.OliAI, service) with { TimeProvider = time });
        var left = requests;

        await Task.WhenAll(Enumerable.Range(0, workers).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await client.GetAudienceAsync("aud_1", Clients.Cancel);
            }
        }));

        Assert.Equal((requests, 0), (service.Arrived, service.Refused));
        Assert.InRange(time.Elapsed, 5 * Minute, 5.5 * Minute);
    }

    [Fact]
    public async Task A_limit_of_a_second_costs_little_more_than_a_second_and_is_not_told()
    {
        var time = new FakeTimeProvider { JumpsToTimers = true };
        var observer = new RecordingObserver();
        using var client = new AudienceClient(Clients.Options(
            AudienceService.Atoms, new RecordingTransport(Replies.Json("""{"id":"a1","name":"Q1","data":[]}"""))) with { TimeProvider = time });

        for (var i = 0; i < 35; i++)
        {
            await Clients.AllAsync(client.Observed(observer).ListAudiencesAsync(ListRange.All, Clients.Cancel));
        }

        Assert.InRange(time.Elapsed, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3.3));
        Assert.Empty(observer.Waits);
    }

    [Fact]
    public async Task A_wait_is_told_and_ends_when_it_is_cancelled()
    {
        var time = new FakeTimeProvider();
        var observer = new RecordingObserver();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Clients.Cancel);
        using var client = new AudienceClient(Clients.Options(AudienceService.OliAI, new LimitedService(time)) with { TimeProvider = time })
            .Observed(observer);
        for (var i = 0; i < 60; i++)
        {
            await client.GetAudienceAsync("aud_1", Clients.Cancel);
        }

        var waiting = client.GetAudienceAsync("aud_1", cancel.Token);
        await time.TimersAsync(1);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal("the service takes 60 requests in 60 s", Assert.Single(observer.Waits).Reason);

        // Who gives up takes no turn from others.
        time.Advance(TimeSpan.FromSeconds(62));
        await client.GetAudienceAsync("aud_1", Clients.Cancel);
    }

    [Fact]
    public async Task Tries_count_too()
    {
        var time = new FakeTimeProvider { JumpsToTimers = true };
        var service = new LimitedService(time) { FailsEverySecond = true };
        using var client = new AudienceClient(Clients.Options(AudienceService.OliAI, service) with
        {
            TimeProvider = time, Chance = static () => 0, MaximumRetryCount = 12,
        });

        for (var i = 0; i < 12; i++)
        {
            await client.GetAudienceAsync("aud_1", Clients.Cancel);
        }

        Assert.Equal(24, service.Arrived);
    }

    [Fact]
    public async Task A_rehearsal_without_limits_holds_nothing_back_and_asks_the_copy_for_the_same()
    {
        var time = new FakeTimeProvider { JumpsToTimers = true };
        var transport = new RecordingTransport(Replies.Status(503), Replies.Json("""{"id":"a1","name":"Q1","data":[]}"""));
        using var client = new AudienceClient(Clients.Options(AudienceService.OliAI, transport) with
        {
            TimeProvider = time,
            Chance = static () => 0,
            NoRateLimit = true,
        });

        for (var i = 0; i < 200; i++)
        {
            await Clients.AllAsync(client.ListAudiencesAsync(ListRange.All, Clients.Cancel));
        }

        Assert.Equal(TimeSpan.Zero, time.Elapsed);
        Assert.All(transport.Requests, static request => Assert.Equal("off", request.Header("x-rehearsal-limits")));
    }

    [Fact]
    public async Task A_service_without_published_limits_is_not_held_back()
    {
        var time = new FakeTimeProvider();
        using var client = new AudienceClient(Clients.Options(
            AudienceService.Local, new RecordingTransport(Replies.Json("""{"id":"a1","name":"Q1","data":[]}"""))) with { TimeProvider = time });

        for (var i = 0; i < 200; i++)
        {
            await Clients.AllAsync(client.ListAudiencesAsync(ListRange.All, Clients.Cancel));
        }

        Assert.Equal(TimeSpan.Zero, time.Elapsed);
    }
}
