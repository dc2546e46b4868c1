using System.Globalization;
using System.Net;
using AudienceTools.Core.Dialects;

namespace AudienceTools.Core.Http;

/// <summary>Turns a failed exchange into an <see cref="AudienceException"/>. The one place where codes and sentences are chosen.</summary>
internal static class Failures
{
    /// <summary>The service answered, with an error.</summary>
    public static AudienceException Of(
        ServiceDialect dialect, HttpResponseMessage response, ServiceTexts texts, ServiceError error, TimeSpan? retryAfter, int attempts)
    {
        var code = error.Code ?? Code(response.StatusCode);
        var said = error.Messages.Count > 0 ? " It said: " + texts.Excerpt(string.Join(" ", error.Messages)) : "";
        var status = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        return new AudienceException(code, Sentence(dialect, code, status, retryAfter, error) + said)
        {
            StatusCode = response.StatusCode,
            RequestId = RequestIds.Of(response, texts),
            RetryAfter = retryAfter,
            Attempts = attempts,
            Campaigns = error.Campaigns,
        };
    }

    /// <summary>The service's answer never came, or not whole.</summary>
    public static AudienceException Of(ServiceDialect dialect, Uri address, ExchangeFailure failure, AudienceClientOptions options, int attempts)
    {
        var host = address.Authority;
        var (code, sentence) = failure.Kind switch
        {
            ExchangeFailureKind.NeverSent when options.Connect is not null => (
                AudienceErrorCode.CannotReach,
                $"The local service at {host} is gone. Connect-AudienceService, with what it was given before, starts it again; an import with -CheckpointPath then goes on where it stopped."),
            ExchangeFailureKind.NeverSent => (
                AudienceErrorCode.CannotReach,
                $"Cannot reach {dialect.Service} at {host}. Check the network and the address, and whether the service is up."),
            ExchangeFailureKind.Certificate => (
                AudienceErrorCode.CertificateNotTrusted,
                $"The certificate of {host} is not trusted, so nothing was sent. Check the address, the clock and a proxy that opens TLS."),
            ExchangeFailureKind.NoTls => (
                AudienceErrorCode.CannotReach,
                $"What listens at {host} does not speak TLS, so nothing was sent. Check the port; to speak plain HTTP on this machine, connect with an address that begins with http://."),
            ExchangeFailureKind.NotProven => (
                AudienceErrorCode.NotTheService,
                $"What listens at {host} is not the service that this session was connected to, so nothing was sent to it. That one has ended; connect again with Connect-AudienceService."),
            ExchangeFailureKind.Proxy => (
                AudienceErrorCode.CannotReach,
                $"The proxy on the way to {host} refused the connection. Check HTTPS_PROXY and the credentials in it."),
            ExchangeFailureKind.TimedOut => (
                AudienceErrorCode.RequestTimeout,
                $"{dialect.Service} at {host} did not finish its answer within {options.Timeout.TotalSeconds:0} s. Try again, or connect with a longer -TimeoutSec."),
            ExchangeFailureKind.TooLarge => (
                AudienceErrorCode.UnreadableAnswer,
                $"The answer of {host} is larger than any that {dialect.Service} should send, and was not read to its end."),
            ExchangeFailureKind.Truncated => (
                AudienceErrorCode.CannotReach,
                $"The answer of {dialect.Service} at {host} broke off before its end. Try again."),
            _ => (
                AudienceErrorCode.CannotReach,
                $"The connection to {dialect.Service} at {host} broke before an answer came. Try again."),
        };
        return new AudienceException(code, sentence, failure) { Attempts = attempts };
    }

