using System.Net;
using AudienceTools.Server.Tests.Support;

namespace AudienceTools.Server.Tests.Atoms;

public sealed class AtomsMemberTests
{
    [Fact]
    public async Task Offset_is_the_size_of_a_page_and_limit_means_nothing()
    {
        await using var service = await Service.StartAsync();
        var id = await AudienceAsync(service, 12);
        var page = (await service.GetAsync($"/atoms/v1/audience/{id}/members?limit=2"))["data"];
        Assert.Equal((5, 12, 3, true), Shape(page));
        page = (await service.GetAsync($"/atoms/v1/audience/{id}/members?page=3&offset=5"))["data"];
        Assert.Equal((2, 12, 3, false), Shape(page));
        page = (await service.GetAsync($"/atoms/v1/audience/{id}/members?page=4&offset=5"))["data"];
        Assert.Equal((0, 12, 3, false), Shape(page));
    }

    [Fact]
    public async Task A_size_beyond_500_is_quietly_500()
    {
        await using var service = await Service.StartAsync();
        var id = await AudienceAsync(service, 501);
        Assert.Equal((500, 501, 2, true), Shape((await service.GetAsync($"/atoms/v1/audience/{id}/members?offset=100000"))["data"]));
    }

    [Theory]
    [InlineData("page=0")]
    [InlineData("offset=0")]
    [InlineData("offset=-1")]
    [InlineData("page=one")]
    public async Task A_page_that_can_t_be_is_an_error_in_this_list_s_own_form(string query)
    {
        await using var service = await Service.StartAsync();
        var id = await AudienceAsync(service, 1);
        var reply = (await service.GetAsync($"/atoms/v1/audience/{id}/members?{query}")).Expect(HttpStatusCode.BadRequest);
        Assert.Equal("error", reply["status"].GetString());
        Assert.NotEmpty(reply.Errors());
    }

    [Fact]
    public async Task Members_are_added_and_those_that_are_there_skipped()
    {
        await using var service = await Service.StartAsync();
        var id = await AudienceAsync(service, 2);
        var reply = await service.PostAsync($"/atoms/v1/audience/{id}/members", """
            {"members":[{"phoneNumber":"+14155550000"},{"city":"Pune","phoneNumber":"+14155559000"},{"phoneNumber":"+14155559000"}]}
            """);
        Assert.Equal(
            """{"status":true,"data":[{"message":"1 members added successfully","data":{"added":1,"skipped":2}}]}""",
            reply.Expect(HttpStatusCode.OK).Text);
        Assert.Equal(3, (await service.AtomsMembersAsync(id)).Count);
    }

    [Theory]
    [InlineData("""{"members":[{"phoneNumber":"+14155559000"},{"city":"Pune"}]}""", "Each member must have a phoneNumber field")]
    [InlineData("""{"members":[{"phoneNumber":"+14155559000"},{"phoneNumber":"12"}]}""", "Member 2 can't be added: A phone number is + and 7 to 15 digits (E.164).")]
    [InlineData("""{"members":[{"phoneNumber":"+14155559000","first name":"A"}]}""", "Column names can only contain letters, numbers and underscores")]
    [InlineData("""{"members":[{"phoneNumber":"+14155559000","":"A"}]}""", "Column names can only contain letters, numbers and underscores")]
    [InlineData("""{}""", "members is required")]
    public async Task One_bad_member_refuses_all(string body, string reason)
    {
        await using var service = await Service.StartAsync();
        var id = await AudienceAsync(service, 1);
        var reply = (await service.PostAsync($"/atoms/v1/audience/{id}/members", body)).Expect(HttpStatusCode.BadRequest);
        Assert.Equal(reason, reply.Errors());
        Assert.False(reply["status"].GetBoolean());
        Assert.Single(await service.AtomsMembersAsync(id));
    }

