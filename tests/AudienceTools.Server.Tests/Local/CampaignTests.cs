using System.Net;
using AudienceTools.Server.Tests.Support;

namespace AudienceTools.Server.Tests.Local;

public sealed class CampaignTests
{
    [Fact]
    public async Task A_campaign_goes_through_its_states()
    {
        await using var service = await Service.StartAsync();
        var audience = await service.NewAudienceAsync();
        var created = await service.PostAsync("/v1/campaigns", new { name = "Spring", audienceId = audience, flowId = "flow_1" });
        var path = $"/v1/campaigns/{created.Expect(HttpStatusCode.Created)["id"].GetString()}";
        Assert.Equal("DRAFT", created["status"].GetString());
        Assert.Equal(audience, created["audienceId"].GetString());
        (await service.PostAsync($"{path}/pause", new { })).Expect(HttpStatusCode.Conflict);
        Assert.Equal("IN_PROGRESS", (await service.PostAsync($"{path}/start")).Expect(HttpStatusCode.OK)["status"].GetString());
        (await service.PostAsync($"{path}/start")).Expect(HttpStatusCode.Conflict);
        (await service.DeleteAsync(path)).Expect(HttpStatusCode.Conflict);
        Assert.Equal("PAUSED", (await service.PostAsync($"{path}/pause"))["status"].GetString());
        Assert.Equal("COMPLETED", (await service.PostAsync($"{path}/complete"))["status"].GetString());
        (await service.PostAsync($"{path}/cancel")).Expect(HttpStatusCode.Conflict);
        Assert.Equal("COMPLETED", (await service.GetAsync(path))["status"].GetString());
        Assert.Equal(1, (await service.GetAsync("/v1/campaigns"))["total"].GetInt32());
        (await service.DeleteAsync(path)).Expect(HttpStatusCode.OK);
        (await service.GetAsync(path)).Expect(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_audience_in_use_is_not_deleted_and_the_campaigns_are_named()
    {
        await using var service = await Service.StartAsync();
        var audience = await service.NewAudienceAsync("Leads");
        await service.AddNumbersAsync(audience, 2);
        await service.NewCampaignAsync(audience, "Only a draft");
        var running = await service.NewCampaignAsync(audience, "Spring");
        var paused = await service.NewCampaignAsync(audience, "Summer");
        (await service.PostAsync("/v1/campaigns", new { name = "Autumn", audienceId = audience, scheduledAt = "2030-01-01T00:00:00Z" }))
            .Expect(HttpStatusCode.Created);
        await service.PostAsync($"/v1/campaigns/{running}/start");
        await service.PostAsync($"/v1/campaigns/{paused}/start");
        await service.PostAsync($"/v1/campaigns/{paused}/pause");

        var refused = (await service.DeleteAsync($"/v1/audiences/{audience}")).Expect(HttpStatusCode.Conflict);
        Assert.Equal(
            "Audience 'Leads' is in use by campaigns: 'Spring' (running), 'Summer' (paused), 'Autumn' (scheduled)", refused["message"].GetString());
        Assert.Equal(
            ["IN_PROGRESS", "PAUSED", "SCHEDULED"],
            refused["campaigns"].EnumerateArray().Select(static campaign => campaign.GetProperty("status").GetString()));
        Assert.Equal(running, refused["campaigns"][0].GetProperty("id").GetString());
        Assert.Equal(2, (await service.MembersAsync(audience)).Count);
    }

    [Fact]
    public async Task Drafts_and_ended_campaigns_do_not_keep_an_audience()
    {
        await using var service = await Service.StartAsync();
        var audience = await service.NewAudienceAsync();
        var draft = await service.NewCampaignAsync(audience);
        var ended = await service.NewCampaignAsync(audience);
        await service.PostAsync($"/v1/campaigns/{ended}/start");
        await service.PostAsync($"/v1/campaigns/{ended}/complete");
        (await service.DeleteAsync($"/v1/audiences/{audience}")).Expect(HttpStatusCode.OK);
        (await service.PostAsync($"/v1/campaigns/{draft}/start")).Expect(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("""{"audienceId":"aud_0000000000000000"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"name":"A"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"name":"A","audienceId":"aud_0000000000000000"}""", HttpStatusCode.NotFound)]
    public async Task A_campaign_needs_a_name_and_an_audience(string body, HttpStatusCode status)
    {
        await using var service = await Service.StartAsync();
        (await service.PostAsync("/v1/campaigns", body)).Expect(status);
    }
}
