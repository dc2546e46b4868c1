using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using AudienceTools.Server.Http;
using AudienceTools.Server.Storage;

namespace AudienceTools.Server.Local;

/// <summary>
/// Runs changes. A POST with an Idempotency-Key is run once: its answer is kept in the same transaction as the change, so that
/// whoever asks again within 24 hours, after a restart too, gets the same answer and nothing happens twice.
/// </summary>
internal sealed class LocalWrites(IAudienceStore store, ApiKey apiKey)
{
    public const string KeyHeader = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotency-Replayed";

    private const int MaximumKeyLength = 255;

    private readonly ConcurrentDictionary<string, byte> _running = new(StringComparer.Ordinal);

    /// <summary>Runs a change that asks nothing of the body.</summary>
    public Task<Answer> RunAsync(HttpContext context, Func<IAudienceWriter, Answer> change) =>
        RunAsync(context, ReadOnlyMemory<byte>.Empty, weight: 1, change);

    /// <summary>Runs a change, once for each idempotency key.</summary>
    /// <param name="context">The request.</param>
    /// <param name="body">Its body, by which a repeated request is recognised.</param>
    /// <param name="weight">About how many rows it writes.</param>
    /// <param name="change">The change, with the answer to it.</param>
    /// <exception cref="ApiException">400 for a key that isn't one, 409 for one in use, 422 for one of another request.</exception>
    public async Task<Answer> RunAsync(HttpContext context, ReadOnlyMemory<byte> body, int weight, Func<IAudienceWriter, Answer> change)
    {
        var request = context.Request;
        var heedsKeys = Terms.Of(context).KeepsAnswers && HttpMethods.IsPost(request.Method);
        if (!heedsKeys || !request.Headers.TryGetValue(KeyHeader, out var given))
        {
            return await store.WriteAsync(change, weight, context.RequestAborted);
        }

        var key = given.ToString();
        if (key.Length is 0 or > MaximumKeyLength || key.Any(static character => character is < ' ' or > '~'))
        {
            throw ApiException.BadRequest($"{KeyHeader} must be 1 to {MaximumKeyLength} visible ASCII characters.");
        }

        if (!_running.TryAdd(key, 0))
        {
            throw new ApiException(StatusCodes.Status409Conflict, $"A request with this {KeyHeader} is still being worked on.") { RetryAfter = 1 };
        }

        try
        {
            return await RunOnceAsync(context, key, Fingerprint(request, body.Span), weight, change);
        }
        finally
        {
            _running.TryRemove(key, out _);
        }
    }

    private async Task<Answer> RunOnceAsync(
        HttpContext context, string key, byte[] fingerprint, int weight, Func<IAudienceWriter, Answer> change)
    {
        // A queued change runs even if its caller is gone, so the key stays taken until it has.
        var (answer, replayed) = await store.WriteAsync(
            writer =>
            {
                if (writer.FindAnswer(apiKey.Principal, key) is not { } kept)
                {
                    var made = change(writer);
                    writer.KeepAnswer(apiKey.Principal, key, new KeptAnswer(fingerprint, made.Status, made.Body));
                    return (made, false);
                }

                return kept.RequestHash.AsSpan().SequenceEqual(fingerprint)
                    ? (new Answer(kept.Status, kept.Body), true)
                    : throw new ApiException(StatusCodes.Status422UnprocessableEntity, $"This {KeyHeader} belongs to another request.");
            },
            weight,
            CancellationToken.None);
        if (replayed)
        {
            context.Response.Headers[ReplayedHeader] = "true";
        }

        return answer;
    }

    private static byte[] Fingerprint(HttpRequest request, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Path}{request.QueryString}\n"));
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }
}
