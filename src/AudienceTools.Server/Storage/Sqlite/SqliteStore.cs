using Microsoft.Data.Sqlite;

namespace AudienceTools.Server.Storage.Sqlite;

/// <summary>
/// The store in one SQLite file, in WAL mode: one connection writes and checkpoints, since the bundled engine has a fault that
/// needs two (sqlite.org/wal.html, "the WAL-reset bug"); all others only read. A lock file keeps other processes away.
/// </summary>
internal sealed class SqliteStore : IAudienceStore
{
    private readonly FileStream _owner;
    private readonly Database _database;
    private readonly WriteQueue _queue;
    private readonly ReaderPool _readers;

    private SqliteStore(FileStream owner, Database database, string path, TimeSpan busyTimeout, TimeProvider time)
    {
        _owner = owner;
        _database = database;
        var writer = new SqliteWriter(database, time);
        Salt = (ulong)writer.Setting(Schema.Salt);
        _queue = new WriteQueue(database, writer);
        _readers = new ReaderPool(path, busyTimeout);
    }

    public ulong Salt { get; }

    /// <summary>Opens the database, making it where there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">Gives the times of creation and change.</param>
    /// <param name="busyTimeout">How long to wait for a lock that another program holds.</param>
    /// <param name="maximumPages">How many pages the file may have; null for no limit of ours.</param>
    /// <exception cref="StoreOwnedException">Another process has it open.</exception>
    /// <exception cref="StoreUnusableException">It can't be used, and was left as it is.</exception>
    public static SqliteStore Open(string path, TimeProvider time, TimeSpan busyTimeout, int? maximumPages = null)
    {
        SQLitePCL.Batteries_V2.Init();
        path = Path.GetFullPath(path);
        FileStream? owner = null;
        Database? database = null;
        try
        {
            owner = OwnerLock.Take(path + ".lock");
            DatabaseFile.Prepare(path);
            database = Database.Open(path, SqliteOpenMode.ReadWrite, busyTimeout);
            database.Execute("""
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = FULL;
                PRAGMA wal_autocheckpoint = 10000;
                PRAGMA journal_size_limit = 67108864;
                PRAGMA temp_store = MEMORY;
                PRAGMA cache_size = -65536;
                """);
            DatabaseFile.Upgrade(database, path);
            if (maximumPages is { } pages)
            {
                database.Execute($"PRAGMA max_page_count = {pages}");
            }

            return new SqliteStore(owner, database, path, busyTimeout, time);
        }
        catch (Exception e)
        {
            database?.Dispose();
            owner?.Dispose();
            if (e is SqliteException or IOException or UnauthorizedAccessException)
            {
                throw new StoreUnusableException($"The database '{path}' can't be opened: {e.Message}", e);
            }

            throw;
        }
    }

    public Task<T> ReadAsync<T>(Func<IAudienceReader, T> read, CancellationToken cancellation) => _readers.RunAsync(read, cancellation);

    public Task<T> WriteAsync<T>(Func<IAudienceWriter, T> write, int weight, CancellationToken cancellation) =>
        _queue.RunAsync(write, weight, cancellation);

    public async ValueTask DisposeAsync()
    {
        // The writer goes last: the last connection to close puts the log into the database, which only the writer may do.
        await _queue.DisposeAsync();
        _readers.Dispose();
        _database.Dispose();
        await _owner.DisposeAsync();
    }
}
