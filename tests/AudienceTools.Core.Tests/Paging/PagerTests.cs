using AudienceTools.Core.Paging;
using AudienceTools.Core.Tests.TestTools;
using FsCheck.Fluent;

namespace AudienceTools.Core.Tests.Paging;

public sealed class PagerTests
{
    private readonly List<PageRequest> _requests = [];
    private readonly List<string> _warnings = [];

    [Fact]
    public void What_comes_is_what_skip_and_take_would_give_however_long_the_pages_are()
    {
        var cases =
            from count in Gen.Choose(0, 40)
            from size in Gen.Choose(1, 9)
            from skip in Gen.Choose(0, 45)
            from first in Gen.Choose(-1, 45)
            from honoursSkip in Gen.Elements(false, true)
            select (count, size, skip, first: first < 0 ? (long?)null : first, honoursSkip);

        FsCheck.Check.QuickThrowOnFailure(Prop.ForAll(cases.ToArbitrary(), @case =>
        {
            _requests.Clear();
            _warnings.Clear();
            var list = Items(0, @case.count);
            var pages = ReadAsync(Pages(list, @case.size, @case.honoursSkip), new ListRange(@case.skip, @case.first)).GetAwaiter().GetResult();
            var expected = list.Skip(@case.skip).Take((int)(@case.first ?? int.MaxValue));
            return pages.SelectMany(page => page.Items).SequenceEqual(expected)
                && _warnings.Count == 0
                && _requests.Count <= (@case.count / @case.size) + 1
                && pages.Skip(1).All(page => page.Items.Count > 0);
        }));
    }

    [Fact]
    public async Task Each_request_asks_for_what_is_still_wanted()
    {
        await ReadAsync(Pages(Items(0, 30), 10), new ListRange(Skip: 15, First: 12));

        Assert.Equal([new(null, 15, 12), new("10", 5, 12), new("20", 0, 7)], _requests);
    }

    [Fact]
    public async Task Nothing_wanted_is_nothing_asked()
    {
        Assert.Empty(await ReadAsync(Pages(Items(0, 5), 10), new ListRange(First: 0)));
        Assert.Empty(_requests);
    }

    [Fact]
    public async Task An_empty_list_is_one_empty_page_with_its_total()
    {
        var page = Assert.Single(await ReadAsync(Pages([], 10), ListRange.All));

        Assert.Equal(0, page.Total);
        Assert.Empty(page.Items);
        Assert.Empty(_warnings);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(3, 4)]
    public async Task Pages_are_read_ahead_only_from_the_second_on(int taken, int requests)
    {
        await using (var pages = Pager(Pages(Items(0, 100), 10)).ReadAsync(ListRange.All, Clients.Cancel).GetAsyncEnumerator(Clients.Cancel))
        {
            for (var i = 0; i < taken; i++)
            {
                Assert.True(await pages.MoveNextAsync());
            }
        }

        Assert.Equal(requests, _requests.Count);
    }

    [Fact]
    public async Task A_caller_that_stops_early_leaves_no_request_behind()
    {
        var ended = false;
        var pages = Pages(Items(0, 100), 10);
        var pager = Pager(async (request, cancellationToken) =>
        {
            if (request.Next != "20")
            {
                return await pages(request, cancellationToken);
            }

            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            finally
            {
                await Task.Yield();
                ended = true;
            }

            throw new InvalidOperationException("Not reached.");
        });

        await foreach (var page in pager.ReadAsync(ListRange.All, Clients.Cancel))
        {
            if (page.Items.Contains("10"))
            {
                break;
            }
        }

        Assert.True(ended);
    }

    [Fact]
    public async Task A_failure_ahead_comes_after_the_page_before_it()
    {
        var pages = Pages(Items(0, 100), 10);
        var pager = Pager((request, cancellationToken) => request.Next == "20"
            ? Task.FromException<Page<string>>(new AudienceException(AudienceErrorCode.CannotReach, "gone"))
            : pages(request, cancellationToken));
        var got = new List<string>();

        await Assert.ThrowsAsync<AudienceException>(async () =>
        {
            await foreach (var page in pager.ReadAsync(ListRange.All, Clients.Cancel))
            {
                got.AddRange(page.Items);
            }
        });

        Assert.Equal(Items(0, 20), got);
    }

