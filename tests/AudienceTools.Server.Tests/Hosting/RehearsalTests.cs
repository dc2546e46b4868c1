using System.Net;
using System.Text;
using AudienceTools.Server.Hosting;
using AudienceTools.Server.Storage;
using AudienceTools.Server.Tests.Support;

namespace AudienceTools.Server.Tests.Hosting;

public sealed class RehearsalTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string DataPath => _folder.File("data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_rehearsal_s_folder_says_so_and_is_taken_again()
    {
        DataFolder.Own(DataPath, "Atoms").Dispose();
        Assert.Contains("Atoms -Rehearsal -Reset deletes it", File.ReadAllText(Path.Combine(DataPath, RehearsalFolder.MarkerName)), StringComparison.Ordinal);
        DataFolder.Own(DataPath, "Atoms").Dispose();
    }

    [Fact]
    public void A_reset_deletes_what_a_server_made_and_nothing_else()
    {
        DataFolder.Own(DataPath, "Atoms").Dispose();
        string[] made =
        [
            "audiences.db", "audiences.db-wal", "audiences.db-shm", "audiences.db-journal", "audiences.db.new", "server.log", "server.log.1",
            "service.json",
        ];
        string[] foreign = ["notes.txt", "audiences.db.backup", "my.db"];
        foreach (var name in made.Concat(foreign))
        {
            File.WriteAllText(Path.Combine(DataPath, name), "x");
        }

        DataFolder.Own(DataPath, "Atoms", reset: true).Dispose();
        Assert.Equal(
            [.. foreign.Append("audiences.db.lock").Append("owner.lock").Append(RehearsalFolder.MarkerName).Order(StringComparer.Ordinal)],
            Directory.GetFileSystemEntries(DataPath).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("rehearsal", false)]
    [InlineData("rehearsal", true)]
    [InlineData("rehearsal/Atoms", false)]
    [InlineData("rehearsal/Atoms", true)]
    [InlineData("rehearsal/Atoms/audiences.db", false)]
    [InlineData("rehearsal/Atoms/audiences.db", true)]
    [InlineData("rehearsal/Atoms/server.log", false)]
    public void A_rehearsal_follows_no_link(string link, bool reset)
    {
        var (folder, elsewhere) = (_folder.File("rehearsal/Atoms"), _folder.File("elsewhere"));
        DataFolder.Own(folder, "Atoms").Dispose();
        string[] files = ["audiences.db", "server.log"];
        foreach (var file in files)
        {
            File.WriteAllText(Path.Combine(folder, file), "kept");
        }

        Directory.Move(_folder.File(link), elsewhere);
        _ = Directory.Exists(elsewhere)
            ? Directory.CreateSymbolicLink(_folder.File(link), elsewhere)
            : File.CreateSymbolicLink(_folder.File(link), elsewhere);
        var refusal = Assert.Throws<StoreUnusableException>(() => DataFolder.Own(folder, "Atoms", reset));
        Assert.Contains("is a link", refusal.Message, StringComparison.Ordinal);
        Assert.All(files, file => Assert.Equal("kept", File.ReadAllText(Path.Combine(folder, file))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Data_that_no_rehearsal_made_are_refused_to_it_and_left_as_they_are(bool reset)
    {
        DataFolder.Own(DataPath).Dispose();
        File.WriteAllText(Path.Combine(DataPath, "audiences.db"), "kept");
        Assert.Throws<StoreUnusableException>(() => DataFolder.Own(DataPath, "Atoms", reset));
        Assert.Equal("kept", File.ReadAllText(Path.Combine(DataPath, "audiences.db")));

        // The refusal holds on to nothing.
        DataFolder.Own(DataPath).Dispose();
    }

    [Fact]
    public void A_rehearsal_s_folder_is_refused_for_a_user_s_own_data()
    {
        DataFolder.Own(DataPath, "Atoms").Dispose();
        Assert.Throws<StoreUnusableException>(() => DataFolder.Own(DataPath));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_rehearsal_s_folder_is_refused_to_that_of_another_service_and_left_as_it_is(bool reset)
    {
        DataFolder.Own(DataPath, "Atoms").Dispose();
        File.WriteAllText(Path.Combine(DataPath, "audiences.db"), "kept");
        var refusal = Assert.Throws<StoreUnusableException>(() => DataFolder.Own(DataPath, "OliAI", reset));
        Assert.Contains("isn't that of the rehearsal of OliAI", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("kept", File.ReadAllText(Path.Combine(DataPath, "audiences.db")));
        DataFolder.Own(DataPath, "Atoms").Dispose();
    }

    [Fact]
    public void A_reset_leaves_alone_what_another_process_has()
    {
        using (DataFolder.Own(DataPath, "Atoms"))
        {
            File.WriteAllText(Path.Combine(DataPath, "audiences.db"), "kept");
            Assert.Throws<StoreOwnedException>(() => DataFolder.Own(DataPath, "Atoms", reset: true));
        }

        // A server that was started by hand holds the database alone.
        using (OwnerLock.Take(Path.Combine(DataPath, "audiences.db.lock")))
        {
            Assert.Throws<StoreOwnedException>(() => DataFolder.Own(DataPath, "Atoms", reset: true));
        }

        Assert.Equal("kept", File.ReadAllText(Path.Combine(DataPath, "audiences.db")));
    }

    [Fact]
    public async Task A_process_resets_its_folder_and_begins_with_nothing()
    {
        string[] rehearsal = [$"--data-path={DataPath}", "--rehearsal=Atoms", "--linger-seconds=0.05"];
        await using (var first = await ServerProcess.StartAsync(key: null, rehearsal))
        {
            var service = ServerProcess.ServiceFileOf(DataPath);
            Assert.Equal("Atoms", service.Rehearsal);
            using var http = Client(service);
            using var audience = new StringContent("""{"name":"Rehearsed"}""", Encoding.UTF8, "application/json");
            Assert.Equal(HttpStatusCode.Created, (await http.PostAsync("/v1/audiences", audience, Service.Cancellation)).StatusCode);
            first.Kill();
            await first.ExitAsync();
        }

        await using (await ServerProcess.StartAsync(key: null, rehearsal))
        {
            Assert.Contains("Rehearsed", await AudiencesAsync(), StringComparison.Ordinal);
        }

        await using (await ServerProcess.StartAsync(key: null, [.. rehearsal, "--reset"]))
        {
            Assert.DoesNotContain("Rehearsed", await AudiencesAsync(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("none")]
    [InlineData("Atoms", "--rehearsal", "Atoms")]
    public async Task A_server_says_itself_what_is_rehearsed_on_it_and_does_not_end_for_another_s_reset(string told, params string[] rehearsal)
    {
        await using var server = await ServerProcess.StartAsync(key: null, [$"--data-path={DataPath}", .. rehearsal]);
        var service = ServerProcess.ServiceFileOf(DataPath);
        var address = new Uri(service.Address);
        using var session = await SessionConnection.JoinAsync(address, service.Key, server.Id);
        Assert.Equal(told, session.Headers[SessionEndpoint.RehearsalHeader]);
        using var other = await SessionConnection.OpenAsync(address);
        await other.ProveAsync(service.Key, server.Id);
        Assert.Equal(HttpStatusCode.Conflict, (await other.AskAsync("DELETE", "/session?own=1&rehearsal=OliAI")).Status);
    }

    private static HttpClient Client(ServiceFile service)
    {
        var http = new HttpClient { BaseAddress = new Uri(service.Address) };
        http.DefaultRequestHeaders.Add("x-api-key", service.Key);
        return http;
    }

    private async Task<string> AudiencesAsync()
    {
        using var http = Client(ServerProcess.ServiceFileOf(DataPath));
        return await http.GetStringAsync("/v1/audiences", Service.Cancellation);
    }
}
