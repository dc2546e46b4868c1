using System.IO.Compression;
using System.Text;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Http;

/// <summary>Compressed answers: whole, damaged, and made to fill the memory.</summary>
public sealed class CompressionTests
{
    private const string Audience = """{"id":"a1","name":"Q1"}""";
    private const string JsonHead = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task A_compressed_bomb_is_not_read_to_its_end(string encoding)
    {
        const int mebibyte = 1024 * 1024;
        var bomb = Compressed(encoding, stream =>
        {
            for (var i = 0; i < 65; i++)
            {
                stream.Write(new byte[mebibyte]);
            }
        });
        Assert.True(bomb.Length < mebibyte);
        await using var server = new RawServer(RawServer.Sends(
            JsonHead + $"Content-Encoding: {encoding}\r\nContent-Length: {bomb.Length}\r\n", bomb));
        using var client = Client(server);

        var exception = await Clients.FailsAsync(() => client.GetAudienceAsync("a1", Clients.Cancel));

        Assert.Equal(AudienceErrorCode.UnreadableAnswer, exception.Code);
        Assert.Contains("larger than any", exception.Message, StringComparison.Ordinal);
        Assert.Equal(1, server.Connections);
    }

    [Theory]
    [InlineData("gzip", 0)]
    [InlineData("deflate", 0)]
    [InlineData("br", 0)]
    [InlineData("gzip", 12)]
    [InlineData("deflate", 12)]
    [InlineData("br", 12)]
    public async Task A_compressed_answer_that_is_damaged_is_fetched_again(string encoding, int cut)
    {
        var body = Compressed(encoding, static stream => stream.Write(Encoding.UTF8.GetBytes(Audience)))[..^cut];
        var bad = cut > 0 ? body : [.. Enumerable.Repeat((byte)0xFF, 40)];
        var head = JsonHead + $"Content-Encoding: {encoding}\r\n";
        await using var server = new RawServer(
            RawServer.Sends(head + $"Content-Length: {bad.Length}\r\n", bad), RawServer.Json(Audience));
        using var client = Client(server);

        Assert.Equal("Q1", (await client.GetAudienceAsync("a1", Clients.Cancel)).Name);
        Assert.Equal(2, server.Connections);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task A_compressed_answer_is_read(string encoding)
    {
        var body = Compressed(encoding, static stream => stream.Write(Encoding.UTF8.GetBytes(Audience)));
        await using var server = new RawServer(
            RawServer.Sends(JsonHead + $"Content-Encoding: {encoding}\r\nContent-Length: {body.Length}\r\n", body));
        using var client = Client(server);

        Assert.Equal("Q1", (await client.GetAudienceAsync("a1", Clients.Cancel)).Name);
    }

    private static byte[] Compressed(string encoding, Action<Stream> write)
    {
        using var bytes = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(bytes, CompressionLevel.Fastest),
            "deflate" => new ZLibStream(bytes, CompressionLevel.Fastest),
            _ => new BrotliStream(bytes, CompressionLevel.Fastest),
        })
        {
            write(stream);
        }

        return bytes.ToArray();
    }

    private static AudienceClient Client(RawServer server) => new(Clients.Options(
        AudienceService.Local, new RecordingTransport()) with { Transport = null, Address = server.Address });
}
