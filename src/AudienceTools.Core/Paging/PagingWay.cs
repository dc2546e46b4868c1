namespace AudienceTools.Core.Paging;

/// <summary>How to read a list.</summary>
internal sealed record PagingWay
{
    /// <summary>One page behind another, each where the one before says.</summary>
    public static PagingWay ByNext { get; } = new();

    /// <summary>The largest page that can be asked for by number; null where pages have no numbers.</summary>
    public int? Largest { get; init; }

    /// <summary>How many pages may be under way at a time.</summary>
    public int MostAhead { get; init; } = 4;

    /// <summary>Whether a cursor is better than a number: where the service looks for each page from the start of the list.</summary>
    public bool PrefersCursors { get; init; }
}
