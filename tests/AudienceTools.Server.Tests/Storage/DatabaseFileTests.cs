using System.Runtime.InteropServices;
using AudienceTools.Core.Reading;
using AudienceTools.Server.Storage;
using AudienceTools.Server.Storage.Sqlite;
using AudienceTools.Server.Tests.Support;
using Microsoft.Data.Sqlite;

namespace AudienceTools.Server.Tests.Storage;

public sealed partial class DatabaseFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string DatabasePath => _folder.File("a.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_new_database_is_its_user_s_alone()
    {
        await using var store = Open();
        await store.WriteAsync(static writer => writer.CreateAudience(new NewAudience("A", null)), 1, Service.Cancellation);
        foreach (var path in new[] { DatabasePath, DatabasePath + "-wal", DatabasePath + "-shm" })
        {
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            }
        }
    }

    [Fact]
    public async Task Ids_of_another_database_name_nothing()
    {
        await using var a = Open();
        await using var b = SqliteStore.Open(_folder.File("b.db"), TimeProvider.System, TimeSpan.Zero);
        var ids = new PublicIds(a.Salt);
        var others = new PublicIds(b.Salt);
        for (var row = 1; row < 1000; row++)
        {
            Assert.True(ids.TryAudience(ids.Audience(row), out var back));
            Assert.Equal(row, back);
            Assert.True(ids.TryAtomsMember(ids.AtomsMember(row, row * 7), row, out back));
            Assert.Equal(row * 7, back);
            Assert.False(ids.TryAtomsMember(ids.AtomsMember(row, 7), row + 1, out _));
            Assert.False(others.TryAudience(ids.Audience(row), out _));
            Assert.False(others.TryAtomsAudience(ids.AtomsAudience(row), out _));
            Assert.False(ids.TryAtomsCampaign(ids.AtomsAudience(row), out _));
        }
    }

    [Fact]
    public async Task A_database_that_is_open_is_not_opened_twice()
    {
        await using var store = Open();
        Assert.Throws<StoreOwnedException>(Open);
    }

    [Fact]
    public async Task A_link_leads_to_the_same_database()
    {
        Directory.CreateDirectory(_folder.File("real"));
        var real = Path.Combine(_folder.File("real"), "a.db");
        await using var store = SqliteStore.Open(real, TimeProvider.System, TimeSpan.Zero);
        File.CreateSymbolicLink(DatabasePath, real);
        Assert.Throws<StoreOwnedException>(Open);
        Directory.CreateSymbolicLink(_folder.File("other"), _folder.File("real"));
        Assert.Throws<StoreOwnedException>(
            () => SqliteStore.Open(Path.Combine(_folder.File("other"), "a.db"), TimeProvider.System, TimeSpan.Zero));

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(0, Link(real, _folder.File("hard.db")));
            var refusal = Assert.Throws<StoreUnusableException>(
                () => SqliteStore.Open(_folder.File("hard.db"), TimeProvider.System, TimeSpan.Zero));
            Assert.Contains("under another name", refusal.Message, StringComparison.Ordinal);
        }

        await store.WriteAsync(static writer => writer.CreateAudience(new NewAudience("A", null)), 1, Service.Cancellation);
    }

    [Theory]
    [InlineData("this is a text file, not a database, and it is long enough to hold a header of one hundred bytes, surely.")]
    [InlineData("short")]
    public void A_file_that_is_no_database_is_left_alone(string text)
    {
        File.WriteAllText(DatabasePath, text);
        Refused("isn't a SQLite database");
        Assert.Equal(text, File.ReadAllText(DatabasePath));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(19)]
    [InlineData(28)]
    [InlineData(47)]
    [InlineData(59)]
    [InlineData(68)]
    public async Task A_damaged_header_is_told_with_what_to_do(int offset)
    {
        await Open().DisposeAsync();
        var bytes = File.ReadAllBytes(DatabasePath);
        bytes[offset] ^= 0x7F;
        File.WriteAllBytes(DatabasePath, bytes);
        Refused("put a copy in its place, or move it away to begin anew");
        Assert.Equal(bytes, File.ReadAllBytes(DatabasePath));
    }

    [Fact]
    public void A_pipe_is_left_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Pipes have no places among files there.");
        Assert.Equal(0, MakePipe(DatabasePath, 0x180));
        Refused("is a pipe, a socket or a device");
        Assert.True(FileFacts.IsSpecial(DatabasePath));
    }

    [Fact]
    public void Another_program_s_database_is_left_alone()
    {
        SQLitePCL.Batteries_V2.Init();
        File.WriteAllBytes(DatabasePath, []);
        using (var database = Database.Open(DatabasePath, SqliteOpenMode.ReadWrite, TimeSpan.Zero))
        {
            database.Execute("CREATE TABLE contact(id)");
        }

        var before = File.ReadAllBytes(DatabasePath);
        Refused("another program's");
        Assert.Equal(before, File.ReadAllBytes(DatabasePath));
    }

    [Fact]
    public async Task A_newer_database_is_left_alone()
    {
        await Open().DisposeAsync();
        using (var database = Database.Open(DatabasePath, SqliteOpenMode.ReadWrite, TimeSpan.Zero))
        {
            database.Execute($"PRAGMA user_version = {Schema.Version + 1}");
        }

        var before = File.ReadAllBytes(DatabasePath);
        Refused("newer AudienceTools");
        Assert.Equal(before, File.ReadAllBytes(DatabasePath));
    }

    [Fact]
    public async Task A_database_of_the_first_version_opens_with_all_that_it_holds()
    {
        SQLitePCL.Batteries_V2.Init();
        File.WriteAllBytes(DatabasePath, []);
        using (var database = Database.Open(DatabasePath, SqliteOpenMode.ReadWrite, TimeSpan.Zero))
        {
            database.Execute($"""
                PRAGMA journal_mode = WAL;
                PRAGMA application_id = {Schema.ApplicationId};
                {Schema.Steps[0].Sql}
                PRAGMA user_version = 1;
                INSERT INTO audience VALUES(1, 'A', 'B', 'mobile', 0, 'crm', 1, 1, 1000, 2000);
                INSERT INTO contact VALUES(1, 14155550001, 'Asha', 'hi-IN', '[]', 1000, 1000);
                INSERT INTO membership VALUES(1, 1, 1, NULL);
                """);
        }

        await using (var store = Open())
        {
            var audience = await store.ReadAsync(static reader => reader.FindAudience(1), Service.Cancellation);
            Assert.Equal(
                new Audience(1, "A", "B", "mobile", 0, "crm", IsDynamic: false, 1, 1, Time(1000), Time(2000)), audience);
            Assert.Null(await store.ReadAsync(static reader => reader.FindWaitingImport(), Service.Cancellation));
        }

        var upgraded = SchemaOf(DatabasePath);
        DatabaseFile.Prepare(_folder.File("new.db"));
        Assert.Equal(SchemaOf(_folder.File("new.db")), upgraded);
        Assert.Equal(Schema.Version.ToString(System.Globalization.CultureInfo.InvariantCulture), upgraded[0]);
        await Open().DisposeAsync();

        static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
    }

    [Fact]
    public async Task A_damaged_database_is_left_alone()
    {
        await using (var store = Open())
        {
            await store.WriteAsync(
                static writer => writer.AddRows(
                    writer.CreateAudience(new NewAudience("A", null)),
                    [.. Enumerable.Range(0, 2000).Select(static i => new ContactRow(10_000_000 + i, "{\"a\":\"some text\"}"u8.ToArray(), ["a"]))]),
                1,
                Service.Cancellation);
        }

        var bytes = File.ReadAllBytes(DatabasePath);
        Array.Fill(bytes, (byte)0x5A, 4096, bytes.Length - 8192);
        File.WriteAllBytes(DatabasePath, bytes);
        Refused("damaged");
        Assert.Equal(bytes, File.ReadAllBytes(DatabasePath));
    }

    [Fact]
    public void The_names_that_are_looked_for_are_those_of_the_schema()
    {
        DatabaseFile.Prepare(DatabasePath);
        using var database = Database.Open(DatabasePath, SqliteOpenMode.ReadOnly, TimeSpan.Zero);
        using var query = database.Prepare("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name");
        var names = new List<string>();
        while (query.Step())
        {
            names.Add(query.Text(0));
        }

        Assert.Equal(names, Schema.Names.Order(StringComparer.Ordinal));
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string existing, string created);

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int MakePipe(string path, uint mode);

    /// <summary>The version and all definitions.</summary>
    private static List<string> SchemaOf(string path)
    {
        using var database = Database.Open(path, SqliteOpenMode.ReadOnly, TimeSpan.Zero);
        using var query = database.Prepare("""
            SELECT user_version FROM pragma_user_version UNION ALL SELECT * FROM (SELECT sql FROM sqlite_master WHERE sql NOT NULL ORDER BY name)
            """);
        var lines = new List<string>();
        while (query.Step())
        {
            lines.Add(query.Text(0));
        }

        return lines;
    }

    private SqliteStore Open() => SqliteStore.Open(DatabasePath, TimeProvider.System, TimeSpan.FromSeconds(1));

    private void Refused(string reason)
    {
        var refusal = Assert.Throws<StoreUnusableException>(Open);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }
}
