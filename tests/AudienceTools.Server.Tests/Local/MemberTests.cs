using System.Net;
using System.Text.Json;
using AudienceTools.Server.Tests.Support;

namespace AudienceTools.Server.Tests.Local;

public sealed class MemberTests
{
    private const string Rows = """
        {"contacts":[
          {"name":"Zoë \"Z\" 李","phoneNumber":"+14155550001","City":"पुणे","empty":"","n":1.50,"ok":true,"none":null,"deep":{"a":[1]}},
          {"City":"Pune","language":"hi-IN","phoneNumber":"+14155550002","emoji":"😀","esc":"\u00e9\n"}
        ]}
        """;

    [Fact]
    public async Task Every_column_comes_back_in_its_order_and_to_the_letter()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAudienceAsync();
        var added = (await service.PostAsync($"/v1/audiences/{id}/contacts", Rows)).Expect(HttpStatusCode.OK);
        Assert.Equal("""{"added":2,"skipped":0,"skippedIndexes":[],"rejected":[],"contactCount":2}""", added.Text);

        var members = await service.MembersAsync(id);
        var first = members[0];
        Assert.Equal("Zoë \"Z\" 李", first.GetProperty("name").GetString());
        Assert.Equal("+14155550001", first.GetProperty("phoneNumber").GetString());
        Assert.Equal(
            """{"name":"Zoë \"Z\" 李","City":"पुणे","empty":"","n":1.50,"ok":true,"none":null,"deep":{"a":[1]}}""",
            first.GetProperty("metadata").GetRawText());

