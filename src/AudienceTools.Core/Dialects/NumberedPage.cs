using AudienceTools.Core.Paging;

namespace AudienceTools.Core.Dialects;

/// <summary>What came as a page that a service counts by number.</summary>
internal static class NumberedPage
{
    /// <summary>The page, and whether there is another.</summary>
    /// <param name="asked">What was asked for.</param>
    /// <param name="items">Its items.</param>
    /// <param name="total">How many there are on all pages, where the service tells.</param>
    /// <param name="more">Whether there is another page, where the service tells.</param>
    /// <remarks>
    /// Where it doesn't, the list goes on until there are as many as the total says, which may take more pages than the size asked for
    /// makes believe, or without a total until a page isn't full.
    /// </remarks>
    public static Page<T> Of<T>(PageWindow asked, IReadOnlyList<T> items, long? total, bool? more)
    {
        var goesOn = more ?? (total is null ? items.Count >= asked.Size : items.Count > 0 && (asked.Number > 1 || items.Count < total));
        return new(items, total, goesOn ? FormattableString.Invariant($"{asked.Number + 1}:{asked.Size}") : null) { MayBeLast = more is null };
    }
}
