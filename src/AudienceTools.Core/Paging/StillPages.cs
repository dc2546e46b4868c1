namespace AudienceTools.Core.Paging;

/// <summary>
/// Pages that don't go on from what came, and are the very same again and again with nothing new between them: it isn't the list that moves
/// then, but the service that counts its pages in a way of its own.
/// </summary>
internal sealed class StillPages
{
    private const int MostTimes = 3;
    private (PageWindow Window, ulong[] Ids)? _last;
    private int _times;

    /// <summary>Whether such a page has come too often.</summary>
    /// <param name="window">The page.</param>
    /// <param name="ids">The hashes of its items' identifiers.</param>
    public bool AreTooMany(PageWindow window, ulong[] ids)
    {
        _times = _last is { } last && last.Window == window && ids.AsSpan().SequenceEqual(last.Ids) ? _times + 1 : 0;
        _last = (window, ids);
        return _times >= MostTimes;
    }

    /// <summary>Something new came.</summary>
    public void Forget() => _last = null;
}
