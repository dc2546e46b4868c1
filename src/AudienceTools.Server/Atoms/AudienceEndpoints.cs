using AudienceTools.Server.Files;
using AudienceTools.Server.Http;
using AudienceTools.Server.Storage;

namespace AudienceTools.Server.Atoms;

/// <summary>`/atoms/v1/audience`.</summary>
internal static class AudienceEndpoints
{
    private static readonly FilePart s_file = new("file", "CSV file", MaximumMegabytes: 5);

    public static void MapAtomsAudiences(this IEndpointRouteBuilder api)
    {
        var audiences = api.MapGroup("/audience").WithTags("Atoms");
        audiences.MapGet("/", ListAsync).Produces<Envelope<IReadOnlyList<AudienceBody>>>();
        audiences.MapPost("/", CreateAsync).Produces<Envelope<AudienceBody>>().Produces<ErrorsBody>(StatusCodes.Status400BadRequest);
        audiences.MapGet("/{id}", GetAsync).Produces<Envelope<AudienceBody>>();
        audiences.MapDelete("/{id}", DeleteAsync)
            .Produces<Envelope<IReadOnlyList<AudienceBody>>>()
            .Produces<ErrorsBody>(StatusCodes.Status400BadRequest);
    }

    private static Task<Answer> ListAsync(IAudienceStore store, AtomsBodies bodies, CancellationToken cancellation) =>
        store.ReadAsync(
            reader =>
            {
                var campaigns = reader.CampaignsByAudience();
                var audiences = reader.Audiences(SliceRequest.Everything).Items;
                return Wrap([.. audiences.Select(audience => bodies.Of(audience, campaigns[audience.Id]))]);
            },
            cancellation);

    private static async Task<Answer> CreateAsync(HttpContext context, IAudienceStore store, AtomsBodies bodies)
    {
        var upload = await FormUpload.ReadAsync(context.Request, s_file);
        var file = upload.File ?? throw ApiException.BadRequest("CSV file is required");
        var name = upload.Text("name") ?? throw ApiException.BadRequest("Audience name is required");
        var phoneColumn = upload.Text("phoneNumberColumnName") ?? throw ApiException.BadRequest("Phone number column name is required");
        var csv = CsvAudience.Read(file, phoneColumn);
        var audience = new NewAudience(
            name, upload.Text("description"), phoneColumn, csv.PhonePosition, upload.Text("identifierColumnName"));
        return await store.WriteAsync(
            writer =>
            {
                var created = writer.CreateAudience(audience);
                writer.AddRows(created, csv.Rows);
                return Wrap(bodies.OfNew(writer.FindAudience(created.Id)!));
            },
            csv.Rows.Count + 1,
            context.RequestAborted);
    }

    private static Task<Answer> GetAsync(string id, IAudienceStore store, AtomsBodies bodies, CancellationToken cancellation) =>
        store.ReadAsync(reader => Wrap(bodies.Of(bodies.Audience(reader, id))), cancellation);

    private static Task<Answer> DeleteAsync(string id, IAudienceStore store, AtomsBodies bodies, CancellationToken cancellation) =>
        store.WriteAsync(
            writer =>
            {
                var audience = bodies.Audience(writer, id);
                if (writer.CampaignsOf(audience.Id).Any(static campaign => Blocks(campaign.Status)))
                {
                    throw ApiException.BadRequest($"can't delete audience, campaign with this audience {id} exists");
                }

                writer.DeleteAudience(audience);
                return Wrap([]);
            },
            weight: 1,
            cancellation);

    /// <summary>Which states block isn't documented: everything that may still dial does, a draft too.</summary>
    private static bool Blocks(CampaignStatus status) => status is not (CampaignStatus.Completed or CampaignStatus.Cancelled);

    private static Answer Wrap(AudienceBody audience) =>
        Answer.Of(new Envelope<AudienceBody>(Status: true, audience), AtomsJson.Default.EnvelopeAudienceBody);

    private static Answer Wrap(IReadOnlyList<AudienceBody> audiences) =>
        Answer.Of(new Envelope<IReadOnlyList<AudienceBody>>(Status: true, audiences), AtomsJson.Default.EnvelopeIReadOnlyListAudienceBody);
}
