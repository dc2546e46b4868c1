using System.Buffers;
using System.Net;
using System.Text.Json;

namespace AudienceTools.Core.Http;

/// <summary>A body that came whole, and stays in pooled memory until its response is disposed.</summary>
internal sealed class WholeBody : HttpContent
{
    // What JSON takes in memory goes by its values: 64 MB of "1," are 32 million of them, some 400 MB. No honest answer comes near.
    private const int MostValues = 2_000_000;
    private const int LongestText = 16_000_000;

    // Shorter than this it can't hold more.
    private const int Unquestioned = MostValues;

    // A length that is told is believed up to here; beyond it room is made for what has come.
    private const int MostBelieved = 1024 * 1024;
    private const int LengthUntold = 32 * 1024;

    // What is larger is rare, and would stay in the pool for nothing.
    private const int LargestPooled = 4 * 1024 * 1024;

    private readonly ArrayPool<byte> _pool;
    private readonly int _length;
    private byte[]? _buffer;

    private WholeBody(ArrayPool<byte> pool, byte[] buffer, int length, HttpContent received)
    {
        _pool = pool;
        _buffer = buffer;
        _length = length;
        Headers.ContentType = received.Headers.ContentType;
    }

    /// <summary>The body, until it is disposed.</summary>
    public ReadOnlyMemory<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(_buffer is null, this);
            return _buffer.AsMemory(0, _length);
        }
    }

    /// <summary>The body of a response that came through <see cref="ExchangeHandler"/>.</summary>
    public static WholeBody Of(HttpResponseMessage response) => (WholeBody)response.Content;

    /// <summary>Reads a body to its end.</summary>
    /// <remarks>
    /// A buffer into which reading was broken off isn't given back: whoever had it next would share it with a connection that may still be
    /// writing.
    /// </remarks>
    /// <exception cref="ExchangeFailure"><see cref="ExchangeFailureKind.TooLarge"/>.</exception>
    public static async Task<WholeBody> ReadAsync(HttpContent content, long largest, ArrayPool<byte> pool, CancellationToken cancellationToken)
    {
        // One more than there is, so that the end is found without making room.
        var buffer = Rent(pool, content.Headers.ContentLength is { } told ? (int)Math.Min(told, MostBelieved) + 1 : LengthUntold);
        var length = 0;
        await using var source = await content.ReadAsStreamAsync(cancellationToken);
        while (true)
        {
            var read = await source.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (read == 0)
            {
                return new WholeBody(pool, buffer, length, content);
            }

            length += read;
            if (length > largest)
            {
                Return(pool, buffer);
                throw new ExchangeFailure(ExchangeFailureKind.TooLarge, null);
            }

            if (length == buffer.Length)
            {
                var larger = Rent(pool, length * 2);
                buffer.AsSpan().CopyTo(larger);
                Return(pool, buffer);
                buffer = larger;
            }
        }
    }

    /// <summary>Refuses JSON that would take many times its size in memory. What isn't JSON is for its reader to tell.</summary>
    /// <exception cref="ExchangeFailure"><see cref="ExchangeFailureKind.TooLarge"/>.</exception>
    public static void CheckJson(ReadOnlySpan<byte> json)
    {
        if (json.Length < Unquestioned)
        {
            return;
        }

        var reader = new Utf8JsonReader(json);
        try
        {
            for (var values = 0; reader.Read(); values++)
            {
                if (values == MostValues || reader.ValueSpan.Length > LongestText)
                {
                    throw new ExchangeFailure(ExchangeFailureKind.TooLarge, null);
                }
            }
        }
        catch (JsonException)
        {
            // No JSON.
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(Bytes).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = _length;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            Return(_pool, buffer);
        }

        base.Dispose(disposing);
    }

    private static byte[] Rent(ArrayPool<byte> pool, int length) =>
        length > LargestPooled ? GC.AllocateUninitializedArray<byte>(length) : pool.Rent(length);

    private static void Return(ArrayPool<byte> pool, byte[] buffer)
    {
        if (buffer.Length <= LargestPooled)
        {
            pool.Return(buffer);
        }
    }
}
