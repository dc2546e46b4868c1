using System.Globalization;
using System.Net;

namespace AudienceTools.Cmdlets.LocalService;

/// <summary>
/// Joins the local service that owns a data folder, or starts it. One process owns a folder; whoever comes second finds its address
/// and key in a file that only the same user can read.
/// </summary>
internal sealed class LocalServiceHost(string dataPath, string? rehearsal, TimeProvider time)
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestGoodbye = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private string[] Arguments => rehearsal is null ? [] : ["--rehearsal", rehearsal];

    /// <summary>A lease of the running service.</summary>
    /// <exception cref="AudienceException">It doesn't start; the message says why and what to do.</exception>
    public async Task<SessionLease> OpenAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            if (await JoinAsync(cancellationToken) is { } joined)
            {
                return joined;
            }

            if (await StartAsync(Arguments, cancellationToken) is { } own)
            {
                return own;
            }

            // Another session was quicker and owns the folder: it writes its file as soon as it is ready.
            if (time.GetElapsedTime(started) > LongestStart)
            {
                throw new AudienceException(
                    AudienceErrorCode.LocalServiceFailed,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The local service that owns '{dataPath}' did not answer within {LongestStart.TotalSeconds:0} s. Look into server.log in that folder, or use another with -DataPath."));
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>
    /// A lease of a service that has begun with nothing. Only the process that owns a folder deletes in it, so of several resets at once
    /// one does it, and the others find its session.
    /// </summary>
    /// <param name="own">How many of the running service's leases are the caller's own. They end with it.</param>
    /// <param name="ended">Called as soon as they have.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="AudienceException">Another session uses the folder, or the service doesn't start.</exception>
    public async Task<SessionLease> ResetAsync(int own, Action ended, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            await EndAsync(own, cancellationToken);
            own = 0;
            ended();
            if (await StartAsync([.. Arguments, "--reset"], cancellationToken) is { } lease)
            {
                return lease;
            }

            // The one that ends still owns the folder, or another session was quicker.
            if (time.GetElapsedTime(started) > LongestStart)
            {
                throw InUse();
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task<SessionLease?> JoinAsync(CancellationToken cancellationToken)
    {
        if (ServiceFile.Read(dataPath) is not { } service || await SessionLease.TakeAsync(service, cancellationToken) is not { } lease)
        {
            return null;
        }

        if (lease.Rehearsal == rehearsal)
        {
            return lease;
        }

        lease.Dispose();
        throw new AudienceException(
            AudienceErrorCode.LocalServiceFailed,
            $"'{dataPath}' is in use for {(lease.Rehearsal is { } other ? $"the rehearsal of {other}" : "data that no rehearsal made")}. Use another folder with -DataPath.");
    }

    private async Task<SessionLease?> StartAsync(string[] arguments, CancellationToken cancellationToken)
    {
        using var process = ServerProcess.Start(dataPath, arguments);
        var start = await process.WaitUntilReadyAsync(LongestStart, cancellationToken);
        return start == ServerStart.Ready ? await JoinAsync(cancellationToken) : null;
    }

    /// <summary>Asks the running service to end. To join one that isn't this rehearsal's is refused.</summary>
    private async Task EndAsync(int own, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (ServiceFile.Read(dataPath) is { } service)
        {
            if (service.Rehearsal != rehearsal)
            {
                using var refused = await JoinAsync(cancellationToken);
                return;
            }

            using var caller = new ServiceCaller(service);
            using var answer = await caller.SendAsync(
                HttpMethod.Delete, string.Create(CultureInfo.InvariantCulture, $"session?own={own}&rehearsal={rehearsal}"), cancellationToken);
            if (answer is not { StatusCode: HttpStatusCode.Conflict })
            {
                return;
            }

            // A session that has just gone is counted until its connection is seen to be closed.
            if (time.GetElapsedTime(started) > LongestGoodbye)
            {
                throw InUse();
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private AudienceException InUse() => new(
        AudienceErrorCode.RehearsalInUse,
        $"Another session uses the rehearsal in '{dataPath}', so it is left as it is. Disconnect that session, or rehearse in another folder with -DataPath.");
}
