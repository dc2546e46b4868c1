using System.Net;
using AudienceTools.Server.Tests.Support;

namespace AudienceTools.Server.Tests.Http;

public sealed class RateLimitTests
{
    private readonly SettableTime _time = new();

    [Fact]
    public async Task No_rate_is_kept_unless_asked_for()
    {
        await using var service = await Service.StartAsync(options => options with { Time = _time });
        foreach (var path in new[] { "/atoms/v1/audience", "/oliai/v1/audiences", "/commbox/audiences" })
        {
            await TakeAsync(service, path, 70);
        }
    }

    [Fact]
    public async Task Atoms_takes_ten_at_once_and_ten_a_second()
    {
        await using var service = await StartAsync();
        await TakeAsync(service, "/atoms/v1/audience", 10);
        var refused = (await service.GetAsync("/atoms/v1/audience")).Expect(HttpStatusCode.TooManyRequests);
        Assert.Equal("""{"status":false,"error":"Rate limit exceeded","code":"RATE_LIMIT_EXCEEDED","retry_after":1}""", refused.Text);
        Assert.Equal("1", refused.Header("Retry-After"));
        Assert.NotNull(refused.Header("x-request-id"));
        _time.Now += TimeSpan.FromMilliseconds(100);
        await TakeAsync(service, "/atoms/v1/audience", 1);
        (await service.GetAsync("/atoms/V1/audience/x/members")).Expect(HttpStatusCode.TooManyRequests);
        _time.Now += TimeSpan.FromHours(1);
        await TakeAsync(service, "/atoms/v1/audience", 10);
        (await service.GetAsync("/atoms/v1/audience")).Expect(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task OliAI_takes_sixty_requests_a_minute_and_ten_imports()
    {
        await using var service = await StartAsync();
        for (var i = 0; i < 10; i++)
        {
            (await ImportAsync(service)).Expect(HttpStatusCode.OK);
        }

        var refused = (await ImportAsync(service)).Expect(HttpStatusCode.TooManyRequests);
        Assert.Equal("""{"statusCode":429,"message":"Rate limit exceeded","error":"Too Many Requests"}""", refused.Text);
        Assert.Equal("6", refused.Header("Retry-After"));

        // The refused import has used up one of the sixty.
        await TakeAsync(service, "/oliai/v1/audiences", 49);
        Assert.Equal("1", (await service.GetAsync("/oliai/v1/imports")).Expect(HttpStatusCode.TooManyRequests).Header("Retry-After"));
        _time.Now += TimeSpan.FromSeconds(6);
        (await ImportAsync(service)).Expect(HttpStatusCode.OK);
        await TakeAsync(service, "/oliai/v1/audiences", 5);
        (await service.GetAsync("/oliai/v1/audiences")).Expect(HttpStatusCode.TooManyRequests);

        static Task<Reply> ImportAsync(Service service) => service.PostAsync("/oliai/v1/imports/api/bulk/", new { contacts = Array.Empty<object>() });
    }

    [Fact]
    public async Task Neither_Local_nor_CommBox_keeps_a_rate_and_none_spends_another_s()
    {
        await using var service = await StartAsync();
        await TakeAsync(service, "/v1/audiences", 70);
        await TakeAsync(service, "/commbox/audiences", 70);
        await TakeAsync(service, "/oliai/v1/audiences", 60);
        await TakeAsync(service, "/atoms/v1/audience", 10);
    }

    [Fact]
    public async Task A_client_may_rehearse_without_rates_and_spends_nothing()
    {
        await using var service = await StartAsync();
        for (var i = 0; i < 20; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/atoms/v1/audience") { Headers = { { "x-rehearsal-limits", "off" } } };
            (await service.SendAsync(request)).Expect(HttpStatusCode.OK);
        }

        await TakeAsync(service, "/atoms/v1/audience", 10);
        (await service.GetAsync("/atoms/v1/audience")).Expect(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task A_wrong_key_spends_nothing()
    {
        await using var service = await StartAsync();
        for (var i = 0; i < 20; i++)
        {
            (await service.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/atoms/v1/audience"), "wrong")).Expect(HttpStatusCode.Unauthorized);
        }

        await TakeAsync(service, "/atoms/v1/audience", 10);
    }

    private static async Task TakeAsync(Service service, string path, int count)
    {
        for (var i = 0; i < count; i++)
        {
            (await service.GetAsync(path)).Expect(HttpStatusCode.OK);
        }
    }

    private Task<Service> StartAsync() => Service.StartAsync(options => options with { Time = _time, RehearsalLimits = true });
}
