using Microsoft.Data.Sqlite;

namespace AudienceTools.Server.Storage.Sqlite;

/// <summary>Looks for damage, on a connection of its own that can't write.</summary>
internal static class DatabaseCheck
{
    /// <summary>How long a check is good for.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromDays(7);

    /// <summary>Goes through every page, and each index against its table.</summary>
    /// <param name="path">The database.</param>
    /// <param name="cancellation">Ends the check, which then has found nothing.</param>
    /// <returns>Whether all is well.</returns>
    /// <exception cref="SqliteException">The file can't be read.</exception>
    public static bool IsWhole(string path, CancellationToken cancellation)
    {
        using var database = Database.Open(path, SqliteOpenMode.ReadOnly, TimeSpan.FromSeconds(1));
        using var interrupt = cancellation.Register(database.Interrupt);
        using var check = database.Prepare("PRAGMA integrity_check(1)");
        try
        {
            return check.Step() && string.Equals(check.Text(0), "ok", StringComparison.Ordinal);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == SQLitePCL.raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException(cancellation);
        }
    }

    /// <summary>Whether every table and index of the schema is there.</summary>
    public static bool HasAllTables(Database database)
    {
        using var query = database.Prepare("SELECT name FROM sqlite_master");
        var found = new HashSet<string>(StringComparer.Ordinal);
        while (query.Step())
        {
            found.Add(query.Text(0));
        }

        return Schema.Names.All(found.Contains);
    }
}
