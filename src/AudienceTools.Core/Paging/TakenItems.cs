namespace AudienceTools.Core.Paging;

/// <summary>What came of a list: nothing twice, without what was to be skipped, and no more than is wanted.</summary>
internal sealed class TakenItems<T>(Func<T, string> identity, ListRange range)
{
    private readonly HashSet<string> _cursors = new(StringComparer.Ordinal);

    /// <summary>What came, by its identifiers.</summary>
    public SeenIds Seen { get; } = new();

    /// <summary>How many items of the list are accounted for.</summary>
    public long Count { get; private set; }

    /// <summary>How many were given to the caller.</summary>
    public long Given { get; private set; }

    /// <summary>How many the service has sent, but for those that came before where pages share items on purpose.</summary>
    public long Received { get; private set; }

    /// <summary>How many came twice, and weren't asked for twice.</summary>
    public long Doubles { get; private set; }

    /// <summary>Where items stand that are too large to be read, where they are wanted.</summary>
    public List<long> PassedOver { get; } = [];

    /// <summary>How many more items are wanted; null for all.</summary>
    public long? Wanted => range.First - Given;

    /// <summary>How many more items aren't wanted before those that are.</summary>
    public long ToSkip => Math.Max(0, range.Skip - Count);

    /// <summary>Hashes of the items' identifiers.</summary>
    public ulong[] IdsOf(IReadOnlyList<T> items)
    {
        var ids = new ulong[items.Count];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = Seen.Hash(identity(items[i]));
        }

        return ids;
    }

    /// <summary>Counts the items that lie before the first page.</summary>
    public void Begin(long place) => Count = Math.Max(Count, place);

    /// <summary>Counts an item that is too large to be read.</summary>
    public void PassOver(long place)
    {
        Count++;
        if (place >= range.Skip)
        {
            PassedOver.Add(place);
        }
    }

    /// <summary>Whether all of a page was sent before, or the service goes on from the same place again.</summary>
    public bool CameBefore(ulong[] ids, string next) =>
        !IsNewCursor(next) || (ids.Length > 0 && ids.All(id => id != 0 && Seen.Contains(id)));

    /// <summary>Whether the service hasn't gone on from this place before.</summary>
    public bool IsNewCursor(string next) => _cursors.Add(next);

    /// <summary>Takes a page.</summary>
    /// <param name="items">Its items.</param>
    /// <param name="ids">The hashes of their identifiers. Those without one can't be told apart, and all count.</param>
    /// <param name="start">How many items of the list lie before it, where pages share items; null where that is how many came.</param>
    /// <returns>What the caller gets, and which item is the first that didn't come before.</returns>
    public (IReadOnlyList<T> Kept, int FirstNew) Take(IReadOnlyList<T> items, ulong[] ids, long? start)
    {
        var kept = new List<T>(items.Count);
        var firstNew = items.Count;
        for (var i = 0; i < items.Count; i++)
        {
            var place = start + i ?? Count;
            if (ids[i] != 0 && !Seen.Add(ids[i]))
            {
                Doubles += start is null ? 1 : 0;
                Received += start is null ? 1 : 0;
                continue;
            }

            firstNew = Math.Min(firstNew, i);
            Received++;
            Count++;
            if (place >= range.Skip && Given != range.First)
            {
                kept.Add(items[i]);
                Given++;
            }
        }

        return (kept, firstNew);
    }
}
