using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AudienceTools.Server.Storage.Sqlite;

/// <summary>One connection with its prepared statements. Not for two threads at once.</summary>
internal sealed class Database : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, (Statement Statement, sqlite3_stmt Handle)> _statements = new(StringComparer.Ordinal);
    private readonly sqlite3 _handle;

    private Database(SqliteConnection connection)
    {
        _connection = connection;
        _handle = connection.Handle!;
    }

    /// <summary>False while a transaction is open; SQLite closes one by itself on some faults.</summary>
    public bool IsIdle => raw.sqlite3_get_autocommit(_handle) != 0;

    public long LastInsertId => raw.sqlite3_last_insert_rowid(_handle);

    public static Database Open(string path, SqliteOpenMode mode, TimeSpan busyTimeout)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
        }.ToString());
        try
        {
            connection.Open();
            _ = raw.sqlite3_busy_timeout(connection.Handle, (int)busyTimeout.TotalMilliseconds);
            return new Database(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Gives the prepared statement for a text, ready to be bound.</summary>
    public Statement Prepare(string sql)
    {
        if (_statements.TryGetValue(sql, out var known))
        {
            return known.Statement;
        }

        var code = raw.sqlite3_prepare_v2(_handle, sql, out var handle);
        if (code != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(code, _handle);
        }

        var statement = new Statement(_handle, handle);
        _statements.Add(sql, (statement, handle));
        return statement;
    }

    /// <summary>Ends what runs on the connection; may be called from another thread.</summary>
    public void Interrupt() => raw.sqlite3_interrupt(_handle);

    /// <summary>Whether the log beside the database is let be when the connection closes, rather than put into the database.</summary>
    public void LeaveLog(bool isLeft)
    {
        var code = raw.sqlite3_db_config(_handle, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, isLeft ? 1 : 0, out _);
        if (code != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(code, _handle);
        }
    }

    public int Run(string sql) => Prepare(sql).Run();

    /// <summary>Runs one or more statements that aren't worth keeping.</summary>
    public void Execute(string sql)
    {
        var code = raw.sqlite3_exec(_handle, sql);
        if (code != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(code, _handle);
        }
    }

    public void Dispose()
    {
        foreach (var (_, handle) in _statements.Values)
        {
            handle.Dispose();
        }

        _connection.Dispose();
    }
}
