using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace AudienceTools.Server.Storage.Sqlite;

/// <summary>
/// The one thread that writes. It gathers the changes that wait into one transaction, since a commit costs about the same for
/// one row as for many, and answers them only after the commit.
/// </summary>
internal sealed class WriteQueue : IAsyncDisposable
{
    private const int MaximumWaiting = 256;
    private const int RowsPerTransaction = 20_000;

    private readonly Channel<Change> _changes = Channel.CreateBounded<Change>(
        new BoundedChannelOptions(MaximumWaiting) { SingleReader = true });

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Database _database;
    private readonly IAudienceWriter _writer;
    private readonly StoreHealth _health;
    private readonly List<Change> _group = [];

    public WriteQueue(Database database, IAudienceWriter writer, StoreHealth health)
    {
        _database = database;
        _writer = writer;
        _health = health;
        new Thread(Work) { IsBackground = true, Name = "Database writer" }.Start();
    }

    public async Task<T> RunAsync<T>(Func<IAudienceWriter, T> write, int weight, CancellationToken cancellation)
    {
        var change = new Change<T>(write, weight);
        try
        {
            await _changes.Writer.WriteAsync(change, cancellation);
        }
        catch (ChannelClosedException e)
        {
            throw new StoreUnavailableException("The service is ending.", e);
        }

        return await change.Result;
    }

    /// <summary>Finishes what waits, then ends the thread.</summary>
    public async ValueTask DisposeAsync()
    {
        _changes.Writer.TryComplete();
        await _ended.Task;
    }

    private void Work()
    {
        while (_changes.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            var weight = 0;
            _group.Clear();
            while (weight < RowsPerTransaction && _changes.Reader.TryRead(out var change))
            {
                _group.Add(change);
                weight += change.Weight;
            }

            Commit(_group);
        }

        _ended.SetResult();
    }

    private void Commit(List<Change> group)
    {
        try
        {
            _health.Demand();
            _database.Run("BEGIN IMMEDIATE");
            foreach (var change in group)
            {
                RunWithin(change, alone: group.Count == 1);
            }

            _database.Run("COMMIT");
        }
        catch (Exception e) when (e is StoreUnavailableException or StoreDamagedException)
        {
            group.ForEach(change => change.Fail(e));
            return;
        }
        catch (SqliteException e)
        {
            RollBack();
            var meaning = _health.OfChange(e);
            if (group.Count == 1 || e.SqliteErrorCode == SQLitePCL.raw.SQLITE_BUSY || _health.IsDamaged)
            {
                group.ForEach(change => change.Fail(meaning));
                return;
            }

            // The store failed, and with the transaction the neighbours' work is gone: each gets another try of its own.
            foreach (var change in group.ToArray())
            {
                Commit([change]);
            }

            return;
        }

        group.ForEach(change => change.Complete());
    }

    /// <summary>A change that refuses undoes only itself. Alone in its transaction it needs no savepoint for that.</summary>
    private void RunWithin(Change change, bool alone)
    {
        if (!alone)
        {
            _database.Run("SAVEPOINT change");
        }

        try
        {
            change.Run(_writer);
        }
        catch (Exception e) when (e is not SqliteException)
        {
            change.Refused = e;
            if (alone)
            {
                _database.Run("ROLLBACK");
                _database.Run("BEGIN");
                return;
            }

            _database.Run("ROLLBACK TO change");
        }

        if (!alone)
        {
            _database.Run("RELEASE change");
        }
    }

    private void RollBack()
    {
        try
        {
            if (!_database.IsIdle)
            {
                _database.Run("ROLLBACK");
            }
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself between the question and the order.
        }
    }

    private abstract class Change(int weight)
    {
        public int Weight { get; } = weight;

        public Exception? Refused { get; set; }

        public abstract void Run(IAudienceWriter writer);

        public abstract void Complete();

        public abstract void Fail(Exception exception);
    }

    private sealed class Change<T>(Func<IAudienceWriter, T> write, int weight) : Change(weight)
    {
        private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _value;

        public Task<T> Result => _result.Task;

        public override void Run(IAudienceWriter writer)
        {
            Refused = null;
            _value = write(writer);
        }

        public override void Complete()
        {
            if (Refused is { } refused)
            {
                _result.SetException(refused);
            }
            else
            {
                _result.SetResult(_value!);
            }
        }

        public override void Fail(Exception exception) => _result.SetException(exception);
    }
}
