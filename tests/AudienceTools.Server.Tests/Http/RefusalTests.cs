using System.Net;
using System.Net.Sockets;
using System.Text;
using AudienceTools.Server.Tests.Support;

namespace AudienceTools.Server.Tests.Http;

public sealed class RefusalTests
{
    [Fact]
    public async Task Every_wrong_key_gets_the_same_answer()
    {
        await using var service = await Service.StartAsync(static options => options with { Time = new SettableTime() });
        string?[] keys = [null, "", "x", Service.Key[..^1], Service.Key + "0", Service.Key.ToUpperInvariant()];
        string[] paths = ["/v1/audiences", "/V1/audiences", "/v1/nothing", "/session", "/atoms/v1/audience", "/Atoms/V1/audience", "/oliai/v1/audiences", "/commbox/audiences"];
        foreach (var path in paths)
        {
            var texts = new HashSet<string>(StringComparer.Ordinal);
            foreach (var key in keys)
            {
                var reply = await service.SendAsync(new HttpRequestMessage(HttpMethod.Get, path), key);
                var text = reply.Expect(HttpStatusCode.Unauthorized).Text;
                if (key?.Length > 0)
                {
                    texts.Add(text);
                }
            }

            Assert.Single(texts);
        }

        var atoms = await service.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/atoms/v1/audience"), key: null);
        Assert.Equal("""{"status":false,"errors":["Unauthorized: User not found"]}""", atoms.Text);
    }

    [Fact]
    public async Task Health_and_description_need_no_key()
    {
        await using var service = await Service.StartAsync();
        var health = await service.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/health"), key: null);
        Assert.Equal("""{"status":"ok"}""", health.Expect(HttpStatusCode.OK).Text);
        var description = await service.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json"), key: null);
        var paths = description.Expect(HttpStatusCode.OK)["paths"].EnumerateObject().Select(static path => path.Name).ToArray();
        Assert.Contains("/v1/audiences/{id}/contacts", paths);
        Assert.Contains("/atoms/v1/audience/{id}/members/search", paths);
        Assert.Contains("/oliai/v1/imports/{id}/status", paths);
        Assert.Contains("/commbox/audiences/{id}", paths);
        var list = description["paths"].GetProperty("/v1/audiences").GetProperty("get");
        Assert.Equal("apiKey", Assert.Single(list.GetProperty("security")[0].EnumerateObject()).Name);
        Assert.Equal(
            ["integer", "integer", "string", "string"],
            list.GetProperty("parameters").EnumerateArray().Select(static known => known.GetProperty("schema").GetProperty("type").GetString()));
        Assert.Equal("array", TypeOfColumns("MembersBody"));
        Assert.Equal("array", TypeOfColumns("AudienceBody"));
        Assert.Null(TypeOfColumns("AtomsAudienceBody"));
        Assert.Null(TypeOfColumns("PageBodyOfContactBody"));
        var schemes = description["components"].GetProperty("securitySchemes");
        Assert.Equal("x-api-key", schemes.GetProperty("apiKey").GetProperty("name").GetString());
        var upload = description["paths"].GetProperty("/commbox/audiences").GetProperty("post");
        Assert.Equal("bearer", Assert.Single(upload.GetProperty("security")[0].EnumerateObject()).Name);
        Assert.False(description["paths"].GetProperty("/health").GetProperty("get").TryGetProperty("security", out _));

        string? TypeOfColumns(string body) =>
            description["components"].GetProperty("schemas").GetProperty(body).GetProperty("properties").TryGetProperty("columns", out var columns)
                ? columns.GetProperty("type").GetRawText().Contains("array", StringComparison.Ordinal) ? "array" : "another"
                : null;
    }

    [Fact]
    public async Task Every_answer_has_a_request_id_and_none_names_the_server()
    {
        await using var service = await Service.StartAsync();
        var ids = new HashSet<string?>(StringComparer.Ordinal);
        foreach (var path in new[] { "/health", "/nothing", "/v1/audiences", "/v1/audiences/x", "/atoms/v1/audience/x" })
        {
            var reply = await service.GetAsync(path);
            Assert.Matches("^[0-9a-f]{32}$", reply.Header("x-request-id"));
            Assert.Null(reply.Header("Server"));
            Assert.True(ids.Add(reply.Header("x-request-id")));
        }
    }

