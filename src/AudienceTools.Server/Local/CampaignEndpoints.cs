using System.Text.Json;
using AudienceTools.Server.Http;
using AudienceTools.Server.Storage;

namespace AudienceTools.Server.Local;

/// <summary>`/v1/campaigns`: just enough for an audience to be in use. Nothing is ever dialled.</summary>
internal static class CampaignEndpoints
{
    public static void MapCampaigns(this IEndpointRouteBuilder api)
    {
        var campaigns = api.MapGroup("/campaigns").WithTags("Campaigns");
        campaigns.MapPost("/", CreateAsync)
            .Accepts<CampaignFields>("application/json")
            .Produces<CampaignBody>(StatusCodes.Status201Created);
        campaigns.MapPost("/{id}/start", StartAsync).Produces<CampaignBody>();
        campaigns.MapPost("/{id}/pause", PauseAsync).Produces<CampaignBody>();
        campaigns.MapPost("/{id}/cancel", CancelAsync).Produces<CampaignBody>();
        campaigns.MapDelete("/{id}", DeleteAsync).Produces<SuccessBody>();
    }

    /// <summary>What OliAI's documents don't have.</summary>
    public static void MapCampaignChanges(this IEndpointRouteBuilder api)
    {
        var campaigns = api.MapGroup("/campaigns").WithTags("Campaigns");
        campaigns.MapGet("/", ListAsync).Produces<PageBody<CampaignBody>>();
        campaigns.MapGet("/{id}", GetAsync).Produces<CampaignBody>();
        campaigns.MapPost("/{id}/complete", CompleteAsync).Produces<CampaignBody>();
    }

    private static Task<Answer> ListAsync(
        [AsParameters] ListQuery query, IAudienceStore store, LocalBodies bodies, CancellationToken cancellation) =>
        query.AnswerAsync(
            store,
            (reader, list) => reader.Campaigns(list.Slice),
            (writer, campaign) => JsonSerializer.Serialize(writer, bodies.Of(campaign), LocalJson.Default.CampaignBody),
            cancellation);

    private static Task<Answer> GetAsync(string id, IAudienceStore store, LocalBodies bodies, CancellationToken cancellation) =>
        store.ReadAsync(reader => Answer.Of(bodies.Of(bodies.Campaign(reader, id)), LocalJson.Default.CampaignBody), cancellation);

    private static async Task<Answer> CreateAsync(HttpContext context, LocalWrites writes, LocalBodies bodies)
    {
        var body = await RequestBody.ReadJsonAsync(context.Request);
        var fields = RequestBody.Parse(body, LocalJson.Default.CampaignFields);
        var name = Fields.Name(fields.Name);
        var audienceId = Fields.Name(fields.AudienceId, "audienceId");
        var flow = Terms.Of(context).NeedsFlow ? Fields.Name(fields.FlowId, "flowId") : Fields.OptionalName(fields.FlowId, "flowId");
        var status = fields.ScheduledAt is null ? CampaignStatus.Draft : CampaignStatus.Scheduled;
        return await writes.RunAsync(context, body, weight: 1, writer =>
        {
            var campaign = writer.CreateCampaign(name, bodies.Audience(writer, audienceId).Id, flow, status);
            return Answer.Of(bodies.Of(campaign), LocalJson.Default.CampaignBody, StatusCodes.Status201Created);
        });
    }

    private static Task<Answer> DeleteAsync(string id, HttpContext context, LocalWrites writes, LocalBodies bodies) =>
        writes.RunAsync(context, writer =>
        {
            var campaign = bodies.Campaign(writer, id);
            if (campaign.Status == CampaignStatus.Running)
            {
                throw ApiException.Conflict("The campaign is in progress; pause it first.");
            }

            writer.DeleteCampaign(campaign);
            return Answer.Of(new SuccessBody(Success: true), LocalJson.Default.SuccessBody);
        });

    private static Task<Answer> StartAsync(string id, HttpContext context, LocalWrites writes, LocalBodies bodies) =>
        MoveAsync(id, context, writes, bodies, CampaignStatus.Running, [CampaignStatus.Draft, CampaignStatus.Scheduled, CampaignStatus.Paused]);

    private static Task<Answer> PauseAsync(string id, HttpContext context, LocalWrites writes, LocalBodies bodies) =>
        MoveAsync(id, context, writes, bodies, CampaignStatus.Paused, [CampaignStatus.Running]);

    private static Task<Answer> CompleteAsync(string id, HttpContext context, LocalWrites writes, LocalBodies bodies) =>
        MoveAsync(id, context, writes, bodies, CampaignStatus.Completed, [CampaignStatus.Running, CampaignStatus.Paused]);

    private static Task<Answer> CancelAsync(string id, HttpContext context, LocalWrites writes, LocalBodies bodies) =>
        MoveAsync(
            id,
            context,
            writes,
            bodies,
            CampaignStatus.Cancelled,
            [CampaignStatus.Draft, CampaignStatus.Scheduled, CampaignStatus.Running, CampaignStatus.Paused]);

    private static Task<Answer> MoveAsync(
        string id, HttpContext context, LocalWrites writes, LocalBodies bodies, CampaignStatus to, CampaignStatus[] from) =>
        writes.RunAsync(context, writer =>
        {
            var campaign = bodies.Campaign(writer, id);
            if (!from.Contains(campaign.Status))
            {
                throw ApiException.Conflict(
                    $"A campaign that is {LocalBodies.StatusName(campaign.Status)} can't become {LocalBodies.StatusName(to)}.");
            }

            if (to == CampaignStatus.Running && writer.FindAudience(campaign.AudienceId) is null)
            {
                throw ApiException.Conflict("The campaign's audience has been deleted.");
            }

            return Answer.Of(bodies.Of(writer.SetStatus(campaign, to)), LocalJson.Default.CampaignBody);
        });
}
