using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AudienceTools.Server.Storage.Sqlite;

/// <summary>
/// Whether the database may be written to: not while it is checked, and never again once a sign of damage was met. Reads aren't asked.
/// </summary>
internal sealed class StoreHealth
{
    private volatile Exception? _refusal;

    /// <summary>Whether damage was found.</summary>
    public bool IsDamaged => _refusal is StoreDamagedException;

    /// <summary>Whether changes go through.</summary>
    public bool MayWrite => _refusal is null;

    /// <summary>Writes wait from now on.</summary>
    public void BeginCheck(long bytes)
    {
        // An estimate: a check goes through some 100 MB a second.
        const long bytesInSecond = 100_000_000;
        var seconds = (int)Math.Clamp(bytes / bytesInSecond, 1, 30);
        Refuse(new StoreUnavailableException("The database is being checked, and takes changes after that. Reads go on.") { RetryAfter = seconds });
    }

    /// <summary>Writes go on, unless damage was found.</summary>
    public void EndCheck()
    {
        if (!IsDamaged)
        {
            _refusal = null;
        }
    }

    /// <summary>Ends all writing.</summary>
    public void Condemn() => Refuse(StoreDamagedException.OfChange());

    /// <summary>Lets a change through.</summary>
    /// <exception cref="StoreUnavailableException">The database is being checked.</exception>
    /// <exception cref="StoreDamagedException">It is damaged.</exception>
    public void Demand()
    {
        if (_refusal is { } refusal)
        {
            throw refusal;
        }
    }

    /// <summary>Says what an error of SQLite means to who reads, and notes a sign of damage.</summary>
    public Exception OfRead(SqliteException fault) => Translate(fault, StoreDamagedException.OfRead);

    /// <summary>Says what an error of SQLite means to who changes something, and notes a sign of damage.</summary>
    public Exception OfChange(SqliteException fault) => Translate(fault, StoreDamagedException.OfChange);

    private Exception Translate(SqliteException fault, Func<SqliteException, StoreDamagedException> damaged)
    {
        switch (fault.SqliteErrorCode)
        {
            case raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB:
                Condemn();
                return damaged(fault);
            case raw.SQLITE_ERROR when IsDamaged:
                return damaged(fault);
            case raw.SQLITE_FULL:
                return new StoreFullException(fault);
            case raw.SQLITE_BUSY or raw.SQLITE_LOCKED:
                return new StoreUnavailableException("The database is locked by another program.", fault);
            case raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_CANTOPEN:
                return new StoreUnavailableException("The database can't be written.", fault);
            case raw.SQLITE_IOERR:
                return new StoreUnavailableException("The disk reported an error.", fault);
            default:
                return fault;
        }
    }

    private void Refuse(Exception refusal)
    {
        if (!IsDamaged)
        {
            _refusal = refusal;
        }
    }
}
