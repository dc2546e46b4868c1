namespace AudienceTools.Server.Hosting;

/// <summary>
/// Counts the sessions that hold a connection open, and ends the server when none is left. The kernel closes the socket of a
/// killed session too, so nothing has to be told or renewed.
/// </summary>
internal sealed class SessionLeases : IDisposable
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _ended = new();
    private readonly TimeSpan _linger;
    private readonly ITimer? _timer;
    private int _count;
    private bool _begun;

    /// <summary>Begins to wait for the first session.</summary>
    /// <param name="options">How long to wait.</param>
    /// <param name="ends">Whether the server ends with its sessions at all.</param>
    public SessionLeases(ServerOptions options, bool ends)
    {
        _linger = options.Linger;
        if (ends)
        {
            _timer = options.Time.CreateTimer(_ => EndUnlessHeld(), state: null, options.FirstSessionWait, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Completes when the server is to end.</summary>
    public Task Ending => _ending.Task;

    /// <summary>Counts a session until <paramref name="gone"/> is signalled; returns at once where the server is ending.</summary>
    public async Task HoldAsync(Func<Task> begun, CancellationToken gone)
    {
        lock (_gate)
        {
            if (_ending.Task.IsCompleted)
            {
                return;
            }

            _count++;
            _begun = true;
            _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(gone, _ended.Token);
            await begun();
            await Task.Delay(Timeout.InfiniteTimeSpan, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            lock (_gate)
            {
                if (--_count == 0)
                {
                    _timer?.Change(_linger, Timeout.InfiniteTimeSpan);
                }
            }
        }
    }

    /// <summary>Lets all sessions go and the server end.</summary>
    public void End()
    {
        lock (_gate)
        {
            if (!_ending.TrySetResult())
            {
                return;
            }
        }

        _ended.Cancel();
    }

    /// <summary>
    /// Ends the server unless others than the caller use it. One that waits for its first session is in use: whoever started it is about
    /// to come.
    /// </summary>
    /// <param name="own">How many of the leases are the caller's.</param>
    /// <returns>Whether it ends.</returns>
    public bool EndUnlessOthers(int own)
    {
        lock (_gate)
        {
            if (_ending.Task.IsCompleted)
            {
                return true;
            }

            if (_timer is null || !_begun || _count > own)
            {
                return false;
            }

            _ending.TrySetResult();
        }

        _ended.Cancel();
        return true;
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _ended.Dispose();
    }

    private void EndUnlessHeld()
    {
        lock (_gate)
        {
            if (_count > 0)
            {
                return;
            }

            _ending.TrySetResult();
        }

        _ended.Cancel();
    }
}