    /// <summary>The service answered with what its contract doesn't know.</summary>
    public static AudienceException Unreadable(
        ServiceDialect dialect, HttpResponseMessage response, ServiceTexts texts, string what, int attempts) => new(
        AudienceErrorCode.UnreadableAnswer,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{dialect.Service} answered {(int)response.StatusCode} with {what}. Check that the address is the service's API and not a proxy's or a sign-in page."))
    {
        StatusCode = response.StatusCode,
        RequestId = RequestIds.Of(response, texts),
        Attempts = attempts,
    };

    /// <summary>Somebody closed the connection while it was in use.</summary>
    public static AudienceException Closed(ServiceDialect dialect, Exception inner, int attempts) => new(
        AudienceErrorCode.NotConnected,
        $"The connection to {dialect.Service} was closed while a command used it. Connect again with Connect-AudienceService, and run the command again.",
        inner)
    {
        Attempts = attempts,
    };

    public static AudienceException Redirected(
        ServiceDialect dialect, HttpResponseMessage response, ServiceTexts texts, Uri asked, int attempts)
    {
        var target = response.Headers.Location is { } location && Uri.TryCreate(asked, location, out var uri) ? Redaction.Name(texts.Line(uri.Authority)) : "nowhere";
        return new AudienceException(
            AudienceErrorCode.RedirectRefused,
            $"{dialect.Service} answered with a redirect to '{target}', which is not followed since the key would go there. Connect with the address it should be.")
        {
            StatusCode = response.StatusCode,
            RequestId = RequestIds.Of(response, texts),
            Attempts = attempts,
        };
    }

    private static AudienceErrorCode Code(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => AudienceErrorCode.NotAuthenticated,
        HttpStatusCode.Forbidden => AudienceErrorCode.NotAllowed,
        HttpStatusCode.ProxyAuthenticationRequired => AudienceErrorCode.CannotReach,
        HttpStatusCode.RequestTimeout => AudienceErrorCode.RequestTimeout,
        HttpStatusCode.NotFound or HttpStatusCode.Gone => AudienceErrorCode.NotFound,
        HttpStatusCode.Conflict => AudienceErrorCode.Conflict,
        HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.InsufficientStorage => AudienceErrorCode.LimitExceeded,
        HttpStatusCode.TooManyRequests => AudienceErrorCode.RateLimited,
        >= HttpStatusCode.InternalServerError => AudienceErrorCode.ServiceFailed,
        _ => AudienceErrorCode.RequestRejected,
    };

    private static string Sentence(
        ServiceDialect dialect, AudienceErrorCode code, string status, TimeSpan? retryAfter, ServiceError error) => code switch
    {
        AudienceErrorCode.NotAuthenticated =>
            $"{dialect.Service} does not accept the key ({status}). Connect again with a valid one: Connect-AudienceService {dialect.Service} -ApiKey …",
        AudienceErrorCode.NotAllowed => $"The key is not allowed to do this on {dialect.Service} ({status}). Use one with the rights for it.",
        AudienceErrorCode.CannotReach => $"The proxy wants other credentials ({status}). Check HTTPS_PROXY.",
        AudienceErrorCode.NotFound => $"{dialect.Service} has no such thing ({status}). It may have been deleted meanwhile.",
        AudienceErrorCode.AudienceInUse => error.Campaigns.Count > 0
            ? $"The audience is in use by {Redaction.Name(string.Join(", ", error.Campaigns))} ({status}). Stop or delete what uses it first."
            : $"The audience is in use by a campaign ({status}). Stop or delete the campaign first.",
        AudienceErrorCode.Conflict => $"{dialect.Service} refused the request as it stands against what is there ({status}).",
        AudienceErrorCode.LimitExceeded => $"A limit of {dialect.Service} is reached ({status}).",
        AudienceErrorCode.DatabaseDamaged =>
            $"The database of {dialect.Service} is damaged ({status}). At the damaged place a list ends; Get-AudienceMember -Skip goes on behind it.",
        AudienceErrorCode.PlanTooSmall => $"The account's plan on {dialect.Service} does not include this ({status}).",
        AudienceErrorCode.RateLimited when retryAfter is { } wait =>
            $"{dialect.Service} limits requests and asks to wait {Duration(wait)} ({status}). Run the command again after that.",
        AudienceErrorCode.RateLimited => $"{dialect.Service} limits requests ({status}) and went on doing so. Run the command again later.",
        AudienceErrorCode.ServiceFailed when retryAfter is { } wait =>
            $"{dialect.Service} failed ({status}) and asks to wait {Duration(wait)}. Run the command again after that.",
        AudienceErrorCode.ServiceFailed => $"{dialect.Service} failed ({status}). Try again later.",
        AudienceErrorCode.RequestTimeout => $"{dialect.Service} did not get the whole request in time ({status}). Try again.",
        _ => $"{dialect.Service} refused the request ({status}).",
    };

    private static string Duration(TimeSpan wait) => wait.TotalSeconds < 120
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(wait.TotalSeconds):0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(wait.TotalMinutes):0} min");
}
