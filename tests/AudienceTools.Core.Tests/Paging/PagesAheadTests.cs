using AudienceTools.Core.Paging;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Paging;

/// <summary>Several pages under way: how many, from when on, and what becomes of those that aren't wanted.</summary>
public sealed class PagesAheadTests
{
    private readonly List<string> _warnings = [];
    private readonly Dictionary<long, TaskCompletionSource> _held = [];
    private readonly List<PageWindow> _asked = [];
    private readonly List<long> _cancelled = [];
    private int _total = 1000;
    private int _first;

    [Fact]
    public async Task The_second_page_starts_the_reading_ahead_of_four()
    {
        await using var pages = Read(ListRange.All);
        await MoveAsync(pages, 0);
        Assert.Equal([0], Starts());

        var second = pages.MoveNextAsync().AsTask();
        Assert.Equal([0, 99, 196, 291], Starts()[..4]);
        Assert.Equal(5, _asked.Count);

        // The last that was asked for comes first, and waits for its turn.
        _held[Starts()[4]].SetResult();
        _held[196].SetResult();
        Assert.False(second.IsCompleted);
        _held[99].SetResult();
        Assert.True(await second);
        Assert.Equal(6, _asked.Count);
        Assert.Equal(("100", "197"), (pages.Current.Items[0], pages.Current.Items[^1]));
    }

    [Theory]
    [InlineData(0, 250L, 3)]
    [InlineData(0, 100L, 1)]
    [InlineData(900, null, 1)]
    [InlineData(120, 130L, 2)]
    public async Task Nothing_beyond_what_is_wanted_or_there_is_asked_for(int skip, long? first, int requests)
    {
        var got = new List<string>();
        await using var pages = Read(new ListRange(skip, first));
        while (await MoveAllAsync(pages))
        {
            got.AddRange(pages.Current.Items);
        }

        Assert.Equal(Enumerable.Range(skip, (int)(first ?? _total - skip)).Select(static number => $"{number}"), got);
        Assert.Equal(requests, _asked.Count);
        Assert.All(_asked, window => Assert.InRange(window.Start, 0, Math.Min(_total, skip + (first ?? _total)) - 1));
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task What_is_under_way_is_cancelled_and_over_when_the_caller_ends()
    {
        await using (var pages = Read(ListRange.All))
        {
            await MoveAsync(pages, 0);
            var second = pages.MoveNextAsync().AsTask();
            _held[99].SetResult();
            Assert.True(await second);
        }

        Assert.Equal(Starts()[2..].Order(), _cancelled.Order());
    }

    [Fact]
    public async Task What_is_under_way_is_cancelled_where_the_list_has_moved()
    {
        await using var pages = Read(ListRange.All);
        await MoveAsync(pages, 0);
        var second = pages.MoveNextAsync().AsTask();
        _total = 900;
        _first = 100;
        _held[99].SetResult();
        while (!second.IsCompleted)
        {
            _held[0].TrySetResult();
            await Task.Yield();
        }

        Assert.Equal(Starts()[2..5], _cancelled.Order());
        Assert.Equal("100", pages.Current.Items[0]);
        Assert.Equal(new PageWindow(1, 100), _asked[5]);
    }

    [Fact]
    public async Task An_error_ahead_comes_in_its_turn()
    {
        await using var pages = Read(ListRange.All);
        await MoveAsync(pages, 0);
        var second = pages.MoveNextAsync().AsTask();
        _held[196].SetException(new AudienceException(AudienceErrorCode.CannotReach, "gone"));
        _held[99].SetResult();

        Assert.True(await second);
        await Assert.ThrowsAsync<AudienceException>(async () => await pages.MoveNextAsync());
        Assert.Equal(Starts()[3..].Order(), _cancelled.Order());
    }

    private List<long> Starts() => _asked.ConvertAll(static window => window.Start);

    private IAsyncEnumerator<Page<string>> Read(ListRange range) =>
        new Pager<string>(FetchAsync, static item => item, _warnings.Add) { Way = new PagingWay { Largest = 100 } }
            .ReadAsync(range, Clients.Cancel).GetAsyncEnumerator(Clients.Cancel);

    private async Task MoveAsync(IAsyncEnumerator<Page<string>> pages, long start)
    {
        var next = pages.MoveNextAsync().AsTask();
        _held[start].SetResult();
        Assert.True(await next);
    }

    private async Task<bool> MoveAllAsync(IAsyncEnumerator<Page<string>> pages)
    {
        var next = pages.MoveNextAsync().AsTask();
        while (!next.IsCompleted)
        {
            _held.Values.ToList().ForEach(static held => held.TrySetResult());
            await Task.Yield();
        }

        return await next;
    }

    private async Task<Page<string>> FetchAsync(PageRequest request, CancellationToken cancellationToken)
    {
        var window = request.Window!.Value;
        _asked.Add(window);
        var held = _held[window.Start] = new TaskCompletionSource();
        await using var registration = cancellationToken.Register(() =>
        {
            if (held.TrySetCanceled(cancellationToken))
            {
                lock (_cancelled)
                {
                    _cancelled.Add(window.Start);
                }
            }
        });
        await held.Task;
        var count = (int)Math.Clamp(_total - window.Start, 0, window.Size);
        return new Page<string>(
            [.. Enumerable.Range(_first + (int)window.Start, count).Select(static number => $"{number}")], _total, window.End < _total ? "more" : null);
    }
}
