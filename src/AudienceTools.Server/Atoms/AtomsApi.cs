using AudienceTools.Server.Http;

namespace AudienceTools.Server.Atoms;

/// <summary>
/// A copy of the audiences of the Atoms API (docs.smallest.ai/atoms, API reference), over the same store, to rehearse against.
/// Where the vendor's documents leave something open, the choice made here is told at its place.
/// </summary>
internal static class AtomsApi
{
    public static IServiceCollection AddAtomsApi(this IServiceCollection services) => services
        .AddSingleton<AtomsBodies>()
        .ConfigureHttpJsonOptions(static json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, AtomsJson.Default));

    public static void MapAtomsApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(AtomsSurface.Root);
        api.MapAtomsAudiences();
        api.MapAtomsMembers();
        api.MapAtomsCampaigns();
        api.MapAtomsDnc();
    }
}

/// <summary>Atoms as one of the APIs.</summary>
internal sealed class AtomsSurface : IApiSurface
{
    public const string Root = "/atoms/v1";

    public PathString Path => Root;

    public string KeyRequired => "Unauthorized: User not found";

    /// <summary>The free plan's.</summary>
    public IReadOnlyList<Rate> Rates { get; } = [new Rate(10, TimeSpan.FromSeconds(1))];

    public void AddServices(IServiceCollection services) => services.AddAtomsApi();

    public void MapEndpoints(IEndpointRouteBuilder routes) => routes.MapAtomsApi();

    public string? KeyOf(HttpRequest request) => ApiKey.BearerOf(request);

    /// <summary>The members' list says `"error"` where the others say `false`; a rate has the first of three documented shapes.</summary>
    public Answer Error(HttpContext context, ApiException error)
    {
        if (error is { Status: StatusCodes.Status429TooManyRequests, RetryAfter: { } seconds })
        {
            var body = new RateLimitBody(Status: false, error.Message, "RATE_LIMIT_EXCEEDED", seconds);
            return Answer.Of(body, AtomsJson.Default.RateLimitBody, error.Status);
        }

        var ofMembers = error.Status == StatusCodes.Status400BadRequest
            && HttpMethods.IsGet(context.Request.Method)
            && (context.Request.Path.Value ?? string.Empty).EndsWith("/members", StringComparison.OrdinalIgnoreCase);
        return ofMembers
            ? Answer.Of(new MembersErrorBody("error", [error.Message]), AtomsJson.Default.MembersErrorBody, error.Status)
            : Answer.Of(new ErrorsBody(Status: false, [error.Message]), AtomsJson.Default.ErrorsBody, error.Status);
    }
}
