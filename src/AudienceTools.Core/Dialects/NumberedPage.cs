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

    /// <summary>The same, beginning at the page on which the wanted items begin: for a service whose pages have the size asked for.</summary>
    public static NumberedPage From(PageRequest page, int largest) =>
        page.Next is null && page.Skip >= largest ? new((page.Skip / largest) + 1, largest) : Of(page, largest);
}
