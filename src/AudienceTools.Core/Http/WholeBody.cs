using System.Net;
using System.Text.Json;

namespace AudienceTools.Core.Http;

/// <summary>A body that came whole and stays in memory, once.</summary>
internal sealed class WholeBody : HttpContent
{
    // What JSON takes in memory goes by its values: 64 MB of "1," are 32 million of them, some 400 MB. No honest answer comes near.
    private const int MostValues = 2_000_000;
    private const int LongestText = 16_000_000;

    // Shorter than this it can't hold more.
    private const int Unquestioned = MostValues;

    public WholeBody(ReadOnlyMemory<byte> bytes, HttpContent received)
    {
        Bytes = bytes;
        Headers.ContentType = received.Headers.ContentType;
    }

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The body of a response that came through <see cref="ExchangeHandler"/>.</summary>
    public static WholeBody Of(HttpResponseMessage response) => (WholeBody)response.Content;

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
        length = Bytes.Length;
        return true;
    }
}
