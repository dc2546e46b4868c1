using System.Net;
using System.Net.Sockets;
using AudienceTools.Server.Tests.Support;

namespace AudienceTools.Server.Tests.Http;

public sealed class ConnectionTests
{
    private const int Most = 4;

    [Fact]
    public async Task Connections_that_say_nothing_keep_nobody_out()
    {
        await using var service = await Service.StartAsync(static options => options with { MaximumConnections = Most });
        var silent = new List<Socket>();
        try
        {
            for (var i = 0; i < 3 * Most; i++)
            {
                silent.Add(await ConnectAsync(service));
            }

            (await service.GetAsync("/v1/audiences")).Expect(HttpStatusCode.OK);

            // The oldest give way to the newest.
            Assert.Equal(0, await ReceiveAsync(silent[0]));
        }
        finally
        {
            silent.ForEach(static socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task Connections_that_speak_are_bounded()
    {
        await using var service = await Service.StartAsync(static options => options with { MaximumConnections = Most });
        var speaking = new List<Socket>();
        try
        {
            for (var i = 0; i < Most; i++)
            {
                var socket = await ConnectAsync(service);
                speaking.Add(socket);
                await socket.SendAsync("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), Service.Cancellation);
                Assert.NotEqual(0, await ReceiveAsync(socket));
            }

            using var another = await ConnectAsync(service);
            await another.SendAsync("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), Service.Cancellation);
            Assert.Equal(0, await ReceiveAsync(another));
        }
        finally
        {
            speaking.ForEach(static socket => socket.Dispose());
        }
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:5080")]
    [InlineData("127.0.0.1:1")]
    [InlineData("[::1]:5080")]
    [InlineData("audiences.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("127.0.0.1.audiences.example:80", HttpStatusCode.MisdirectedRequest)]
    [InlineData("10.0.0.1", HttpStatusCode.MisdirectedRequest)]
    public async Task What_needs_no_key_is_for_this_machine(string host, HttpStatusCode status = HttpStatusCode.OK)
    {
        await using var service = await Service.StartAsync();
        foreach (var path in new[] { "/health", "/openapi/v1.json" })
        {
            var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = host;
            (await service.SendAsync(request, key: null)).Expect(status);
        }
    }

    private static async Task<Socket> ConnectAsync(Service service)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, service.Server.Address.Port, Service.Cancellation);
        return socket;
    }

    /// <summary>How many bytes come; 0 where the connection is closed or reset.</summary>
    private static async Task<int> ReceiveAsync(Socket socket)
    {
        try
        {
            return await socket.ReceiveAsync(new byte[1024], Service.Cancellation);
        }
        catch (SocketException)
        {
            return 0;
        }
    }
}
