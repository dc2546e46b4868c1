using System.ComponentModel;
using System.Text.Json;
using AudienceTools.Server.Http;
using AudienceTools.Server.Storage;
using Microsoft.AspNetCore.Mvc;

namespace AudienceTools.Server.Local;

/// <summary>`/v1/audiences`.</summary>
internal static class AudienceEndpoints
{
    /// <summary>The contacts that would be in no audience any more.</summary>
    private const string Orphaned = "orphaned";

    public static void MapAudiences(this IEndpointRouteBuilder api)
    {
        var audiences = api.MapGroup("/audiences").WithTags("Audiences");
        audiences.MapGet("/", ListAsync).Produces<PageBody<AudienceBody>>();
        audiences.MapPost("/", CreateAsync)
            .Accepts<NewAudienceFields>("application/json")
            .Produces<AudienceBody>(StatusCodes.Status201Created);
        audiences.MapGet("/{id}", GetAsync).Produces<AudienceBody>();
        audiences.MapPatch("/{id}", UpdateAsync).Accepts<AudienceFields>("application/json").Produces<AudienceBody>();
        audiences.MapDelete("/{id}", DeleteAsync).Produces<DeletedBody>().Produces<ErrorBody>(StatusCodes.Status409Conflict);
    }

    private static Task<Answer> ListAsync(
        [AsParameters] ListQuery query, HttpContext context, IAudienceStore store, LocalBodies bodies, CancellationToken cancellation)
    {
        var terms = Terms.Of(context);
        return query.AnswerAsync(
            store,
            (reader, list) => reader.Audiences(list.Slice, list.Search is { } search ? search.Matches : null),
            (writer, audience) => JsonSerializer.Serialize(writer, Body(bodies, audience, terms), LocalJson.Default.AudienceBody),
            cancellation);
    }

    private static async Task<Answer> CreateAsync(HttpContext context, LocalWrites writes, LocalBodies bodies)
    {
        var body = await RequestBody.ReadJsonAsync(context.Request);
        var fields = RequestBody.Parse(body, LocalJson.Default.NewAudienceFields);
        var terms = Terms.Of(context);
        var audience = new NewAudience(Fields.Name(fields.Name), Fields.Description(fields.Description))
        {
            IsDynamic = fields.Dynamic is true && terms.TellsMore,
            IdentifierColumn = terms.TellsMore ? Fields.OptionalName(fields.IdentifierColumnName, "identifierColumnName") : null,
        };
        return await writes.RunAsync(context, body, weight: 1, writer =>
            Answer.Of(Body(bodies, writer.CreateAudience(audience), terms), LocalJson.Default.AudienceBody, StatusCodes.Status201Created));
    }

    private static Task<Answer> GetAsync(
        string id, HttpContext context, IAudienceStore store, LocalBodies bodies, CancellationToken cancellation)
    {
        var terms = Terms.Of(context);
        return store.ReadAsync(
            reader => Answer.Of(WithColumns(reader, bodies, bodies.Audience(reader, id), terms), LocalJson.Default.AudienceBody), cancellation);
    }

    private static async Task<Answer> UpdateAsync(string id, HttpContext context, LocalWrites writes, LocalBodies bodies)
    {
        var body = await RequestBody.ReadJsonAsync(context.Request);
        var fields = RequestBody.Parse(body, LocalJson.Default.AudienceFields);
        var name = Fields.OptionalName(fields.Name, "name");
        var description = Fields.Description(fields.Description);
        var terms = Terms.Of(context);
        return await writes.RunAsync(context, body, weight: 1, writer => Answer.Of(
            WithColumns(writer, bodies, writer.UpdateAudience(bodies.Audience(writer, id), name, description), terms),
            LocalJson.Default.AudienceBody));
    }

    private static Task<Answer> DeleteAsync(
        string id,
        [FromQuery(Name = "contacts"), Description("`orphaned`: those of its contacts that are in no other audience go with it, in one step; /v1 only.")]
        string? contacts,
        HttpContext context,
        LocalWrites writes,
        LocalBodies bodies)
    {
        var withContacts = Terms.Of(context).TellsMore && contacts is not null;
        if (withContacts && !string.Equals(contacts, Orphaned, StringComparison.Ordinal))
        {
            throw ApiException.BadRequest($"contacts takes only {Orphaned}: with the audience go those of its contacts that are in no other.");
        }

        return writes.RunAsync(context, writer =>
        {
            var audience = bodies.Audience(writer, id);
            RefuseInUse(audience, [.. writer.CampaignsOf(audience.Id).Where(static campaign => Blocks(campaign.Status))]);
            if (withContacts)
            {
                return Answer.Of(new DeletedBody(Success: true, writer.DeleteWithContacts(audience)), LocalJson.Default.DeletedBody);
            }

            writer.DeleteAudience(audience);
            return Answer.Of(new SuccessBody(Success: true), LocalJson.Default.SuccessBody);
        });
    }

    private static AudienceBody Body(LocalBodies bodies, Audience audience, Terms terms) =>
        terms.TellsMore ? bodies.Of(audience) with { IdentifierColumnName = audience.IdentifierColumn } : bodies.Of(audience);

    private static AudienceBody WithColumns(IAudienceReader reader, LocalBodies bodies, Audience audience, Terms terms) =>
        Body(bodies, audience, terms) with { Columns = terms.TellsMore ? reader.ColumnsOf(audience) : null };

    /// <summary>OliAI refuses while an active or in-progress campaign uses the audience; a draft isn't one.</summary>
    private static bool Blocks(CampaignStatus status) =>
        status is CampaignStatus.Scheduled or CampaignStatus.Running or CampaignStatus.Paused;

    private static void RefuseInUse(Audience audience, IReadOnlyList<Campaign> campaigns)
    {
        if (campaigns.Count > 0)
        {
            var names = campaigns.Select(static campaign => $"'{campaign.Name}' ({Words(campaign.Status)})");
            throw new ApiException(
                StatusCodes.Status409Conflict, $"Audience '{audience.Name}' is in use by campaigns: {string.Join(", ", names)}")
            {
                Campaigns = campaigns,
            };
        }
    }

    private static string Words(CampaignStatus status) => status switch
    {
        CampaignStatus.Scheduled => "scheduled",
        CampaignStatus.Paused => "paused",
        _ => "running",
    };
}
