using System.Net;
using AudienceTools.Core.Http;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Http;

public sealed class RetryAfterTests
{
    private const string Audience = """{"status":true,"data":{"_id":"a1","name":"Q1"}}""";
    private const double OwnBackoff = 0.5;

    [Theory]
    [InlineData("2", 2)]
    [InlineData("300", 300)]
    [InlineData("0", OwnBackoff)]
    [InlineData("-5", OwnBackoff)]
    [InlineData("soon", OwnBackoff)]
    [InlineData("1.5", 1.5)]
    [InlineData("0.25", 0.25)]
    [InlineData("1e9", OwnBackoff)]
    [InlineData("NaN", OwnBackoff)]
    [InlineData("Sun, 01 Mar 2026 12:00:30 GMT", 30)]
    [InlineData("Sun, 01 Mar 2026 11:00:00 GMT", OwnBackoff)]
    [InlineData("Sun, 99 Mar 2026 11:00:00 GMT", OwnBackoff)]
    public async Task The_header_is_honoured_where_it_says_something(string header, double seconds) =>
        Assert.Equal(seconds, await WaitAfterAsync(Replies.Status(429, ("Retry-After", header))));

    [Theory]
    [InlineData("retry-after-ms", "1500", 1.5)]
    [InlineData("retry-after-ms", "0", OwnBackoff)]
    [InlineData("X-RateLimit-Reset", "7", 7)]
    [InlineData("X-RateLimit-Reset", "2.5", 2.5)]
    [InlineData("X-RateLimit-Reset", "1772366420", 20)] // 2026-03-01T12:00:20Z
    [InlineData("X-RateLimit-Reset", "1772366420500", 20.5)]
    [InlineData("X-RateLimit-Reset", "1772366390", OwnBackoff)]
    [InlineData("X-RateLimit-Reset", "soon", OwnBackoff)]
    public async Task Other_headers_serve_where_it_is_missing(string header, string value, double seconds) =>
        Assert.Equal(seconds, await WaitAfterAsync(Replies.Status(429, (header, value))));

    [Fact]
    public async Task The_headers_go_by_what_they_say_of_this_answer()
    {
        (string, string)[] all = [("X-RateLimit-Reset", "60"), ("retry-after-ms", "2500"), ("Retry-After", "4")];
        Assert.Equal(4, await WaitAfterAsync(Replies.Status(429, all)));
        Assert.Equal(2.5, await WaitAfterAsync(Replies.Status(429, all[..2])));
        Assert.Equal(30, await WaitAfterAsync(Replies.Json("""{"retry_after":30}""", HttpStatusCode.TooManyRequests, all[..1])));
    }

    [Fact]
    public async Task A_limit_that_is_told_with_every_answer_is_no_wait_after_a_failure()
    {
        var observer = new RecordingObserver();
        using var client = Clients.Of(AudienceService.Atoms, Replies.Status(500, ("X-RateLimit-Reset", "60")), Replies.Json(Audience));

        await client.Observed(observer).GetAudienceAsync("a1", Clients.Cancel);

        Assert.Equal(OwnBackoff, Assert.Single(observer.Waits).Delay.TotalSeconds);
    }

    [Theory]
    [InlineData("Retry-After", "1.5")]
    [InlineData("retry-after-ms", "1500")]
    public async Task A_503_that_says_when_to_come_again_was_not_worked_on_however_it_says_so(string header, string value)
    {
        var transport = new RecordingTransport(Replies.NoAudiences(), Replies.Status(503, (header, value)), Replies.Json(Audience));
        using var client = Clients.Atoms(transport);

        await client.CreateAudienceAsync(Clients.Definition(), Clients.Cancel);

        Assert.Equal(2, transport.Requests.Count(request => request.Method == HttpMethod.Post));
    }

