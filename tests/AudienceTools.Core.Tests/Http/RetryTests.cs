using System.Net;
using AudienceTools.Core.Http;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Http;

/// <summary>What is sent again, how often and after which wait. Atoms creates without an idempotency key, so its create stands for any POST.</summary>
public sealed class RetryTests
{
    private const string Audience = """{"status":true,"data":{"_id":"a1","name":"Q1"}}""";

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(520)]
    public async Task A_read_is_repeated_after(int status)
    {
        var transport = new RecordingTransport(Replies.Status(status), Replies.Json(Audience));
        using var client = Clients.Atoms(transport);

        var audience = await client.GetAudienceAsync("a1", Clients.Cancel);

        Assert.Equal("Q1", audience.Name);
        Assert.Equal(2, transport.Requests.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(409)]
    [InlineData(413)]
    [InlineData(415)]
    [InlineData(422)]
    [InlineData(501)]
    [InlineData(505)]
    [InlineData(507)]
    public async Task Nothing_is_repeated_after(int status)
    {
        var transport = new RecordingTransport(Replies.Status(status));
        using var client = Clients.Atoms(transport);

        var exception = await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));

        Assert.Equal((HttpStatusCode)status, exception.StatusCode);
        Assert.Equal(1, exception.Attempts);
        Assert.Single(transport.Requests);
    }

    [Fact]
    public async Task Two_times_503_then_200_goes_through_with_one_event_a_try()
    {
        var observer = new RecordingObserver();
        var transport = new RecordingTransport(Replies.Status(503), Replies.Status(503), Replies.Json(Audience));
        using var client = Clients.Atoms(transport);

        await client.Observed(observer).GetAudienceAsync("a1", Clients.Cancel);

        Assert.Equal([(503, 1), (503, 2), (200, 3)], observer.Attempts.Select(attempt => (attempt.Status!.Value, attempt.Attempt)));
        Assert.Equal([0.5, 1], observer.Waits.Select(wait => wait.Delay.TotalSeconds));
        Assert.DoesNotContain(observer.Waits, wait => wait.Reason == RequestWait.Limited);
    }

    [Fact]
    public async Task Backoff_doubles_with_full_jitter_up_to_half_a_minute()
    {
        var observer = new RecordingObserver();
        using var client = new AudienceClient(
            Clients.Options(AudienceService.Atoms, new RecordingTransport(Replies.Status(500))) with { MaximumRetryCount = 7 });

        await Clients.FailsAsync(() => client.Observed(observer).GetAudienceAsync("a1", Clients.Cancel));

        Assert.Equal([0.5, 1, 2, 4, 8, 15, 15], observer.Waits.Select(wait => wait.Delay.TotalSeconds));
    }

    [Fact]
    public async Task A_service_that_fails_for_ever_ends_after_the_attempts_there_are()
    {
        var transport = new RecordingTransport(Replies.Status(503));
        using var client = Clients.Atoms(transport);

        var exception = await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));

        Assert.Equal(AudienceErrorCode.ServiceFailed, exception.Code);
        Assert.Equal(5, exception.Attempts);
        Assert.Equal(5, transport.Requests.Count);
    }

    [Fact]
    public async Task A_failed_answer_is_disposed_before_the_next_try_and_the_last_one_is_still_read()
    {
        var transport = new RecordingTransport(Replies.Status(503), Replies.Json("""{"errors":["no more"]}""", HttpStatusCode.ServiceUnavailable));
        using var client = new AudienceClient(Clients.Options(AudienceService.Atoms, transport) with { MaximumRetryCount = 1 });

        var exception = await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));

        Assert.Contains("no more", exception.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => transport.Given[0].Content.ReadAsStringAsync(Clients.Cancel));
    }

    [Fact]
    public async Task Retries_can_be_turned_off()
    {
        var transport = new RecordingTransport(Replies.Status(503));
        using var client = new AudienceClient(Clients.Options(AudienceService.Atoms, transport) with { MaximumRetryCount = 0 });

        await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));

        Assert.Single(transport.Requests);
    }

    public static TheoryData<string> WhatWasNotWorkedOn => ["429", "503 with Retry-After", "refused", "no such host"];

    [Theory]
    [MemberData(nameof(WhatWasNotWorkedOn))]
    public async Task A_post_is_repeated_when_it_was_not_worked_on(string what)
    {
        var reply = what switch
        {
            "429" => Replies.Status(429),
            "refused" => Replies.Refused(),
            "no such host" => Replies.Throws(new HttpRequestException(HttpRequestError.NameResolutionError)),
            _ => Replies.Status(503, ("Retry-After", "1")),
        };
        var transport = new RecordingTransport(Replies.NoAudiences(), reply, Replies.Json(Audience));
        using var client = Clients.Atoms(transport);

        await client.CreateAudienceAsync(Clients.Definition(), Clients.Cancel);

        Assert.Equal(3, transport.Requests.Count);
        Assert.Equal(transport.Requests[1].Body, transport.Requests[2].Body);
        Assert.Contains("+14155550100", transport.Requests[2].Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_post_is_not_repeated_after_it_may_have_been_worked_on(int status)
    {
        var transport = new RecordingTransport(Replies.NoAudiences(), Replies.Status(status));
        using var client = Clients.Atoms(transport);

        await Clients.FailsAsync(() => client.CreateAudienceAsync(Clients.Definition(), Clients.Cancel));

        Assert.Single(transport.Requests, request => request.Method == HttpMethod.Post);
    }

    [Fact]
    public async Task A_post_is_not_repeated_when_the_connection_broke_under_it()
    {
        var transport = new RecordingTransport(Replies.NoAudiences(), Replies.Broken(), Replies.Json("""{"status":true,"data":[]}"""));
        using var client = Clients.Atoms(transport);

        await Clients.FailsAsync(() => client.CreateAudienceAsync(Clients.Definition(), Clients.Cancel));

        Assert.Single(transport.Requests, request => request.Method == HttpMethod.Post);
    }

    [Fact]
    public async Task Each_try_carries_the_same_headers_once()
    {
        var transport = new RecordingTransport(
            Replies.NoAudiences(), Replies.Broken(), Replies.Status(500), Replies.Json("""{"id":"a1","name":"Q1"}"""));
        using var client = Clients.Local(transport);

        await client.CreateAudienceAsync(Clients.Definition(), Clients.Cancel);

        var tries = transport.Requests.Skip(1).ToArray();
        Assert.Equal(3, tries.Length);
        Assert.All(tries, request =>
        {
            Assert.Equal(Clients.Key, request.Header("x-api-key"));
            Assert.Equal(tries[0].Header("Idempotency-Key"), request.Header("Idempotency-Key"));
            Assert.Equal(32, request.Header("Idempotency-Key")!.Length);
            Assert.Equal(2, request.Headers["User-Agent"].Length);
            Assert.StartsWith("AudienceTools/", request.Headers["User-Agent"][0], StringComparison.Ordinal);
            Assert.Equal("""{"name":"Q1"}""", request.Body);
        });
    }

    [Fact]
    public async Task Each_batch_has_the_key_that_its_caller_gives_it()
    {
        var transport = new RecordingTransport(Replies.Broken(), Replies.Json("""{"added":1}"""));
        using var client = Clients.Local(transport);

        await client.AddContactsAsync(new Audience { Id = "a1" }, [Clients.Contact("+14155550100")], "batch-7", Clients.Cancel);

        Assert.Equal(2, transport.Requests.Count);
        Assert.All(transport.Requests, request => Assert.Equal("batch-7", request.Header("Idempotency-Key")));
    }

    [Fact]
    public async Task Cancelling_ends_a_wait_at_once()
    {
        var time = new FakeTimeProvider();
        var transport = new RecordingTransport(Replies.Status(503, ("Retry-After", "200")));
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Clients.Cancel);
        using var client = new AudienceClient(Clients.Options(AudienceService.Atoms, transport) with { TimeProvider = time });

        var request = client.GetAudienceAsync("a1", cancel.Token);
        await time.TimersAsync(1);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        Assert.Single(transport.Requests);
        Assert.Equal(TimeSpan.Zero, time.Elapsed);
    }

    [Fact]
    public async Task Cancelling_an_exchange_is_a_cancellation_and_no_failure_to_repeat()
    {
        var transport = new RecordingTransport(Replies.Never());
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Clients.Cancel);
        using var client = Clients.Atoms(transport);

        var request = client.GetAudienceAsync("a1", cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        Assert.Single(transport.Requests);
    }
}
