using AudienceTools.Server.Storage;
using AudienceTools.Server.Storage.Sqlite;
using AudienceTools.Server.Tests.Support;

namespace AudienceTools.Server.Tests.Storage;

/// <summary>Compares pages with a list in memory, after many random adds and removes.</summary>
public sealed class PagingModelTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Pages_at_any_depth_are_exact_after_removes(int seed)
    {
        using var folder = new TempFolder();
        await using var store = SqliteStore.Open(folder.File("a.db"), TimeProvider.System, TimeSpan.FromSeconds(5));
        var random = new Random(seed);
        var audienceId = await WriteAsync(store, static writer => writer.CreateAudience(new NewAudience("A", null)).Id);
        var model = new List<long>();
        long phone = 10_000_000;
        for (var round = 0; round < 12; round++)
        {
            var rows = Enumerable.Range(0, random.Next(1, 1500)).Select(_ => new ContactRow(phone++, "{}"u8.ToArray(), [])).ToArray();
            await WriteAsync(store, writer => writer.AddRows(writer.FindAudience(audienceId)!, rows));
            model.AddRange(rows.Select(static row => row.Phone));

            // Now and then a whole run goes, so that blocks become empty.
            var run = round % 4 == 3 ? Math.Min(model.Count / 2, 2500) : 0;
            var start = random.Next(0, model.Count - run);
            var leaving = model.GetRange(start, run).Concat(model.Where(_ => random.Next(10) == 0)).Distinct().ToArray();
            await WriteAsync(store, writer => writer.RemoveContacts(
                writer.FindAudience(audienceId)!, leaving.Select(number => writer.FindContactByPhone(number)!.Id)));
            model.RemoveAll(leaving.ToHashSet().Contains);
            if (round == 5)
            {
                await WriteAsync(store, writer => writer.ClearAudience(writer.FindAudience(audienceId)!, "phone", 0));
                model.Clear();
            }

            await CompareAsync(store, audienceId, model, random);
        }
    }

    [Fact]
    public async Task Pages_of_contacts_are_exact_after_deletes()
    {
        using var folder = new TempFolder();
        await using var store = SqliteStore.Open(folder.File("a.db"), TimeProvider.System, TimeSpan.FromSeconds(5));
        var random = new Random(7);
        var model = Enumerable.Range(0, 3000).Select(static i => 10_000_000L + i).ToList();
        await WriteAsync(store, writer => writer.AddRows(
            writer.CreateAudience(new NewAudience("A", null)), [.. model.Select(static phone => new ContactRow(phone, "{}"u8.ToArray(), []))]));
        var leaving = model.Where(_ => random.Next(4) == 0).Concat(model.Skip(1024).Take(1100)).ToHashSet();
        await WriteAsync(store, writer =>
        {
            foreach (var phone in leaving)
            {
                writer.DeleteContact(writer.FindContactByPhone(phone)!);
            }

            return true;
        });
        model.RemoveAll(leaving.Contains);
        for (var skip = 0; skip <= model.Count; skip += 50)
        {
            var slice = await store.ReadAsync(reader => reader.Contacts(new SliceRequest(50, skip)), Service.Cancellation);
            Assert.Equal(model.Count, slice.Total);
            Assert.Equal(model.Skip(skip).Take(50), slice.Items.Select(static contact => contact.Phone));
        }
    }

    private static async Task CompareAsync(SqliteStore store, long audienceId, List<long> model, Random random)
    {
        var take = random.Next(1, 200);
        for (var i = 0; i < 40; i++)
        {
            var skip = random.Next(0, model.Count + take);
            var slice = await ReadAsync(store, audienceId, new SliceRequest(take, skip));
            Assert.Equal(model.Count, slice.Total);
            Assert.Equal(model.Skip(skip).Take(take), slice.Items.Select(static member => member.Contact.Phone));
            Assert.Equal(skip + take < model.Count, slice.Next is not null);
        }

        var walked = new List<long>();
        long? after = 0;
        while (after is not null)
        {
            var slice = await ReadAsync(store, audienceId, new SliceRequest(take, After: after));
            walked.AddRange(slice.Items.Select(static member => member.Contact.Phone));
            after = slice.Next;
        }

        Assert.Equal(model, walked);
    }

    private static Task<Slice<Member>> ReadAsync(SqliteStore store, long audienceId, SliceRequest request) =>
        store.ReadAsync(reader => reader.Members(reader.FindAudience(audienceId)!, request), Service.Cancellation);

    private static Task<T> WriteAsync<T>(SqliteStore store, Func<IAudienceWriter, T> write) => store.WriteAsync(write, 1, Service.Cancellation);
}
