using Microsoft.Data.Sqlite;

namespace AudienceTools.Server.Storage.Sqlite;

/// <summary>
/// The store in one SQLite file, in WAL mode: one connection writes and checkpoints, since the bundled engine has a fault that
/// needs two (sqlite.org/wal.html, "the WAL-reset bug"); all others only read. A lock file keeps other processes away.
/// </summary>
internal sealed class SqliteStore : IAudienceStore
{
    // A small file is gone through in milliseconds, so that nobody has to wait.
    private const long SmallBytes = 4 * 1024 * 1024;

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);

    private readonly FileStream _owner;
    private readonly Database _database;
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly Func<string, CancellationToken, bool> _isWhole;
    private readonly SqliteWriter _writer;
    private readonly StoreHealth _health = new();
    private readonly WriteQueue _queue;
    private readonly ReaderPool _readers;
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _checks;

    private SqliteStore(
        FileStream owner,
        Database database,
        string path,
        TimeSpan busyTimeout,
        TimeProvider time,
        Func<string, CancellationToken, bool> isWhole,
        bool isDue,
        bool isPossible)
    {
        _owner = owner;
        _database = database;
        _path = path;
        _time = time;
        _isWhole = isWhole;
        _writer = new SqliteWriter(database, time);
        Salt = (ulong)_writer.Setting(Schema.Salt);
        if (!isPossible || !DatabaseCheck.HasAllTables(database))
        {
            _health.Condemn();
        }

        // The clock may have been set back, or the number be damaged.
        var age = time.GetUtcNow().ToUnixTimeMilliseconds() - _writer.Setting(Schema.Checked);
        isDue |= age < 0 || age >= DatabaseCheck.Lifetime.TotalMilliseconds;
        _queue = new WriteQueue(database, _writer, _health);
        _readers = new ReaderPool(path, busyTimeout, _health);
        var first = isDue ? CheckAsync() : Task.CompletedTask;
        Checked = first;
        _checks = CheckAgainAsync(first, isDue ? DatabaseCheck.Lifetime : DatabaseCheck.Lifetime - TimeSpan.FromMilliseconds(age));
    }

    public ulong Salt { get; }

    /// <summary>Completes when the check that was due at the start is through, if there was one.</summary>
    internal Task Checked { get; }

    /// <summary>Opens the database, making it where there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">Gives the times of creation and change.</param>
    /// <param name="busyTimeout">How long to wait for a lock that another program holds.</param>
    /// <param name="maximumPages">How many pages the file may have; null for no limit of ours.</param>
    /// <param name="isWhole">Looks for damage; null for <see cref="DatabaseCheck.IsWhole"/>.</param>
    /// <exception cref="StoreOwnedException">Another process has it open.</exception>
    /// <exception cref="StoreUnusableException">It can't be used, and was left as it is.</exception>
    public static SqliteStore Open(
        string path,
        TimeProvider time,
        TimeSpan busyTimeout,
        int? maximumPages = null,
        Func<string, CancellationToken, bool>? isWhole = null)
    {
        SQLitePCL.Batteries_V2.Init();

        // No connection is used by two threads at once, so that none needs a lock for each call, nor all of them one to count memory.
        // Where SQLite runs already, these stay as they are.
        _ = SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MULTITHREAD);
        _ = SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MEMSTATUS, 0);
        FileStream? owner = null;
        Database? database = null;
        try
        {
            path = DatabaseFile.Resolve(path);
            owner = OwnerLock.Take(path + ".lock");
            var isPossible = DatabaseFile.Prepare(path);
            DatabaseFile.RefuseShared(path);
            var isUnclean = UncleanMark.Set(path);
            database = Database.Open(path, SqliteOpenMode.ReadWrite, busyTimeout);

            // Nothing may reach the database on the way out before it is known to be whole.
            database.LeaveLog(true);
            isWhole ??= DatabaseCheck.IsWhole;
            if (DatabaseFile.VersionOf(database, path) < Schema.Version && !isWhole(path, CancellationToken.None))
            {
                throw new StoreUnusableException($"'{path}' is damaged, and of an older version. {DatabaseFile.NextStep}");
            }

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

            return new SqliteStore(owner, database, path, busyTimeout, time, isWhole, isUnclean, isPossible);
        }
        catch (Exception e)
        {
            database?.Dispose();
            owner?.Dispose();
            if (e is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_ERROR })
            {
                throw new StoreUnusableException($"'{path}' is damaged. {DatabaseFile.NextStep}", e);
            }

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
        await _ending.CancelAsync();
        await _checks;
        await _queue.DisposeAsync();

        // The writer goes last: the last connection to close puts the log into the database, which only the writer may do.
        _readers.Dispose();
        var isClean = _health.MayWrite;
        if (isClean)
        {
            _database.LeaveLog(false);
        }

        _database.Dispose();
        if (isClean)
        {
            UncleanMark.Remove(_path);
        }

        _ending.Dispose();
        await _owner.DisposeAsync();
    }

    private async Task CheckAsync()
    {
        var bytes = new FileInfo(_path) is { Exists: true } file ? file.Length : 0;
        _health.BeginCheck(bytes);
        while (!await TryCheckAsync(bytes))
        {
            // Another program has the database, or the disk failed.
            await Task.Delay(s_pause, _time, _ending.Token);
        }

        if (_health.IsDamaged)
        {
            return;
        }

        _health.EndCheck();
        await _queue.RunAsync(_ => _writer.KeepSetting(Schema.Checked, _time.GetUtcNow().ToUnixTimeMilliseconds()), 1, _ending.Token);
    }

    /// <summary>Whether the check came to its end.</summary>
    private async Task<bool> TryCheckAsync(long bytes)
    {
        try
        {
            var isWhole = bytes <= SmallBytes
                ? _isWhole(_path, _ending.Token)
                : await Task.Factory.StartNew(
                    () => _isWhole(_path, _ending.Token), _ending.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            if (!isWhole)
            {
                _health.Condemn();
            }

            return true;
        }
        catch (SqliteException e)
        {
            _health.OfRead(e);
            return _health.IsDamaged;
        }
    }

    private async Task CheckAgainAsync(Task first, TimeSpan wait)
    {
        try
        {
            await first;
            while (!_health.IsDamaged)
            {
                await Task.Delay(wait, _time, _ending.Token);
                wait = DatabaseCheck.Lifetime;
                await CheckAsync();
            }
        }
        catch (Exception e) when (e is OperationCanceledException or StoreFullException or StoreUnavailableException or StoreDamagedException)
        {
            // The end, or a disk that takes nothing: the next start sees that a check is due.
        }
    }
}