    [Fact]
    public async Task A_list_can_be_read_twice()
    {
        var list = Pager(Pages(Items(0, 25), 10)).ReadAsync(ListRange.All, Clients.Cancel);

        Assert.Equal(Items(0, 25), await Clients.AllAsync(list));
        Assert.Equal(Items(0, 25), await Clients.AllAsync(list));
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task Pages_that_overlap_give_each_item_once_and_a_warning_that_counts()
    {
        var got = await GotAsync(new(["a", "b"], 3, "2"), new(["b", "c"], 3, null));

        Assert.Equal(["a", "b", "c"], got);
        Assert.Contains("1 entries came twice", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doubles_on_one_page_come_once_too() =>
        Assert.Equal(["a", "b"], await GotAsync(new Page<string>(["a", "a", "b"], 2, null)));

    [Theory]
    [InlineData("the page before")]
    [InlineData("the first page")]
    [InlineData("the same cursor")]
    [InlineData("the same cursor without ids")]
    public async Task A_page_that_is_sent_again_ends_the_list(string what)
    {
        Page<string>[] pages = what switch
        {
            "the page before" => [new(["a", "b"], null, "2"), new(["c", "d"], null, "3"), new(["c", "d"], null, "4")],
            "the first page" => [new(["a", "b"], null, "2"), new(["c", "d"], null, "3"), new(["a", "b"], null, "4")],
            "the same cursor" => [new(["a", "b"], null, "2"), new(["c", "d"], null, "2")],
            _ => [new(["", ""], null, "2"), new(["", ""], null, "2")],
        };

        var got = await GotAsync(pages);

        Assert.Equal(4, got.Count);
        Assert.Contains(_warnings, warning => warning.Contains("sent before", StringComparison.Ordinal));
        Assert.Equal(pages.Length, _requests.Count);
    }

    [Fact]
    public async Task A_list_that_starts_over_after_a_million_items_ends()
    {
        var pages = Pages(Items(0, 1_000_000), 1000);

        var got = await ReadAsync(
            async (request, cancellationToken) => await pages(request, cancellationToken) is { Next: null } last
                ? last with { Next = "0" }
                : await pages(request, cancellationToken),
            ListRange.All);

        Assert.Equal(1_000_000, got.Sum(page => page.Items.Count));
    }

    [Fact]
    public async Task An_empty_page_that_promises_more_ends_the_list()
    {
        var got = await GotAsync(new(["a"], null, "2"), new([], null, "3"), new(["b"], null, null));

        Assert.Equal(["a"], got);
        Assert.Contains("empty page", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_shrinks_meanwhile_says_so()
    {
        var got = await GotAsync(new(["a", "b"], 5, "2"), new(["d"], 4, null));

        Assert.Equal(["a", "b", "d"], got);
        Assert.Contains("speaks of 4 entries and sent 3", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_total_is_not_held_against_a_part_of_the_list()
    {
        await ReadAsync(Pages(Items(0, 30), 10), new ListRange(First: 7));

        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task Items_without_an_identifier_are_never_taken_for_doubles() =>
        Assert.Equal(["", "", "a", ""], await GotAsync(new(["", ""], 4, "2"), new(["a", ""], 4, null)));

    [Fact]
    public async Task Cancelling_ends_the_list()
    {
        using var cancel = new CancellationTokenSource();
        var pager = Pager(Pages(Items(0, 100), 10));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var page in pager.ReadAsync(ListRange.All, cancel.Token))
            {
                await cancel.CancelAsync();
            }
        });

        Assert.InRange(_requests.Count, 1, 2);
    }

    private static List<string> Items(int from, int count) => [.. Enumerable.Range(from, count).Select(number => $"{number}")];

    /// <summary>A service with pages of one size, which begins where the skipped items end where it can.</summary>
    private static Func<PageRequest, CancellationToken, Task<Page<string>>> Pages(List<string> list, int size, bool honoursSkip = false) =>
        async (request, cancellationToken) =>
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            var skipped = request.Next is null && honoursSkip ? (int)Math.Min(request.Skip / size * size, list.Count) : 0;
            var start = request.Next is { } next ? int.Parse(next, System.Globalization.CultureInfo.InvariantCulture) : skipped;
            var end = Math.Min(list.Count, start + size);
            return new Page<string>(list[start..end], list.Count, end < list.Count ? $"{end}" : null) { Skipped = skipped };
        };

    private Pager<string> Pager(Func<PageRequest, CancellationToken, Task<Page<string>>> service) => new(
        (request, cancellationToken) =>
        {
            _requests.Add(request);
            return service(request, cancellationToken);
        },
        static item => item,
        _warnings.Add);

    private async Task<List<Page<string>>> ReadAsync(Func<PageRequest, CancellationToken, Task<Page<string>>> service, ListRange range)
    {
        var pages = new List<Page<string>>();
        await foreach (var page in Pager(service).ReadAsync(range, Clients.Cancel))
        {
            pages.Add(page);
        }

        return pages;
    }

    private async Task<List<string>> GotAsync(params Page<string>[] script)
    {
        var number = 0;
        var pages = await ReadAsync((_, _) => Task.FromResult(script[number++]), ListRange.All);
        return [.. pages.SelectMany(page => page.Items)];
    }
}
