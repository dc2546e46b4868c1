using AudienceTools.Core.Paging;

namespace AudienceTools.Core.Tests.Paging;

/// <summary>The windows that are chosen, against all that there are.</summary>
public sealed class PageWindowTests
{
    [Fact]
    public void The_chosen_window_is_the_best_of_all_that_have_the_item()
    {
        for (var largest = 1; largest <= 12; largest++)
        {
            for (var place = 0; place <= 60; place++)
            {
                foreach (var enough in Enumerable.Range(place + 1, 30).Select(static to => (long)to).Append(long.MaxValue))
                {
                    foreach (var total in new[] { place + 1, place + 7, long.MaxValue })
                    {
                        var all = All(largest).Where(window => window.Start <= place && place < window.End).ToList();
                        var reach = all.Max(window => Math.Min(window.End, enough));
                        var cost = all.Where(window => Math.Min(window.End, enough) == reach).Min(window => Math.Min(window.End, total) - window.Start);

                        var chosen = PageWindow.Reaching(place, enough, largest, total);

                        Assert.Contains(chosen, all);
                        Assert.Equal((reach, cost), (Math.Min(chosen.End, enough), Math.Min(chosen.End, total) - chosen.Start));
                    }
                }
            }
        }
    }

    [Fact]
    public void A_part_of_so_many_items_is_had_in_one_window_of_about_as_many()
    {
        for (var skip = 0; skip < 3_000; skip++)
        {
            var window = PageWindow.Reaching(skip, skip + 10, 100);

            Assert.True(window.Start <= skip && window.End >= skip + 10, $"{window} for {skip}");
            Assert.InRange(window.Size, 10, skip % 10 == 0 ? 10 : 35);
        }

        Assert.Equal(new PageWindow(99_901, 10), PageWindow.Reaching(999_000, 999_010, 1000));
    }

    [Theory]
    [InlineData(100, 1_000_000, 1.20)]
    [InlineData(500, 10_000, 1.10)]
    [InlineData(1000, 1_000_000, 1.05)]
    public void Windows_that_share_an_item_cost_few_more_requests(int largest, int total, double most)
    {
        var (place, requests) = (0L, 0);
        while (place < total)
        {
            var window = PageWindow.Reaching(Math.Max(0, place - 1), total, largest, total);
            Assert.True(place == 0 || window.Start < place);
            Assert.True(window.End > place);
            (place, requests) = (window.End, requests + 1);
        }

        Assert.InRange(requests, total / largest, most * total / largest);
    }

    [Fact]
    public void A_window_at_a_place_is_the_largest_that_begins_there()
    {
        for (var place = 0; place < 200; place++)
        {
            var window = PageWindow.At(place, 12);

            Assert.Equal(place, window.Start);
            Assert.Equal(All(12).Where(other => other.Start == place).Max(static other => other.Size), window.Size);
        }
    }

    private static IEnumerable<PageWindow> All(int largest) =>
        from size in Enumerable.Range(1, largest)
        from number in Enumerable.Range(1, 250)
        select new PageWindow(number, size);
}
