using AudienceTools.Server.Http;
using AudienceTools.Server.Storage;

namespace AudienceTools.Server.Atoms;

/// <summary>`/atoms/v1/campaign`: just enough for an audience to be in use. Nothing is ever dialled.</summary>
internal static class CampaignEndpoints
{
    public static void MapAtomsCampaigns(this IEndpointRouteBuilder api)
    {
        var campaigns = api.MapGroup("/campaign").WithTags("Atoms");
        campaigns.MapGet("/", ListAsync).Produces<Envelope<CampaignsPage>>();
        campaigns.MapPost("/", CreateAsync)
            .Accepts<CampaignFields>("application/json")
            .Produces<Envelope<CampaignBody>>(StatusCodes.Status201Created);
        campaigns.MapGet("/{id}", GetAsync).Produces<Envelope<CampaignDetails>>();
        campaigns.MapDelete("/{id}", DeleteAsync).Produces<Envelope<CampaignBody>>();
        campaigns.MapPost("/{id}/start", StartAsync).Produces<Envelope<CampaignStarted>>(StatusCodes.Status202Accepted);
        campaigns.MapPost("/{id}/pause", PauseAsync).Produces<Envelope<CampaignBody>>();
    }

    private static Task<Answer> ListAsync(
        [AsParameters] PageQuery query, [AsParameters] CampaignFilter filter, IAudienceStore store, AtomsBodies bodies, CancellationToken cancellation)
    {
        var (page, slice) = query.Read();
        var search = TextSearch.Of(query.SearchText);
        return store.ReadAsync(
            reader =>
            {
                var all = reader.Campaigns(SliceRequest.Everything).Items;
                var found = filter.Of(all).Where(campaign => search?.Matches(campaign) ?? true).ToArray();
                var part = found.Skip((int)Math.Min(slice.Skip, found.Length)).Take(slice.Take);
                var body = new CampaignsPage(
                    [.. part.Select(campaign => bodies.Listed(campaign, reader.FindAudience(campaign.AudienceId)))],
                    Pagination.Of(page, slice.Take, found.Length),
                    all.Count);
                return Answer.Of(new Envelope<CampaignsPage>(Status: true, body), AtomsJson.Default.EnvelopeCampaignsPage);
            },
            cancellation);
    }

    private static async Task<Answer> CreateAsync(HttpContext context, IAudienceStore store, AtomsBodies bodies)
    {
        var fields = RequestBody.Parse(await RequestBody.ReadJsonAsync(context.Request), AtomsJson.Default.CampaignFields);
        if (string.IsNullOrWhiteSpace(fields.Name) || string.IsNullOrWhiteSpace(fields.AudienceId))
        {
            throw ApiException.BadRequest("name and audienceId are required");
        }

        if (fields.Name.Contains('\0', StringComparison.Ordinal) || fields.AgentId?.Contains('\0', StringComparison.Ordinal) is true)
        {
            throw ApiException.BadRequest("name and agentId must be text");
        }

        var status = fields.ScheduledAt is null ? CampaignStatus.Draft : CampaignStatus.Scheduled;
        return await store.WriteAsync(
            writer => Wrap(
                bodies.Of(writer.CreateCampaign(fields.Name, bodies.Audience(writer, fields.AudienceId).Id, fields.AgentId, status)),
                StatusCodes.Status201Created),
            weight: 1,
            context.RequestAborted);
    }

    private static Task<Answer> GetAsync(string id, IAudienceStore store, AtomsBodies bodies, CancellationToken cancellation) =>
        store.ReadAsync(
            reader => Answer.Of(
                new Envelope<CampaignDetails>(Status: true, new CampaignDetails(bodies.Of(bodies.Campaign(reader, id)))),
                AtomsJson.Default.EnvelopeCampaignDetails),
            cancellation);

    private static Task<Answer> DeleteAsync(string id, IAudienceStore store, AtomsBodies bodies, CancellationToken cancellation) =>
        ChangeAsync(store, writer =>
        {
            var campaign = bodies.Campaign(writer, id);
            if (campaign.Status == CampaignStatus.Running)
            {
                throw ApiException.BadRequest("Campaign is running, pause it first");
            }

            writer.DeleteCampaign(campaign);
            return Wrap(bodies.Of(campaign));
        }, cancellation);

    private static Task<Answer> StartAsync(string id, IAudienceStore store, AtomsBodies bodies, CancellationToken cancellation) =>
        ChangeAsync(store, writer =>
        {
            var campaign = bodies.Campaign(writer, id);
            if (campaign.Status is not (CampaignStatus.Draft or CampaignStatus.Scheduled or CampaignStatus.Paused)
                || writer.FindAudience(campaign.AudienceId) is null)
            {
                throw ApiException.BadRequest("Campaign cannot be started");
            }

            var started = bodies.Started(writer.SetStatus(campaign, CampaignStatus.Running));
            return Answer.Of(
                new Envelope<CampaignStarted>(Status: true, started), AtomsJson.Default.EnvelopeCampaignStarted, StatusCodes.Status202Accepted);
        }, cancellation);

    private static Task<Answer> PauseAsync(string id, IAudienceStore store, AtomsBodies bodies, CancellationToken cancellation) =>
        ChangeAsync(store, writer =>
        {
            var campaign = bodies.Campaign(writer, id);
            return campaign.Status == CampaignStatus.Running
                ? Wrap(bodies.Of(writer.SetStatus(campaign, CampaignStatus.Paused)))
                : throw ApiException.BadRequest("Campaign is not running");
        }, cancellation);

    private static Task<Answer> ChangeAsync(IAudienceStore store, Func<IAudienceWriter, Answer> change, CancellationToken cancellation) =>
        store.WriteAsync(change, weight: 1, cancellation);

    private static Answer Wrap(CampaignBody campaign, int status = StatusCodes.Status200OK) =>
        Answer.Of(new Envelope<CampaignBody>(Status: true, campaign), AtomsJson.Default.EnvelopeCampaignBody, status);
}
