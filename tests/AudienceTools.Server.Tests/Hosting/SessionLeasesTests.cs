using System.Net;
using AudienceTools.Server.Hosting;
using AudienceTools.Server.Tests.Support;

namespace AudienceTools.Server.Tests.Hosting;

public sealed class SessionLeasesTests
{
    private static readonly ServerOptions s_options = new() { ApiKey = "key", Time = new SettableTime() };

    [Fact]
    public async Task It_ends_for_one_who_asks_unless_others_use_it()
    {
        using var leases = new SessionLeases(s_options, ends: true);
        using var own = new CancellationTokenSource();
        using var other = new CancellationTokenSource();
        Assert.False(leases.EndUnlessOthers(own: 0), "whoever started it is about to come");
        var first = leases.HoldAsync(static () => Task.CompletedTask, own.Token);
        var second = leases.HoldAsync(static () => Task.CompletedTask, other.Token);
        Assert.False(leases.EndUnlessOthers(own: 1));
        await other.CancelAsync();
        await second;
        Assert.False(leases.EndUnlessOthers(own: 0));
        Assert.False(leases.Ending.IsCompleted);

        Assert.True(leases.EndUnlessOthers(own: 1));
        await leases.Ending;
        await first;
        Assert.True(leases.EndUnlessOthers(own: 0), "it ends already");
    }

    [Fact]
    public async Task It_ends_for_one_who_asks_while_it_lingers()
    {
        using var leases = new SessionLeases(s_options, ends: true);
        using var gone = new CancellationTokenSource();
        var session = leases.HoldAsync(static () => Task.CompletedTask, gone.Token);
        await gone.CancelAsync();
        await session;
        Assert.False(leases.Ending.IsCompleted);
        Assert.True(leases.EndUnlessOthers(own: 0));
        await leases.Ending;
    }

    [Theory]
    [InlineData("/session?own=0", HttpStatusCode.Conflict)]
    [InlineData("/session?own=one", HttpStatusCode.BadRequest)]
    [InlineData("/session", HttpStatusCode.BadRequest)]
    public async Task A_service_that_was_started_by_hand_does_not_end_for_one_who_asks(string path, HttpStatusCode status)
    {
        await using var service = await Service.StartAsync();
        using var connection = await SessionConnection.OpenAsync(service.Server.Address);
        Assert.Equal(HttpStatusCode.Unauthorized, (await connection.AskAsync("DELETE", path)).Status);
        await connection.ProveAsync(Service.Key, Environment.ProcessId);
        Assert.Equal(status, (await connection.AskAsync("DELETE", path)).Status);
        Assert.False(service.Server.Ending.IsCompleted);
    }
}
