using AudienceTools.Server.Http;
using AudienceTools.Server.Local;

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

    public static void MapOliAIApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(OliAISurface.Root).WithMetadata(s_terms);
        api.MapAudiences();
        api.MapMembers();
        api.MapContacts();
        api.MapCampaigns();
    }
}

/// <summary>Key and errors of OliAI.</summary>
internal sealed class OliAISurface : IApiSurface
{
    public const string Root = "/oliai/v1";

    public PathString Path => Root;

    public string KeyRequired => LocalSurface.KeyRequiredText;

    public string? KeyOf(HttpRequest request) => request.Headers[LocalSurface.KeyHeader];

    public Answer Error(HttpContext context, ApiException error) => LocalSurface.Describe(error, campaigns: null);
}
