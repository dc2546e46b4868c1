using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace AudienceTools.Server.Storage.Sqlite;

/// <summary>Makes a new database file, or tells why an existing one can't be used, before anything is written to it.</summary>
internal static class DatabaseFile
{
    private const int HeaderLength = 100;
    private const int VersionOffset = 60;
    private const int ApplicationIdOffset = 68;

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
    /// <exception cref="StoreUnusableException">The file is damaged, foreign or newer. It is left as it is.</exception>
    public static void Prepare(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length == 0)
        {
            Create(path);
        }
        else
        {
            CheckHeader(path);
        }
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
            database.Execute(string.Create(
                CultureInfo.InvariantCulture, $"BEGIN IMMEDIATE; {Schema.Steps[step]} PRAGMA user_version = {step + 1}; COMMIT;"));
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

    private static void CheckHeader(string path)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        using (var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        {
            if (stream.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength
                || !header.StartsWith("SQLite format 3\0"u8))
            {
                throw new StoreUnusableException($"'{path}' isn't a SQLite database, or is damaged. It was left as it is.");
            }
        }

        if (BinaryPrimitives.ReadInt32BigEndian(header[ApplicationIdOffset..]) != Schema.ApplicationId)
        {
            throw new StoreUnusableException($"'{path}' is another program's database. It was left as it is.");
        }

        RefuseNewer(path, BinaryPrimitives.ReadInt32BigEndian(header[VersionOffset..]));
    }

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