    [Theory]
    [InlineData("GET", "/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "/v1/nothing", HttpStatusCode.NotFound)]
    [InlineData("PUT", "/v1/audiences", HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", "/v1/audiences/", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/v1/audiences", HttpStatusCode.UnsupportedMediaType)]
    public async Task What_is_not_there_is_refused_in_JSON(string method, string path, HttpStatusCode status)
    {
        await using var service = await Service.StartAsync();
        var reply = (await service.SendAsync(new HttpMethod(method), path)).Expect(status);
        Assert.Equal((int)status, reply["statusCode"].GetInt32());
        Assert.StartsWith("application/json", reply.Message.Content.Headers.ContentType!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain", """{"name":"A"}""")]
    [InlineData("application/json; charset=utf-16", """{"name":"A"}""")]
    public async Task Another_content_type_is_refused(string contentType, string body)
    {
        await using var service = await Service.StartAsync();
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        (await service.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/v1/audiences") { Content = content })).Expect(HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Bad_JSON_is_refused_with_its_place_and_without_its_words()
    {
        await using var service = await Service.StartAsync();
        var reply = (await service.PostAsync("/v1/audiences", "{\n\"name\": secret}")).Expect(HttpStatusCode.BadRequest);
        Assert.Contains("line 2", reply["message"].GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", reply.Text, StringComparison.Ordinal);
        (await service.PostAsync("/v1/audiences", "")).Expect(HttpStatusCode.BadRequest);
        var deep = $$"""{"name":"A","x":{{new string('[', 1000)}}{{new string(']', 1000)}}}""";
        (await service.PostAsync("/v1/audiences", deep)).Expect(HttpStatusCode.BadRequest);
        var id = await service.NewAudienceAsync();
        var rows = $$"""{"contacts":[{"phoneNumber":"+14155550001","x":{{new string('[', 1000)}}{{new string(']', 1000)}}}]}""";
        (await service.PostAsync($"/v1/audiences/{id}/contacts", rows)).Expect(HttpStatusCode.BadRequest);
        var bytes = new ByteArrayContent([.. """{"name":"A"""u8, 0xFF, .. "\"}"u8]);
        bytes.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        (await service.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/v1/audiences") { Content = bytes })).Expect(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_before_it_is_read()
    {
        await using var service = await Service.StartAsync();
        var head = $"POST /v1/audiences HTTP/1.1\r\nHost: a\r\nx-api-key: {Service.Key}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {33 * 1024 * 1024}\r\n\r\n{{";
        var answer = await RawAsync(service, head);
        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"statusCode\":413", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aud_")]
    [InlineData("aud_zzzzzzzzzzzzzzzz")]
    [InlineData("aud_00000000000000000")]
    [InlineData("con_0000000000000000")]
    [InlineData("' or 1=1 --")]
    [InlineData("1")]
    public async Task An_id_that_names_nothing_finds_nothing(string id)
    {
        await using var service = await Service.StartAsync();
        await service.NewAudienceAsync();
        (await service.GetAsync($"/v1/audiences/{id}")).Expect(HttpStatusCode.NotFound);
        (await service.DeleteAsync($"/v1/audiences/{id}")).Expect(HttpStatusCode.NotFound);
        (await service.GetAsync($"/atoms/v1/audience/{id}/members")).Expect(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/v1/audiences/../contacts")]
    [InlineData("/v1/audiences/%2e%2e/contacts")]
    [InlineData("/v1/audiences/.%2E/contacts")]
    [InlineData("/atoms/v1/audience/x/../y")]
    [InlineData("/v1/audiences/%00")]
    public async Task An_id_that_climbs_or_holds_a_NUL_is_refused(string path)
    {
        await using var service = await Service.StartAsync();
        var keys = $"x-api-key: {Service.Key}\r\nAuthorization: Bearer {Service.Key}";
        var answer = await RawAsync(service, $"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{keys}\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_of_ten_kilobytes_is_refused()
    {
        await using var service = await Service.StartAsync();
        (await service.GetAsync($"/v1/audiences/{new string('a', 4000)}")).Expect(HttpStatusCode.NotFound);
        (await service.GetAsync($"/v1/audiences/{new string('a', 10_000)}")).Expect(HttpStatusCode.RequestUriTooLong);
    }

    private static async Task<string> RawAsync(Service service, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(service.Server.Address.Host, service.Server.Address.Port, Service.Cancellation);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), Service.Cancellation);
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        int read;
        while (!answer.ToString().Contains('}', StringComparison.Ordinal) && (read = await stream.ReadAsync(buffer, Service.Cancellation)) > 0)
        {
            answer.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        return answer.ToString();
    }
}
