using System.Threading.RateLimiting;
using AudienceTools.Server.Http;

namespace AudienceTools.Server.Atoms;

/// <summary>
/// A copy of the audiences of the Atoms API (docs.smallest.ai/atoms, API reference), over the same store, to rehearse against.
/// Where the vendor's documents leave something open, the choice made here is told at its place.
/// </summary>
internal static class AtomsApi
{
    /// <summary>The vendor's free plan: so many requests a second.</summary>
    private const int RequestsPerSecond = 10;

    public static IServiceCollection AddAtomsApi(this IServiceCollection services) => services
        .AddSingleton<AtomsBodies>()
        .ConfigureHttpJsonOptions(static json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, AtomsJson.Default));

    public static void MapAtomsApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(AtomsSurface.Root);
        api.MapAtomsAudiences();
        api.MapAtomsMembers();
        api.MapAtomsCampaigns();
    }

    /// <summary>Refuses what the vendor would refuse for coming too fast.</summary>
    public static void UseAtomsLimits(this IApplicationBuilder app)
    {
        var limiter = new FixedWindowRateLimiter(new FixedWindowRateLimiterOptions
        {
            PermitLimit = RequestsPerSecond,
            Window = TimeSpan.FromSeconds(1),
        });
        var refusal = Answer.Of(
            new RateLimitBody(Status: false, "Rate limit exceeded", "RATE_LIMIT_EXCEEDED", RetryAfter: 1),
            AtomsJson.Default.RateLimitBody,
            StatusCodes.Status429TooManyRequests);
        app.Use(async (context, next) =>
        {
            using var lease = context.Request.Path.StartsWithSegments(AtomsSurface.Root, StringComparison.OrdinalIgnoreCase)
                ? limiter.AttemptAcquire()
                : null;
            if (lease is { IsAcquired: false })
            {
                context.Response.Headers.RetryAfter = "1";
                await refusal.ExecuteAsync(context);
                return;
            }

            await next(context);
        });
    }
}

/// <summary>Key and errors of Atoms.</summary>
internal sealed class AtomsSurface : IApiSurface
{
    public const string Root = "/atoms/v1";

    public PathString Path => Root;

    public string KeyRequired => "Unauthorized: User not found";

    public string? KeyOf(HttpRequest request) => ApiKey.BearerOf(request);

    /// <summary>The members' list says `"error"` where the others say `false`.</summary>
    public Answer Error(HttpContext context, ApiException error)
    {
        var ofMembers = error.Status == StatusCodes.Status400BadRequest
            && HttpMethods.IsGet(context.Request.Method)
            && (context.Request.Path.Value ?? string.Empty).EndsWith("/members", StringComparison.OrdinalIgnoreCase);
        return ofMembers
            ? Answer.Of(new MembersErrorBody("error", [error.Message]), AtomsJson.Default.MembersErrorBody, error.Status)
            : Answer.Of(new ErrorsBody(Status: false, [error.Message]), AtomsJson.Default.ErrorsBody, error.Status);
    }
}
