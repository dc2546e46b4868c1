namespace AudienceTools.Core.Paging;

/// <summary>
/// A page by number, which begins at a multiple of its size. Two such pages that share an item have nobody between them, whatever was
/// added to the list or taken out of it, and in whatever order they came: so windows are chosen that overlap.
/// </summary>
/// <param name="Number">Which one, from 1.</param>
/// <param name="Size">Items in it.</param>
internal readonly record struct PageWindow(long Number, int Size)
{
    /// <summary>How many items lie before it.</summary>
    public long Start => (Number - 1) * Size;

    /// <summary>How many items lie before the one behind it.</summary>
    public long End => Number * Size;

    /// <summary>The window with the item at a place that reaches furthest, or that costs the fewest items of those that reach far enough.</summary>
    /// <param name="place">The item that it must have, from 0.</param>
    /// <param name="enough">How many items lie before the first that isn't wanted.</param>
    /// <param name="largest">The largest size.</param>
    /// <param name="total">How many items there are; more than there can be where that isn't known.</param>
    public static PageWindow Reaching(long place, long enough, int largest, long total = long.MaxValue)
    {
        var best = new PageWindow(place + 1, 1);
        for (var size = 2; size <= largest; size++)
        {
            var window = new PageWindow((place / size) + 1, size);
            var (reaches, furthest) = (Math.Min(window.End, enough), Math.Min(best.End, enough));
            if (reaches > furthest || (reaches == furthest && window.Cost(total) < best.Cost(total)))
            {
                best = window;
            }
        }

        return best;
    }

    /// <summary>The largest window that begins at a place.</summary>
    public static PageWindow At(long place, int largest)
    {
        var size = largest;
        while (place % size != 0)
        {
            size--;
        }

        return new PageWindow((place / size) + 1, size);
    }

    private long Cost(long total) => Math.Min(End, total) - Start;
}

/// <summary>One request for a part of a list: a window, or what comes behind a cursor.</summary>
/// <param name="Window">The window; null behind a cursor.</param>
/// <param name="Cursor">Where the page before says that it goes on; null for a window, and for a first page that has no number.</param>
/// <param name="Size">How many items at the most; 0 for what the service likes.</param>
/// <param name="Overlaps">Whether the window begins with items that should have come before.</param>
internal readonly record struct PageStep(PageWindow? Window, string? Cursor, int Size, bool Overlaps);