    [Fact]
    public async Task The_phone_column_has_the_name_that_the_audience_gave_it()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAtomsAudienceAsync("name,mobile\nA,+14155550001", "mobile");
        var refused = await service.PostAsync($"/atoms/v1/audience/{id}/members", """{"members":[{"phoneNumber":"+14155550002"}]}""");
        Assert.Equal("Each member must have a mobile field", refused.Expect(HttpStatusCode.BadRequest).Errors());
        (await service.PostAsync($"/atoms/v1/audience/{id}/members", """{"members":[{"mobile":"+14155550002","name":"B"}]}""")).Expect(HttpStatusCode.OK);
        Assert.Equal("""{"name":"B","mobile":"+14155550002"}""", (await service.AtomsMembersAsync(id))[1].GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task What_goes_beyond_ten_thousand_is_refused_with_the_numbers()
    {
        await using var service = await Service.StartAsync();
        var id = await AudienceAsync(service, 9_990);
        var members = Enumerable.Range(0, 15).Select(static i => new { phoneNumber = $"+1415666{i:0000}" });
        var refused = (await service.PostAsync($"/atoms/v1/audience/{id}/members", new { members })).Expect(HttpStatusCode.BadRequest);
        Assert.Equal(
            "Cannot add 15 members. You currently have 9990 members in this audience. The maximum limit is 10000 members. You can add up to 10 more members.",
            refused.Errors());
        (await service.PostAsync($"/atoms/v1/audience/{id}/members", new { members = members.Take(10) })).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Members_are_deleted_by_id_and_unknown_ids_not_counted()
    {
        await using var service = await Service.StartAsync();
        var id = await AudienceAsync(service, 4);
        var other = (await service.AtomsMembersAsync(await AudienceAsync(service, 1)))[0].GetProperty("_id").GetString();
        var ids = (await service.AtomsMembersAsync(id)).Select(static member => member.GetProperty("_id").GetString()!).ToArray();
        var reply = await service.DeleteAsync(
            $"/atoms/v1/audience/{id}/members", new { memberIds = new[] { ids[1], ids[2], ids[2], other, "nothing" } });
        Assert.Equal("""{"status":true,"data":{"deletedCount":2}}""", reply.Expect(HttpStatusCode.OK).Text);
        Assert.Equal([ids[0], ids[3]], (await service.AtomsMembersAsync(id)).Select(static member => member.GetProperty("_id").GetString()));
        (await service.DeleteAsync($"/atoms/v1/audience/{id}/members", new { })).Expect(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Numbers_may_lack_their_plus()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAtomsAudienceAsync("phoneNumber\n14155550001\n+14155550002");
        (await service.PostAsync($"/atoms/v1/audience/{id}/members", new { members = new[] { new { phoneNumber = "14155550003" }, new { phoneNumber = "14155550002" } } }))
            .Expect(HttpStatusCode.OK);
        Assert.Equal(
            ["+14155550001", "+14155550002", "+14155550003"],
            (await service.AtomsMembersAsync(id)).Select(static member => member.GetProperty("data").GetProperty("phoneNumber").GetString()));
        (await service.PostAsync($"/atoms/v1/audience/{id}/members", new { members = new[] { new { phoneNumber = "04155550003" } } }))
            .Expect(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_search_takes_one_text_or_fields_and_stops_at_ten()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAtomsAudienceAsync(
            "phoneNumber,city,plan\n" + string.Join('\n', Enumerable.Range(0, 15).Select(static i => $"+1415555{i:0000},{(i < 12 ? "Pune" : "Goa")},{i % 2}")));
        var query = (await service.GetAsync($"/atoms/v1/audience/{id}/members/search?query=pun")).Expect(HttpStatusCode.OK)["data"];
        Assert.Equal(10, query.GetProperty("members").GetArrayLength());
        Assert.Equal("""{"searchType":"general","searchTerm":"pun","searchFields":[],"totalResults":12}""", query.GetProperty("searchInfo").GetRawText());
        var fields = (await service.GetAsync($"/atoms/v1/audience/{id}/members/search?city=go&plan=1"))["data"];
        Assert.Equal(1, fields.GetProperty("members").GetArrayLength());
        Assert.Equal("""{"searchType":"multiple","searchFields":["city","plan"],"totalResults":1}""", fields.GetProperty("searchInfo").GetRawText());
        Assert.Equal(1, Count(await service.GetAsync($"/atoms/v1/audience/{id}/members/search?phoneNumber=%2B14155550003")));
        Assert.Equal(0, Count(await service.GetAsync($"/atoms/v1/audience/{id}/members/search?City=goa")));
        (await service.GetAsync($"/atoms/v1/audience/{id}/members/search?query=a&city=b")).Expect(HttpStatusCode.BadRequest);
        (await service.GetAsync($"/atoms/v1/audience/{id}/members/search")).Expect(HttpStatusCode.BadRequest);
        var list = (await service.GetAsync($"/atoms/v1/audience/{id}/members?search=goa&offset=2"))["data"];
        Assert.Equal((2, 3, 2, true), Shape(list));

        static int Count(Reply reply) => reply["data"].GetProperty("searchInfo").GetProperty("totalResults").GetInt32();
    }

    private static Task<string> AudienceAsync(Service service, int members) => service.NewAtomsAudienceAsync(
        "phoneNumber\n" + string.Join('\n', Enumerable.Range(0, members).Select(static i => $"+{14_155_550_000 + i}")));

    private static (int Members, int Total, int Pages, bool More) Shape(System.Text.Json.JsonElement page) => (
        page.GetProperty("members").GetArrayLength(),
        page.GetProperty("totalCount").GetInt32(),
        page.GetProperty("totalPages").GetInt32(),
        page.GetProperty("hasMore").GetBoolean());
}
