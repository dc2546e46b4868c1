using System.Net;
using System.Text;
using AudienceTools.Server.Tests.Support;

namespace AudienceTools.Server.Tests.Http;

/// <summary>A name that stands twice in an object is found by what it means, wherever JSON is read: one of its values would be lost.</summary>
public sealed class DoubledNamesTests
{
    [Theory]
    [InlineData("POST", "/v1/audiences", """{"name":"A","n\u0061me":"B"}""")]
    [InlineData("POST", "/v1/audiences", """{"name":"A","unknown":1,"unknown":2}""")]
    [InlineData("PATCH", "/v1/audiences/AUDIENCE", """{"name":"A","x":{"y":1,"\u0079":2}}""")]
    [InlineData("POST", "/v1/contacts", """{"name":"A","phoneNumber":"+14155550001","metadata":{"City":1,"C\u0069ty":2}}""")]
    [InlineData("POST", "/v1/contacts", """{"name":"A","phoneNumber":"+14155550001","metadata":{"a":[{"b":1,"b":2}]}}""")]
    [InlineData("POST", "/v1/contacts", """{"name":"A","phoneNumber":"+14155550001","x":1,"x":2}""")]
    [InlineData("POST", "/v1/contacts/bulk", """{"contacts":[{"name":"A","phoneNumber":"+14155550001","x":1,"x":2}]}""")]
    [InlineData("POST", "/v1/contacts/bulk", """{"contacts":[],"x":1,"x":2}""")]
    [InlineData("POST", "/v1/audiences/AUDIENCE/contacts", """{"contacts":[{"phoneNumber":"+14155550001"}],"cont\u0061cts":[]}""")]
    [InlineData("POST", "/v1/audiences/AUDIENCE/contacts", """{"x":1,"contacts":[{"phoneNumber":"+14155550001"}],"x":2}""")]
    [InlineData("POST", "/v1/audiences/AUDIENCE/contacts", """{"contactIds":[],"x":1,"x":2}""")]
    [InlineData("PUT", "/v1/audiences/AUDIENCE/contacts", """{"contacts":[],"x":1,"x":2}""")]
    [InlineData("PUT", "/v1/audiences/AUDIENCE/contacts", """{"contacts":[{"phoneNumber":"+14155550001","a":1,"\u0061":2}]}""")]
    [InlineData("POST", "/v1/audiences/AUDIENCE/contacts/remove", """{"phoneNumbers":[],"x":1,"x":2}""")]
    [InlineData("POST", "/v1/campaigns", """{"name":"A","audienceId":"AUDIENCE","x":1,"x":2}""")]
    [InlineData("POST", "/oliai/v1/imports/api/bulk", """{"contacts":[],"audienceId":"AUDIENCE","\u0061udienceId":"AUDIENCE"}""")]
    [InlineData("POST", "/oliai/v1/imports/api/bulk", """{"contacts":[],"webhookUrl":"a","webhookUrl":"b"}""")]
    [InlineData("POST", "/atoms/v1/audience/ATOMS/members", """{"members":[{"phoneNumber":"+14155550001","City":1,"C\u0069ty":2}]}""")]
    [InlineData("POST", "/atoms/v1/audience/ATOMS/members", """{"members":[],"x":1,"x":2}""")]
    [InlineData("DELETE", "/atoms/v1/audience/ATOMS/members", """{"memberIds":[],"x":1,"x":2}""")]
    [InlineData("POST", "/atoms/v1/campaign", """{"name":"A","audienceId":"ATOMS","x":1,"x":2}""")]
    public async Task A_body_with_a_name_twice_is_refused_and_changes_nothing(string method, string path, string body)
    {
        await using var service = await Service.StartAsync();
        var local = await service.NewAudienceAsync();
        var atoms = (await service.GetAsync("/atoms/v1/audience"))["data"][0].GetProperty("_id").GetString();
        string Named(string text) => text.Replace("AUDIENCE", local, StringComparison.Ordinal).Replace("ATOMS", atoms, StringComparison.Ordinal);
        var reply = await service.SendAsync(new HttpRequestMessage(new HttpMethod(method), Named(path))
        {
            Content = new StringContent(Named(body), Encoding.UTF8, "application/json"),
        });
        Assert.Contains("stands twice", reply.Expect(HttpStatusCode.BadRequest).Text, StringComparison.Ordinal);
        Assert.Equal(0, (await service.GetAsync("/v1/contacts"))["total"].GetInt32());
        Assert.Equal(0, (await service.GetAsync("/v1/campaigns"))["total"].GetInt32());
        Assert.Equal(0, (await service.GetAsync("/oliai/v1/imports"))["total"].GetInt32());
        Assert.Equal(1, (await service.GetAsync("/v1/audiences"))["total"].GetInt32());
    }

