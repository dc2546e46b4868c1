namespace AudienceTools.Core.Paging;

/// <summary>A page of a list.</summary>
/// <param name="Items">What came.</param>
/// <param name="Total">How many the whole list has, where the service tells.</param>
/// <param name="Next">Where the next page begins, in the dialect's own words; null at the end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, long? Total, string? Next)
{
    /// <summary>
    /// Whether the service leaves open if there are more pages: then the list ends with its total, or else with an empty page.
    /// </summary>
    internal bool MayBeLast { get; init; }

    /// <summary>
    /// Whether <see cref="Next"/> holds the last item of this page, so that nobody is passed over whatever happens to the list meanwhile.
    /// </summary>
    internal bool NextIsCursor { get; init; }

    /// <summary>How many of the items that were to be skipped lie before this page.</summary>
    public long Skipped { get; init; }

    /// <summary>
    /// The columns that the members of the whole list have, in their order and as the service calls them, where the service tells; null
    /// elsewhere.
    /// </summary>
    public IReadOnlyList<string>? Columns { get; init; }
}

/// <summary>Which page is asked for.</summary>
/// <param name="Next">Where it begins, from the page before; null for the first, and for a page by number.</param>
/// <param name="Skip">How many items the caller doesn't want, so that a service that can may begin later.</param>
/// <param name="Wanted">How many items the caller wants at the most, after those; null for all.</param>
public sealed record PageRequest(string? Next = null, long Skip = 0, long? Wanted = null)
{
    /// <summary>The page by its number; null where the service is to begin at <see cref="Next"/>.</summary>
    internal PageWindow? Window { get; init; }

    /// <summary>How many items at the most; null for as many as the service likes.</summary>
    internal int? AtMost { get; init; }

    /// <summary>The page by its number, where it has one or is the first.</summary>
    internal PageWindow WindowOrFirst(int largest) => Window ?? new PageWindow(1, Size(largest));

    /// <summary>How large a page to ask for, where a service takes at the most <paramref name="largest"/>.</summary>
    internal int Size(int largest)
    {
        var most = Math.Min(AtMost ?? largest, largest);
        return Wanted < most - Skip ? (int)(Wanted + Skip) : most;
    }
}

/// <summary>The part of a list that is wanted.</summary>
/// <param name="Skip">How many items to leave out at the start.</param>
/// <param name="First">How many to take after those; null for all.</param>
public sealed record ListRange(long Skip = 0, long? First = null)
{
    /// <summary>The whole list.</summary>
    public static ListRange All { get; } = new();
}
