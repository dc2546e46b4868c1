using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AudienceTools.Server.Storage.Sqlite;

/// <summary>Says what SQLite's error codes mean to the callers of the store.</summary>
internal static class StoreFaults
{
    public static Exception Translate(SqliteException fault) => fault.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => new StoreFullException(fault),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new StoreUnavailableException("The database is locked by another program.", fault),
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_CANTOPEN =>
            new StoreUnavailableException("The database can't be written.", fault),
        raw.SQLITE_IOERR => new StoreUnavailableException("The disk reported an error.", fault),
        _ => fault,
    };
}
