using System.Net;
using System.Text.Json;
using AudienceTools.Server.Storage;
using AudienceTools.Server.Storage.Sqlite;
using AudienceTools.Server.Tests.Support;
using Microsoft.Data.Sqlite;

namespace AudienceTools.Server.Tests.Local;

/// <summary>An audience tells all columns that its members ever had, whoever wrote them.</summary>
public sealed class ColumnTests
{
    [Fact]
    public async Task Columns_stand_in_the_order_in_which_they_came_on_every_page()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAudienceAsync();
        Assert.Equal("[]", await ToldAsync(service, id));
        await service.AddAsync(
            id,
            new { b = "1", phoneNumber = "+14155550001", a = "" },
            new { phoneNumber = "+14155550002" },
            new { a = "2", phoneNumber = "+14155550003", c = new { d = 1 } });
        await service.PostAsync($"/v1/audiences/{id}/contacts", """{"contacts":[{"phoneNumber":"+14155550004","\u0061":1,"Gr\u00f6ße":"x"," b":null,"A":1}]}""");
        Assert.Equal("""["b","a","c","Größe"," b","A"]""", await ToldAsync(service, id));

        string? next = null;
        for (var page = 0; page < 4; page++)
        {
            var reply = await service.GetAsync($"/v1/audiences/{id}/contacts?limit=1&after={next}");
            Assert.Equal("""["b","a","c","Größe"," b","A"]""", reply.Expect(HttpStatusCode.OK)["columns"].GetRawText());
            next = page < 3 ? reply["next"].GetString() : null;
        }

