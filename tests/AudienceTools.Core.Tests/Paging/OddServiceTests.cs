using AudienceTools.Core.Dialects;
using AudienceTools.Core.Paging;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Paging;

/// <summary>Services that count their pages otherwise than they are asked to: whole lists come whole, and nothing costs many requests.</summary>
public sealed class OddServiceTests
{
    private const int Largest = 100;
    private readonly List<string> _warnings = [];
    private int _requests;

    [Theory]
    [InlineData("whatever size is asked for, pages have the largest", 10)]
    [InlineData("pages have 50, whatever is asked for", 16)]
    [InlineData("pages have 20, whatever is asked for", 34)]
    [InlineData("the first page has all", 8)]
    public async Task A_list_comes_whole_whatever_the_pages_are(string service, int requests)
    {
        var got = await ReadAsync(service, 550);

        Assert.Equal(Enumerable.Range(0, 550).Select(Name), got);
        Assert.DoesNotContain(_warnings, static warning => warning.Contains("changed while it was read, and", StringComparison.Ordinal));
        Assert.InRange(_requests, 1, requests);
    }

    [Fact]
    public async Task Pages_that_overlap_by_themselves_are_read_as_they_come()
    {
        var got = await ReadAsync("pages begin ten earlier each", 550);

        Assert.Equal(Enumerable.Range(0, 550).Select(Name), got);
        Assert.InRange(_requests, 7, 20);
    }

    [Fact]
    public async Task One_page_for_every_number_ends_with_a_warning()
    {
        Assert.Equal(Largest, (await ReadAsync("one page for every number", 100_000)).Count);
        Assert.NotEmpty(_warnings);
        Assert.InRange(_requests, 2, 20);
    }

    [Fact]
    public async Task Items_that_have_all_one_id_are_told_of()
    {
        Assert.Single(await ReadAsync("one id for all", 550));
        Assert.Contains(_warnings, static warning => warning.Contains("came twice", StringComparison.Ordinal) || warning.Contains("again", StringComparison.Ordinal));
    }

    private static string Name(int place) => FormattableString.Invariant($"m{place}");

    private async Task<List<string>> ReadAsync(string service, int total)
    {
        var pager = new Pager<string>(
            (request, _) =>
            {
                _requests++;
                return Task.FromResult(Answer(service, total, request.WindowOrFirst(Largest)));
            },
            static item => item,
            _warnings.Add)
        {
            Way = new PagingWay { Largest = Largest },
        };
        return await Clients.AllAsync(pager.ReadAsync(ListRange.All, Clients.Cancel));
    }

    private static Page<string> Answer(string service, int total, PageWindow asked)
    {
        var (start, size) = service switch
        {
            "whatever size is asked for, pages have the largest" => ((asked.Number - 1) * Largest, Largest),
            "pages have 50, whatever is asked for" => ((asked.Number - 1) * 50, 50),
            "pages have 20, whatever is asked for" => ((asked.Number - 1) * 20, 20),
            "the first page has all" => asked.Number == 1 ? (0, total) : (total, 0),
            "pages begin ten earlier each" => ((asked.Number - 1) * (asked.Size - 10), asked.Size),
            "one page for every number" => (0, asked.Size),
            _ => (asked.Start, asked.Size),
        };
        var count = (int)Math.Clamp(total - start, 0, size);
        return NumberedPage.Of(
            asked,
            [.. Enumerable.Range((int)start, count).Select(place => service == "one id for all" ? "m" : Name(place))],
            total,
            more: start + count < total);
    }
}
