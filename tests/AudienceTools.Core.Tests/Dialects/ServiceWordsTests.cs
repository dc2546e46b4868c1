using System.Net;
using System.Text.Json;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Dialects;

/// <summary>What a service says of an error is told, wherever it says it.</summary>
public sealed class ServiceWordsTests
{
    [Theory]
    [InlineData(AudienceService.Atoms, """{"errors":["a","b"],"message":"c","error":"a"}""", "a|b|c")]
    [InlineData(AudienceService.Atoms, """{"errors":"a"}""", "a")]
    [InlineData(AudienceService.Atoms, """{"errors":{"name":["a","b"],"file":"c"}}""", "name: a|name: b|file: c")]
    [InlineData(AudienceService.Atoms, """{"errors":[{"message":"a","path":"b"},{"field":"c"}]}""", "a|field: c")]
    [InlineData(AudienceService.Atoms, """{"error":{"message":"a","code":7},"reason":"b"}""", "a|b")]
    [InlineData(AudienceService.Atoms, """{"data":[{"message":"Cannot add"}]}""", "Cannot add")]
    [InlineData(AudienceService.Atoms, """{"code":"NO_PLAN"}""", "NO_PLAN")]
    [InlineData(AudienceService.Atoms, """{"errors":[],"message":" ","detail":null}""", "")]
    [InlineData(AudienceService.OliAI, """{"message":["a","b"],"error":"Bad Request"}""", "a|b")]
    [InlineData(AudienceService.OliAI, """{"reason":"a","error":"Bad Request"}""", "a")]
    [InlineData(AudienceService.OliAI, """{"error":"Bad Request"}""", "Bad Request")]
    [InlineData(AudienceService.CommBox, """{"description":"a","message":"b"}""", "a")]
    [InlineData(AudienceService.CommBox, """{"message":"b"}""", "b")]
    [InlineData(AudienceService.Local, """[]""", "")]
    public void They_are_found_in_whatever_shape(AudienceService service, string body, string words)
    {
        using var json = JsonDocument.Parse(body);

        Assert.Equal(words, string.Join('|', KnownDialects.Of(service).ReadError(new Answer(HttpStatusCode.BadRequest, json.RootElement)).Messages));
    }

    [Fact]
    public async Task A_refused_add_is_told_in_the_services_words()
    {
        using var client = Clients.Of(AudienceService.Atoms, Replies.Json("""{"status":false,"data":[{"message":"The list is closed"}]}"""));

        var exception = await Clients.FailsAsync(() => client.AddContactsAsync(
            new Audience { Id = "a1" }, [Clients.Contact("+14155550100")], "k", Clients.Cancel));

        Assert.Contains("The list is closed", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"errors":["no"],"activeCampaigns":[{"_id":"c1","name":"Spring","status":"running"}]}""", "'Spring' (running)")]
    [InlineData("""{"errors":["no"],"activeCampaigns":["Spring"]}""", "'Spring'")]
    [InlineData("""{"errors":["no"],"data":{"activeCampaigns":[{"_id":"c1"}]}}""", "'c1'")]
    public async Task Campaigns_that_an_error_names_are_told(string body, string told)
    {
        using var client = Clients.Of(AudienceService.Atoms, Replies.Json(body, HttpStatusCode.BadRequest));

        var exception = await Clients.FailsAsync(() => client.DeleteAudienceAsync("a1", Clients.Cancel));

        Assert.Equal(AudienceErrorCode.AudienceInUse, exception.Code);
        Assert.Contains(told, exception.Message, StringComparison.Ordinal);
        Assert.Single(exception.Campaigns);
    }

    [Fact]
    public async Task A_count_of_active_campaigns_says_that_an_audience_is_in_use()
    {
        using var client = Clients.Of(AudienceService.Atoms, Replies.Json("""{"errors":["no"],"activeCampaigns":2}""", HttpStatusCode.BadRequest));

        Assert.Equal(
            AudienceErrorCode.AudienceInUse, (await Clients.FailsAsync(() => client.DeleteAudienceAsync("a1", Clients.Cancel))).Code);
    }

    [Fact]
    public async Task Members_and_campaigns_of_an_audience_are_read_by_their_other_names_too()
    {
        using var client = Clients.Of(AudienceService.Atoms, Replies.Json("""
            {"data":{"_id":"a1","name":"Q1","currentMemberCount":7,"activeCampaigns":[{"_id":"c1","name":"Spring"}]}}
            """));

        var audience = await client.GetAudienceAsync("a1", Clients.Cancel);

        Assert.Equal(7, audience.MemberCount);
        Assert.Equal([new AudienceCampaign("c1", "Spring", null)], audience.Campaigns);
    }
}
