namespace AudienceTools.Core.Paging;

/// <summary>
/// Which page of a list is asked for next. By number, each window shares an item with the one before; where one doesn't, the list has
/// moved: it goes on by the last cursor, where there is one, or else goes back until a window shares an item with what came or begins
/// where the list does. Both lose nobody. Pure.
/// </summary>
internal sealed class PageCourse(ListRange range, PagingWay way)
{
    // No list is that long, and its pages' numbers still fit services that count in 32 bits.
    private const long Furthest = int.MaxValue / 2;
    private readonly long _base = Math.Min(range.Skip, Furthest);
    private readonly Patience _calm = new(least: 2, most: 1 << 20);
    private readonly Patience _growth = new(least: 1, most: 8);
    private readonly StillPages _still = new();
    private int _largest = way.Largest ?? 0;
    private int _atMost = way.Largest ?? 0;
    private int _whole;
    private bool _isFirst = true;
    private bool _isPlain = way.Largest is null;
    private bool _isByCursor = way.Largest is null;
    private bool _beginsAnew;
    private string? _cursor;
    private LastPage _last = new([], 0);
    private long? _total;
    private long _planned;
    private long _longest;
    private long _slack;
    private long _back;

    /// <summary>How many items lie before what comes next, as far as that is known.</summary>
    public long Place { get; private set; }

    /// <summary>Whether windows overlap, or cursors hold, so that a change of the list is noticed and followed.</summary>
    public bool IsFollowed => !_isPlain;

    /// <summary>Whether the list was seen to change.</summary>
    public bool HasChanged { get; private set; }

    /// <summary>Whether pages came by cursor, between which changes aren't seen.</summary>
    public bool HasCursors { get; private set; }

    /// <summary>How many pages may be under way.</summary>
    public int Depth => CanRunAhead ? way.MostAhead : 1;

    /// <summary>How many of them may be asked for before the caller comes back: what has just moved may move on meanwhile.</summary>
    public int DepthAhead => _calm.IsOver || _isByCursor || _isPlain ? Depth : 0;

    /// <summary>How many requests without anything new are one too many: a list that changes all the time takes many.</summary>
    public long MostFruitless => 64 + (8 * _longest / Math.Max(1, _largest));

    private bool CanRunAhead => !_isPlain && !_isByCursor && _calm.IsOver && _total is not null && _atMost == _largest;

    /// <summary>The page to ask for; null where nothing more is known to be there.</summary>
    /// <param name="isNext">Whether it is the next one, rather than one behind others that are under way.</param>
    /// <param name="wanted">How many more items the caller wants at the most; null for all.</param>
    public PageStep? Plan(bool isNext, long? wanted)
    {
        if (isNext)
        {
            _planned = Place;
        }
        else if (!CanRunAhead)
        {
            return null;
        }

        if (_isByCursor)
        {
            return new PageStep(null, _cursor, _atMost, Overlaps: false);
        }

        var enough = wanted < long.MaxValue - Math.Max(_base, Place) ? Math.Max(_base, Place) + wanted.Value : long.MaxValue;
        var total = _total > _planned ? _total.Value : long.MaxValue;
        if (!isNext && _planned >= Math.Min(enough, _total ?? 0))
        {
            return null;
        }

        var window = Window(Math.Min(enough, total), total);
        var overlaps = !_isFirst && window.Start < _planned;
        _planned = window.End;
        return new PageStep(window, null, window.Size, overlaps);
    }

    /// <summary>Whether a page goes on from what came.</summary>
    /// <param name="step">How it was asked for.</param>
    /// <param name="page">What it says.</param>
    /// <param name="ids">The hashes of its items' identifiers.</param>
    /// <param name="seen">What came before.</param>
    public PageFate Judge(PageStep step, PageFacts page, ulong[] ids, SeenIds seen)
    {
        // Without a total, without identifiers, or where a first page is larger than it may be, nothing shows how windows hang together.
        _isPlain |= way.Largest is not null
            && ((page.Total ?? _total) is null || !SeenIds.TellApart(ids) || (_isFirst && step.Window is { Number: 1, Size: var most } && page.Count > most));
        if (_isPlain || step.Window is not { } window)
        {
            return PageFate.Taken;
        }

        if (page.Count > window.Size)
        {
            return PageFate.Odd;
        }

        var total = page.Total ?? _total!.Value;
        if (page.Count == 0)
        {
            var isThere = _isFirst || total == 0 || total > window.Start || (!step.Overlaps && !(total < _total));
            return isThere ? PageFate.Empty : PageFate.Moved;
        }

        if (IsCut(window, page, total))
        {
            return PageFate.Again;
        }

        if (_isPlain || window.Start <= _base)
        {
            return PageFate.Taken;
        }

        var isAtEnd = window.Start + ids.Length >= total;
        if (step.Overlaps ? _last.IsFollowedBy(new LastPage(ids, window.Start), seen, _slack, total - _total ?? 0, isAtEnd) : !(total < _total))
        {
            return PageFate.Taken;
        }

        return _still.AreTooMany(window, ids) ? PageFate.Odd : PageFate.Moved;
    }

