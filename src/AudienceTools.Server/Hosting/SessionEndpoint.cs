using AudienceTools.Core.Http;
using AudienceTools.Server.Http;
using AudienceTools.Server.Local;

namespace AudienceTools.Server.Hosting;

/// <summary>Where a PowerShell session says that it is there, by keeping one request open.</summary>
internal static class SessionEndpoint
{
    /// <summary>Tells which service is rehearsed here, or "none": a caller may have been led here by a file that was meant for another.</summary>
    public const string RehearsalHeader = "x-rehearsal";

    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(SessionSurface.Root, HoldAsync)
            .WithTags("Service")
            .WithSummary("Answers one line and stays open; the server counts the caller as a session until its connection ends.");
        routes.MapDelete(SessionSurface.Root, static (int own, string? rehearsal, SessionLeases leases, ServerOptions options) =>
                rehearsal == options.Rehearsal && leases.EndUnlessOthers(own)
                ? new Answer(StatusCodes.Status202Accepted, "{}"u8.ToArray())
                : throw new ApiException(StatusCodes.Status409Conflict, "Another session uses the service."))
            .WithTags("Service")
            .WithSummary("Ends the server unless it has more sessions than the caller's own, whose number is given, or rehearses another service.");
    }

    private static async Task HoldAsync(HttpContext context, SessionLeases leases, ServerOptions options)
    {
        var held = false;
        await leases.HoldAsync(
            async () =>
            {
                held = true;
                context.Response.Headers[RehearsalHeader] = options.Rehearsal ?? "none";
                context.Response.ContentType = "text/plain; charset=utf-8";
                await context.Response.WriteAsync($"AudienceTools.Server {AudienceServer.Version}\n", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            },
            context.RequestAborted);
        if (!held)
        {
            throw new ApiException(StatusCodes.Status503ServiceUnavailable, "The service is ending.") { RetryAfter = 1 };
        }
    }
}

/// <summary>
/// Sessions prove that they know the key, instead of bringing it: see <see cref="SessionProof"/>. They are told of errors as Local does it.
/// </summary>
internal sealed class SessionSurface : IApiSurface
{
    public const string Root = "/session";

    public PathString Path => Root;

    public string KeyRequired => $"A session proves first, at {KeyProof.Path}, that it knows the key.";

    public void AddServices(IServiceCollection services)
    {
        // The leases begin with the server itself.
    }

    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
        routes.MapSessions();
        routes.MapProof();
    }

    public string? KeyOf(HttpRequest request) => null;

    public bool Admits(HttpRequest request, ApiKey key) =>
        request.Path.Equals(KeyProof.Path, StringComparison.OrdinalIgnoreCase) || SessionProof.IsProven(request.HttpContext);

    public Answer Error(HttpContext context, ApiException error) => LocalSurface.Describe(error, campaigns: null);
}
