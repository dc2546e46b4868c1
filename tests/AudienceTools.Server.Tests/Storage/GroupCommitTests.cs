using System.Net;
using AudienceTools.Server.Storage;
using AudienceTools.Server.Storage.Sqlite;
using AudienceTools.Server.Tests.Support;
using Microsoft.Data.Sqlite;

namespace AudienceTools.Server.Tests.Storage;

public sealed class GroupCommitTests
{
    [Fact]
    public async Task One_change_that_fails_undoes_only_itself()
    {
        await using var service = await Service.StartAsync();
        var store = service.Server.Store;
        using var go = new ManualResetEventSlim();
        var blocker = BlockAsync(store, go);
        var group = Enumerable.Range(0, 9).Select(i => store.WriteAsync(
            writer =>
            {
                writer.CreateAudience(new NewAudience($"A{i}", null));
                return i % 3 == 1 ? throw new InvalidOperationException("refused") : i;
            },
            1,
            Service.Cancellation)).ToArray();
        go.Set();
        await blocker;
        for (var i = 0; i < group.Length; i++)
        {
            if (i % 3 == 1)
            {
                await Assert.ThrowsAsync<InvalidOperationException>(() => group[i]);
            }
            else
            {
                Assert.Equal(i, await group[i]);
            }
        }

        var names = await store.ReadAsync(
            static reader => reader.Audiences(SliceRequest.Everything).Items.Select(static audience => audience.Name).ToArray(), Service.Cancellation);
        Assert.Equal(["A0", "A2", "A3", "A5", "A6", "A8"], names);
    }

    [Fact]
    public async Task Requests_that_wait_together_are_answered_each_for_itself()
    {
        await using var service = await Service.StartAsync();
        var id = await service.NewAudienceAsync();
        using var go = new ManualResetEventSlim();
        var blocker = BlockAsync(service.Server.Store, go);
        var good = Enumerable.Range(0, 20).Select(i => service.AddNumbersAsync(id, 10, 14155550000 + (i * 10))).ToArray();
        var bad = Enumerable.Range(0, 20).Select(_ => service.PostAsync("/v1/audiences/aud_none/contacts", """{"contacts":[]}""")).ToArray();
        go.Set();
        await blocker;
        Assert.All(await Task.WhenAll(bad), static reply => reply.Expect(HttpStatusCode.NotFound));
        Assert.All(await Task.WhenAll(good), static reply => Assert.Equal(10, reply["added"].GetInt32()));
        Assert.Equal(200, (await service.MembersAsync(id)).Count);
    }

    [Fact]
    public async Task A_full_disk_is_507_the_small_neighbours_go_through_and_reads_go_on()
    {
        await using var service = await Service.StartAsync(static options => options with { MaximumDatabasePages = 60 });
        var id = await service.NewAudienceAsync();
        await service.AddNumbersAsync(id, 10);
        using var go = new ManualResetEventSlim();
        var blocker = BlockAsync(service.Server.Store, go);
        var large = service.PostAsync(
            $"/v1/audiences/{id}/contacts",
            new { contacts = Enumerable.Range(0, 9000).Select(static i => new { phoneNumber = $"+{9_100_000_000 + i}", text = "some text to fill pages" }) });
        var small = service.PostAsync("/v1/audiences", new { name = "Small" });
        go.Set();
        await blocker;
        (await large).Expect((HttpStatusCode)507);
        (await small).Expect(HttpStatusCode.Created);
        Assert.Equal(10, (await service.MembersAsync(id)).Count);
        Assert.Equal(10, (await service.GetAsync("/v1/contacts"))["total"].GetInt32());
        await service.AddNumbersAsync(id, 12);
        Assert.Equal(12, (await service.GetAsync($"/v1/audiences/{id}"))["contactCount"].GetInt32());
    }

    [Fact]
    public async Task A_locked_database_is_503_with_a_time_to_come_back_and_reads_go_on()
    {
        await using var service = await Service.StartAsync(static options => options with { BusyTimeout = TimeSpan.FromMilliseconds(50) });
        var id = await service.NewAudienceAsync();
        using (var other = Database.Open(service.DatabasePath, SqliteOpenMode.ReadWrite, TimeSpan.FromSeconds(5)))
        {
            other.Execute("BEGIN IMMEDIATE");
            var refused = (await service.PostAsync("/v1/audiences", new { name = "A" })).Expect(HttpStatusCode.ServiceUnavailable);
            Assert.Equal("2", refused.Header("Retry-After"));
            (await service.GetAsync($"/v1/audiences/{id}")).Expect(HttpStatusCode.OK);
            other.Execute("ROLLBACK");
        }

        await service.NewAudienceAsync("B");
    }

    private static Task<bool> BlockAsync(IAudienceStore store, ManualResetEventSlim go) => store.WriteAsync(
        _ =>
        {
            go.Wait();
            return true;
        },
        1,
        Service.Cancellation);
}
