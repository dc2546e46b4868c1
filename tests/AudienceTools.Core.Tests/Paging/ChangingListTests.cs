using AudienceTools.Core.Paging;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Paging;

/// <summary>Lists that change while they are read: whoever was there all the while comes once, and it ends.</summary>
public sealed class ChangingListTests
{
    private readonly List<string> _warnings = [];

    [Theory]
    [InlineData(AudienceService.Local)]
    [InlineData(AudienceService.Atoms)]
    [InlineData(AudienceService.OliAI)]
    public async Task Whoever_was_there_all_the_while_comes_once(AudienceService service)
    {
        for (var seed = 0; seed < 4_000; seed++)
        {
            var random = new Random(seed);
            var largest = random.Next(7, 14);
            var list = new ChangingList(
                random, service, random.Next(0, 150), largest, random.NextDouble() * random.NextDouble(), putsBack: random.Next(4) == 0)
            {
                Clamp = service == AudienceService.Atoms && random.Next(3) == 0 ? 7 : int.MaxValue,
                MostBytes = random.Next(5) == 0 ? random.Next(1, 14) : int.MaxValue,
            };

            var got = await ReadAsync(list, ListRange.All, random);

            Assert.Equal(got.Count, got.Distinct(StringComparer.Ordinal).Count());
            var missing = list.Stayed.Except(got).ToList();
            Assert.True(missing.Count == 0, $"Seed {seed}: {string.Join(' ', missing)} of {list.Stayed.Count} did not come.");
            Assert.True(list.Stayed.SequenceEqual(got.Where(list.Stayed.Contains)), $"Seed {seed}: out of order.");
            Assert.True(_warnings.Count == 0, $"Seed {seed}: {string.Join(' ', _warnings)}");
            Assert.InRange(list.MostUnderWay, 0, 4);
        }
    }

    [Theory]
    [InlineData(AudienceService.Local)]
    [InlineData(AudienceService.Atoms)]
    [InlineData(AudienceService.OliAI)]
    public async Task A_list_whose_items_are_taken_out_as_they_come_is_emptied(AudienceService service)
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var list = new ChangingList(random, service, random.Next(0, 300), random.Next(7, 14), changes: 0, putsBack: false);

            var got = await ReadAsync(list, ListRange.All, random, list.Remove);

            Assert.True(list.Now.Count == 0, $"Seed {seed}: {list.Now.Count} are left.");
            Assert.Equal(got.Count, got.Distinct(StringComparer.Ordinal).Count());
            Assert.Empty(_warnings);
        }
    }

    [Theory]
    [InlineData(AudienceService.Local)]
    [InlineData(AudienceService.Atoms)]
    [InlineData(AudienceService.OliAI)]
    public async Task A_list_that_stands_still_is_read_in_order_whatever_part_of_it_is_wanted(AudienceService service)
    {
        for (var seed = 0; seed < 1_000; seed++)
        {
            var random = new Random(seed);
            var list = new ChangingList(random, service, random.Next(0, 200), random.Next(7, 14), changes: 0, putsBack: false)
            {
                Clamp = service == AudienceService.Atoms && random.Next(3) == 0 ? 7 : int.MaxValue,
                MostBytes = random.Next(5) == 0 ? random.Next(1, 14) : int.MaxValue,
            };
            var range = new ListRange(random.Next(3) == 0 ? random.Next(220) : 0, random.Next(3) == 0 ? random.Next(1, 220) : null);

            var got = await ReadAsync(list, range, random);

            Assert.True(list.Now.Skip((int)range.Skip).Take((int)(range.First ?? int.MaxValue)).SequenceEqual(got), $"Seed {seed}: {range}");
            Assert.Empty(_warnings);
        }
    }

    private async Task<List<string>> ReadAsync(ChangingList list, ListRange range, Random random, Action<string>? onItem = null)
    {
        var got = new List<string>();
        await OneThread.RunAsync(async thread =>
        {
            var pager = new Pager<string>(list.FetchAsync, static item => item, _warnings.Add) { Way = new PagingWay { Largest = list.Largest } };
            await using var pages = pager.ReadAsync(range, Clients.Cancel).GetAsyncEnumerator(Clients.Cancel);
            while (await NextAsync(pages, list, thread))
            {
                got.AddRange(pages.Current.Items);
                pages.Current.Items.ToList().ForEach(onItem ?? (static _ => { }));
                Assert.InRange(list.Requests, 0, 5_000);
                while (random.Next(3) == 0 && list.Release())
                {
                    // What is ahead comes while the caller works.
                    await thread.SettleAsync();
                }
            }
        });
        return got;
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<Page<string>> pages, ChangingList list, OneThread thread)
    {
        var next = pages.MoveNextAsync().AsTask();
        await thread.SettleAsync();
        while (!next.IsCompleted)
        {
            list.Release();
            await thread.SettleAsync();
        }

        return await next;
    }
}
