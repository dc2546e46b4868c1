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

/// <summary>Sessions bring the key, and are told of errors, as Local does it.</summary>
internal sealed class SessionSurface : IApiSurface
{
    public const string Root = "/session";

    public PathString Path => Root;

    public string KeyRequired => LocalSurface.KeyRequiredText;

    public void AddServices(IServiceCollection services)
    {
        // The leases begin with the server itself.
    }

    public void MapEndpoints(IEndpointRouteBuilder routes) => routes.MapSessions();

    public string? KeyOf(HttpRequest request) => request.Headers[LocalSurface.KeyHeader];

    public Answer Error(HttpContext context, ApiException error) => LocalSurface.Describe(error, campaigns: null);
}