    [Fact]
    public async Task A_row_with_a_name_twice_is_set_aside_and_its_neighbours_go_on()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAudienceAsync();
        var reply = await service.PostAsync($"/v1/audiences/{id}/contacts", """
            {"contacts":[
              {"phoneNumber":"+14155550001","City":"Pune","C\u0069ty":"Goa"},
              {"phoneNumber":"+14155550002","phone\u004eumber":"+14155550003"},
              {"phoneNumber":"+14155550004","a":{"b":[{"c":1,"\u0063":2}]}},
              {"phoneNumber":"+14155550005","":1,"":2},
              {"phoneNumber":"+14155550006","City":"Pune","city":"Goa","a":{"City":1},"\u00c5":1,"A\u030a":2},
              {"phoneNumber":"+14155550007","x":1},
              {"phoneNumber":"+14155550008","x":{"y":1,"y":2}},
              {"phoneNumber":"+14155550008","x":1,"x":1},
              {"phoneNumber":"+14155550008","x":1,"x":1},
              {"phoneNumber":"+14155550009","x":1}
            ]}
            """);
        Assert.Equal(3, reply.Expect(HttpStatusCode.OK)["added"].GetInt32());
        Assert.Equal([0, 1, 2, 3, 6, 7, 8], reply["rejected"].EnumerateArray().Select(static row => row.GetProperty("index").GetInt32()));
        Assert.All(
            reply["rejected"].EnumerateArray(), static row => Assert.Equal("DuplicateColumn", row.GetProperty("code").GetString()));
        Assert.Equal(
            ["""{"City":"Pune","city":"Goa","a":{"City":1},"\u00c5":1,"A\u030a":2}""", """{"x":1}""", """{"x":1}"""],
            (await service.MembersAsync(id)).Select(static member => member.GetProperty("metadata").GetRawText()));
    }

    [Fact]
    public async Task An_import_counts_a_row_with_a_name_twice_as_failed()
    {
        await using var service = await Service.StartAsync();
        var import = (await service.PostAsync("/oliai/v1/imports/api/bulk", """
            {"contacts":[{"name":"A","phoneNumber":"+14155550001","City":1,"C\u0069ty":2},{"name":"B","phoneNumber":"+14155550002"}],"webhookUrl":"a"}
            """)).Expect(HttpStatusCode.OK)["importId"].GetString();
        var status = await service.GetAsync($"/oliai/v1/imports/{import}/status");
        Assert.Equal((2, 1), (status["total"].GetInt32(), status["failed"].GetInt32()));
    }

    [Theory]
    [InlineData("/v1/contacts", """{"name":"A","phoneNumber":"+14155550001","metadata":{"\ud800":1,"b":2}}""")]
    [InlineData("/v1/audiences", """{"name":"A","\ud800":1}""")]
    public async Task A_name_with_half_of_a_surrogate_pair_is_refused(string path, string body)
    {
        await using var service = await Service.StartAsync();
        (await service.PostAsync(path, body)).Expect(HttpStatusCode.BadRequest);
        Assert.Equal(0, (await service.GetAsync(path))["total"].GetInt32());
    }
}
