using System.Net;

namespace AudienceTools.Core.Http;

/// <summary>Which outcomes are worth another try, by what the request may cost when it is done twice.</summary>
internal static class RetryRules
{
    public static bool IsTransient(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or (>= HttpStatusCode.InternalServerError
            and not (HttpStatusCode.NotImplemented or HttpStatusCode.HttpVersionNotSupported or HttpStatusCode.InsufficientStorage));

    /// <summary>Whether a request with this answer may be sent again.</summary>
    public static bool AllowsRepeat(HttpResponseMessage response, bool repeatable)
    {
        // Both say that the request was not worked on, so even one that changes something may be sent again.
        var refusedUnworked = response.StatusCode == HttpStatusCode.TooManyRequests
            || (response.StatusCode == HttpStatusCode.ServiceUnavailable && response.Headers.RetryAfter is not null);
        return refusedUnworked || (repeatable && IsTransient(response.StatusCode));
    }

    /// <summary>Whether a request that brought no answer may be sent again.</summary>
    public static bool AllowsRepeat(ExchangeFailure failure, bool repeatable) => failure.Kind switch
    {
        ExchangeFailureKind.NeverSent => true,
        ExchangeFailureKind.Broken or ExchangeFailureKind.Truncated or ExchangeFailureKind.TimedOut => repeatable,
        _ => false,
    };
}
