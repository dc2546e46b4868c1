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
    // Lists grow and shrink while they are read; one that sends so much more than it says never ends.
    private const int MostOverTotal = 4096;

    public async IAsyncEnumerable<Page<T>> ReadAsync(ListRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (range.First == 0)
        {
            yield break;
        }

        var sent = new SeenItems<T>(identity);
        var passedOver = new List<long>();
        using var ahead = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var request = new PageRequest(null, range.Skip, range.First);
        Task<Page<T>>? next = null;
        long seen = 0;
        long given = 0;
        long largestTotal = 0;
        var pages = 0;
        try
        {
            while (true)
            {
                var page = await (next ?? fetch(request, ahead.Token));
                next = null;
                pages++;
                largestTotal = Math.Max(largestTotal, page.Total ?? long.MaxValue / 4);
                var end = Ends(page, sent);
                if (page.PassedOver is { } place)
                {
                    // What isn't wanted needn't be read.
                    passedOver.AddRange(place < range.Skip ? [] : [place]);
                    seen++;
                }

                var kept = Take(sent.Unique(page.Items), page.Skipped, ref seen, range, given);
                given += kept.Count;
                if (!end && seen > (2 * largestTotal) + MostOverTotal)
                {
                    warn(FormattableString.Invariant(
                        $"The service speaks of {page.Total} entries and goes on sending more: the list ends here."));
                    end = true;
                }

                var last = end || given == range.First;

                // Only a caller that has come back for a second page wants more of them: one that takes three items costs one request.
                request = new PageRequest(page.Next, Math.Max(0, range.Skip - seen), range.First - given);
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
                    Check(sent.Doubles, page.Total, seen, complete: given != range.First);
                    ThrowIfAny(passedOver);
                    yield break;
                }
            }
        }
        finally
        {
            await ahead.CancelAsync();
            if (next is not null)
            {
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private bool Ends(Page<T> page, SeenItems<T> sent)
    {
        if (page.Next is null)
        {
            return true;
        }

        if (page.PassedOver is not null)
        {
            return false;
        }

        if (page.Items.Count == 0)
        {
            warn("The service says that there is more, and sends an empty page: the list ends here and may be incomplete.");
            return true;
        }

        if (sent.CameBefore(page))
        {
            warn("The service sends a page again that it has sent before: the list ends here and may be incomplete.");
            return true;
        }

        return false;
    }

    private static List<T> Take(List<T> items, long skippedBefore, ref long seen, ListRange range, long given)
    {
        seen += skippedBefore;
        var toSkip = (int)Math.Clamp(range.Skip - seen, 0, items.Count);
        seen += items.Count;
        var wanted = (int)Math.Min(items.Count - toSkip, range.First - given ?? int.MaxValue);
        return toSkip == 0 && wanted == items.Count ? items : items.GetRange(toSkip, wanted);
    }

    private static void ThrowIfAny(List<long> passedOver)
    {
        const int named = 10;
        if (passedOver.Count > 0)
        {
            var places = string.Join(", ", passedOver.Take(named).Select(static place => FormattableString.Invariant($"{place + 1}")));
            var more = passedOver.Count > named ? FormattableString.Invariant($" and {passedOver.Count - named} more") : "";
            throw new AudienceException(
                AudienceErrorCode.LimitExceeded,
                $"Of the list, what stands at {places}{more} (counted from 1) is larger than an answer may be and can't be read. All else came.");
        }
    }

    private void Check(long doubles, long? total, long seen, bool complete)
    {
        if (doubles > 0)
        {
            warn(FormattableString.Invariant(
                $"The service's pages overlap: {doubles} entries came twice and were left out once. The list may have changed while it was read."));
        }

        if (complete && total is { } promised && promised != seen)
        {
            warn(FormattableString.Invariant(
                $"The service speaks of {promised} entries and sent {seen}. The list may have changed while it was read."));
        }
    }
}
