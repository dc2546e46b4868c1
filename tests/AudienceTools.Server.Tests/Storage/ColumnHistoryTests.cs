using System.Net;
using AudienceTools.Server.Storage.Sqlite;
using AudienceTools.Server.Tests.Support;
using Microsoft.Data.Sqlite;

namespace AudienceTools.Server.Tests.Storage;

/// <summary>A database from before columns were kept gets those that its members have; where they are damaged, members can be read.</summary>
public sealed class ColumnHistoryTests
{
    [Fact]
    public async Task Columns_are_found_by_place_whether_they_are_the_audience_s_or_the_contact_s()
    {
        using var folder = new TempFolder();
        Write(folder.File("a.db"), """
            INSERT INTO audience(id, name, phone_column, phone_position, last_seq, member_count, created, updated)
            VALUES(1, 'A', 'phoneNumber', 0, 9, 4, 1, 1), (2, 'B', 'phoneNumber', 0, 1, 1, 1, 1), (3, 'C', 'phoneNumber', 0, 0, 0, 1, 1),
                (4, 'D', 'phoneNumber', 0, 2, 2, 1, 1);
            INSERT INTO contact VALUES
                (1, 14155550001, NULL, NULL, '{"b":1,"a":{"x":1}}', 1, 1),
                (2, 14155550002, 'Asha Rao', NULL, '{"firstname":"Asha","lastname":"Rao"}', 1, 1),
                (3, 14155550003, 'Asha', 'hi-IN', '{"c":1}', 1, 1),
                (4, 14155550004, NULL, NULL, '{"":1,"caf\u00e9":1}', 1, 1),
                (5, 14155550005, NULL, NULL, '[]', 1, 1),
                (6, 14155550006, NULL, NULL, '{"nobody''s":1}', 1, 1);
            INSERT INTO membership VALUES
                (1, 5, 2, NULL), (1, 7, 1, NULL), (1, 8, 3, '{"own":1,"b":2}'), (1, 9, 4, NULL),
                (2, 1, 3, NULL),
                (4, 1, 5, NULL), (4, 2, 1, '{"after":1}');
            """);
        await using var store = SqliteStore.Open(folder.File("a.db"), TimeProvider.System, TimeSpan.FromSeconds(1));
        Assert.Equal(["firstname", "lastname", "b", "a", "own", "", "café"], await ColumnsAsync(store, 1));
        Assert.Equal(["name", "language", "c"], await ColumnsAsync(store, 2));
        Assert.Equal([], await ColumnsAsync(store, 3));
        Assert.Equal(["after"], await ColumnsAsync(store, 4));
    }

    [Fact]
    public async Task Too_many_are_given_up()
    {
        using var folder = new TempFolder();
        Write(folder.File("a.db"), $$"""
            INSERT INTO audience(id, name, phone_column, phone_position, last_seq, member_count, created, updated)
            VALUES(1, 'A', 'phoneNumber', 0, {{ColumnHistory.MaximumNames + 1}}, {{ColumnHistory.MaximumNames + 1}}, 1, 1);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i <= {{ColumnHistory.MaximumNames}})
            INSERT INTO contact SELECT i, 14155550000 + i, NULL, NULL, json_object('c' || i, 1), 1, 1 FROM n;
            INSERT INTO membership SELECT 1, id, id, NULL FROM contact;
            """);
        await using var store = SqliteStore.Open(folder.File("a.db"), TimeProvider.System, TimeSpan.FromSeconds(1));
        Assert.Null(await ColumnsAsync(store, 1));
    }

    [Theory]
    [InlineData("UPDATE audience_column SET names = '[\"a\"'")]
    [InlineData("UPDATE audience_column SET names = '[1]'")]
    [InlineData("UPDATE audience_column SET names = CAST(x'5B22FF225D' AS TEXT)")]
    [InlineData("UPDATE audience_column SET names = ''")]
    [InlineData("DROP TABLE audience_column")]
    public async Task A_damaged_list_ends_all_writing_and_members_are_read_without_it(string damage)
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAudienceAsync();
        await service.AddAsync(id, new { phoneNumber = "+14155550001", a = 1 });
        await service.RestartAsync(options =>
        {
            using var database = Database.Open(service.DatabasePath, SqliteOpenMode.ReadWrite, TimeSpan.Zero);
            database.Execute(damage);
            return options;
        });
        var page = (await service.GetAsync($"/v1/audiences/{id}/contacts")).Expect(HttpStatusCode.OK);
        Assert.Equal(1, page["data"].GetArrayLength());
        Assert.False(page.Json.TryGetProperty("columns", out _));
        (await service.PatchAsync($"/v1/audiences/{id}", new { name = "B" })).Expect(HttpStatusCode.InsufficientStorage);
        (await service.PostAsync("/v1/audiences", new { name = "B" })).Expect(HttpStatusCode.InsufficientStorage);
    }

    private static Task<IReadOnlyList<string>?> ColumnsAsync(SqliteStore store, long audience) =>
        store.ReadAsync(reader => reader.ColumnsOf(reader.FindAudience(audience)!), Service.Cancellation);

    /// <summary>A database as the second version of the schema had it.</summary>
    private static void Write(string path, string rows)
    {
        SQLitePCL.Batteries_V2.Init();
        File.WriteAllBytes(path, []);
        using var database = Database.Open(path, SqliteOpenMode.ReadWrite, TimeSpan.Zero);
        database.Execute($"""
            PRAGMA journal_mode = WAL;
            PRAGMA application_id = {Schema.ApplicationId};
            {Schema.Steps[0].Sql}
            {Schema.Steps[1].Sql}
            PRAGMA user_version = 2;
            {rows}
            """);
    }
}
