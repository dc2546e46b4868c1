using System.Net;
using AudienceTools.Server.Hosting;
using AudienceTools.Server.Storage;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace AudienceTools.Server.Http;

/// <summary>
/// What happens to every request around its endpoint: it gets an id, its path is looked at, its key is checked, and whatever goes
/// wrong is told in the form of the API that was called.
/// </summary>
/// <param name="next">The rest.</param>
/// <param name="surfaces">The APIs; the last one also answers for paths that belong to none.</param>
/// <param name="key">The key that callers must know.</param>
/// <param name="limits">The vendors' rates; null where they aren't kept.</param>
/// <param name="log">Where faults of ours are noted.</param>
internal sealed class RequestPipeline(
    RequestDelegate next, IReadOnlyList<IApiSurface> surfaces, ApiKey key, RateLimits? limits, ServerLog log)
{
    /// <summary>The header by which a request can be found again.</summary>
    public const string RequestIdHeader = "x-request-id";

    private const int RetryAfterSeconds = 2;

    public async Task InvokeAsync(HttpContext context)
    {
        var requestId = Guid.CreateVersion7().ToString("N");
        context.Response.Headers[RequestIdHeader] = requestId;
        var path = context.Request.Path;
        var owner = surfaces.FirstOrDefault(surface => path.StartsWithSegments(surface.Path, StringComparison.OrdinalIgnoreCase));
        ApiException? error;
        try
        {
            RefuseClimbing(context);
            if (owner is null)
            {
                RefuseStrangeHost(context.Request);
            }
            else if (!owner.Admits(context.Request, key))
            {
                throw new ApiException(
                    StatusCodes.Status401Unauthorized,
                    string.IsNullOrEmpty(owner.KeyOf(context.Request)) ? owner.KeyRequired : owner.KeyInvalid);
            }

            limits?.Take(owner?.Rates ?? [], context.Request);

            await next(context);
            error = Unanswered(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e)
        {
            error = Explain(e);
            if (error.Status == StatusCodes.Status500InternalServerError)
            {
                log.Fault(requestId, context.Request.Method, (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText, e);
            }
        }

        if (error is not null && !context.Response.HasStarted)
        {
            if (error.RetryAfter is { } seconds)
            {
                context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }

            await (owner ?? surfaces[^1]).Error(context, error).ExecuteAsync(context);
        }
    }

    /// <summary>
    /// What needs no key is for this machine: a web page whose host's name has come to mean this machine (DNS rebinding) sends that name.
    /// </summary>
    private static void RefuseStrangeHost(HttpRequest request)
    {
        var host = request.Host.Host;
        if (!string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
            && !(IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address)))
        {
            throw new ApiException(StatusCodes.Status421MisdirectedRequest, "This is answered to localhost, 127.0.0.1 and [::1] only.");
        }
    }

    /// <summary>Kestrel resolves `..`, escaped too, before routing: an id that climbs would reach another resource.</summary>
    private static void RefuseClimbing(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.Split('?', 2)[0].Replace("%2e", ".", StringComparison.OrdinalIgnoreCase);
        if (path.Split('/', '\\').Any(static segment => segment is "." or ".."))
        {
            throw ApiException.BadRequest("A path must not contain the segments . and ..");
        }
    }

    /// <summary>Routing refuses with a bare status: no such path, method or content type.</summary>
    private static ApiException? Unanswered(HttpContext context)
    {
        var response = context.Response;
        if (response.HasStarted || response.StatusCode < StatusCodes.Status400BadRequest || response.ContentType is not null)
        {
            return null;
        }

        return new ApiException(response.StatusCode, response.StatusCode switch
        {
            StatusCodes.Status404NotFound => "There is nothing at this path.",
            StatusCodes.Status405MethodNotAllowed => "This path doesn't take this method.",
            StatusCodes.Status415UnsupportedMediaType => "This path doesn't take this content type.",
            _ => ReasonPhrases.GetReasonPhrase(response.StatusCode),
        });
    }

    private static ApiException Explain(Exception exception) => exception switch
    {
        ApiException known => known,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            new ApiException(StatusCodes.Status413PayloadTooLarge, "The body is too large."),
        BadHttpRequestException bad => new ApiException(bad.StatusCode, "The request can't be read."),
        SliceTooLargeException large => new ApiException(StatusCodes.Status413PayloadTooLarge, large.Message),
        StoreFullException full => new ApiException(StatusCodes.Status507InsufficientStorage, full.Message),
        StoreUnavailableException unavailable =>
            new ApiException(StatusCodes.Status503ServiceUnavailable, unavailable.Message)
            {
                RetryAfter = unavailable.RetryAfter ?? RetryAfterSeconds,
            },

        // Not a failure that another try would help.
        StoreDamagedException damaged => new ApiException(StatusCodes.Status507InsufficientStorage, damaged.Message) { Code = "DatabaseDamaged" },
        _ => new ApiException(StatusCodes.Status500InternalServerError, "The service failed; its log says more under the request id."),
    };
}
