namespace AudienceTools.Core.Http;

/// <summary>What the handlers need to know of a request beside the request itself.</summary>
internal sealed class RequestContext
{
    private static readonly HttpRequestOptionsKey<RequestContext> Key = new("AudienceTools.RequestContext");

    /// <summary>The header of the key under which a service does a request once.</summary>
    public const string IdempotencyKeyHeader = "Idempotency-Key";

    /// <summary>Whether the request may be sent again although the first may have taken effect (RFC 9110, 9.2.2).</summary>
    public required bool Repeatable { get; init; }

    /// <summary>Reads the seconds to wait from the body of a 429, where a service puts them there.</summary>
    public required Func<HttpResponseMessage, TimeSpan?> RetryAfterInBody { get; init; }

    public required IRequestObserver? Observer { get; init; }

    /// <summary>Is told whether the request can have taken effect.</summary>
    public required Delivery Delivery { get; init; }

    /// <summary>How often it was tried so far.</summary>
    public int Attempts { get; set; }

    public void AttachTo(HttpRequestMessage request) => request.Options.Set(Key, this);

    public static RequestContext Of(HttpRequestMessage request) =>
        request.Options.TryGetValue(Key, out var context)
            ? context
            : throw new InvalidOperationException("The request went out without its context.");
}
