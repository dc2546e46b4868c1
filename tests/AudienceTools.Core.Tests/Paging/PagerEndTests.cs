using AudienceTools.Core.Paging;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Paging;

/// <summary>Where a list ends whose service doesn't say so.</summary>
public sealed class PagerEndTests
{
    private readonly List<string> _warnings = [];

    [Theory]
    [InlineData("a total", 100, 500, null, 5_096)]
    [InlineData("a total, without ids", 100, 500, null, 5_096)]
    [InlineData("a total that grows", 100, 500, null, 5_296)]
    [InlineData("no total, but a count", 100, null, 3_000L, 10_096)]
    [InlineData("no total, without ids", 100_000, null, null, 10_000_000)]
    public async Task A_list_that_never_ends_ends_with_an_error_that_names_its_bound(string what, int size, int? total, long? count, long bound)
    {
        var (number, got, counted) = (0, 0, 0);
        var pager = new Pager<string>(
            (_, _) => Task.FromResult(new Page<string>(
                [.. Enumerable.Range(0, size).Select(_ => what.Contains("without", StringComparison.Ordinal) ? "" : $"{number++}")],
                what.Contains("grows", StringComparison.Ordinal) ? total + number : total,
                $"{number++}")),
            static item => item,
            _warnings.Add,
            _ => Task.FromResult(counted++ == 0 ? count : throw new InvalidOperationException("Counted already.")));

        var exception = await Clients.FailsAsync(async () =>
        {
            await foreach (var page in pager.ReadAsync(ListRange.All, Clients.Cancel))
            {
                got += page.Items.Count;
            }
        });

        Assert.Equal(AudienceErrorCode.UnreadableAnswer, exception.Code);
        Assert.Contains($"more than {bound} ", exception.Message, StringComparison.Ordinal);
        Assert.InRange(got, bound + 1, bound + size);
        Assert.Equal(total is null ? 1 : 0, counted);
    }

    [Fact]
    public async Task A_short_list_without_a_total_costs_no_count()
    {
        var page = 0;
        var pager = new Pager<string>(
            (_, _) => Task.FromResult(new Page<string>([.. Enumerable.Range(1000 * page, 1000).Select(static number => $"{number}")], null, ++page < 4 ? $"{page}" : null)),
            static item => item,
            _warnings.Add,
            static _ => throw new InvalidOperationException("Nothing to count."));

        Assert.Equal(4000, (await Clients.AllAsync(pager.ReadAsync(ListRange.All, Clients.Cancel))).Count);
    }

    [Fact]
    public async Task Where_the_service_leaves_open_whether_there_is_more_an_empty_page_is_the_end()
    {
        var got = await GotAsync(
            new(["a"], null, "2") { MayBeLast = true }, new(["b"], null, "3") { MayBeLast = true }, new([], null, null) { MayBeLast = true });

        Assert.Equal(["a", "b"], got);
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task Where_the_service_leaves_open_whether_there_is_more_its_total_is_the_end()
    {
        var got = await GotAsync(new(["a"], 2, "2") { MayBeLast = true }, new(["b"], 2, "3") { MayBeLast = true });

        Assert.Equal(["a", "b"], got);
        Assert.Empty(_warnings);
    }

    private async Task<List<string>> GotAsync(params Page<string>[] script)
    {
        var number = 0;
        var pager = new Pager<string>((_, _) => Task.FromResult(script[number++]), static item => item, _warnings.Add);
        return await Clients.AllAsync(pager.ReadAsync(ListRange.All, Clients.Cancel));
    }
}
