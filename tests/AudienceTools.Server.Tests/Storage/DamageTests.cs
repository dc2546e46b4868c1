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

    [Fact]
    public async Task A_check_that_another_program_keeps_from_reading_is_made_again()
    {
        await FillAsync(Small);
        UncleanMark.Set(DatabasePath);
        var checks = 0;
        await using var store = SqliteStore.Open(DatabasePath, new HastyTime(), TimeSpan.FromSeconds(1), isWhole: (_, _) => ++checks > 1
            ? true
            : throw new Microsoft.Data.Sqlite.SqliteException("locked", SQLitePCL.raw.SQLITE_BUSY));
        await store.Checked;
        await WriteAsync(store);
        Assert.Equal(2, checks);
    }

    [Theory]
    [InlineData(6, 0)]
    [InlineData(7, 1)]
    [InlineData(-1, 1)]
    [InlineData(-100, 1)]
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
        Execute("DROP TABLE campaign");
        await using var service = await Service.StartAsync(options => options with { DatabasePath = DatabasePath });
        var refused = (await service.PostAsync("/v1/audiences", new { name = "B" })).Expect(HttpStatusCode.InsufficientStorage);
        Assert.Equal("DatabaseDamaged", refused["code"].GetString());
        Assert.Contains("put a copy in the place", refused["message"].GetString(), StringComparison.Ordinal);
        Assert.Equal(Small, (await service.GetAsync("/v1/contacts?limit=1")).Expect(HttpStatusCode.OK)["total"].GetInt32());
        (await service.GetAsync("/v1/campaigns")).Expect(HttpStatusCode.InsufficientStorage);
    }

    [Theory]
    [InlineData("UPDATE contact SET attributes = CAST(x'7B2261223A22FF227D' AS TEXT) WHERE id = 5")]
    [InlineData("UPDATE contact SET attributes = '{\"a\":1' WHERE id = 5")]
    [InlineData("UPDATE contact SET attributes = '{\"a\":\"\\uD83D\"}' WHERE id = 5")]
    [InlineData("UPDATE contact SET attributes = '[]' WHERE id = 5")]
    [InlineData("UPDATE contact SET name = CAST(x'41FF' AS TEXT) WHERE id = 5")]
    [InlineData("UPDATE contact SET created = 9223372036854775807 WHERE id = 5")]
    [InlineData("UPDATE contact SET phone = 'x' WHERE id = 5")]
    [InlineData("UPDATE membership SET data = '{\"a\"}' WHERE seq = 5")]
    public async Task What_is_stored_and_cannot_be_read_is_a_sign_of_damage(string damage)
    {
        await FillAsync(Small);
        Execute(damage);
        await using var store = Open();
        await WriteAsync(store);
        await Assert.ThrowsAsync<StoreDamagedException>(() => ReadAsync(store, 1, 10));
        await Assert.ThrowsAsync<StoreDamagedException>(() => WriteAsync(store));
        Assert.Equal(10, (await ReadAsync(store, 1, 10, skip: 10)).Items.Count);
    }

    [Fact]
    public async Task A_change_that_meets_what_cannot_be_read_is_not_made_and_is_the_last()
    {
        await FillAsync(Small);
        Execute("INSERT INTO import_row VALUES(1, 1, 10000001, NULL, NULL, '{')");
        await using var store = Open();
        await Assert.ThrowsAsync<StoreDamagedException>(() => store.WriteAsync(
            static writer => writer.TakeImportRows(new Import(1, null, ImportStatus.Processing, 1, 0, 0, 0, null), 10), 1, Service.Cancellation));
        await Assert.ThrowsAsync<StoreDamagedException>(() => WriteAsync(store));
        Assert.Equal(10, (await ReadAsync(store, 1, 10)).Items.Count);
    }

    [Theory]
    [InlineData(32, 0x01000000)]
    [InlineData(36, 0x01000000)]
    [InlineData(36, 1)]
    [InlineData(52, 0x01000000)]
    [InlineData(28, 402)]
    [InlineData(16, 0x10007F02)]
    [InlineData(44, 0x01000004)]
    [InlineData(56, 0x01000001)]
    public async Task A_header_that_says_what_cannot_be_ends_all_writing(int offset, int value)
    {
        await FillAsync(Small);
        var damaged = WriteHeader(DatabasePath, offset, value);
        await using (var store = Open())
        {
            await Assert.ThrowsAsync<StoreDamagedException>(() => WriteAsync(store));
            Assert.Equal("A", (await store.ReadAsync(static reader => reader.FindAudience(1), Service.Cancellation))!.Name);
        }

        Assert.Equal(damaged, File.ReadAllBytes(DatabasePath));
    }

    [Fact]
    public async Task A_header_that_the_log_replaces_is_not_looked_at()
    {
        await using var original = Open();
        await WriteAsync(original);
        var copy = _folder.File("copy.db");
        foreach (var part in new[] { "", "-wal" })
        {
            using var from = new FileStream(DatabasePath + part, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var to = File.Create(copy + part);
            await from.CopyToAsync(to, Service.Cancellation);
        }

        WriteHeader(copy, 36, 0x01000000);
        await using var store = SqliteStore.Open(copy, _time, TimeSpan.FromSeconds(1));
        await WriteAsync(store);
    }

    [Fact]
    public async Task A_list_that_cannot_be_read_to_its_end_says_how_to_go_on()
    {
        await FillAsync(Small);
        Execute("UPDATE contact SET attributes = '{' WHERE id = 5");
        await using var service = await Service.StartAsync(options => options with { DatabasePath = DatabasePath });
        var refused = (await service.GetAsync("/v1/contacts?limit=10")).Expect(HttpStatusCode.InsufficientStorage);
        Assert.Equal("DatabaseDamaged", refused["code"].GetString());
        Assert.Contains("what lies behind it can, e.g. with -Skip", refused["message"].GetString(), StringComparison.Ordinal);
        (await service.GetAsync("/v1/contacts?limit=10&page=2")).Expect(HttpStatusCode.OK);
        refused = (await service.PostAsync("/v1/audiences", new { name = "B" })).Expect(HttpStatusCode.InsufficientStorage);
        Assert.Contains("nothing is written", refused["message"].GetString(), StringComparison.Ordinal);
    }

    /// <summary>Short waits are over at once.</summary>
    private sealed class HastyTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime < TimeSpan.FromDays(1) ? TimeSpan.Zero : dueTime, period);
    }

    private SqliteStore Open(Func<string, CancellationToken, bool>? isWhole = null) =>
        SqliteStore.Open(DatabasePath, _time, TimeSpan.FromSeconds(1), isWhole: isWhole);

    private async Task FillAsync(int rows)
    {
        await using var store = Open();
        var columns = System.Text.Encoding.UTF8.GetBytes($$"""{"a":"{{new string('x', 2000)}}"}""");
        await store.WriteAsync(
            writer => writer.AddRows(
                writer.CreateAudience(new NewAudience("A", null)), [.. Enumerable.Range(0, rows).Select(i => new ContactRow(10_000_000 + i, columns, []))]),
            1,
            Service.Cancellation);
    }

    private void Execute(string sql)
    {
        using var database = Database.Open(DatabasePath, Microsoft.Data.Sqlite.SqliteOpenMode.ReadWrite, TimeSpan.Zero);
        database.Execute(sql);
    }

    /// <summary>Writes over pages in the middle of the contacts.</summary>
    private byte[] Damage()
    {
        var bytes = File.ReadAllBytes(DatabasePath);
        Array.Fill(bytes, (byte)0x5A, bytes.Length / 8192 * 4096, 8 * 4096);
        File.WriteAllBytes(DatabasePath, bytes);
        return bytes;
    }

    private static byte[] WriteHeader(string path, int offset, int value)
    {
        var bytes = File.ReadAllBytes(path);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(offset), value);
        File.WriteAllBytes(path, bytes);
        return bytes;
    }

    private static Task<Audience> WriteAsync(SqliteStore store) =>
        store.WriteAsync(static writer => writer.CreateAudience(new NewAudience("B", null)), 1, Service.Cancellation);

    private static Task<Slice<Member>> ReadAsync(SqliteStore store, long audience, int take, int skip = 0) =>
        store.ReadAsync(reader => reader.Members(reader.FindAudience(audience)!, new SliceRequest(take, skip)), Service.Cancellation);
}