    /// <summary>Goes on behind a page that was taken.</summary>
    /// <param name="step">How it was asked for.</param>
    /// <param name="page">What it says.</param>
    /// <param name="ids">The hashes of its items' identifiers.</param>
    /// <param name="firstNew">Which of its items is the first that didn't come before.</param>
    /// <returns>Whether it reached beyond what was there.</returns>
    public bool Take(PageStep step, PageFacts page, ulong[] ids, int firstNew)
    {
        var total = page.Total ?? _total;
        var before = Place;
        _last = new LastPage(ids, step.Window?.Start ?? Place);
        HasChanged |= !_isFirst && total != _total;
        if (step.Window is { } window)
        {
            HasChanged |= step.Overlaps && page.Count > 0 && window.Start + firstNew != Place;
            var isShort = page.Count < Math.Min(window.Size, _largest) && page.Next is not null && !page.NextIsCursor;
            Place = isShort || page.Count > window.Size ? window.End : window.Start + page.Count;
            _slack = 0;
        }
        else
        {
            Shrink(total);
            Place += page.Count;
            HasCursors = true;
        }

        (_total, _back, _isFirst, _beginsAnew) = (total, 0, false, false);
        _longest = Math.Max(_longest, total ?? 0);
        _cursor = page.NextIsCursor || way.Largest is null ? page.Next : null;
        Grow();
        if (page.NextIsCursor && step.Window is { } first && page.Count < first.Size)
        {
            _calm.OnTrouble();
        }
        else if (firstNew < page.Count)
        {
            _calm.OnGood();
            _still.Forget();
        }

        // A window with the number 1 may end early, which tells nothing that a cursor doesn't.
        var isEarly = HasCursors && Place <= _atMost;
        _isByCursor = way.Largest is null || (_cursor is not null && (way.PrefersCursors || _isPlain || !_calm.IsOver || isEarly));
        return Place > before;
    }

    /// <summary>Goes back, or on by the last cursor, since the list has moved.</summary>
    public void Move(long? total)
    {
        HasChanged = true;
        _calm.OnTrouble();
        if (_cursor is not null)
        {
            _isByCursor = true;
            Shrink(total);
        }
        else if (total < _total)
        {
            Place = Math.Max(_base, Place - (_total.Value - total.Value));
        }
        else
        {
            // Others came where some went: how far it moved isn't told.
            _back = _back == 0 ? _largest : _back * 2;
            Place = Math.Max(_base, Place - _back);
        }

        _total = total ?? _total;
        _beginsAnew = false;
    }

    /// <summary>Asks for less from the same place, or passes over an item that is too large alone.</summary>
    /// <returns>How many items lie before the one that was passed over; null where there is none.</returns>
    public long? Shorten(PageStep step)
    {
        if (step.Window is { Number: > 1 } && _cursor is not null)
        {
            // Behind a cursor a page ends by itself before what is too much.
            _calm.OnTrouble();
            _isByCursor = true;
            return null;
        }

        _growth.OnTrouble();
        _atMost = Math.Max(1, step.Size / 2);
        if (step.Size > 1)
        {
            return null;
        }

        var passedOver = step.Window?.Start ?? Place;
        Place = passedOver + 1;
        (_beginsAnew, _isByCursor, _isFirst) = (true, false, false);
        return passedOver;
    }

    /// <summary>Takes pages as they come from now on, from the one on which so many items have come.</summary>
    public void GiveUp(long came)
    {
        (_isPlain, _isFirst, _atMost) = (true, false, _largest);
        Place = came - (came % _largest);
    }

    /// <summary>Whether the list ends behind a page that was taken and leaves that open.</summary>
    public bool IsAtEnd(long? total) => Place >= total;

    private PageWindow Window(long enough, long total)
    {
        if (_isFirst)
        {
            return PageWindow.Reaching(_base, enough, _atMost);
        }

        if (!_isPlain && !_beginsAnew)
        {
            var window = PageWindow.Reaching(Math.Max(_base, _planned - 1), enough, _atMost, total);
            if (window.End > _planned)
            {
                return window;
            }
        }

        return PageWindow.At(_planned, _atMost);
    }

    /// <summary>Whether other items came than must have, so that the service's largest page is smaller, and this one begins elsewhere.</summary>
    private bool IsCut(PageWindow window, PageFacts page, long total)
    {
        if (page.Count == window.Size)
        {
            _whole = Math.Max(_whole, page.Count);
        }

        var due = Math.Clamp(total - window.Start, 0, window.Size);
        if (window.Size <= _whole || page.NextIsCursor || (page.Count <= due && page.Next is null))
        {
            return false;
        }

        // Pages of one item can't overlap; and they go on under the numbers of the size that was asked for.
        _isPlain = page.Count == 1 && window.Number == 1;
        if (!_isPlain)
        {
            _whole = _largest = page.Count;
            _atMost = Math.Min(_atMost, _largest);
        }

        return window.Number > 1;
    }

    private void Shrink(long? total)
    {
        if (total < _total)
        {
            var shrunk = Math.Min(_total.Value - total.Value, Place - _base);
            Place -= shrunk;
            _slack += shrunk;
        }
    }

    private void Grow()
    {
        _growth.OnGood();
        if (_atMost < _largest && _growth.IsOver)
        {
            _atMost = Math.Min(_largest, _atMost * 2);
        }
    }
}
