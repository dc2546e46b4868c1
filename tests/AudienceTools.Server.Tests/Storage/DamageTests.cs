using System.Net;
using AudienceTools.Server.Storage;
using AudienceTools.Server.Storage.Sqlite;
using AudienceTools.Server.Tests.Support;

namespace AudienceTools.Server.Tests.Storage;

/// <summary>Nothing is written to a database that may be damaged, and what can be read is given.</summary>
public sealed class DamageTests : IDisposable
{
    // Above what is checked before anything else happens.
    private const int Large = 3000;
    private const int Small = 800;

    private readonly TempFolder _folder = new();
    private readonly SettableTime _time = new();

    private string DatabasePath => _folder.File("a.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task After_an_end_that_was_not_clean_writes_wait_for_the_check_and_reads_do_not()
    {
        await FillAsync(Large);
        UncleanMark.Set(DatabasePath);
        using var go = new ManualResetEventSlim();
        await using (var store = Open((_, cancellation) =>
        {
            go.Wait(cancellation);
            return true;
        }))
        {
            var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(() => WriteAsync(store));
            Assert.InRange(refusal.RetryAfter ?? 0, 1, 30);
            Assert.Equal(10, (await ReadAsync(store, 1, 10)).Items.Count);
            go.Set();
            await store.Checked;
            Assert.Equal("B", (await WriteAsync(store)).Name);
        }

        Assert.False(File.Exists(UncleanMark.PathOf(DatabasePath)));
        await using var again = Open(static (_, _) => throw new InvalidOperationException("Nothing is due."));
        await WriteAsync(again);
    }

    [Fact]
    public async Task A_check_that_did_not_come_to_its_end_is_due_again()
    {
        await FillAsync(Large);
        UncleanMark.Set(DatabasePath);
        await Open(static (_, cancellation) =>
        {
            cancellation.WaitHandle.WaitOne();
            throw new OperationCanceledException(cancellation);
        }).DisposeAsync();
        var checks = 0;
        await using var store = Open((_, _) => ++checks > 0);
        await store.Checked;
        Assert.Equal(1, checks);
    }

    [Theory]
    [InlineData(6, 0)]
    [InlineData(7, 1)]
    public async Task Once_a_week_a_check_is_due(int days, int expected)
    {
        await FillAsync(Small);
        _time.Now += TimeSpan.FromDays(days);
        var checks = 0;
        await using var store = Open((_, _) => ++checks > 0);
        await store.Checked;
        Assert.Equal(expected, checks);
    }

    [Theory]
    [InlineData(Small)]
    [InlineData(Large)]
    public async Task A_check_that_finds_damage_ends_all_writing_and_leaves_the_file_alone(int rows)
    {
        await FillAsync(rows);
        var damaged = Damage();
        UncleanMark.Set(DatabasePath);
        await using (var store = Open())
        {
            await store.Checked;
            await Assert.ThrowsAsync<StoreDamagedException>(() => WriteAsync(store));
            Assert.Equal(10, (await ReadAsync(store, 1, 10)).Items.Count);
        }

        Assert.Equal(damaged, File.ReadAllBytes(DatabasePath));
        Assert.True(File.Exists(UncleanMark.PathOf(DatabasePath)));
    }

    [Fact]
    public async Task The_first_sign_of_damage_ends_all_writing()
    {
        await FillAsync(Large);
        Damage();
        await using var store = Open();
        await WriteAsync(store);
        await Assert.ThrowsAsync<StoreDamagedException>(() => ReadAsync(store, 1, Large));
        await Assert.ThrowsAsync<StoreDamagedException>(() => WriteAsync(store));
        Assert.Equal(10, (await ReadAsync(store, 1, 10)).Items.Count);
    }

    [Fact]
    public async Task A_change_that_meets_damage_is_not_acknowledged_and_is_the_last()
    {
        await FillAsync(Large);
        Damage();
        await using var store = Open();
        await Assert.ThrowsAsync<StoreDamagedException>(() => store.WriteAsync(
            static writer => writer.DeleteWithContacts(writer.FindAudience(1)!), 1, Service.Cancellation));
        await Assert.ThrowsAsync<StoreDamagedException>(() => WriteAsync(store));
        Assert.Equal(10, (await ReadAsync(store, 1, 10)).Items.Count);
    }

    [Fact]
    public async Task Callers_are_told_what_to_do()
    {
        await FillAsync(Small);
        using (var database = Database.Open(DatabasePath, Microsoft.Data.Sqlite.SqliteOpenMode.ReadWrite, TimeSpan.Zero))
        {
            database.Execute("DROP TABLE campaign");
        }

        await using var service = await Service.StartAsync(options => options with { DatabasePath = DatabasePath });
        var refused = (await service.PostAsync("/v1/audiences", new { name = "B" })).Expect(HttpStatusCode.InsufficientStorage);
        Assert.Equal("DatabaseDamaged", refused["code"].GetString());
        Assert.Contains("put a copy in the place", refused["message"].GetString(), StringComparison.Ordinal);
        Assert.Equal(Small, (await service.GetAsync("/v1/contacts?limit=1")).Expect(HttpStatusCode.OK)["total"].GetInt32());
        (await service.GetAsync("/v1/campaigns")).Expect(HttpStatusCode.InsufficientStorage);
    }

    private SqliteStore Open(Func<string, CancellationToken, bool>? isWhole = null) =>
        SqliteStore.Open(DatabasePath, _time, TimeSpan.FromSeconds(1), isWhole: isWhole);

    private async Task FillAsync(int rows)
    {
        await using var store = Open();
        var columns = System.Text.Encoding.UTF8.GetBytes($$"""{"a":"{{new string('x', 2000)}}"}""");
        await store.WriteAsync(
            writer => writer.AddRows(
                writer.CreateAudience(new NewAudience("A", null)), [.. Enumerable.Range(0, rows).Select(i => new ContactRow(10_000_000 + i, columns))]),
            1,
            Service.Cancellation);
    }

    /// <summary>Writes over pages in the middle of the contacts.</summary>
    private byte[] Damage()
    {
        var bytes = File.ReadAllBytes(DatabasePath);
        Array.Fill(bytes, (byte)0x5A, bytes.Length / 8192 * 4096, 8 * 4096);
        File.WriteAllBytes(DatabasePath, bytes);
        return bytes;
    }

    private static Task<Audience> WriteAsync(SqliteStore store) =>
        store.WriteAsync(static writer => writer.CreateAudience(new NewAudience("B", null)), 1, Service.Cancellation);

    private static Task<Slice<Member>> ReadAsync(SqliteStore store, long audience, int take) =>
        store.ReadAsync(reader => reader.Members(reader.FindAudience(audience)!, new SliceRequest(take)), Service.Cancellation);
}
