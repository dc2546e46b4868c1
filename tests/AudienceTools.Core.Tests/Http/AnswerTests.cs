using System.Net;
using System.Text;
using AudienceTools.Core.Paging;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Http;

/// <summary>Answers that are no answers: what isn't text, JSON or a success is told as what it is.</summary>
public sealed class AnswerTests
{
    private const string Audience = """{"id":"a1","name":"Zoë"}""";

    public static TheoryData<AudienceService> Services => [.. Enum.GetValues<AudienceService>()];

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json; charset=nonsense")]
    [InlineData("text/plain")]
    [InlineData("text/html")]
    [InlineData("image/png")]
    [InlineData("no type at all")]
    [InlineData(";;;")]
    [InlineData(null)]
    public async Task Whatever_its_type_says_and_whether_or_not_it_has_a_mark_json_is_read(string? type)
    {
        using var client = Clients.Of(AudienceService.Local, Bytes(Encoding.UTF8.GetBytes(Audience), type), Bytes([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Audience)], type));

        Assert.Equal("Zoë", (await client.GetAudienceAsync("a1", Clients.Cancel)).Name);
        Assert.Equal("Zoë", (await client.GetAudienceAsync("a1", Clients.Cancel)).Name);
    }

    public static TheoryData<string, byte[], string> Unreadable => new()
    {
        { "Latin-1", Encoding.Latin1.GetBytes(Audience), "not UTF-8" },
        { "an invalid name", [.. "{\"id\":\"a1\",\"name\":\"Q1\",\""u8, 0xff, .. "\":1}"u8], "not UTF-8" },
        { "UTF-16", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Audience)], "not UTF-8" },
        { "UTF-16 without a mark", Encoding.Unicode.GetBytes("""{"id":"a1","name":"Q1"}"""), "not JSON" },
        { "nothing", [], "an empty body" },
        { "nothing but a mark", Encoding.UTF8.Preamble.ToArray(), "an empty body" },
        { "blanks", "  \r\n"u8.ToArray(), "not JSON" },
        { "a page", "<html>Sign in</html>"u8.ToArray(), "not JSON" },
        { "two answers", Encoding.UTF8.GetBytes(Audience + Audience), "not JSON" },
        { "half a pair", """{"id":"a1","name":"Q1","\ud83d":1,"\ud83d ":2}"""u8.ToArray(), "" },
        { "too deep", Encoding.UTF8.GetBytes(new string('[', 1000) + new string(']', 1000)), "not JSON" },
        { "a name twice", """{"id":"a1","name":"Q1","name":"Q2"}"""u8.ToArray(), "a name twice in one object" },
        { "a name twice, escaped", """{"id":"a1","name":"Q1","n\u0061me":"Q2"}"""u8.ToArray(), "a name twice in one object" },
        { "no object", "[]"u8.ToArray(), "lacks '" },
        { "a text", "\"x\""u8.ToArray(), "lacks '" },
        { "null", "null"u8.ToArray(), "lacks '" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task What_is_no_answer_is_told_as_such(string what, byte[] body, string said)
    {
        using var client = Clients.Of(AudienceService.Local, Bytes(body, "application/json"));

        var exception = what == "half a pair"
            ? await Clients.FailsAsync(() => Clients.AllAsync(Member(body)))
            : await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));

        Assert.Equal((AudienceErrorCode.UnreadableAnswer, HttpStatusCode.OK), (exception.Code, exception.StatusCode));
        Assert.Contains(said, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"message":"Zo\u00eb"}""", true, "Zo")]
    [InlineData("no", true, "400")]
    [InlineData("""{"message":"first","message":"last"}""", false, "last")]
    [InlineData("""{"message":{"\ud83d":"x"}}""", false, "400")]
    public async Task An_error_is_told_whatever_its_body_is(string body, bool isLatin1, string said)
    {
        byte[] bytes = isLatin1 ? [.. Encoding.Latin1.GetBytes(body), 0xff] : Encoding.UTF8.GetBytes(body);
        using var client = Clients.Of(AudienceService.Local, Bytes(bytes, "application/json", HttpStatusCode.BadRequest));

        var exception = await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));

        Assert.Equal(AudienceErrorCode.RequestRejected, exception.Code);
        Assert.Contains(isLatin1 ? "400" : said, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_that_has_a_column_twice_is_not_read_with_one_of_the_values()
    {
        using var client = Clients.Of(
            AudienceService.Atoms, Replies.Json("""{"data":{"members":[{"_id":"m1","data":{"City":"Pune","City":"Delhi"}}],"hasMore":false}}"""));

        var exception = await Clients.FailsAsync(() => Clients.AllAsync(client.ListMembersAsync("a1", new(), ListRange.All, Clients.Cancel)));

        Assert.Equal(AudienceErrorCode.UnreadableAnswer, exception.Code);
        Assert.DoesNotContain("Pune", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Not_modified_is_no_redirect()
    {
        using var client = Clients.Of(AudienceService.Local, Bytes([], null, HttpStatusCode.NotModified));

        var exception = await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));

        Assert.Equal((AudienceErrorCode.UnreadableAnswer, HttpStatusCode.NotModified), (exception.Code, exception.StatusCode));
        Assert.DoesNotContain("nowhere", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_success_that_says_that_it_is_none_is_a_refusal_on_every_service(AudienceService service)
    {
        foreach (var refusal in new[] { """{"status":false""", """{"success":false""", """{"success":"false","status":true""" })
        {
            using var client = Clients.Of(service, Replies.Json(refusal + ""","id":"a1","name":"Q1","data":[],"reason":"Not today"}"""));

            var exceptions = new[]
            {
                await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel)),
                await Clients.FailsAsync(() => Clients.AllAsync(client.ListAudiencesAsync(ListRange.All, Clients.Cancel))),
            };

            Assert.All(exceptions, static exception =>
            {
                Assert.Equal(AudienceErrorCode.RequestRejected, exception.Code);
                Assert.Contains("Not today", exception.Message, StringComparison.Ordinal);
            });
        }
    }

    [Theory]
    [InlineData("1,", 2_000_001)]
    [InlineData("{},", 1_000_001)]
    public async Task Json_that_would_take_many_times_its_size_in_memory_is_refused_before_it_is_read(string value, int count)
    {
        var values = string.Concat(Enumerable.Repeat(value, count));
        using var client = Clients.Of(AudienceService.Local, Replies.Json($$"""{"data":[],"total":0,"unknown":[{{values}}0]}"""));

        var exception = await Clients.FailsAsync(() => Clients.AllAsync(client.ListAudiencesAsync(ListRange.All, Clients.Cancel)));

        Assert.Equal(AudienceErrorCode.UnreadableAnswer, exception.Code);
        Assert.Contains("larger than any", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_longer_than_any_is_refused_too()
    {
        using var client = Clients.Of(AudienceService.Local, Replies.Json($$"""{"id":"a1","name":"{{new string('x', 16_000_001)}}"}"""));

        var exception = await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));

        Assert.Contains("larger than any", exception.Message, StringComparison.Ordinal);
    }

    private static IAsyncEnumerable<Page<AudienceMember>> Member(byte[] columns) => Clients.Of(
        AudienceService.Local, Bytes([.. "{\"data\":[{\"id\":\"c1\",\"metadata\":"u8, .. columns, .. "}]}"u8], "application/json"))
        .ListMembersAsync("a1", new(), ListRange.All, Clients.Cancel);

    private static Reply Bytes(byte[] body, string? type, HttpStatusCode status = HttpStatusCode.OK) => (_, _) =>
    {
        var content = new ByteArrayContent(body);
        if (type is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        return Task.FromResult(new HttpResponseMessage(status) { Content = content });
    };
}
