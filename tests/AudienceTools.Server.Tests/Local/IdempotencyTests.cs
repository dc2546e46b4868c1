using System.Net;
using AudienceTools.Server.Tests.Support;

namespace AudienceTools.Server.Tests.Local;

public sealed class IdempotencyTests
{
    private static readonly object s_body = new { name = "Once" };

    [Fact]
    public async Task The_same_request_is_done_once_and_answered_alike_also_after_a_restart()
    {
        await using var service = await Service.StartAsync();
        var first = (await service.PostAsync("/v1/audiences", s_body, "key-1")).Expect(HttpStatusCode.Created);
        Assert.Null(first.Header("Idempotency-Replayed"));
        var second = (await service.PostAsync("/v1/audiences", s_body, "key-1")).Expect(HttpStatusCode.Created);
        Assert.Equal("true", second.Header("Idempotency-Replayed"));
        Assert.Equal(first.Text, second.Text);
        await service.RestartAsync();
        Assert.Equal(first.Text, (await service.PostAsync("/v1/audiences", s_body, "key-1")).Text);
        Assert.Equal(1, (await service.GetAsync("/v1/audiences"))["total"].GetInt32());
    }

    [Fact]
    public async Task A_repeated_add_tells_what_was_added_the_first_time()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAudienceAsync();
        var rows = new { contacts = new[] { new { phoneNumber = "+14155550001" } } };
        await service.PostAsync($"/v1/audiences/{id}/contacts", rows, "add");
        var again = await service.PostAsync($"/v1/audiences/{id}/contacts", rows, "add");
        Assert.Equal((1, 0), (again["added"].GetInt32(), again["skipped"].GetInt32()));
    }

    [Fact]
    public async Task A_key_of_another_body_or_path_is_refused()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAudienceAsync();
        (await service.PostAsync("/v1/audiences", s_body, "key-1")).Expect(HttpStatusCode.Created);
        (await service.PostAsync("/v1/audiences", new { name = "Twice" }, "key-1")).Expect(HttpStatusCode.UnprocessableEntity);
        (await service.PostAsync($"/v1/audiences/{id}/contacts", """{"contacts":[]}""", "key-1")).Expect(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_key_that_is_being_worked_on_is_refused()
    {
        await using var service = await Service.StartAsync();
        using var go = new ManualResetEventSlim();
        var blocker = service.Server.Store.WriteAsync(
            _ =>
            {
                go.Wait();
                return true;
            },
            1,
            Service.Cancellation);
        var requests = new[] { service.PostAsync("/v1/audiences", s_body, "key-1"), service.PostAsync("/v1/audiences", s_body, "key-1") };

        // Whichever comes second is refused at once; the other one waits for the writer.
        var refused = await Task.WhenAny(requests);
        (await refused).Expect(HttpStatusCode.Conflict);
        go.Set();
        await blocker;
        (await requests.Single(request => request != refused)).Expect(HttpStatusCode.Created);
        Assert.Equal(1, (await service.GetAsync("/v1/audiences"))["total"].GetInt32());
    }

    [Fact]
    public async Task A_refused_request_keeps_no_answer()
    {
        await using var service = await Service.StartAsync();
        var audience = await service.NewAudienceAsync();
        var campaign = await service.NewCampaignAsync(audience);
        (await service.PostAsync($"/v1/campaigns/{campaign}/pause", null, "key-1")).Expect(HttpStatusCode.Conflict);
        await service.PostAsync($"/v1/campaigns/{campaign}/start");
        (await service.PostAsync($"/v1/campaigns/{campaign}/pause", null, "key-1")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Keys_of_another_api_key_are_others()
    {
        await using var service = await Service.StartAsync();
        (await service.PostAsync("/v1/audiences", s_body, "key-1")).Expect(HttpStatusCode.Created);
        await service.RestartAsync(static options => options with { ApiKey = "another-key" });
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/audiences")
        {
            Content = new StringContent("""{"name":"Once"}""", System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", "key-1");
        var reply = (await service.SendAsync(request, "another-key")).Expect(HttpStatusCode.Created);
        Assert.Null(reply.Header("Idempotency-Replayed"));
    }

    [Fact]
    public async Task A_key_is_forgotten_after_a_day()
    {
        var time = new SettableTime();
        await using var service = await Service.StartAsync(options => options with { Time = time });
        var first = await service.PostAsync("/v1/audiences", s_body, "key-1");
        time.Now += TimeSpan.FromHours(23);
        Assert.Equal(first.Text, (await service.PostAsync("/v1/audiences", s_body, "key-1")).Text);
        time.Now += TimeSpan.FromHours(2);
        Assert.NotEqual(first.Text, (await service.PostAsync("/v1/audiences", s_body, "key-1")).Expect(HttpStatusCode.Created).Text);
    }

    [Fact]
    public async Task A_key_that_is_too_long_is_refused()
    {
        await using var service = await Service.StartAsync();
        (await service.PostAsync("/v1/audiences", s_body, new string('k', 256))).Expect(HttpStatusCode.BadRequest);
    }
}
