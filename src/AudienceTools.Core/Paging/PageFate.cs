namespace AudienceTools.Core.Paging;

/// <summary>What a page says beside its items.</summary>
internal readonly record struct PageFacts(int Count, long? Total, string? Next, bool MayBeLast, bool NextIsCursor)
{
    public static PageFacts Of<T>(Page<T> page) => new(page.Items.Count, page.Total, page.Next, page.MayBeLast, page.NextIsCursor);
}

/// <summary>What becomes of a page that came.</summary>
internal enum PageFate
{
    /// <summary>It goes on from what came before.</summary>
    Taken,

    /// <summary>Something may lie between it and what came before: that is read first.</summary>
    Moved,

    /// <summary>The service sends fewer items than it is asked for, so it isn't the page that it should be.</summary>
    Again,

    /// <summary>The service counts its pages in a way of its own, so that they are read as they come.</summary>
    Odd,

    /// <summary>There is nothing at its place.</summary>
    Empty,
}
