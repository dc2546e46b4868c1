namespace AudienceTools.Server.Storage.Sqlite;

/// <summary>A file beside the database that is there while it is open. Where it is there before, the last end wasn't a clean one.</summary>
internal static class UncleanMark
{
    public static string PathOf(string database) => database + ".open";

    /// <summary>Leaves the mark; returns whether it was there.</summary>
    public static bool Set(string database)
    {
        var path = PathOf(database);
        if (File.Exists(path))
        {
            return true;
        }

        using var mark = OwnFile.Open(path, FileMode.Create);
        mark.Flush(flushToDisk: true);
        return false;
    }

    public static void Remove(string database) => File.Delete(PathOf(database));
}
