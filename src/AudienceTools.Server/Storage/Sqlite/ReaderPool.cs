using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace AudienceTools.Server.Storage.Sqlite;

/// <summary>A few read-only connections. They see every commit, block nobody, and never write or checkpoint.</summary>
internal sealed class ReaderPool(string path, TimeSpan busyTimeout, StoreHealth health) : IDisposable
{
    private const int MaximumReaders = 8;

    private readonly ConcurrentBag<Database> _idle = [];
    private readonly SemaphoreSlim _places = new(MaximumReaders);

    public async Task<T> RunAsync<T>(Func<IAudienceReader, T> read, CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation);
        try
        {
            if (!_idle.TryTake(out var database))
            {
                database = Database.Open(path, SqliteOpenMode.ReadOnly, busyTimeout);
            }

            return Run(database, read);
        }
        catch (SqliteException e)
        {
            throw health.OfRead(e);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose()
    {
        foreach (var database in _idle)
        {
            database.Dispose();
        }

        _places.Dispose();
    }

    private T Run<T>(Database database, Func<IAudienceReader, T> read)
    {
        // A connection that ends its transaction properly goes back; any other is not worth mending.
        var sound = false;
        try
        {
            database.Run("BEGIN");
            try
            {
                return read(new SqliteReader(database, health));
            }
            finally
            {
                database.Run("COMMIT");
                sound = true;
            }
        }
        finally
        {
            if (sound)
            {
                _idle.Add(database);
            }
            else
            {
                database.Dispose();
            }
        }
    }
}
