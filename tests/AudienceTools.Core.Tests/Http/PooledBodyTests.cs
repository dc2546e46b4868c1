using System.Globalization;
using System.Net;
using System.Text;
using AudienceTools.Core.Http;
using AudienceTools.Core.Paging;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Http;

/// <summary>The memory of bodies: lent for one answer, given back once, and nobody else's meanwhile.</summary>
public sealed class PooledBodyTests
{
    private const int Mebibyte = 1024 * 1024;
    private const string Audience = """{"id":"a1","name":"Q1"}""";
    private readonly WatchedPool _pool = new();

    public static TheoryData<string, int, string> Answers => new()
    {
        { Audience, 200, "application/json" },
        { "", 200, "application/json" },
        { """{"id":"a1","name":"Q1","name":"Q2"}""", 200, "application/json" },
        { "{}", 200, "application/json" },
        { "[1,", 200, "application/json" },
        { "<html>Sign in</html>", 200, "text/html" },
        { """{"success":false,"message":"Not today"}""", 200, "application/json" },
        { "No such thing", 404, "text/plain" },
        { """{"message":"Not so"}""", 400, "application/json" },
        { "", 304, "text/plain" },
        { "", 302, "text/plain" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task The_memory_of_an_answer_goes_back_once_whatever_the_answer_is(string body, int status, string type)
    {
        using var client = Client(Replies.Body(body, type, (HttpStatusCode)status));

        var failed = await Record.ExceptionAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));

        Assert.Equal(body == Audience, failed is null);
        Assert.True(failed is null or AudienceException);
        Assert.Equal((1, 0), (_pool.Rented, _pool.Out));
    }

    [Fact]
    public async Task So_does_that_of_each_try()
    {
        using var client = Client(
            Replies.Json("""{"retry_after":1}""", HttpStatusCode.TooManyRequests), Replies.Status(503), Replies.Json(Audience));

        Assert.Equal("Q1", (await client.GetAudienceAsync("a1", Clients.Cancel)).Name);
        Assert.Equal((3, 0), (_pool.Rented, _pool.Out));
    }

    [Fact]
    public async Task And_that_of_an_answer_to_an_own_repeat()
    {
        using var client = Client(Replies.NoAudiences(), Replies.Status(409), Replies.Status(409), Replies.Json(Audience, HttpStatusCode.Created));

        Assert.Equal("Q1", (await client.CreateAudienceAsync(Clients.Definition(), Clients.Cancel)).Name);
        Assert.Equal((4, 0), (_pool.Rented, _pool.Out));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40_000)]
    [InlineData(3 * Mebibyte)]
    public async Task A_body_that_does_not_tell_its_length_is_read_whole(int length)
    {
        var name = new string('x', length);
        using var client = Client((_, _) => Task.FromResult(new HttpResponseMessage
        {
            Content = new StreamContent(new Untold(Encoding.UTF8.GetBytes($$"""{"id":"a1","name":"{{name}}"}"""))),
        }));

        Assert.Equal(name, (await client.GetAudienceAsync("a1", Clients.Cancel)).Name);
        Assert.Equal(0, _pool.Out);
    }

    [Fact]
    public async Task What_was_read_stays_when_the_memory_goes_to_others()
    {
        using var client = Client(Page(1), Page(2));

        var first = await MembersAsync(client);
        var second = await MembersAsync(client);

        Assert.Equal(Expected(1), first);
        Assert.Equal(Expected(2), second);
    }

    [Fact]
    public async Task Each_of_many_answers_at_a_time_has_memory_of_its_own()
    {
        using var client = Client((request, _) => Page(int.Parse(request.Uri.Segments[3].TrimEnd('/')[1..], CultureInfo.InvariantCulture))(request, default));

        await Parallel.ForAsync(0, 200, Clients.Cancel, async (number, _) =>
            Assert.Equal(Expected(number), await MembersAsync(client, $"a{number}")));

        Assert.Equal((200, 0), (_pool.Rented, _pool.Out));
    }

    [Fact]
    public async Task Memory_that_may_still_be_written_into_is_nobody_elses()
    {
        using var client = Client(Cut, Replies.Json(Audience));

        Assert.Equal("Q1", (await client.GetAudienceAsync("a1", Clients.Cancel)).Name);
        Assert.Equal((2, 1), (_pool.Rented, _pool.Out));
    }

    [Fact]
    public async Task A_length_that_is_only_told_takes_no_memory()
    {
        using var client = Client(Told(60 * Mebibyte), Replies.Json(Audience));

        Assert.Equal("Q1", (await client.GetAudienceAsync("a1", Clients.Cancel)).Name);
        Assert.InRange(_pool.Largest, Mebibyte, 2 * Mebibyte);
    }

    [Fact]
    public async Task A_body_too_large_to_be_read_leaves_nothing_in_the_pool()
    {
        using var client = Client(Replies.Body(new string('1', 65 * Mebibyte), "application/json"));

        var exception = await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));

        Assert.Contains("larger than any", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, _pool.Out);
        Assert.InRange(_pool.Largest, Mebibyte, 4 * Mebibyte);
    }

    [Fact]
    public async Task A_body_that_went_back_is_not_read()
    {
        using var content = new ByteArrayContent([1, 2, 3]);
        var body = await WholeBody.ReadAsync(content, Mebibyte, _pool, Clients.Cancel);
        Assert.Equal([1, 2, 3], body.Bytes.ToArray());

        body.Dispose();
        body.Dispose();

        Assert.Throws<ObjectDisposedException>(() => body.Bytes);
        Assert.Equal(0, _pool.Out);
    }

    private static Reply Page(int number)
    {
        var members = Expected(number).Select(static value => $$$"""{"id":"{{{value}}}","phoneNumber":"{{{value}}}","metadata":{"City":"{{{value}}}"}}""");
        return Replies.Json($$"""{"data":[{{string.Join(',', members)}}],"total":200}""");
    }

    private static IEnumerable<string> Expected(int number) => Enumerable.Range(0, 200).Select(i => $"n{number}x{i}");

    private static async Task<List<string?>> MembersAsync(AudienceClient client, string audience = "a1")
    {
        var members = await Clients.AllAsync(client.ListMembersAsync(audience, new(), ListRange.All, Clients.Cancel));
        Assert.All(members, static member => Assert.Equal((member.ContactId, member.ContactId), (member.PhoneNumber!, member.GetColumn("City")!)));
        return [.. members.Select(static member => member.GetColumn("City"))];
    }

    private static Task<HttpResponseMessage> Cut(RecordedRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new Untold("{"u8.ToArray(), new IOException("reset by peer"))) });

    private static Reply Told(long length) => (request, cancellationToken) =>
    {
        var response = Cut(request, cancellationToken);
        response.Result.Content.Headers.ContentLength = length;
        return response;
    };

    private AudienceClient Client(params Reply[] script) =>
        new(Clients.Options(AudienceService.Local, new RecordingTransport(script)) with { Buffers = _pool });

    // A body in pieces, as from a network: its length isn't told, and it may break off.
    private sealed class Untold(byte[] body, Exception? end = null) : MemoryStream(body)
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = Read(buffer.Span[..Math.Min(buffer.Length, 10_000)]);
            return read == 0 && end is not null ? ValueTask.FromException<int>(end) : ValueTask.FromResult(read);
        }
    }
}
