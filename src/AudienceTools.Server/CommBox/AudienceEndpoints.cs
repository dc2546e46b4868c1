using AudienceTools.Server.Files;
using AudienceTools.Server.Http;
using AudienceTools.Server.Local;
using AudienceTools.Server.Storage;

namespace AudienceTools.Server.CommBox;

/// <summary>`/commbox/audiences`, in either case.</summary>
internal static class AudienceEndpoints
{
    public static void MapCommBoxAudiences(this IEndpointRouteBuilder api)
    {
        var audiences = api.MapGroup("/audiences").WithTags("CommBox");
        audiences.MapGet("/", ListAsync).Produces<ListBody>();
        audiences.MapPost("/", CreateAsync)
            .Produces<DoneBody>(StatusCodes.Status201Created)
            .Produces<ErrorBody>(StatusCodes.Status400BadRequest);
        audiences.MapPut("/{id}", ReplaceAsync).Produces<DoneBody>().Produces<ErrorBody>(StatusCodes.Status400BadRequest);
    }

    private static Task<Answer> ListAsync(IAudienceStore store, CommBoxBodies bodies, CancellationToken cancellation) =>
        store.ReadAsync(reader => bodies.List(reader.Audiences(SliceRequest.Everything).Items), cancellation);

    private static async Task<Answer> CreateAsync(HttpContext context, IAudienceStore store, CommBoxBodies bodies)
    {
        var upload = await FormUpload.ReadAsync(context.Request, AudienceFile.Part);
        var name = Fields.Name(upload.Text("name"));
        var file = Read(upload);
        var audience = new NewAudience(name, Description: null, AudienceFile.PhoneColumn, file.PhonePosition);
        return await store.WriteAsync(
            writer =>
            {
                var created = writer.CreateAudience(audience);
                writer.AddRows(created, file.Rows);
                return bodies.Done(StatusCodes.Status201Created, "Audience created", created);
            },
            file.Rows.Count + 1,
            context.RequestAborted);
    }

    private static async Task<Answer> ReplaceAsync(string id, HttpContext context, IAudienceStore store, CommBoxBodies bodies)
    {
        var file = Read(await FormUpload.ReadAsync(context.Request, AudienceFile.Part));
        return await store.WriteAsync(
            writer =>
            {
                var audience = bodies.Audience(writer, id);
                if (audience.IsDynamic)
                {
                    throw ApiException.BadRequest("A dynamic audience can't be replaced");
                }

                writer.AddRows(writer.ClearAudience(audience, AudienceFile.PhoneColumn, file.PhonePosition), file.Rows);
                return bodies.Done(StatusCodes.Status200OK, "Operation successful", audience);
            },
            file.Rows.Count + 1,
            context.RequestAborted);
    }

    private static AudienceFile Read(FormUpload upload) =>
        AudienceFile.Read(upload.File ?? throw ApiException.BadRequest("audience_file is required"));
}
