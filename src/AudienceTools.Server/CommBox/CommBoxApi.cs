using AudienceTools.Server.Http;
using AudienceTools.Server.Storage;

namespace AudienceTools.Server.CommBox;

/// <summary>
/// A copy of CommBox's audiences, over the same store, to rehearse against. The vendor has nothing but these three: no delete, no
/// list of members, no adding. Where its documents leave something open, the choice made here is told at its place: the status of
/// the list is text, of all else a number; work is done before the answer; no rate is kept.
/// </summary>
internal static class CommBoxApi
{
    public static IServiceCollection AddCommBoxApi(this IServiceCollection services, TimeProvider time) => services
        .AddSingleton(provider => new CommBoxBodies(provider.GetRequiredService<PublicIds>(), time))
        .ConfigureHttpJsonOptions(static json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, CommBoxJson.Default));

    public static void MapCommBoxApi(this IEndpointRouteBuilder routes) => routes.MapGroup(CommBoxSurface.Root).MapCommBoxAudiences();
}

/// <summary>CommBox as one of the APIs.</summary>
internal sealed class CommBoxSurface(TimeProvider time) : IApiSurface
{
    public const string Root = "/commbox";

    public PathString Path => Root;

    public string KeyRequired => "Unauthorized";

    public void AddServices(IServiceCollection services) => services.AddCommBoxApi(time);

    public void MapEndpoints(IEndpointRouteBuilder routes) => routes.MapCommBoxApi();

    public string? KeyOf(HttpRequest request) => ApiKey.BearerOf(request);

    public Answer Error(HttpContext context, ApiException error) => Answer.Of(
        new ErrorBody(error.Status, error.Message, Timestamp.Format(time.GetUtcNow())), CommBoxJson.Default.ErrorBody, error.Status);
}
