using System.Runtime.CompilerServices;

namespace AudienceTools.Core.Paging;

/// <summary>
/// The one loop over pages, whatever a service calls its next page. Trusts no service: a page that repeats, never ends or contradicts
/// the total ends the list with a warning, and nothing comes out twice.
/// </summary>
internal sealed class Pager<T>(
    Func<PageRequest, CancellationToken, Task<Page<T>>> fetch,
    Func<T, string> identity,
    Action<string> warn)
{
    // Pages overlap where something was removed between two requests, so only near neighbours can come twice. A service that starts
    // over from the beginning is told by its first item.
    private const int Remembered = 4096;
    private readonly HashSet<string> _recent = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private readonly HashSet<string> _cursors = new(StringComparer.Ordinal);
    private string? _veryFirst;
    private long _doubles;

    public async IAsyncEnumerable<Page<T>> ReadAsync(ListRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (range.First == 0)
        {
            yield break;
        }

        using var ahead = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var request = new PageRequest(null, range.Skip, range.First);
        Task<Page<T>>? next = null;
        long seen = 0;
        long given = 0;
        var pages = 0;
        try
        {
            while (true)
            {
                var page = await (next ?? fetch(request, ahead.Token));
                next = null;
                pages++;
                var end = Ends(page);
                if (!end)
                {
                    request = request with { Next = page.Next, Wanted = range.First - given, Skip = 0 };
                }

                // Only a caller that has come back for a second page wants more of them: one that takes three items costs one request.
                var items = Unique(page.Items);
                var kept = Take(items, page.Skipped, ref seen, range, given);
                given += kept.Count;
                var last = end || given == range.First;
                if (!last && pages > 1)
                {
                    next = fetch(request, ahead.Token);
                }

                if (kept.Count > 0 || pages == 1)
                {
                    yield return page with { Items = kept };
                }

                if (last)
                {
                    Check(page.Total, seen, complete: given != range.First);
                    yield break;
                }
            }
        }
        finally
        {
            await ahead.CancelAsync();
            if (next is not null)
            {
                await next.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
    }

    private bool Ends(Page<T> page)
    {
        if (page.Next is null)
        {
            return true;
        }

        if (page.Items.Count == 0)
        {
            warn("The service says that there is more, and sends an empty page: the list ends here and may be incomplete.");
            return true;
        }

        var first = identity(page.Items[0]);
        var startsOver = first.Length > 0 && string.Equals(first, _veryFirst, StringComparison.Ordinal);
        if (!_cursors.Add(page.Next) || startsOver || page.Items.All(Seen))
        {
            warn("The service sends a page again that it has sent before: the list ends here and may be incomplete.");
            return true;
        }

        _veryFirst ??= first;
        return false;
    }

    private bool Seen(T item) => _recent.Contains(identity(item));

    private List<T> Unique(IReadOnlyList<T> items)
    {
        var unique = new List<T>(items.Count);
        foreach (var item in items)
        {
            var id = identity(item);
            if (id.Length > 0 && !_recent.Add(id))
            {
                _doubles++;
                continue;
            }

            _order.Enqueue(id);
            if (_order.Count > Remembered)
            {
                _recent.Remove(_order.Dequeue());
            }

            unique.Add(item);
        }

        return unique;
    }

    private static List<T> Take(List<T> items, long skippedBefore, ref long seen, ListRange range, long given)
    {
        seen += skippedBefore;
        var toSkip = (int)Math.Clamp(range.Skip - seen, 0, items.Count);
        seen += items.Count;
        var wanted = (int)Math.Min(items.Count - toSkip, range.First - given ?? int.MaxValue);
        return toSkip == 0 && wanted == items.Count ? items : items.GetRange(toSkip, wanted);
    }

    private void Check(long? total, long seen, bool complete)
    {
        if (_doubles > 0)
        {
            warn(FormattableString.Invariant(
                $"The service's pages overlap: {_doubles} entries came twice and were left out once. The list may have changed while it was read."));
        }

        if (complete && total is { } promised && promised != seen)
        {
            warn(FormattableString.Invariant(
                $"The service speaks of {promised} entries and sent {seen}. The list may have changed while it was read."));
        }
    }
}
