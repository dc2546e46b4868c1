using System.Net;
using AudienceTools.Server.Tests.Support;

namespace AudienceTools.Server.Tests.Local;

/// <summary>What could be added can be listed, however large it is, and no page is larger than it should be.</summary>
public sealed class LargePageTests
{
    private const int Members = 9;

    [Fact]
    public async Task A_page_that_goes_on_ends_by_bytes()
    {
        await using var service = await Service.StartAsync();
        var id = await FillAsync(service);
        var first = (await service.GetAsync($"/v1/audiences/{id}/contacts?limit=1000")).Expect(HttpStatusCode.OK);
        Assert.InRange(first.Text.Length, 1, 9_000_000);
        Assert.Equal(3, first["data"].GetArrayLength());
        Assert.Equal(Members, first["total"].GetInt32());
        Assert.Equal(Numbers(Members), (await service.MembersAsync(id)).Select(static member => member.GetProperty("phoneNumber").GetString()));

        var found = (await service.GetAsync($"/v1/audiences/{id}/contacts?limit=1000&search=xx")).Expect(HttpStatusCode.OK);
        Assert.Equal((3, Members), (found["data"].GetArrayLength(), found["total"].GetInt32()));
        var on = (await service.GetAsync($"/v1/audiences/{id}/contacts?limit=1000&search=xx&after={found["next"].GetString()}")).Expect(HttpStatusCode.OK);
        Assert.Equal("+14155550003", on["data"][0].GetProperty("phoneNumber").GetString());
        var contacts = (await service.GetAsync("/v1/contacts?limit=1000")).Expect(HttpStatusCode.OK);
        Assert.Equal(3, contacts["data"].GetArrayLength());
    }

    [Theory]
    [InlineData("/v1/audiences/{0}/contacts?page=1&limit=1000")]
    [InlineData("/v1/contacts?page=2&limit=4")]
    [InlineData("/oliai/v1/audiences/{0}/contacts?limit=100")]
    [InlineData("/oliai/v1/audiences/{0}/contacts?limit=100&search=4155")]
    [InlineData("/oliai/v1/audiences/{1}/available-contacts?limit=8")]
    public async Task A_page_that_is_asked_for_by_number_never_ends_early(string path)
    {
        await using var service = await Service.StartAsync();
        var id = await FillAsync(service);
        path = string.Format(System.Globalization.CultureInfo.InvariantCulture, path, id, await service.NewAudienceAsync("Empty"));
        var refused = (await service.GetAsync(path)).Expect(HttpStatusCode.RequestEntityTooLarge);
        Assert.Contains("fewer", refused["message"].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_copy_of_Atoms_refuses_it_too_and_gives_the_half()
    {
        await using var service = await Service.StartAsync();
        await FillAsync(service);
        var id = (await service.GetAsync("/atoms/v1/audience"))["data"][0].GetProperty("_id").GetString();
        var refused = (await service.GetAsync($"/atoms/v1/audience/{id}/members?offset=8")).Expect(HttpStatusCode.RequestEntityTooLarge);
        Assert.False(refused["status"].GetBoolean());
        var half = (await service.GetAsync($"/atoms/v1/audience/{id}/members?offset=2&page=2")).Expect(HttpStatusCode.OK);
        Assert.Equal(2, half["data"].GetProperty("members").GetArrayLength());
    }

    [Fact]
    public async Task A_member_that_is_larger_than_a_page_comes_alone()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAudienceAsync();
        await service.AddAsync(id, new { phoneNumber = "+14155550000" }, new { phoneNumber = "+14155550001", text = new string('x', 9_000_000) });
        await service.AddAsync(id, new { phoneNumber = "+14155550002" });
        Assert.Equal(Numbers(3), (await service.MembersAsync(id)).Select(static member => member.GetProperty("phoneNumber").GetString()));
        var alone = (await service.GetAsync($"/oliai/v1/audiences/{id}/contacts?limit=1&page=2")).Expect(HttpStatusCode.OK);
        Assert.Equal(1, alone["data"].GetArrayLength());
    }

    private static IEnumerable<string> Numbers(int count) => Enumerable.Range(0, count).Select(static i => $"+1415555{i:0000}");

    private static async Task<string> FillAsync(Service service)
    {
        var id = await service.NewAudienceAsync();
        await service.AddAsync(id, [.. Numbers(Members).Select(static number => new { phoneNumber = number, text = new string('x', 2_500_000) })]);
        return id;
    }
}
