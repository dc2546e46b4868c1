using System.Net;
using AudienceTools.Core.Http;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Http;

/// <summary>A service that answers 409 since it still works on an earlier try of the same request.</summary>
public sealed class OwnRepeatTests
{
    [Fact]
    public async Task A_service_that_still_works_on_an_earlier_try_is_waited_for_and_gives_its_answer()
    {
        var observer = new RecordingObserver();
        var busy = Replies.Json("""{"message":"still being worked on"}""", HttpStatusCode.Conflict, ("Retry-After", "2"));
        var transport = new RecordingTransport([Replies.Broken(), .. Enumerable.Repeat(busy, 20), Replies.Json("""{"added":1}""")]);
        using var client = Clients.Local(transport);

        var added = await client.Observed(observer).AddContactsAsync(
            new Audience { Id = "a1" }, [Clients.Contact("+14155550100")], "batch-7", Clients.Cancel);

        Assert.Equal((1, 22), (added.Added, transport.Requests.Count));
        Assert.Equal(20, observer.Waits.Count(wait => wait.Delay == TimeSpan.FromSeconds(2) && wait.Reason == RequestWait.StillWorking));
        Assert.Equal(Enumerable.Range(1, 22), observer.Attempts.Select(attempt => attempt.Attempt));
    }

    [Fact]
    public async Task It_is_not_waited_for_longer_than_an_exchange_may_take()
    {
        var time = new FakeTimeProvider { JumpsToTimers = true };
        var transport = new RecordingTransport(Replies.Status(409));
        using var client = new AudienceClient(
            Clients.Options(AudienceService.Local, transport) with { TimeProvider = time, LongestRetryAfter = TimeSpan.FromSeconds(30) });

        var exception = await Clients.FailsAsync(
            () => client.AddContactsAsync(new Audience { Id = "a1" }, [Clients.Contact("+14155550100")], "batch-7", Clients.Cancel));

        Assert.Equal((AudienceErrorCode.Conflict, 31), (exception.Code, exception.Attempts));
        Assert.Equal(30, time.Elapsed.TotalSeconds);
    }
}
