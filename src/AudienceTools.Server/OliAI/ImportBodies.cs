using AudienceTools.Server.Http;
using AudienceTools.Server.Storage;

namespace AudienceTools.Server.OliAI;

/// <summary>Turns stored imports into what is sent, and the ids of requests into what is stored.</summary>
internal sealed class ImportBodies(PublicIds ids)
{
    public ImportTaken Taken(Import import) => new(ids.Import(import.Id), StatusName(import.Status), import.Total);

    public ImportBody Of(Import import) => new(
        ids.Import(import.Id),
        StatusName(import.Status),
        import.Total,
        import.Created,
        import.Updated,
        import.Failed,
        ErrorCount: import.Failed,
        import.Completed is { } completed ? Timestamp.Format(completed) : null);

    /// <summary>The import that an id names.</summary>
    /// <exception cref="ApiException">404 where it names none.</exception>
    public Import Import(IAudienceReader reader, string id) =>
        (ids.TryImport(id, out var row) ? reader.FindImport(row) : null) ?? throw ApiException.NotFound("Import");

    private static string StatusName(ImportStatus status) => status switch
    {
        ImportStatus.Processing => "PROCESSING",
        ImportStatus.Completed => "COMPLETED",
        ImportStatus.CompletedWithErrors => "COMPLETED_WITH_ERRORS",
        _ => "FAILED",
    };
}
