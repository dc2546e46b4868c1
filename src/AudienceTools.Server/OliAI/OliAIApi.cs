using AudienceTools.Server.Hosting;
using AudienceTools.Server.Http;
using AudienceTools.Server.Local;
using AudienceTools.Server.Storage;

namespace AudienceTools.Server.OliAI;

/// <summary>
/// A copy of OliAI's audiences and contacts, over the same store, to rehearse against. The service's own API takes over this
/// contract, so both run the same code under different terms. Where the vendor's documents leave something open, the choice made
/// here is told at its place: a limit above the largest is 400, an unknown contact 404 with nothing changed, the answer to adding
/// and removing members is the count alone.
/// </summary>
internal static class OliAIApi
{
    private static readonly Terms s_terms = new() { MaximumLimit = 100, NeedsFlow = true };

    public static IServiceCollection AddOliAIApi(this IServiceCollection services, TimeProvider time) => services
        .AddSingleton<ImportBodies>()
        .AddSingleton(provider => new ImportWorker(
            provider.GetRequiredService<IAudienceStore>(), provider.GetRequiredService<ServerLog>(), time))
        .AddHostedService(static provider => provider.GetRequiredService<ImportWorker>())
        .ConfigureHttpJsonOptions(static json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, OliAIJson.Default));

    public static void MapOliAIApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(OliAISurface.Root).WithMetadata(s_terms);
        api.MapAudiences();
        api.MapMembers();
        api.MapContacts();
        api.MapCampaigns();
        api.MapImports();
    }
}

/// <summary>OliAI as one of the APIs.</summary>
internal sealed class OliAISurface(TimeProvider time) : IApiSurface
{
    public const string Root = "/oliai/v1";

    public PathString Path => Root;

    public string KeyRequired => "API key is required";

    public string KeyInvalid => "Invalid API key";

    public IReadOnlyList<Rate> Rates { get; } =
    [
        new Rate(60, TimeSpan.FromMinutes(1)),
        new Rate(10, TimeSpan.FromMinutes(1), PostsTo: Root + "/imports/api/bulk"),
    ];

    public void AddServices(IServiceCollection services) => services.AddOliAIApi(time);

    public void MapEndpoints(IEndpointRouteBuilder routes) => routes.MapOliAIApi();

    public string? KeyOf(HttpRequest request) => request.Headers[LocalSurface.KeyHeader];

    public Answer Error(HttpContext context, ApiException error) => LocalSurface.Describe(error, campaigns: null);
}
