using System.Net;
using System.Text;

namespace AudienceTools.Core.Tests.Import;

/// <summary>An answer before it becomes a message.</summary>
internal sealed record FakeAnswer(int Status, string Body)
{
    public int? RetryAfter { get; init; }

    public HttpResponseMessage ToMessage(HttpContent? body = null)
    {
        var message = new HttpResponseMessage((HttpStatusCode)Status) { Content = body ?? new StringContent(Body, Encoding.UTF8) };
        message.Content.Headers.ContentType = new("application/json");
        if (RetryAfter is { } seconds)
        {
            message.Headers.Add("Retry-After", seconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        return message;
    }
}

/// <summary>The first half of a body, after which the connection breaks or ends.</summary>
internal sealed class HalfBody(string body, bool breaks) : HttpContent
{
    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new HalfStream(body, breaks));

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        throw new NotSupportedException("Bodies are read as streams.");

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private sealed class HalfStream(string body, bool breaks) : MemoryStream(Encoding.UTF8.GetBytes(body[..(body.Length / 2)]))
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            return read == 0 && breaks ? throw new IOException("The connection was reset.") : read;
        }
    }
}
