using System.Globalization;
using AudienceTools.Core.Paging;

namespace AudienceTools.Core.Dialects;

/// <summary>A page of the local service: behind a cursor, or by number where none is known.</summary>
/// <param name="Place">How many items lie before it.</param>
/// <param name="Size">How many to ask for; a number of pages of this size lies before it where there is no cursor.</param>
/// <param name="Cursor">The cursor.</param>
internal readonly record struct KeysetPage(long Place, int Size, string? Cursor) : IPagePlace
{
    /// <summary>The page's number, where it isn't behind a cursor nor the first.</summary>
    public long? Number => Cursor is null && Place > 0 ? (Place / Size) + 1 : null;

    private string Next => string.Create(CultureInfo.InvariantCulture, $"{Place}:{Size}:{Cursor}");

    /// <summary>The page that is asked for, of at most <paramref name="largest"/> items.</summary>
    public static KeysetPage Of(PageRequest page, int largest)
    {
        if ((page.Instead ?? page.Next) is not { } next)
        {
            var size = page.Skip > 0 ? largest : page.Size(largest);
            return new(page.Skip / size * size, size, Cursor: null);
        }

        var parts = next.Split(':', 3);
        var (place, most) = (long.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
        return parts[2].Length == 0 ? new(place, most, Cursor: null) : new(place, Math.Min(most, page.Size(largest)), parts[2]);
    }

    /// <inheritdoc/>
    public PageSplit Split(int size)
    {
        var smaller = this with { Size = Number is null ? Size / 2 : Size / PageSplit.Divisor(Size) };
        return new PageSplit(Size > 1 ? smaller.Next : null, new KeysetPage(Place + 1, 1, Cursor: null).Next, Place);
    }

    /// <summary>What may come behind it, where so many items came and nothing was said of more; null where the page isn't full.</summary>
    public string? Following(int items) => Cursor is null && items >= Size ? (this with { Place = Place + items }).Next : null;

    /// <summary>What comes behind it, where so many items came; one that had to be smaller grows again.</summary>
    public string? Following(int items, string? cursor, int largest) =>
        cursor is null ? null : new KeysetPage(Place + items, Number is null ? Math.Min(largest, Size * 2) : largest, cursor).Next;
}
