namespace AudienceTools.Core.Paging;

/// <summary>A page that came: what tells whether another goes on from it.</summary>
/// <param name="Ids">The hashes of its items' identifiers.</param>
/// <param name="Start">How many items of the list lay before it.</param>
internal sealed record LastPage(ulong[] Ids, long Start)
{
    /// <summary>Whether another page shares an item with this one, so that nobody is between them.</summary>
    /// <param name="next">The other page.</param>
    /// <param name="seen">What has come of the list.</param>
    /// <param name="slack">By how much places may be too low here.</param>
    /// <param name="growth">By how much the list is longer as the other page shows it.</param>
    /// <param name="isAtEnd">Whether the other page ends where the list does.</param>
    /// <remarks>
    /// What was taken out and put in again stands at the end, where it has lost its neighbours. There it stands at a higher place than
    /// before, while what is removed only ever lowers an item's place, or out of its order. So it takes an item of the page before, at its
    /// place or a lower one, in order. A page that shows the list as it was before that page was made has it higher, by as much as its total
    /// is. At the end of the list, where all may be such, there must be something new behind it.
    /// </remarks>
    public bool IsFollowedBy(LastPage next, SeenIds seen, long slack, long growth, bool isAtEnd)
    {
        var shift = next.Start - Start;
        if (shift >= 0 && shift < Ids.Length && Ids[shift] == next.Ids[0])
        {
            return true;
        }

        var places = new Dictionary<ulong, long>(Ids.Length);
        for (var i = 0; i < Ids.Length; i++)
        {
            places[Ids[i]] = Start + i;
        }

        var (rise, before, shared, hasNews) = (long.MaxValue, -1L, 0UL, false);
        for (var i = 0; i < next.Ids.Length; i++)
        {
            if (!seen.Contains(next.Ids[i]))
            {
                hasNews = true;
                continue;
            }

            var isShared = places.TryGetValue(next.Ids[i], out var place);
            if (hasNews || (before >= 0 && (!isShared || place < before)))
            {
                return false;
            }

            if (isShared)
            {
                rise = Math.Min(rise, next.Start + i - place);
                before = place;
            }

            shared = next.Ids[i];
        }

        return (hasNews || !isAtEnd) && (rise <= slack || (rise == growth && shared == seen.Last));
    }
}