        Assert.Equal(6, (await service.GetAsync($"/v1/audiences/{id}/contacts?page=3&limit=1&search=2"))["columns"].GetArrayLength());
        Assert.Equal(6, (await service.PatchAsync($"/v1/audiences/{id}", new { description = "x" }))["columns"].GetArrayLength());
    }

    [Fact]
    public async Task Only_the_service_s_own_api_tells_them_and_only_of_an_audience()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAudienceAsync();
        await service.AddAsync(id, new { phoneNumber = "+14155550001", City = "Pune" });
        var atoms = (await service.GetAsync("/atoms/v1/audience"))["data"][0].GetProperty("_id").GetString();
        foreach (var path in new[]
        {
            "/v1/audiences", "/v1/contacts", $"/v1/audiences/{id}/available-contacts", "/oliai/v1/audiences", $"/oliai/v1/audiences/{id}",
            $"/oliai/v1/audiences/{id}/contacts", "/oliai/v1/contacts", $"/atoms/v1/audience/{atoms}", $"/atoms/v1/audience/{atoms}/members", CommBoxVerbs.Audiences,
        })
        {
            Assert.DoesNotContain("olumns", (await service.GetAsync(path)).Expect(HttpStatusCode.OK).Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Rows_that_do_not_become_members_bring_no_columns()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAudienceAsync();
        await service.AddAsync(id, new { phoneNumber = "+14155550001", a = 1 });
        await service.AddAsync(
            id,
            new { phoneNumber = "+14155550001", there = 1 },
            new { phoneNumber = "12", bad = 1 },
            new { phoneNumber = "+14155550002", b = 1 },
            new { phoneNumber = "+14155550002", twice = 1 });
        Assert.Equal("""["a","b"]""", await ToldAsync(service, id));
    }

    [Fact]
    public async Task Columns_stay_when_members_go_or_are_replaced()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAudienceAsync();
        await service.AddAsync(id, new { phoneNumber = "+14155550001", a = 1 }, new { phoneNumber = "+14155550002", b = 1 });
        await service.PostAsync($"/v1/audiences/{id}/contacts/remove", new { phoneNumbers = new[] { "+14155550002" } });
        var replacement = await service.SendAsync(
            HttpMethod.Put, $"/v1/audiences/{id}/contacts", """{"contacts":[{"phoneNumber":"+14155550003","c":1,"a":2}]}""");
        replacement.Expect(HttpStatusCode.OK);
        Assert.Equal("""["a","b","c"]""", await ToldAsync(service, id));
    }

    [Fact]
    public async Task Known_contacts_bring_their_metadata_and_what_stands_beside()
    {
        await using var service = await Service.StartAsync();
        string[] contacts =
        [
            await service.NewContactAsync("+14155550001", "+14155550001", new { a = 1 }),
            await service.NewContactAsync("Asha Rao", "+14155550002", new { First_Name = "Asha", LastName = "Rao" }),
            await service.NewContactAsync("Asha", "+14155550003", new { FullName = 5, b = 1 }),
        ];
        var spoken = await service.PostAsync("/v1/contacts", """{"name":"Ravi","phoneNumber":"+14155550004","language":"hi-IN","metadata":{"name":"R","c":1}}""");
        var first = await service.NewAudienceAsync();
        foreach (var (count, expected) in new[]
        {
            (1, """["a"]"""), (2, """["a","First_Name","LastName"]"""), (3, """["a","First_Name","LastName","name","FullName","b"]"""),
        })
        {
            await AddIdsAsync(service, first, contacts[..count]);
            Assert.Equal(expected, await ToldAsync(service, first));
        }

        var second = await service.NewAudienceAsync("Second");
        await AddIdsAsync(service, second, spoken["id"].GetString()!);
        Assert.Equal("""["language","name","c"]""", await ToldAsync(service, second));

        var third = await service.NewAudienceAsync("Third");
        await service.AddAsync(third, new { phoneNumber = "+14155550003", FullName = 5, b = 1 });
        Assert.Equal("""["name","FullName","b"]""", await ToldAsync(service, third));
        await service.AddAsync(third, new { phoneNumber = "+14155550004", own = 1 });
        Assert.Equal("""["name","FullName","b","own"]""", await ToldAsync(service, third));
    }

    [Fact]
    public async Task A_contact_that_changes_brings_its_columns_to_the_audiences_that_show_it()
    {
        await using var service = await Service.StartAsync();
        var shows = await service.NewAudienceAsync("Shows");
        var hasOwn = await service.NewAudienceAsync("Has its own");
        await service.AddAsync(shows, new { phoneNumber = "+14155550001", a = 1 });
        await service.AddAsync(hasOwn, new { phoneNumber = "+14155550001", own = 1 });
        var contact = (await service.MembersAsync(shows))[0].GetProperty("id").GetString();

        (await service.PatchAsync($"/v1/contacts/{contact}", new { metadata = new { b = 1, a = 2 } })).Expect(HttpStatusCode.OK);
        Assert.Equal("""["a","b"]""", await ToldAsync(service, shows));
        (await service.PatchAsync($"/v1/contacts/{contact}", new { name = "Asha", language = "hi-IN" })).Expect(HttpStatusCode.OK);
        Assert.Equal("""["a","b","name","language"]""", await ToldAsync(service, shows));
        (await service.PatchAsync($"/oliai/v1/contacts/{contact}", new { metadata = new { c = 1 } })).Expect(HttpStatusCode.OK);
        await service.PostAsync("/v1/contacts/bulk", """{"contacts":[{"name":"A","phoneNumber":"+14155550001","metadata":{"d":1}}]}""");
        await service.PostAsync("/oliai/v1/contacts/bulk", """{"contacts":[{"name":"A","phoneNumber":"+14155550001","metadata":{"e":1}}]}""");
        Assert.Equal("""["a","b","name","language","c","d","e"]""", await ToldAsync(service, shows));
        Assert.Equal("""["own"]""", await ToldAsync(service, hasOwn));
    }

    [Fact]
    public async Task A_name_that_was_the_number_is_shown_when_the_number_changes()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAudienceAsync();
        var contact = await service.NewContactAsync("+14155550001", "+14155550001", new { a = 1 });
        await AddIdsAsync(service, id, contact);
        Assert.Equal("""["a"]""", await ToldAsync(service, id));
        (await service.PatchAsync($"/v1/contacts/{contact}", new { phoneNumber = "+14155550002" })).Expect(HttpStatusCode.OK);
        Assert.Equal("""["a","name"]""", await ToldAsync(service, id));
    }

    [Fact]
    public async Task An_import_keeps_them()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAudienceAsync();
        await service.AddAsync(id, new { phoneNumber = "+14155550001", a = 1 });
        var import = await service.PostAsync("/oliai/v1/imports/api/bulk", $$"""
            {"audienceId":"{{id}}","contacts":[
              {"name":"+14155550001","phoneNumber":"+14155550001","b":1},
              {"name":"+14155550002","phoneNumber":"+14155550002","c":1,"a":1},
              {"name":"Asha","phoneNumber":"+14155550003","language":"hi-IN","d":1}
            ]}
            """);
        var importId = import.Expect(HttpStatusCode.OK)["importId"].GetString()!;
        while ((await service.GetAsync($"/oliai/v1/imports/{importId}/status"))["status"].GetString() is "PROCESSING")
        {
            await Task.Yield();
        }

        Assert.Equal("""["a","b","c","name","language","d"]""", await ToldAsync(service, id));
    }

    [Fact]
    public async Task The_copies_keep_them_with_columns_whose_cells_are_all_empty()
    {
        await using var service = await Service.StartAsync();
        var atoms = await service.NewAtomsAudienceAsync("b,mobile,empty,a\n1,14155550001,,2\n", "mobile");
        var id = (await service.GetAsync("/v1/audiences"))["data"][0].GetProperty("id").GetString()!;
        Assert.Equal("""["b","empty","a"]""", await ToldAsync(service, id));
        var members = new { members = new object[] { new { c = 1, mobile = "+14155550002", phoneNumber = "5" }, new { mobile = "+14155550001", d = 1 } } };
        (await service.PostAsync($"/atoms/v1/audience/{atoms}/members", members)).Expect(HttpStatusCode.OK);
        Assert.Equal("""["b","empty","a","c","phoneNumber"]""", await ToldAsync(service, id));

        var commBox = await service.NewCommBoxAudienceAsync("City,phone1,empty\nPune,14155550003,\n", "Other");
        id = (await service.GetAsync("/v1/audiences"))["data"][1].GetProperty("id").GetString()!;
        Assert.Equal("""["City","empty"]""", await ToldAsync(service, id));
        (await service.ReplaceAsync(commBox, "phone1,Last,City\n14155550004,1,2\n")).Expect(HttpStatusCode.OK);
        Assert.Equal("""["City","empty","Last"]""", await ToldAsync(service, id));
    }

    [Fact]
    public async Task A_step_that_is_undone_or_asked_for_again_changes_none()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAudienceAsync();
        var body = """{"contacts":[{"phoneNumber":"+14155550001","a":1}]}""";
        (await service.PostAsync($"/v1/audiences/{id}/contacts", body, "key-1")).Expect(HttpStatusCode.OK);
        await Assert.ThrowsAsync<InvalidOperationException>(() => service.Server.Store.WriteAsync<int>(
            static writer =>
            {
                writer.AddRows(writer.FindAudience(1)!, [new ContactRow(14155550002, "{\"lost\":1}"u8.ToArray(), ["lost"])]);
                throw new InvalidOperationException();
            },
            1,
            Service.Cancellation));
        await service.PostAsync($"/v1/audiences/{id}/contacts/remove", new { phoneNumbers = new[] { "+14155550001" } });
        (await service.PostAsync($"/v1/audiences/{id}/contacts", body, "key-1")).Expect(HttpStatusCode.OK);
        Assert.Equal("""["a"]""", await ToldAsync(service, id));
    }

    [Fact]
    public async Task They_survive_a_restart_and_go_with_their_audience()
    {
        await using var service = await Service.StartAsync();
        var gone = await service.NewAudienceAsync("Gone");
        var orphaned = await service.NewAudienceAsync("Orphaned");
        var stays = await service.NewAudienceAsync("Stays");
        foreach (var id in new[] { gone, orphaned, stays })
        {
            await service.AddAsync(id, new { phoneNumber = "+14155550001", a = 1 });
        }

        (await service.DeleteAsync($"/v1/audiences/{gone}")).Expect(HttpStatusCode.OK);
        (await service.DeleteAsync($"/v1/audiences/{orphaned}?contacts=orphaned")).Expect(HttpStatusCode.OK);
        await service.RestartAsync();
        Assert.Equal("""["a"]""", await ToldAsync(service, stays));
        SQLitePCL.Batteries_V2.Init();
        using var database = Database.Open(service.DatabasePath, SqliteOpenMode.ReadOnly, TimeSpan.Zero);
        using var lists = database.Prepare("SELECT count(*) FROM audience_column");
        Assert.True(lists.Step());
        Assert.Equal(1, lists.Int64(0));
    }

    [Theory]
    [InlineData(5_000, 10, 5_000)]
    [InlineData(5_001, 10, null)]
    [InlineData(600, 500, null)]
    public async Task Too_many_are_not_told_at_all(int names, int length, int? told)
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAudienceAsync();
        var rows = Enumerable.Range(0, names).Chunk(500).Select((chunk, row) => chunk
            .Select(i => KeyValuePair.Create($"{i}".PadLeft(length, 'x'), "1"))
            .Append(KeyValuePair.Create("phoneNumber", $"+{14155550000 + row}"))
            .ToDictionary(StringComparer.Ordinal));
        await service.AddAsync(id, [.. rows]);

        // What is given up stays so, and what is known already makes no difference.
        await service.AddAsync(id, new Dictionary<string, string>(StringComparer.Ordinal) { ["phoneNumber"] = "+14155559999", ["0".PadLeft(length, 'x')] = "1" });
        foreach (var path in new[] { $"/v1/audiences/{id}/contacts?limit=1", $"/v1/audiences/{id}" })
        {
            var reply = (await service.GetAsync(path)).Expect(HttpStatusCode.OK);
            Assert.Equal(told, reply.Json.TryGetProperty("columns", out var columns) ? columns.GetArrayLength() : null);
        }
    }

    private static async Task AddIdsAsync(Service service, string audience, params string[] contactIds) =>
        (await service.PostAsync($"/v1/audiences/{audience}/contacts", new { contactIds })).Expect(HttpStatusCode.OK);

    private static async Task<string> ToldAsync(Service service, string audience)
    {
        var alone = (await service.GetAsync($"/v1/audiences/{audience}")).Expect(HttpStatusCode.OK)["columns"].GetRawText();
        var page = (await service.GetAsync($"/v1/audiences/{audience}/contacts?limit=1")).Expect(HttpStatusCode.OK)["columns"].GetRawText();
        Assert.Equal(alone, page);
        Assert.Equal(JsonValueKind.Array, JsonElement.Parse(alone).ValueKind);
        return alone;
    }
}
