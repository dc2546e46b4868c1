using System.Runtime.CompilerServices;

namespace AudienceTools.Core.Paging;

/// <summary>
/// The one loop over pages, whatever a service calls its next page, with several under way where they have numbers. A list that changes
/// while it is read gives everything that was there all the while, once. Trusts no service: a page that repeats or contradicts the total
/// ends the list with a warning, one that never ends with an error, and nothing comes out twice.
/// </summary>
/// <param name="fetch">Gets a page.</param>
/// <param name="identity">What tells an item from others; empty where nothing does.</param>
/// <param name="warn">Is told what is wrong with the list.</param>
/// <param name="count">How many items there are, where the pages don't tell; null where that can't be known either.</param>
internal sealed class Pager<T>(
    Func<PageRequest, CancellationToken, Task<Page<T>>> fetch,
    Func<T, string> identity,
    Action<string> warn,
    Func<CancellationToken, Task<long?>>? count = null)
{
    // Lists grow and shrink while they are read; one that sends so much more than it said at first never ends.
    private const int MostOverTotal = 4096;
    private const long MostWithoutTotal = 10_000_000;

    // A service that refuses everything as too large refuses something else.
    private const int MostPassedOverInARow = 10;

    /// <summary>How the list is read.</summary>
    public PagingWay Way { get; init; } = PagingWay.ByNext;

    /// <exception cref="AudienceException">
    /// Also <see cref="AudienceErrorCode.UnreadableAnswer"/>: there is no end to it. All that came until then has come out.
    /// </exception>
    public async IAsyncEnumerable<Page<T>> ReadAsync(ListRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (range.First == 0)
        {
            yield break;
        }

        var course = new PageCourse(range, Way);
        var taken = new TakenItems<T>(identity, range);
        await using var ahead = new PagesAhead<T>(fetch, cancellationToken);
        long? bound = null;
        IReadOnlyList<string>? columns = null;
        var (pages, passedOver, fruitless, isLost) = (0, 0, 0L, false);
        while (true)
        {
            Ask(pages == 0 ? 1 : course.Depth);
            var (step, page, tooLarge) = await ahead.TakeAsync();
            if (page is null)
            {
                await ahead.DropAsync();
                if (Way.Largest is null || (course.Shorten(step) is { } place && !PassOver(place)))
                {
                    throw tooLarge!;
                }

                continue;
            }

            passedOver = 0;
            var facts = PageFacts.Of(page);
            var ids = taken.IdsOf(page.Items);
            var fate = course.Judge(step, facts, ids, taken.Seen);
            if (fate is PageFate.Moved or PageFate.Again or PageFate.Odd)
            {
                await ahead.DropAsync();
                if (fate == PageFate.Moved)
                {
                    course.Move(page.Total);
                }

                var isEnough = ++fruitless > course.MostFruitless;
                isLost |= isEnough;
                if (isEnough || fate == PageFate.Odd)
                {
                    course.GiveUp(taken.Count);
                }

                continue;
            }

            bound ??= BoundOf(page.Total);
            columns = page.Columns ?? columns;
            var isFollowed = course.IsFollowed;
            if (pages++ == 0)
            {
                taken.Begin(Math.Min(step.Window?.Start ?? page.Skipped, page.Total ?? long.MaxValue));
            }

            var end = Ends(page, fate, page.Next is { } next && (isFollowed
                ? step.Window is null && !taken.IsNewCursor(next)
                : taken.CameBefore(ids, next)));
            var (kept, firstNew) = taken.Take(page.Items, ids, isFollowed ? step.Window?.Start ?? course.Place : null);
            var goesOn = course.Take(step, facts, ids, firstNew);
            fruitless = firstNew < page.Items.Count ? 0 : fruitless + 1;
            var isOld = step is { Window.Start: > 0, Overlaps: false } && fruitless > 0;
            if (!end && isFollowed && ((step.Window is not null && !goesOn) || isOld || fruitless > course.MostFruitless))
            {
                end = true;
                warn("The service says that there is more, and sends nothing new: the list ends here and may be incomplete.");
            }

            var last = end || taken.Given == range.First
                || (page.MayBeLast && (isFollowed ? course.IsAtEnd(page.Total) : taken.Count >= page.Total));
            if (!last && taken.Received > MostOverTotal)
            {
                bound ??= (count is null ? null : BoundOf(await count(cancellationToken))) ?? MostWithoutTotal;
            }

            var endless = !last && taken.Received > bound;

            // Only a caller that has come back for a second page wants more of them: one that takes three items costs one request.
            if (!last && !endless && pages > 1)
            {
                Ask(course.DepthAhead);
            }

            if (kept.Count > 0 || pages == 1)
            {
                yield return page with { Items = kept, Columns = columns };
            }

            if (last)
            {
                Check(course, taken, page.Total, isLost, complete: taken.Given != range.First);
                ThrowIfAny(taken.PassedOver);
                yield break;
            }

            if (endless)
            {
                throw new AudienceException(AudienceErrorCode.UnreadableAnswer, FormattableString.Invariant(
                    $"The service has sent {taken.Received} entries of a list and goes on, and more than {bound} are not read: by what it says of itself there can't be as many. Read the list in parts with -Skip and -First."));
            }
        }

        void Ask(int most)
        {
            while (ahead.Count < most && course.Plan(isNext: ahead.Count == 0, taken.Wanted) is { } step)
            {
                ahead.Start(step, new PageRequest(step.Cursor, taken.ToSkip, taken.Wanted)
                {
                    Window = step.Window, AtMost = step.Size == 0 ? null : step.Size,
                });
            }
        }

        bool PassOver(long place)
        {
            taken.PassOver(place);
            return ++passedOver <= MostPassedOverInARow;
        }
    }

    private static long? BoundOf(long? total) => total < long.MaxValue / 4 ? (2 * total) + MostOverTotal : total;

    private bool Ends(Page<T> page, PageFate fate, bool cameBefore)
    {
        if (page.Next is null)
        {
            return true;
        }

        if (page.Items.Count == 0 || fate == PageFate.Empty)
        {
            if (!page.MayBeLast)
            {
                warn("The service says that there is more, and sends an empty page: the list ends here and may be incomplete.");
            }

            return true;
        }

        if (cameBefore)
        {
            warn("The service sends a page again that it has sent before: the list ends here and may be incomplete.");
        }

        return cameBefore;
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

    private void Check(PageCourse course, TakenItems<T> taken, long? total, bool isLost, bool complete)
    {
        if (isLost)
        {
            warn(FormattableString.Invariant(
                $"The list changed while it was read, and its pages don't show how: as many as {Math.Max(1, total - taken.Count ?? 1)} entries may be missing."));
            return;
        }

        // Where a change is noticed it is followed, and the total needn't fit.
        if (course is { IsFollowed: true, HasChanged: true })
        {
            return;
        }

        if (taken.Doubles > 0)
        {
            warn(FormattableString.Invariant(
                $"The service's pages overlap: {taken.Doubles} entries came twice and were left out once. The list may have changed while it was read."));
        }

        if (complete && total is { } promised && promised != taken.Count && !(course.HasCursors && course.IsFollowed && promised < taken.Count))
        {
            warn(FormattableString.Invariant(
                $"The service speaks of {promised} entries and sent {taken.Count}. The list may have changed while it was read."));
        }
    }
}