        var second = members[1];
        Assert.Equal("+14155550002", second.GetProperty("name").GetString());
        Assert.Equal("hi-IN", second.GetProperty("language").GetString());
        Assert.Equal(["City", "language", "emoji", "esc"], Keys(second));
        Assert.Equal("😀", second.GetProperty("metadata").GetProperty("emoji").GetString());
        Assert.Equal("é\n", second.GetProperty("metadata").GetProperty("esc").GetString());
    }

    [Fact]
    public async Task All_members_are_replaced_in_one_step_or_not_at_all()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAudienceAsync();
        var path = $"/v1/audiences/{id}/contacts";
        (await service.PostAsync(path, Rows)).Expect(HttpStatusCode.OK);

        (await service.SendAsync(HttpMethod.Put, path, """{"contacts":[{"phoneNumber":"+14155550003"},{"phoneNumber":"12"}]}"""))
            .Expect(HttpStatusCode.BadRequest);
        (await service.SendAsync(HttpMethod.Put, path, "{}")).Expect(HttpStatusCode.BadRequest);
        Assert.Equal(["+14155550001", "+14155550002"], await NumbersAsync());

        var replaced = await service.SendAsync(
            HttpMethod.Put, path, """{"contacts":[{"phoneNumber":"+14155550002","City":"Goa"},{"phoneNumber":"+14155550004"},{"phoneNumber":"+14155550002"}]}""");
        Assert.Equal("""{"added":2,"skipped":1,"skippedIndexes":[2],"rejected":[],"contactCount":2}""", replaced.Expect(HttpStatusCode.OK).Text);
        Assert.Equal(["+14155550002", "+14155550004"], await NumbersAsync());
        (await service.SendAsync(HttpMethod.Put, "/v1/audiences/aud_0000000000000000/contacts", """{"contacts":[]}""")).Expect(HttpStatusCode.NotFound);
        (await service.SendAsync(HttpMethod.Put, $"/oliai{path}", """{"contacts":[]}""")).Expect(HttpStatusCode.MethodNotAllowed);

        async Task<IEnumerable<string?>> NumbersAsync() =>
            (await service.MembersAsync(id)).Select(static member => member.GetProperty("phoneNumber").GetString());
    }

    [Fact]
    public async Task One_bad_row_never_fails_the_others()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAudienceAsync();
        var reply = await service.PostAsync($"/v1/audiences/{id}/contacts", """
            {"contacts":[
              {"phoneNumber":"+14155550001"},
              {"phoneNumber":"4155550002"},
              {"phoneNumber":"+0155550002"},
              {"phoneNumber":"+123456"},
              {"phoneNumber":"+1234567890123456"},
              {"phoneNumber":"+1415555000２"},
              {"phoneNumber":"+14155550002\n"},
              {"phoneNumber":14155550002},
              {"phoneNumber":null},
              {"phoneNumber":{"a":["+14155550002"]}},
              {"City":"Pune"},
              {},
              "text",
              [1],
              {"phoneNumber":"+14155550003","phoneNumber":"+14155550003"},
              {"phoneNumber":"+14155550003","a":1,"a":2},
              {"phoneNumber":"+14155550003","a":"\ud800"},
              {"phoneNumber":"+14155550003","a":[{"\udc00":1}]},
              {"phoneNumber":"+14155550009"}
            ]}
            """);
        reply.Expect(HttpStatusCode.OK);
        Assert.Equal((2, 0, 2), (reply["added"].GetInt32(), reply["skipped"].GetInt32(), reply["contactCount"].GetInt32()));
        var rejected = reply["rejected"].EnumerateArray().ToDictionary(
            static row => row.GetProperty("index").GetInt32(), static row => row.GetProperty("code").GetString());
        Assert.Equal(Enumerable.Range(1, 17), rejected.Keys.Order());
        Assert.All(Enumerable.Range(1, 9), index => Assert.Equal("InvalidPhoneNumber", rejected[index]));
        Assert.All([10, 11], index => Assert.Equal("MissingPhoneNumber", rejected[index]));
        Assert.All([12, 13], index => Assert.Equal("NotAnObject", rejected[index]));
        Assert.All([14, 15], index => Assert.Equal("DuplicateColumn", rejected[index]));
        Assert.All([16, 17], index => Assert.Equal("InvalidText", rejected[index]));
        Assert.DoesNotContain("155550", reply["rejected"].GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_number_is_one_member_and_the_first_row_wins()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAudienceAsync();
        var reply = await service.AddAsync(
            id, new { phoneNumber = "+14155550001", City = "A" }, new { phoneNumber = "+14155550001", City = "B" });
        Assert.Equal((1, 1), (reply["added"].GetInt32(), reply["skipped"].GetInt32()));
        reply = await service.AddAsync(id, new { phoneNumber = "+14155550001", City = "C" }, new { phoneNumber = "+14155550002" });
        Assert.Equal((1, 1, 2), (reply["added"].GetInt32(), reply["skipped"].GetInt32(), reply["contactCount"].GetInt32()));
        Assert.Equal("A", (await service.MembersAsync(id))[0].GetProperty("metadata").GetProperty("City").GetString());
    }

    [Fact]
    public async Task The_answer_says_which_rows_were_members_before_whatever_was_refused_between()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAudienceAsync();
        await service.AddAsync(id, new { phoneNumber = "+14155550001" }, new { phoneNumber = "+14155550002" });
        var reply = await service.AddAsync(
            id,
            new { phoneNumber = "no" },
            new { phoneNumber = "+14155550001" },
            new { phoneNumber = "+14155550003" },
            new { phoneNumber = "no" },
            new { phoneNumber = "no" },
            new { phoneNumber = "+14155550002" },
            new { phoneNumber = "+14155550003" });
        Assert.Equal([1, 5, 6], reply["skippedIndexes"].EnumerateArray().Select(static index => index.GetInt32()));
        Assert.Equal([0, 3, 4], reply["rejected"].EnumerateArray().Select(static row => row.GetProperty("index").GetInt32()));
    }

    [Fact]
    public async Task Adding_a_person_to_one_audience_changes_no_other()
    {
        await using var service = await Service.StartAsync();
        var a = await service.NewAudienceAsync("A");
        var b = await service.NewAudienceAsync("B");
        await service.AddAsync(a, new { name = "Asha", phoneNumber = "+14155550001", City = "Pune" });
        var before = (await service.MembersAsync(a))[0].GetRawText();
        await service.AddAsync(b, new { phoneNumber = "+14155550001", Town = "Mumbai", City = "Goa" });
        Assert.Equal(before, (await service.MembersAsync(a))[0].GetRawText());
        var other = (await service.MembersAsync(b))[0];
        Assert.Equal(["Town", "City"], Keys(other));
        Assert.Equal("+14155550001", other.GetProperty("name").GetString());
        Assert.Equal((await service.MembersAsync(a))[0].GetProperty("id").GetString(), other.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Known_contacts_are_added_by_id_all_or_none()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAudienceAsync();
        var asha = await service.NewContactAsync("Asha", "+14155550001");
        var ravi = await service.NewContactAsync("Ravi", "+14155550002");
        (await service.PostAsync($"/v1/audiences/{id}/contacts", new { contactIds = new[] { asha, "con_0000000000000000" } }))
            .Expect(HttpStatusCode.NotFound);
        Assert.Empty(await service.MembersAsync(id));
        var reply = await service.PostAsync($"/v1/audiences/{id}/contacts", new { contactIds = new[] { asha, ravi, asha } });
        Assert.Equal((2, 1, 2), (reply["added"].GetInt32(), reply["skipped"].GetInt32(), reply["contactCount"].GetInt32()));
        Assert.Equal("Asha", (await service.MembersAsync(id))[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Members_leave_by_id_and_by_number_and_asking_again_is_harmless()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAudienceAsync();
        await service.AddNumbersAsync(id, 5);
        var contact = (await service.MembersAsync(id))[0].GetProperty("id").GetString();
        var byId = (await service.DeleteAsync($"/v1/audiences/{id}/contacts", new { contactIds = new[] { contact, "nobody" } })).Expect(HttpStatusCode.OK);
        Assert.Equal((1, 4), (byId["removed"].GetInt32(), byId["contactCount"].GetInt32()));
        var byNumber = await service.PostAsync(
            $"/v1/audiences/{id}/contacts/remove", new { phoneNumbers = new[] { "+14155550001", "+14155550000", "+19999999999" } });
        Assert.Equal((1, 3), (byNumber["removed"].GetInt32(), byNumber["contactCount"].GetInt32()));
        (await service.DeleteAsync($"/v1/audiences/{id}/contacts", new { phoneNumbers = new[] { "0800" } })).Expect(HttpStatusCode.BadRequest);
        (await service.DeleteAsync($"/v1/audiences/{id}/contacts", new { })).Expect(HttpStatusCode.BadRequest);
        Assert.Equal(3, (await service.MembersAsync(id)).Count);
        Assert.Equal(5, (await service.GetAsync("/v1/contacts"))["total"].GetInt32());
    }

    [Fact]
    public async Task Available_contacts_are_those_outside_the_audience()
    {
        await using var service = await Service.StartAsync();
        var a = await service.NewAudienceAsync("A");
        var b = await service.NewAudienceAsync("B");
        await service.AddNumbersAsync(a, 4);
        await service.AddNumbersAsync(b, 2);
        var reply = (await service.GetAsync($"/v1/audiences/{b}/available-contacts?limit=1")).Expect(HttpStatusCode.OK);
        Assert.Equal((2, "+14155550002"), (reply["total"].GetInt32(), reply["data"][0].GetProperty("phoneNumber").GetString()));
        var next = await service.GetAsync($"/v1/audiences/{b}/available-contacts?limit=1&after={reply["next"].GetString()}");
        Assert.Equal("+14155550003", next["data"][0].GetProperty("phoneNumber").GetString());
        Assert.False(next.Json.TryGetProperty("next", out _));
        Assert.Equal(1, (await service.GetAsync($"/v1/audiences/{b}/available-contacts?search=city%203"))["total"].GetInt32());
        Assert.Equal(0, (await service.GetAsync($"/v1/audiences/{a}/available-contacts"))["total"].GetInt32());
    }

    [Fact]
    public async Task A_search_looks_into_every_value()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAudienceAsync();
        await service.AddAsync(
            id,
            new { phoneNumber = "+14155550001", name = "Asha", City = "PUNE" },
            new { phoneNumber = "+14155550002", name = "Ravi", Amount = 4711 },
            new { phoneNumber = "+14155550003", Städte = "München" });
        Assert.Equal(1, await CountAsync("pune"));
        Assert.Equal(1, await CountAsync("ASHA"));
        Assert.Equal(1, await CountAsync("4711"));
        Assert.Equal(1, await CountAsync("MÜNCHEN"));
        Assert.Equal(1, await CountAsync("%2B14155550002"));
        Assert.Equal(3, await CountAsync("1415555"));
        Assert.Equal(0, await CountAsync("City"));

        async Task<int> CountAsync(string search)
        {
            var reply = (await service.GetAsync($"/v1/audiences/{id}/contacts?search={search}")).Expect(HttpStatusCode.OK);
            Assert.Equal(reply["total"].GetInt32(), reply["data"].GetArrayLength());
            return reply["total"].GetInt32();
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"contacts":{}}""")]
    [InlineData("""{"contacts":[]}x""")]
    [InlineData("""{"contacts":[{"phoneNumber":"+14155550001"}""")]
    [InlineData("""{"contacts":[],"contacts":[]}""")]
    [InlineData("""{"contactIds":"con_1"}""")]
    [InlineData("""{"contactIds":[1]}""")]
    [InlineData("""{"contactIds":[null]}""")]
    public async Task A_body_of_another_form_is_refused_and_changes_nothing(string body)
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAudienceAsync();
        (await service.PostAsync($"/v1/audiences/{id}/contacts", body)).Expect(HttpStatusCode.BadRequest);
        (await service.DeleteAsync($"/v1/audiences/{id}/contacts", body)).Expect(HttpStatusCode.BadRequest);
        Assert.Empty(await service.MembersAsync(id));
    }

    [Fact]
    public async Task Ten_thousand_rows_are_taken_and_one_more_is_not()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAudienceAsync();
        (await service.PostAsync($"/v1/audiences/{id}/contacts", new { contacts = Numbers(10_001) })).Expect(HttpStatusCode.BadRequest);
        Assert.Empty(await service.MembersAsync(id));
        Assert.Equal(10_000, (await service.AddAsync(id, Numbers(10_000)))["added"].GetInt32());
        Assert.Equal(10_000, (await service.MembersAsync(id)).Count);

        static object[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(static i => new { phoneNumber = $"+{9_100_000_000 + i}" })];
    }

    private static IEnumerable<string> Keys(JsonElement member) =>
        member.GetProperty("metadata").EnumerateObject().Select(static property => property.Name);
}
