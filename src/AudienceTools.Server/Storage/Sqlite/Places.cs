namespace AudienceTools.Server.Storage.Sqlite;

/// <summary>
/// Finds the place of the n-th thing in a list whose places are 1, 2, 3, …, some of which were removed, without walking over
/// all before it: only blocks that have lost something are recorded, and only one block is walked.
/// </summary>
internal static class Places
{
    private const int BlockBits = 10;
    private const long BlockSize = 1 << BlockBits;

    /// <summary>Where to start reading: from <paramref name="From"/>, leaving out <paramref name="Skip"/> things first.</summary>
    internal readonly record struct Start(long From, long Skip);

    public static Start Find(Database database, long scope, long index)
    {
        using var gaps = database.Prepare("SELECT block, removed FROM gap WHERE scope = ?1 ORDER BY block").Bind(scope);
        long removed = 0;
        while (gaps.Step())
        {
            var blockStart = gaps.Int64(0) << BlockBits;
            var before = blockStart - removed;
            if (index < before)
            {
                break;
            }

            removed += gaps.Int64(1);
            if (index < blockStart + BlockSize - removed)
            {
                return new Start(blockStart + 1, index - before);
            }
        }

        return new Start(index + removed + 1, 0);
    }

    public static void Removed(Database database, long scope, long place) =>
        database.Prepare("INSERT INTO gap VALUES(?1, ?2, 1) ON CONFLICT DO UPDATE SET removed = removed + 1")
            .Bind(scope)
            .Bind((place - 1) >> BlockBits)
            .Run();

    /// <summary>All places are gone that <paramref name="places"/>, the rest of a SELECT with one parameter, gives.</summary>
    public static void RemovedMany(Database database, long scope, string places, long parameter) =>
        database.Prepare($"""
            INSERT INTO gap SELECT ?2, (place - 1) >> {BlockBits} AS block, count(*) FROM (SELECT {places}) WHERE true GROUP BY block
            ON CONFLICT DO UPDATE SET removed = removed + excluded.removed
            """)
            .Bind(parameter)
            .Bind(scope)
            .Run();

    /// <summary>Everything is gone, up to the last place ever given.</summary>
    public static void RemovedAll(Database database, long scope, long lastPlace)
    {
        database.Prepare("DELETE FROM gap WHERE scope = ?1").Bind(scope).Run();
        for (long block = 0; block << BlockBits < lastPlace; block++)
        {
            database.Prepare("INSERT INTO gap VALUES(?1, ?2, ?3)")
                .Bind(scope)
                .Bind(block)
                .Bind(Math.Min(BlockSize, lastPlace - (block << BlockBits)))
                .Run();
        }
    }
}
