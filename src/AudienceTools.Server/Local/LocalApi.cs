using AudienceTools.Server.Http;
using AudienceTools.Server.Storage;
using Microsoft.AspNetCore.WebUtilities;

namespace AudienceTools.Server.Local;

/// <summary>The service's own API: OliAI's contract on the same paths, and beyond it.</summary>
internal static class LocalApi
{
    private static readonly Terms s_terms = new()
    {
        MaximumLimit = 1000,
        HasCursors = true,
        SearchesColumns = true,
        TakesNumbers = true,
        KeepsAnswers = true,
        PassesOverUnknown = true,
        TellsMore = true,
        NeedsColumnNames = true,
    };

    public static IServiceCollection AddLocalApi(this IServiceCollection services) => services
        .AddSingleton<LocalBodies>()
        .AddSingleton<LocalWrites>()
        .ConfigureHttpJsonOptions(static json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, LocalJson.Default));

    public static void MapLocalApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(LocalSurface.Root).WithMetadata(s_terms);
        api.MapAudiences();
        api.MapMembers();
        api.MapReplacement();
        api.MapContacts();
        api.MapCampaigns();
        api.MapCampaignChanges();
    }
}

/// <summary>Local as one of the APIs.</summary>
internal sealed class LocalSurface(PublicIds ids) : IApiSurface
{
    public const string Root = "/v1";
    public const string KeyHeader = "x-api-key";
    public const string KeyRequiredText = "A valid API key is required in the header x-api-key.";

    public PathString Path => Root;

    public string KeyRequired => KeyRequiredText;

    public static Answer Describe(ApiException error, IReadOnlyList<CampaignReference>? campaigns) => Answer.Of(
        new ErrorBody(error.Status, error.Message, ReasonPhrases.GetReasonPhrase(error.Status), campaigns, error.Code),
        LocalJson.Default.ErrorBody,
        error.Status);

    public void AddServices(IServiceCollection services) => services.AddLocalApi();

    public void MapEndpoints(IEndpointRouteBuilder routes) => routes.MapLocalApi();

    public string? KeyOf(HttpRequest request) => request.Headers[KeyHeader];

    public Answer Error(HttpContext context, ApiException error) => Describe(
        error,
        error.Campaigns.Count == 0
            ? null
            : [.. error.Campaigns.Select(campaign => new CampaignReference(
                ids.Campaign(campaign.Id), campaign.Name, LocalBodies.StatusName(campaign.Status)))]);
}
