namespace AudienceTools.Server.Storage.Sqlite;

/// <content>Imports.</content>
internal partial class SqliteReader
{
    private const string ImportColumns = "id, audience_id, status, total, created_count, updated_count, failed_count, completed";

    public Import? FindImport(long id)
    {
        using var query = Database.Prepare($"SELECT {ImportColumns} FROM import WHERE id = ?1").Bind(id);
        return query.Step() ? ReadImport(query) : null;
    }

    public Import? FindWaitingImport()
    {
        using var query = Database.Prepare($"SELECT {ImportColumns} FROM import WHERE completed IS NULL ORDER BY id LIMIT 1");
        return query.Step() ? ReadImport(query) : null;
    }

    public Slice<Import> Imports(in SliceRequest request)
    {
        var total = Count("SELECT count(*) FROM import");
        using var query = Database.Prepare($"SELECT {ImportColumns} FROM import WHERE id > ?1 ORDER BY id").Bind(request.After ?? 0);
        return Collect(query, ReadImport, static import => import.Id, request, filter: null, total);
    }

    private static Import ReadImport(Statement row) => new(
        row.Int64(0),
        row.IsNull(1) ? null : row.Int64(1),
        (ImportStatus)row.Int64(2),
        (int)row.Int64(3),
        (int)row.Int64(4),
        (int)row.Int64(5),
        (int)row.Int64(6),
        row.IsNull(7) ? null : row.Time(7));
}