    [Theory]
    [InlineData("301", "6 min")]
    [InlineData("Sun, 01 Mar 2026 14:00:00 GMT", "120 min")]
    [InlineData("2147472000", "35791200 min")]
    [InlineData("99999999999999999999", "min")]
    public async Task A_wait_over_the_cap_ends_with_an_error_that_names_it(string header, string named)
    {
        var transport = new RecordingTransport(Replies.Status(429, ("Retry-After", header)));
        using var client = Clients.Atoms(transport);

        var exception = await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));

        Assert.Equal(AudienceErrorCode.RateLimited, exception.Code);
        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
        Assert.True(exception.RetryAfter > TimeSpan.FromMinutes(5));
        Assert.Single(transport.Requests);
    }

    [Fact]
    public async Task A_503_over_the_cap_names_the_wait_too()
    {
        var transport = new RecordingTransport(Replies.Status(503, ("Retry-After", "3600")));
        using var client = Clients.Atoms(transport);

        var exception = await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));

        Assert.Equal(AudienceErrorCode.ServiceFailed, exception.Code);
        Assert.Contains("60 min", exception.Message, StringComparison.Ordinal);
        Assert.Single(transport.Requests);
    }

    [Theory]
    [InlineData("""{"status":false,"error":"Rate limit exceeded","code":"RATE_LIMIT_EXCEEDED","retry_after":60}""", 60)]
    [InlineData("""{"message":"Slow down","rateLimit":{"routeClass":"audience","limit":10,"retryAfterSec":"45"}}""", 45)]
    [InlineData("""{"status":false,"errors":["Too many requests"]}""", OwnBackoff)]
    [InlineData("""{"retry_after":-1}""", OwnBackoff)]
    [InlineData("""{"retry_after":"NaN"}""", OwnBackoff)]
    [InlineData("""{"retry_after":"\ud800"}""", OwnBackoff)]
    [InlineData("""{"rateLimit":60}""", OwnBackoff)]
    [InlineData("[]", OwnBackoff)]
    [InlineData("not JSON", OwnBackoff)]
    [InlineData("", OwnBackoff)]
    public async Task Seconds_in_the_body_serve_where_the_header_is_missing(string body, double seconds) =>
        Assert.Equal(seconds, await WaitAfterAsync(Replies.Json(body, HttpStatusCode.TooManyRequests)));

    [Fact]
    public async Task The_header_goes_before_the_body() =>
        Assert.Equal(3, await WaitAfterAsync(Replies.Json("""{"retry_after":60}""", HttpStatusCode.TooManyRequests, ("Retry-After", "3"))));

    [Fact]
    public async Task A_limit_that_goes_on_ends_with_what_the_service_said()
    {
        using var client = Clients.Of(AudienceService.Atoms, Replies.Json(
            """{"status":false,"error":"Rate limit exceeded","retry_after":60}""",
            HttpStatusCode.TooManyRequests,
            ("x-request-id", "r-1")));

        var exception = await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));

        Assert.Equal(AudienceErrorCode.RateLimited, exception.Code);
        Assert.Equal(TimeSpan.FromMinutes(1), exception.RetryAfter);
        Assert.Equal("r-1", exception.RequestId);
        Assert.Equal(5, exception.Attempts);
        Assert.Contains("60 s", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Rate limit exceeded", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    public async Task A_jump_of_the_wall_clock_changes_no_wait(int seconds)
    {
        var time = new FakeTimeProvider();
        var transport = new RecordingTransport(Replies.Status(429, ("Retry-After", "10")), Replies.Json(Audience));
        using var client = new AudienceClient(Clients.Options(AudienceService.Atoms, transport) with { TimeProvider = time });

        var request = client.GetAudienceAsync("a1", Clients.Cancel);
        await time.TimersAsync(1);
        time.JumpWallClock(TimeSpan.FromSeconds(seconds));
        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Single(transport.Requests);
        time.Advance(TimeSpan.FromSeconds(0.1));
        await request;

        Assert.Equal(2, transport.Requests.Count);
    }

    private static async Task<double> WaitAfterAsync(Reply limited)
    {
        var observer = new RecordingObserver();
        using var client = Clients.Of(AudienceService.Atoms, limited, Replies.Json(Audience));
        await client.Observed(observer).GetAudienceAsync("a1", Clients.Cancel);
        var wait = Assert.Single(observer.Waits);
        Assert.Equal(RequestWait.Limited, wait.Reason);
        return wait.Delay.TotalSeconds;
    }
}
