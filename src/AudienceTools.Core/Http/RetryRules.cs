using System.Net;

namespace AudienceTools.Core.Http;

/// <summary>Which outcomes are worth another try, by what the request may cost when it is done twice.</summary>
internal static class RetryRules
{
    public static bool IsTransient(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || IsFailure(status);

    /// <summary>
    /// Whether a service that gives this answer may have done what the request asks. A conflict says that an earlier try is still
    /// being worked on, or was.
    /// </summary>
    public static bool MayHaveWorked(HttpResponseMessage response) =>
        response.StatusCode is < HttpStatusCode.MultipleChoices or HttpStatusCode.Conflict
        || (IsFailure(response.StatusCode) && !RefusesUnworked(response));

    /// <summary>Whether a request that brought no answer may have been worked on.</summary>
    public static bool MayHaveWorked(ExchangeFailure failure) =>
        failure.Kind is not (ExchangeFailureKind.NeverSent or ExchangeFailureKind.Certificate or ExchangeFailureKind.NoTls
            or ExchangeFailureKind.NotProven or ExchangeFailureKind.Proxy);

    /// <summary>Whether a request with this answer may be sent again.</summary>
    public static bool AllowsRepeat(HttpResponseMessage response, bool repeatable) =>
        RefusesUnworked(response) || (repeatable && IsTransient(response.StatusCode));

    /// <summary>Whether a request that brought no answer may be sent again.</summary>
    public static bool AllowsRepeat(ExchangeFailure failure, bool repeatable) => failure.Kind switch
    {
        ExchangeFailureKind.NeverSent => true,
        ExchangeFailureKind.Broken or ExchangeFailureKind.Truncated or ExchangeFailureKind.TimedOut => repeatable,
        _ => false,
    };

    private static bool IsFailure(HttpStatusCode status) => status is >= HttpStatusCode.InternalServerError
        and not (HttpStatusCode.NotImplemented or HttpStatusCode.HttpVersionNotSupported or HttpStatusCode.InsufficientStorage);

    // Both say that the request was not worked on, so even one that changes something may be sent again.
    private static bool RefusesUnworked(HttpResponseMessage response) => response.StatusCode == HttpStatusCode.TooManyRequests
        || (response.StatusCode == HttpStatusCode.ServiceUnavailable && RetryAfter.IsGiven(response));
}
