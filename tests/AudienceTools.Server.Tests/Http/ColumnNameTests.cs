using System.Net;
using AudienceTools.Server.Tests.Support;

namespace AudienceTools.Server.Tests.Http;

/// <summary>A column without a name can't be seen in a table nor asked for, so the service's own API takes none.</summary>
public sealed class ColumnNameTests
{
    [Fact]
    public async Task A_row_with_a_nameless_column_is_set_aside_and_its_neighbours_go_on()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAudienceAsync();
        var body = """
            {"contacts":[
              {"phoneNumber":"+14155550001","":1},
              {"phoneNumber":"+14155550002"," ":1},
              {"phoneNumber":"+14155550003","":1},
              {"":"+14155550004"},
              {"phoneNumber":"+14155550005","a":{"":1}}
            ]}
            """;
        var added = (await service.PostAsync($"/v1/audiences/{id}/contacts", body)).Expect(HttpStatusCode.OK);
        Assert.Equal(2, added["added"].GetInt32());
        Assert.Equal(
            [(0, "EmptyColumnName"), (2, "EmptyColumnName"), (3, "MissingPhoneNumber")],
            added["rejected"].EnumerateArray().Select(static row => (row.GetProperty("index").GetInt32(), row.GetProperty("code").GetString())));
        Assert.Contains("must have a name", added["rejected"][0].GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("""[" ","a"]""", (await service.GetAsync($"/v1/audiences/{id}"))["columns"].GetRawText());
        (await service.SendAsync(HttpMethod.Put, $"/v1/audiences/{id}/contacts", body)).Expect(HttpStatusCode.BadRequest);
        Assert.Equal(2, (await service.MembersAsync(id)).Count);
    }

    [Fact]
    public async Task A_contact_with_a_nameless_column_is_refused()
    {
        await using var service = await Service.StartAsync();
        const string Contact = """{"name":"A","phoneNumber":"+14155550001","metadata":{"a":1,"":2}}""";
        var refused = (await service.PostAsync("/v1/contacts", Contact)).Expect(HttpStatusCode.BadRequest);
        Assert.Contains("must have a name", refused["message"].GetString(), StringComparison.Ordinal);

        var known = await service.NewContactAsync("B", "+14155550002", new { a = 1 });
        (await service.PatchAsync($"/v1/contacts/{known}", """{"metadata":{"":1}}""")).Expect(HttpStatusCode.BadRequest);
        var bulk = await service.PostAsync("/v1/contacts/bulk", $$$"""{"contacts":[{{{Contact}}},{"name":"B","phoneNumber":"+14155550002","metadata":{"b":1}}]}""");
        Assert.Contains("must have a name", bulk.Expect(HttpStatusCode.OK)["rejected"][0].GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal((1, 1), (bulk["updated"].GetInt32(), bulk["failed"].GetInt32()));
        Assert.Equal(1, (await service.GetAsync("/v1/contacts"))["total"].GetInt32());
    }

    [Fact]
    public async Task The_copy_of_a_vendor_that_says_nothing_of_it_takes_one_and_it_is_told()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAudienceAsync();
        var contact = await service.PostAsync("/oliai/v1/contacts", """{"name":"+14155550001","phoneNumber":"+14155550001","metadata":{"":1}}""");
        var contactIds = new[] { contact.Expect(HttpStatusCode.Created)["id"].GetString() };
        (await service.PostAsync($"/oliai/v1/audiences/{id}/contacts", new { contactIds })).Expect(HttpStatusCode.OK);
        Assert.Equal("""[""]""", (await service.GetAsync($"/v1/audiences/{id}"))["columns"].GetRawText());
        Assert.Equal("""{"":1}""", (await service.MembersAsync(id))[0].GetProperty("metadata").GetRawText());
    }

    [Theory]
    [InlineData("phone1,\n14155550001,x\n")]
    [InlineData("phone1, \n14155550001,x\n")]
    public async Task The_copies_that_read_files_refuse_a_header_without_a_name(string csv)
    {
        await using var service = await Service.StartAsync();
        (await service.UploadAsync(csv, "phone1")).Expect(HttpStatusCode.BadRequest);
        (await service.UploadToCommBoxAsync(System.Text.Encoding.UTF8.GetBytes(csv))).Expect(HttpStatusCode.BadRequest);
    }
}
