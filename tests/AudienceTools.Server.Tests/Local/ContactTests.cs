using System.Net;
using AudienceTools.Server.Tests.Support;

namespace AudienceTools.Server.Tests.Local;

public sealed class ContactTests
{
    [Fact]
    public async Task A_contact_is_created_read_and_known_once()
    {
        await using var service = await Service.StartAsync();
        var created = await service.PostAsync(
            "/v1/contacts", """{"name":"Asha","phoneNumber":"+14155550001","language":"hi-IN","metadata":{"z":1,"a":"😀"}}""");
        created.Expect(HttpStatusCode.Created);
        Assert.Equal("""{"z":1,"a":"😀"}""", Unescape(created["metadata"].GetRawText()));
        var got = await service.GetAsync($"/v1/contacts/{created["id"].GetString()}");
        Assert.Equal(created.Text, got.Expect(HttpStatusCode.OK).Text);
        (await service.PostAsync("/v1/contacts", new { name = "B", phoneNumber = "+14155550001" })).Expect(HttpStatusCode.Conflict);
        Assert.DoesNotContain("4155550001", created["id"].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"phoneNumber":"+14155550001"}""")]
    [InlineData("""{"name":"A"}""")]
    [InlineData("""{"name":"A","phoneNumber":"14155550001"}""")]
    [InlineData("""{"name":"A","phoneNumber":"+14155550001","metadata":[]}""")]
    [InlineData("""{"name":"A","phoneNumber":"+14155550001","metadata":{"a":1,"a":2}}""")]
    [InlineData("""{"name":"A","phoneNumber":"+14155550001","metadata":{"a":["\ud800"]}}""")]
    [InlineData("""{"name":"\ud800","phoneNumber":"+14155550001"}""")]
    public async Task A_contact_that_is_not_whole_is_refused(string body)
    {
        await using var service = await Service.StartAsync();
        (await service.PostAsync("/v1/contacts", body)).Expect(HttpStatusCode.BadRequest);
        Assert.Equal(0, (await service.GetAsync("/v1/contacts"))["total"].GetInt32());
    }

    [Fact]
    public async Task A_patch_changes_the_person_everywhere_in_one_place()
    {
        await using var service = await Service.StartAsync();
        var audience = await service.NewAudienceAsync();
        await service.AddAsync(audience, new { name = "Asha", phoneNumber = "+14155550001", City = "Pune" });
        await service.NewContactAsync("Ravi", "+14155550002");
        var id = (await service.MembersAsync(audience))[0].GetProperty("id").GetString();
        (await service.PatchAsync($"/v1/contacts/{id}", new { name = "Asha Rao", language = "mr-IN" })).Expect(HttpStatusCode.OK);
        var member = (await service.MembersAsync(audience))[0];
        Assert.Equal("Asha Rao", member.GetProperty("name").GetString());
        Assert.Equal("mr-IN", member.GetProperty("language").GetString());
        Assert.Equal("""{"name":"Asha Rao","City":"Pune"}""", member.GetProperty("metadata").GetRawText());
        (await service.PatchAsync($"/v1/contacts/{id}", new { phoneNumber = "+14155550002" })).Expect(HttpStatusCode.Conflict);
        var moved = await service.PatchAsync($"/v1/contacts/{id}", new { phoneNumber = "+14155550003" });
        Assert.Equal("+14155550003", moved.Expect(HttpStatusCode.OK)["phoneNumber"].GetString());
    }

    [Fact]
    public async Task A_deleted_contact_leaves_every_audience()
    {
        await using var service = await Service.StartAsync();
        var a = await service.NewAudienceAsync("A");
        var b = await service.NewAudienceAsync("B");
        await service.AddNumbersAsync(a, 3);
        await service.AddNumbersAsync(b, 3);
        var id = (await service.MembersAsync(a))[1].GetProperty("id").GetString();
        Assert.Equal("""{"success":true}""", (await service.DeleteAsync($"/v1/contacts/{id}")).Expect(HttpStatusCode.OK).Text);
        (await service.GetAsync($"/v1/contacts/{id}")).Expect(HttpStatusCode.NotFound);
        (await service.DeleteAsync($"/v1/contacts/{id}")).Expect(HttpStatusCode.NotFound);
        Assert.Equal(2, (await service.GetAsync($"/v1/audiences/{a}"))["contactCount"].GetInt32());
        Assert.Equal(2, (await service.GetAsync($"/v1/audiences/{b}"))["contactCount"].GetInt32());
        Assert.Equal(["+14155550000", "+14155550002"], (await service.GetAsync("/v1/contacts"))["data"].EnumerateArray()
            .Select(static contact => contact.GetProperty("phoneNumber").GetString()));
    }

    [Fact]
    public async Task Many_contacts_are_created_or_updated_and_bad_ones_counted()
    {
        await using var service = await Service.StartAsync();
        await service.NewContactAsync("Old", "+14155550001");
        var reply = await service.PostAsync("/v1/contacts/bulk", """
            {"contacts":[{"name":"New","phoneNumber":"+14155550001"},{"name":"B","phoneNumber":"+14155550002"},
            {"name":"C","phoneNumber":"12"},{"name":"D","phoneNumber":5},"x",{"phoneNumber":"+14155550003"}]}
            """);
        reply.Expect(HttpStatusCode.OK);
        Assert.Equal((1, 1, 4), (reply["created"].GetInt32(), reply["updated"].GetInt32(), reply["failed"].GetInt32()));
        Assert.Equal(["New", "B"], reply["contacts"].EnumerateArray().Select(static contact => contact.GetProperty("name").GetString()));
        Assert.Equal([2, 3, 4, 5], reply["rejected"].EnumerateArray().Select(static row => row.GetProperty("index").GetInt32()));
    }

    private static string Unescape(string json) => json.Replace("\\uD83D\\uDE00", "😀", StringComparison.OrdinalIgnoreCase);
}
