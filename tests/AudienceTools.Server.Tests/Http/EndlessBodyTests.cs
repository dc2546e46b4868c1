using System.Net;
using AudienceTools.Server.Tests.Support;

namespace AudienceTools.Server.Tests.Http;

/// <summary>A small body can stand for very much.</summary>
public sealed class EndlessBodyTests
{
    [Theory]
    [InlineData("/v1/contacts/bulk", "contacts", "{}")]
    [InlineData("/v1/contacts/bulk", "contacts", "0")]
    [InlineData("/oliai/v1/contacts/bulk", "contacts", "[]")]
    [InlineData("/v1/audiences/{0}/contacts/remove", "phoneNumbers", "\"\"")]
    public async Task A_list_without_end_is_refused_by_its_length(string path, string list, string item)
    {
        await using var service = await Service.StartAsync();
        path = string.Format(System.Globalization.CultureInfo.InvariantCulture, path, await service.NewAudienceAsync());
        var reply = await service.PostAsync(path, $$"""{"{{list}}":[{{string.Join(',', Enumerable.Repeat(item, 20_002))}}]}""");
        Assert.Contains("at most 10000", reply.Expect(HttpStatusCode.BadRequest)["message"].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_without_end_is_set_aside_and_its_neighbours_go_on()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAudienceAsync();
        var rows = $$"""
            {"contacts":[{"phoneNumber":"+14155550000","a":[{{string.Join(',', Enumerable.Repeat("[]", 5_001))}}]},{"phoneNumber":"+14155550001"}]}
            """;
        var added = (await service.PostAsync($"/v1/audiences/{id}/contacts", rows)).Expect(HttpStatusCode.OK);
        Assert.Equal("TooManyValues", Assert.Single(added["rejected"].EnumerateArray()).GetProperty("code").GetString());
        Assert.Equal(1, added["added"].GetInt32());
    }

    [Theory]
    [InlineData("a\\u0000b")]
    [InlineData("a\\ud800")]
    [InlineData("\\udc00b")]
    public async Task A_name_with_U_0000_or_half_of_a_pair_is_refused_by_every_API(string name)
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAudienceAsync();
        var atoms = (await service.GetAsync("/atoms/v1/audience"))["data"][0].GetProperty("_id").GetString();
        foreach (var api in new[] { "/v1", "/oliai/v1" })
        {
            await RefusedAsync(HttpMethod.Post, $"{api}/audiences", $$"""{"name":"{{name}}"}""");
            await RefusedAsync(HttpMethod.Post, $"{api}/audiences", $$"""{"name":"A","description":"{{name}}"}""");
            await RefusedAsync(HttpMethod.Patch, $"{api}/audiences/{id}", $$"""{"name":"{{name}}"}""");
            await RefusedAsync(HttpMethod.Post, $"{api}/contacts", $$"""{"name":"{{name}}","phoneNumber":"+14155550001"}""");
            await RefusedAsync(HttpMethod.Post, $"{api}/campaigns", $$"""{"name":"{{name}}","audienceId":"{{id}}","flowId":"f"}""");
        }

        await RefusedAsync(HttpMethod.Post, "/atoms/v1/campaign", $$"""{"name":"{{name}}","audienceId":"{{atoms}}"}""");
        await RefusedAsync(HttpMethod.Post, "/atoms/v1/campaign", $$"""{"name":"A","agentId":"{{name}}","audienceId":"{{atoms}}"}""");
        await RefusedAsync(HttpMethod.Post, $"/atoms/v1/audience/{atoms}/members", $$"""{"members":[{"phoneNumber":"+14155550001","{{name}}":""}]}""");
        var added = await service.PostAsync($"/v1/audiences/{id}/contacts", $$"""{"contacts":[{"phoneNumber":"+14155550001","{{name}}":""}]}""");
        Assert.Equal("InvalidText", added.Expect(HttpStatusCode.OK)["rejected"][0].GetProperty("code").GetString());
        Assert.Equal("Leads", Assert.Single((await service.GetAsync("/v1/audiences"))["data"].EnumerateArray()).GetProperty("name").GetString());

        async Task RefusedAsync(HttpMethod method, string path, string body) =>
            (await service.SendAsync(method, path, body)).Expect(HttpStatusCode.BadRequest);
    }
}
