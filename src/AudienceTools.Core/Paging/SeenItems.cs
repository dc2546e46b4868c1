namespace AudienceTools.Core.Paging;

/// <summary>What a list has sent so far, as far as it takes to tell a page that comes again and an item that comes twice.</summary>
internal sealed class SeenItems<T>(Func<T, string> identity)
{
    // Pages overlap where something was removed between two requests, so only near neighbours can come twice. A service that starts
    // over from the beginning is told by its first item.
    private const int Remembered = 4096;
    private readonly HashSet<string> _recent = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private readonly HashSet<string> _cursors = new(StringComparer.Ordinal);
    private string? _veryFirst;
    private bool _startsOver;

    /// <summary>How many items came twice.</summary>
    public long Doubles { get; private set; }

    /// <summary>Whether a page that has items and a next one was sent before.</summary>
    public bool CameBefore(Page<T> page)
    {
        var first = identity(page.Items[0]);
        _startsOver = first.Length > 0 && string.Equals(first, _veryFirst, StringComparison.Ordinal);
        _veryFirst ??= first;
        return !_cursors.Add(page.Next!) || _startsOver || page.Items.All(item => _recent.Contains(identity(item)));
    }

    /// <summary>The items that didn't come before. Those without an identifier can't be told apart, and all count.</summary>
    public List<T> Unique(IReadOnlyList<T> items)
    {
        if (_startsOver)
        {
            Doubles += items.Count;
            return [];
        }

        var unique = new List<T>(items.Count);
        foreach (var item in items)
        {
            var id = identity(item);
            if (id.Length > 0)
            {
                if (!_recent.Add(id))
                {
                    Doubles++;
                    continue;
                }

                _order.Enqueue(id);
                if (_order.Count > Remembered)
                {
                    _recent.Remove(_order.Dequeue());
                }
            }

            unique.Add(item);
        }

        return unique;
    }
}
