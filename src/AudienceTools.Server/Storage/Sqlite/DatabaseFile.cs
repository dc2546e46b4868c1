using System.Globalization;
using AudienceTools.Core.Reading;
using Microsoft.Data.Sqlite;

namespace AudienceTools.Server.Storage.Sqlite;

/// <summary>Makes a new database file, or tells why an existing one can't be used, before anything is written to it.</summary>
internal static class DatabaseFile
{
    /// <summary>What to do about a file that can't be opened.</summary>
    public const string NextStep = "It was left as it is; put a copy in its place, or move it away to begin anew.";

    /// <summary>The file itself, where the path is a link to it: whoever comes another way meets the same lock.</summary>
    public static string Resolve(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
    }

    /// <summary>
    /// Refuses a file that another program has open, under another name perhaps: each name has a log of its own, and two of them destroy
    /// the database. Whoever has it open in WAL mode holds a shared lock on the file itself.
    /// </summary>
    /// <exception cref="StoreUnusableException">Another program has it.</exception>
    public static void RefuseShared(string path)
    {
        using var database = Database.Open(path, SqliteOpenMode.ReadWrite, TimeSpan.Zero);
        database.LeaveLog(true);
        try
        {
            database.Execute("PRAGMA locking_mode = EXCLUSIVE; SELECT count(*) FROM sqlite_master");
        }
        catch (SqliteException e) when (e.SqliteErrorCode is SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED)
        {
            throw new StoreUnusableException($"Another program has '{path}' open, under another name perhaps. End it first.", e);
        }
    }

    /// <summary>Leaves a usable database at <paramref name="path"/>.</summary>
    /// <returns>Whether its header is one that can be; where it isn't, the database is damaged, and some of it may be read.</returns>
    /// <exception cref="StoreUnusableException">The file is none, damaged, foreign or newer. It is left as it is.</exception>
    public static bool Prepare(string path)
    {
        if (FileFacts.IsSpecial(path))
        {
            throw new StoreUnusableException($"'{path}' is a pipe, a socket or a device, not a database. It was left as it is; move it away to begin anew.");
        }

        if (HasContent(path))
        {
            return CheckHeader(path);
        }

        Create(path);
        return true;
    }

    /// <summary>The version of the database's schema.</summary>
    /// <exception cref="StoreUnusableException">It is newer than this program's. It is left as it is.</exception>
    public static int VersionOf(Database database, string path)
    {
        using var query = database.Prepare("PRAGMA user_version");
        query.Step();
        var version = query.Int64(0);

        // The file's header may be older than what stands in the log beside it.
        RefuseNewer(path, version);
        return (int)version;
    }

    /// <summary>Brings the database to this program's schema, step by step; each is kept whole or not at all.</summary>
    /// <exception cref="StoreUnusableException">It is newer. It is left as it is.</exception>
    public static void Upgrade(Database database, string path)
    {
        for (var step = VersionOf(database, path); step < Schema.Version; step++)
        {
            database.Execute($"BEGIN IMMEDIATE; {Schema.Steps[step].Sql}");
            Schema.Steps[step].Fill?.Invoke(database);
            database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {step + 1}; COMMIT;"));
        }
    }

    /// <summary>The database appears whole under its name, or not at all.</summary>
    private static void Create(string path)
    {
        var draft = path + ".new";

        // The log files that SQLite puts beside the database take over its mode.
        OwnFile.Open(draft, FileMode.Create).Dispose();
        using (var database = Database.Open(draft, SqliteOpenMode.ReadWrite, TimeSpan.Zero))
        {
            database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {Schema.ApplicationId}"));
            Upgrade(database, draft);
        }

        File.Move(draft, path, overwrite: true);
    }

    /// <summary>Beside a log, the header may be of a moment in between, and what stands in the log is what counts.</summary>
    private static bool CheckHeader(string path)
    {
        var header = DatabaseHeader.Read(path);
        if (!header.IsThere)
        {
            throw new StoreUnusableException($"'{path}' isn't a SQLite database, or is damaged. {NextStep}");
        }

        if (header.ApplicationId != Schema.ApplicationId)
        {
            throw new StoreUnusableException($"'{path}' is another program's database, or is damaged. {NextStep}");
        }

        RefuseNewer(path, header.Version);
        return header.IsPossible || HasContent(path + "-wal") || HasContent(path + "-journal");
    }

    private static bool HasContent(string path) => new FileInfo(path) is { Exists: true, Length: > 0 };

    private static void RefuseNewer(string path, long version)
    {
        if (version > Schema.Version)
        {
            throw new StoreUnusableException(string.Create(
                CultureInfo.InvariantCulture,
                $"'{path}' is of a newer AudienceTools (schema {version}, not {Schema.Version}). Update the module. It was left as it is."));
        }
    }
}
