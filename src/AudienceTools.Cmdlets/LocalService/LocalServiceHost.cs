using System.Globalization;

namespace AudienceTools.Cmdlets.LocalService;

/// <summary>
/// Joins the local service that owns a data folder, or starts it. One process owns a folder; whoever comes second finds its address
/// and key in a file that only the same user can read.
/// </summary>
internal sealed class LocalServiceHost(string dataPath, TimeProvider time)
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>A running service and the lease that keeps it running.</summary>
    /// <exception cref="AudienceException">It doesn't start; the message says why and what to do.</exception>
    public async Task<(ServiceFile Service, SessionLease Lease)> OpenAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            if (await JoinAsync(cancellationToken) is { } joined)
            {
                return joined;
            }

            using var process = ServerProcess.Start(dataPath);
            var start = await process.WaitUntilReadyAsync(LongestStart, cancellationToken);
            if (start == ServerStart.Ready && await JoinAsync(cancellationToken) is { } own)
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

    private async Task<(ServiceFile Service, SessionLease Lease)?> JoinAsync(CancellationToken cancellationToken) =>
        ServiceFile.Read(dataPath) is { } service && await SessionLease.TakeAsync(service, cancellationToken) is { } lease
            ? (service, lease)
            : null;
}
