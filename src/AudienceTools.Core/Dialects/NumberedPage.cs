using System.Globalization;
using AudienceTools.Core.Paging;

namespace AudienceTools.Core.Dialects;

/// <summary>
/// A page that a service counts by number. The number counts pages of one size, so the size stays what it was on the first; but a page
/// that is too large is read in smaller ones, of a size that divides it, until the next page of the full size begins.
/// </summary>
/// <param name="Number">Which one, from 1.</param>
/// <param name="Size">Items on a page.</param>
internal readonly record struct NumberedPage(long Number, int Size) : IPagePlace
{
    /// <summary>The size to come back to.</summary>
    public int Full { get; init; } = Size;

    /// <summary>The page in a dialect's own words for <see cref="Page{T}.Next"/>.</summary>
    public string Next => Full == Size
        ? string.Create(CultureInfo.InvariantCulture, $"{Number}:{Size}")
        : string.Create(CultureInfo.InvariantCulture, $"{Number}:{Size}:{Full}");

    /// <summary>The page that is asked for, of at most <paramref name="largest"/> items.</summary>
    public static NumberedPage Of(PageRequest page, int largest)
    {
        if ((page.Instead ?? page.Next) is not { } next)
        {
            return new(1, page.Size(largest));
        }

        var parts = next.Split(':');
        var (number, size) = (long.Parse(parts[0], CultureInfo.InvariantCulture), Part(1));
        return parts.Length == 2 ? new(number, size) : new(number, size) { Full = Part(2) };

        int Part(int index) => int.Parse(parts[index], CultureInfo.InvariantCulture);
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
        return new(items, total, goesOn ? Following(items.Count).Next : null) { MayBeLast = more is null };
    }

    /// <summary>The same, beginning at the page on which the wanted items begin: for a service whose pages have the size asked for.</summary>
    public static NumberedPage From(PageRequest page, int largest) =>
        page is { Next: null, Instead: null } && page.Skip >= largest ? new((page.Skip / largest) + 1, largest) : Of(page, largest);

    /// <inheritdoc/>
    public PageSplit Split(int size)
    {
        var divisor = PageSplit.Divisor(size);
        var smaller = new NumberedPage(((Number - 1) * divisor) + 1, size / divisor) { Full = size == Size ? Full : size };
        return new PageSplit(size > 1 ? smaller.Next : null, Following(1).Next, (Number - 1) * size);
    }

    /// <summary>The page behind this one, on which so many items came: a larger one where one begins there.</summary>
    public NumberedPage Following(int items)
    {
        if (items == Size && Size < Full)
        {
            var larger = Full;
            while (larger / PageSplit.Divisor(larger) > Size)
            {
                larger /= PageSplit.Divisor(larger);
            }

            var end = Number * Size;
            if (end % larger == 0)
            {
                return new NumberedPage((end / larger) + 1, larger) { Full = Full };
            }
        }

        return this with { Number = Number + 1 };
    }
}
