using System.Net.Sockets;
using System.Text;
using AudienceTools.Core.Http;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Http;

/// <summary>What the wire can do to an answer, over real sockets on this machine.</summary>
public sealed class ExchangeTests
{
    private const string Audience = """{"id":"a1","name":"Q1"}""";
    private const string JsonHead = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

    public static TheoryData<string, string, string> CutBodies => new()
    {
        { "by length", JsonHead + "Content-Length: 100\r\n", """{"id":"a1","na""" },
        { "in a chunk", JsonHead + "Transfer-Encoding: chunked\r\n", "20\r\n{\"id\":\"a1\"" },
        { "before the last chunk", JsonHead + "Transfer-Encoding: chunked\r\n", "a\r\n{\"id\":\"a1\"\r\n" },
        { "by closing", JsonHead, """{"id":"a1","na""" },
        { "by closing, before its first byte", JsonHead, "" },
        { "in the head", "HTTP/1.1 200 OK\r\nContent-Type: appli", "" },
        { "before the head", "", "" },
    };

    [Theory]
    [MemberData(nameof(CutBodies))]
    public async Task An_answer_that_is_cut_short_is_fetched_again_whole(string where, string head, string body)
    {
        await using var server = new RawServer(
            async exchange =>
            {
                await exchange.ReadRequestAsync();
                if (head.Length > 0)
                {
                    await exchange.WriteAsync(head, Encoding.UTF8.GetBytes(body));
                }
            },
            RawServer.Json(Audience));
        using var client = Client(server);

        var audience = await client.GetAudienceAsync("a1", Clients.Cancel);

        Assert.NotEmpty(where);
        Assert.Equal("Q1", audience.Name);
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task A_body_that_ends_with_the_connection_is_read_when_it_is_whole()
    {
        await using var server = new RawServer(RawServer.Sends(JsonHead, Audience));
        using var client = Client(server);

        Assert.Equal("Q1", (await client.GetAudienceAsync("a1", Clients.Cancel)).Name);
        Assert.Equal(1, server.Connections);
    }

    [Theory]
    [InlineData("at once")]
    [InlineData("after the request")]
    [InlineData("in the body")]
    public async Task A_read_survives_a_reset(string when)
    {
        await using var server = new RawServer(
            async exchange =>
            {
                if (when != "at once")
                {
                    await exchange.ReadRequestAsync();
                }

                if (when == "in the body")
                {
                    await exchange.WriteAsync(JsonHead + "Content-Length: 100\r\n", "{"u8.ToArray());
                }

                exchange.Reset();
            },
            RawServer.Json(Audience));
        using var client = Client(server);

        Assert.Equal("Q1", (await client.GetAudienceAsync("a1", Clients.Cancel)).Name);
    }

    [Fact]
    public async Task A_refused_connection_is_retried_and_then_cannot_be_reached()
    {
        Uri nobody;
        await using (var server = new RawServer(RawServer.Json(Audience)))
        {
            nobody = server.Address;
        }

        using var client = new AudienceClient(Options(nobody) with { MaximumRetryCount = 2 });

        var exception = await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));

