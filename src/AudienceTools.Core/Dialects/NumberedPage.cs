using System.Globalization;
using AudienceTools.Core.Paging;

namespace AudienceTools.Core.Dialects;

/// <summary>A page that a service counts by number. The number counts pages of one size, so the size stays what it was on the first.</summary>
/// <param name="Number">Which one, from 1.</param>
/// <param name="Size">Items on a page.</param>
internal readonly record struct NumberedPage(long Number, int Size)
{
    /// <summary>The page in a dialect's own words for <see cref="Page{T}.Next"/>.</summary>
    public string Next => string.Create(CultureInfo.InvariantCulture, $"{Number}:{Size}");

    /// <summary>The page that is asked for, of at most <paramref name="largest"/> items.</summary>
    public static NumberedPage Of(PageRequest page, int largest)
    {
        if (page.Next is not { } next)
        {
            return new(1, page.Size(largest));
        }

        var colon = next.IndexOf(':', StringComparison.Ordinal);
        return new(
            long.Parse(next.AsSpan(0, colon), CultureInfo.InvariantCulture), int.Parse(next.AsSpan(colon + 1), CultureInfo.InvariantCulture));
    }

    /// <summary>What came as the page.</summary>
    /// <param name="items">Its items.</param>
    /// <param name="total">How many there are on all pages, where the service tells.</param>
    /// <param name="more">Whether there is another page, where the service tells.</param>
    /// <remarks>
    /// Where it doesn't, the list goes on until there are as many as the total says, which may take more pages than the size asked for
    /// makes believe, or without a total until a page isn't full.
    /// </remarks>
    public Page<T> Read<T>(IReadOnlyList<T> items, long? total, bool? more)
    {
        var goesOn = more ?? (total is null ? items.Count >= Size : items.Count > 0 && (Number > 1 || items.Count < total));
        return new(items, total, goesOn ? (this with { Number = Number + 1 }).Next : null) { MayBeLast = more is null };
    }

    /// <summary>The same, beginning at the page on which the wanted items begin: for a service whose pages have the size asked for.</summary>
    public static NumberedPage From(PageRequest page, int largest) =>
        page.Next is null && page.Skip >= largest ? new((page.Skip / largest) + 1, largest) : Of(page, largest);
}
