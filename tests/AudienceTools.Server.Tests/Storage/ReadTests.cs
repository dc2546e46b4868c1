using AudienceTools.Server.Storage;
using AudienceTools.Server.Storage.Sqlite;
using AudienceTools.Server.Tests.Support;

namespace AudienceTools.Server.Tests.Storage;

/// <summary>Pages of a list may be read at the same time, while it changes.</summary>
public sealed class ReadTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Several_reads_go_on_at_a_time()
    {
        const int AtATime = 4;
        await using var store = await FillAsync();
        using var together = new Barrier(AtATime);
        await Task.WhenAll(Enumerable.Range(0, AtATime).Select(page => Task.Run(() => store.ReadAsync(
            reader =>
            {
                var first = reader.FindAudience(1);
                Assert.True(together.SignalAndWait(TimeSpan.FromMinutes(1), Service.Cancellation));
                var slice = reader.Members(first!, new SliceRequest(10, page * 10));
                Assert.True(together.SignalAndWait(TimeSpan.FromMinutes(1), Service.Cancellation));
                return Assert.Single(slice.Items.Select(static member => (member.Seq - 1) / 10).Distinct());
            },
            Service.Cancellation))));
    }

    [Fact]
    public async Task What_is_read_is_of_one_state_whatever_is_written_meanwhile()
    {
        await using var store = await FillAsync();
        var (slice, columns) = await store.ReadAsync(
            reader =>
            {
                var audience = reader.FindAudience(1)!;
                WriteAsync(store, static writer =>
                {
                    var same = writer.FindAudience(1)!;
                    writer.RemovePlaces(same, [1, 2, 3, 12]);
                    return writer.AddRows(same, [new ContactRow(20_000_000, "{\"b\":1}"u8.ToArray(), ["b"])]);
                }).GetAwaiter().GetResult();
                return (reader.Members(audience, new SliceRequest(10, 10)), reader.ColumnsOf(audience));
            },
            Service.Cancellation);
        Assert.Equal(100, slice.Total);
        Assert.Equal(Enumerable.Range(11, 10).Select(static seq => (long)seq), slice.Items.Select(static member => member.Seq));
        Assert.Equal(["a"], columns);

        var after = await store.ReadAsync(static reader => reader.Members(reader.FindAudience(1)!, new SliceRequest(10, 10)), Service.Cancellation);
        Assert.Equal(97, after.Total);
        Assert.Equal(15, after.Items[0].Seq);
    }

    private static Task<T> WriteAsync<T>(SqliteStore store, Func<IAudienceWriter, T> write) => store.WriteAsync(write, 1, Service.Cancellation);

    private async Task<SqliteStore> FillAsync()
    {
        var store = SqliteStore.Open(_folder.File("a.db"), TimeProvider.System, TimeSpan.FromSeconds(5));
        await WriteAsync(store, static writer => writer.AddRows(
            writer.CreateAudience(new NewAudience("A", null)),
            [.. Enumerable.Range(0, 100).Select(static i => new ContactRow(10_000_000 + i, "{\"a\":1}"u8.ToArray(), ["a"]))]));
        return store;
    }
}
