using System.Text.Json;
using AudienceTools.Server.Http;
using AudienceTools.Server.Local;
using AudienceTools.Server.Storage;

namespace AudienceTools.Server.OliAI;

/// <summary>`/oliai/v1/imports`: contacts to be created or updated after the answer, by <see cref="ImportWorker"/>.</summary>
internal static class ImportEndpoints
{
    public static void MapImports(this IEndpointRouteBuilder api)
    {
        var imports = api.MapGroup("/imports").WithTags("Imports");
        imports.MapGet("/", ListAsync).Produces<PageBody<ImportBody>>();
        imports.MapPost("/api/bulk", CreateAsync).Accepts<NewImport>("application/json").Produces<ImportTaken>();
        imports.MapGet("/{id}/status", GetAsync).Produces<ImportBody>();
    }

    private static Task<Answer> ListAsync(
        [AsParameters] ListQuery query, IAudienceStore store, ImportBodies bodies, CancellationToken cancellation) =>
        query.AnswerAsync(
            store,
            (reader, list) => reader.Imports(list.Slice),
            (writer, import) => JsonSerializer.Serialize(writer, bodies.Of(import), OliAIJson.Default.ImportBody),
            cancellation);

    private static Task<Answer> GetAsync(string id, IAudienceStore store, ImportBodies bodies, CancellationToken cancellation) =>
        store.ReadAsync(reader => Answer.Of(bodies.Of(bodies.Import(reader, id)), OliAIJson.Default.ImportBody), cancellation);

    private static async Task<Answer> CreateAsync(
        HttpContext context, IAudienceStore store, LocalBodies known, ImportBodies bodies, ImportWorker worker)
    {
        var body = await RequestBody.ReadJsonAsync(context.Request);
        var read = RowReader.Read(body, "contacts", NewAudience.DefaultPhoneColumn)
            ?? throw ApiException.BadRequest("contacts is required.");
        var audienceId = read.Others is { } others ? RequestBody.Parse(others, OliAIJson.Default.ImportFields).AudienceId : null;
        var changes = read.Rows.Select(Change).OfType<ContactChange>().ToArray();
        var failed = read.Rows.Count - changes.Length + read.Rejected.Count;
        var answer = await store.WriteAsync(
            writer =>
            {
                var audience = audienceId is null ? null : known.Audience(writer, audienceId);
                return Answer.Of(bodies.Taken(writer.CreateImport(audience?.Id, changes, failed)), OliAIJson.Default.ImportTaken);
            },
            changes.Length + 1,
            context.RequestAborted);
        worker.Wake();
        return answer;
    }

    /// <summary>Every column but name and language is metadata; without any, a known contact keeps its own. Null for a bad row.</summary>
    private static ContactChange? Change(ContactRow row)
    {
        var columns = row.Columns.ToArray();
        try
        {
            return new ContactChange(
                row.Phone,
                Fields.Name(Columns.Text(columns, "name"u8)),
                Fields.OptionalName(Columns.Text(columns, "language"u8), "language"),
                Columns.Without(columns, "name", "language"));
        }
        catch (ApiException)
        {
            return null;
        }
    }
}
