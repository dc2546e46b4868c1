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

    // Checking every page of a large file would make people wait; a small one costs milliseconds.
    private const long CheckWholeFileBelow = 4 * 1024 * 1024;

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
            if (file.Length < CheckWholeFileBelow)
            {
                CheckPages(path);
            }
        }
    }

    /// <summary>Brings the database to this program's schema, step by step; each is kept whole or not at all.</summary>
    /// <exception cref="StoreUnusableException">It is newer. It is left as it is.</exception>
    public static void Upgrade(Database database, string path)
    {
        long version;
        using (var query = database.Prepare("PRAGMA user_version"))
        {
            query.Step();
            version = query.Int64(0);
        }

        // The file's header may be older than what stands in the log beside it.
        RefuseNewer(path, version);
        for (var step = (int)version; step < Schema.Version; step++)
        {
            database.Execute(string.Create(
                CultureInfo.InvariantCulture, $"BEGIN IMMEDIATE; {Schema.Steps[step]} PRAGMA user_version = {step + 1}; COMMIT;"));
        }
    }

    /// <summary>The database appears whole under its name, or not at all.</summary>
    private static void Create(string path)
    {
        var draft = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            // The log files that SQLite puts beside the database take over its mode.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(draft, options).Dispose();
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

    private static void CheckPages(string path)
    {
        string verdict;
        try
        {
            using var database = Database.Open(path, SqliteOpenMode.ReadOnly, TimeSpan.FromSeconds(1));
            using var check = database.Prepare("PRAGMA quick_check(1)");
            verdict = check.Step() ? check.Text(0) : "no answer";
        }
        catch (SqliteException e) when (e.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB)
        {
            verdict = e.Message;
        }

        if (!string.Equals(verdict, "ok", StringComparison.Ordinal))
        {
            throw new StoreUnusableException($"'{path}' is damaged. It was left as it is; restore it from a copy, or move it away.");
        }
    }
}
