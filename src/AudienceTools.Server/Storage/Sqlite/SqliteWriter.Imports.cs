namespace AudienceTools.Server.Storage.Sqlite;

/// <content>Imports.</content>
internal sealed partial class SqliteWriter
{
    public Import CreateImport(long? audienceId, IReadOnlyList<ContactChange> rows, int failed)
    {
        Database.Prepare("""
            INSERT INTO import(audience_id, status, total, created_count, updated_count, failed_count) VALUES(?1, ?2, ?3, 0, 0, ?4)
            """)
            .Bind(audienceId)
            .Bind((long)ImportStatus.Processing)
            .Bind(rows.Count + failed)
            .Bind(failed)
            .Run();
        var id = Database.LastInsertId;
        for (var row = 0; row < rows.Count; row++)
        {
            var insert = Database.Prepare("INSERT INTO import_row VALUES(?1, ?2, ?3, ?4, ?5, ?6)")
                .Bind(id)
                .Bind(row)
                .Bind(rows[row].Phone)
                .Bind(rows[row].Name)
                .Bind(rows[row].Language);
            (rows[row].Attributes is { } attributes ? insert.BindUtf8(attributes.Span) : insert.BindNull()).Run();
        }

        return FindImport(id)!;
    }

    public IReadOnlyList<ContactChange> TakeImportRows(Import import, int count)
    {
        var rows = new List<ContactChange>(count);
        long last = -1;
        using (var query = Database
            .Prepare("SELECT row, phone, name, language, attributes FROM import_row WHERE import_id = ?1 ORDER BY row LIMIT ?2")
            .Bind(import.Id)
            .Bind(count))
        {
            while (query.Step())
            {
                last = query.Int64(0);
                rows.Add(new ContactChange(
                    query.Int64(1),
                    query.TextOrNull(2),
                    query.TextOrNull(3),
                    query.IsNull(4) ? default(ReadOnlyMemory<byte>?) : query.Columns(4)));
            }
        }

        Database.Prepare("DELETE FROM import_row WHERE import_id = ?1 AND row <= ?2").Bind(import.Id).Bind(last).Run();
        return rows;
    }

    public void UpdateImport(Import import)
    {
        var isDone = import.Status != ImportStatus.Processing;
        Database.Prepare("""
            UPDATE import SET status = ?2, created_count = ?3, updated_count = ?4, failed_count = ?5, completed = ?6 WHERE id = ?1
            """)
            .Bind(import.Id)
            .Bind((long)import.Status)
            .Bind(import.Created)
            .Bind(import.Updated)
            .Bind(import.Failed)
            .Bind(isDone ? time.GetUtcNow().ToUnixTimeMilliseconds() : null)
            .Run();
        if (isDone)
        {
            Database.Prepare("DELETE FROM import_row WHERE import_id = ?1").Bind(import.Id).Run();
        }
    }
}