        Assert.Equal(AudienceErrorCode.CannotReach, exception.Code);
        Assert.Equal(3, exception.Attempts);
        Assert.StartsWith($"Cannot reach Local at {nobody.Authority}.", exception.Message, StringComparison.Ordinal);
        Assert.Equal(ExchangeFailureKind.NeverSent, Assert.IsType<ExchangeFailure>(exception.InnerException).Kind);
    }

    [Theory]
    [InlineData(SocketError.HostNotFound)]
    [InlineData(SocketError.TryAgain)]
    [InlineData(SocketError.NetworkUnreachable)]
    [InlineData(SocketError.TimedOut)]
    public async Task What_fails_before_there_is_a_connection_never_left(SocketError error)
    {
        using var network = new SocketsHttpHandler { ConnectCallback = (_, _) => throw new SocketException((int)error) };

        Assert.Equal(ExchangeFailureKind.NeverSent, await FailureAsync(network));
    }

    [Fact]
    public async Task A_connection_that_takes_too_long_to_open_never_left_and_is_no_cancellation()
    {
        using var network = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromMilliseconds(20),
            ConnectCallback = async (_, cancellationToken) =>
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
                throw new InvalidOperationException("Not reached.");
            },
        };

        Assert.Equal(ExchangeFailureKind.NeverSent, await FailureAsync(network));
    }

    [Fact]
    public async Task A_connection_that_is_reset_as_soon_as_it_is_open_never_carried_the_request()
    {
        using var network = new RecordingTransport(Replies.Throws(new SocketException((int)SocketError.NotConnected)));

        Assert.Equal(ExchangeFailureKind.NeverSent, await FailureAsync(network));
    }

    [Theory]
    [InlineData("")]
    [InlineData(JsonHead + "Content-Length: 100\r\n\r\n{")]
    [InlineData(JsonHead + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n")]
    [InlineData(JsonHead + "\r\n{")]
    public async Task An_answer_that_stalls_ends_with_the_time_out(string sent)
    {
        var time = new FakeTimeProvider();
        await using var server = new RawServer(async exchange =>
        {
            await exchange.ReadRequestAsync();
            await exchange.Stream.WriteAsync(Encoding.Latin1.GetBytes(sent), exchange.End);
            time.Advance(TimeSpan.FromSeconds(99.9));
            time.Advance(TimeSpan.FromSeconds(0.1));
            await Task.Delay(Timeout.Infinite, exchange.End);
        });
        using var client = new AudienceClient(Options(server.Address) with
        {
            TimeProvider = time,
            Timeout = TimeSpan.FromSeconds(100),
            MaximumRetryCount = 0,
        });

        var exception = await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));

        Assert.Equal(AudienceErrorCode.RequestTimeout, exception.Code);
        Assert.Contains("100 s", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_drips_ends_with_the_time_out_too()
    {
        var time = new FakeTimeProvider();
        await using var server = new RawServer(async exchange =>
        {
            await exchange.ReadRequestAsync();
            await exchange.WriteAsync(JsonHead + "Content-Length: 100000\r\n", []);
            while (true)
            {
                await exchange.Stream.WriteAsync("["u8.ToArray(), exchange.End);
                time.Advance(TimeSpan.FromMilliseconds(100));
            }
        });
        using var client = new AudienceClient(Options(server.Address) with
        {
            TimeProvider = time,
            Timeout = TimeSpan.FromSeconds(10),
            MaximumRetryCount = 0,
        });

        var exception = await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));

        Assert.Equal(AudienceErrorCode.RequestTimeout, exception.Code);
    }

    [Fact]
    public async Task A_cookie_is_not_sent_back()
    {
        var second = "";
        await using var server = new RawServer(
            RawServer.Sends(JsonHead + $"Set-Cookie: session=1\r\nContent-Length: {Audience.Length}\r\n", Audience),
            async exchange =>
            {
                second = await exchange.ReadRequestAsync();
                await exchange.WriteAsync(JsonHead + $"Content-Length: {Audience.Length}\r\n", Encoding.UTF8.GetBytes(Audience));
            });
        using var client = Client(server);

        await client.GetAudienceAsync("a1", Clients.Cancel);
        await client.GetAudienceAsync("a1", Clients.Cancel);

        Assert.StartsWith("GET /v1/audiences/a1 HTTP/1.1", second, StringComparison.Ordinal);
        Assert.DoesNotContain("Cookie", second, StringComparison.OrdinalIgnoreCase);
    }

    private static AudienceClientOptions Options(Uri address) =>
        Clients.Options(AudienceService.Local, new RecordingTransport()) with { Transport = null, Address = address };

    private static AudienceClient Client(RawServer server) => new(Options(server.Address));

    private static async Task<ExchangeFailureKind> FailureAsync(HttpMessageHandler network)
    {
        using var client = new AudienceClient(Clients.Options(AudienceService.Local, network) with { MaximumRetryCount = 0 });
        var exception = await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));
        Assert.Equal(AudienceErrorCode.CannotReach, exception.Code);
        return Assert.IsType<ExchangeFailure>(exception.InnerException).Kind;
    }
}
