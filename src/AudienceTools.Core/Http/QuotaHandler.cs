using System.Globalization;

namespace AudienceTools.Core.Http;

/// <summary>
/// Keeps a connection to what its service publishes as limits, so that the service never has to refuse: a try waits until fewer than
/// so many fall into the window. One waits at a time, in the order they came.
/// </summary>
/// <remarks>System.Threading.RateLimiting has no clock that a test can move, hence a limiter of our own.</remarks>
internal sealed class QuotaHandler(IReadOnlyList<RequestQuota> quotas, TimeProvider time) : DelegatingHandler
{
    // The wait for a limit of a second is over before anyone has read of it.
    private static readonly TimeSpan WorthTelling = TimeSpan.FromSeconds(2);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Window[] _windows = [.. quotas.Select(quota => new Window(quota, time))];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Window[] counting = Array.FindAll(_windows, window => window.Quota.Counts(request));
        if (counting.Length == 0)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        await EnterAsync(counting, request, cancellationToken);
        try
        {
            return await base.SendAsync(request, cancellationToken);
        }
        finally
        {
            Array.ForEach(counting, static window => window.Leave());
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _turn.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task EnterAsync(Window[] windows, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            foreach (var window in windows)
            {
                while (window.Wait() is { Ticks: > 0 } wait)
                {
                    Tell(request, window.Quota, wait);

                    // Whole milliseconds: Task.Delay cuts off the rest, and would be over too early.
                    await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), time, cancellationToken);
                }
            }

            Array.ForEach(windows, static window => window.Enter());
        }
        finally
        {
            _turn.Release();
        }
    }

    private static void Tell(HttpRequestMessage request, RequestQuota quota, TimeSpan wait)
    {
        if (wait >= WorthTelling)
        {
            RequestContext.Of(request).Observer?.OnWait(new RequestWait(wait, string.Create(
                CultureInfo.InvariantCulture,
                $"the service takes {quota.Requests} {quota.What} in {quota.Window.TotalSeconds:0} s")));
        }
    }

    /// <summary>
    /// What was sent of late. A request counts from when it is answered: it arrived at some time before, and only then is it certain
    /// that one which leaves a window later arrives a window later.
    /// </summary>
    private sealed class Window(RequestQuota quota, TimeProvider time)
    {
        private static readonly TimeSpan LargestSlack = TimeSpan.FromMilliseconds(500);
        private readonly Lock _lock = new();

        // Two clocks differ a little in their speed, and by less in a shorter time.
        private readonly TimeSpan _slack = TimeSpan.FromTicks(Math.Min(LargestSlack.Ticks, quota.Window.Ticks / 20));
        private readonly Queue<long> _answered = new();
        private int _underWay;

        public RequestQuota Quota => quota;

        /// <summary>How long until another may leave; nothing or less where it may.</summary>
        public TimeSpan Wait()
        {
            lock (_lock)
            {
                while (_answered.TryPeek(out var first) && Left(first) <= TimeSpan.Zero)
                {
                    _answered.Dequeue();
                }

                return _underWay + _answered.Count < quota.Requests ? TimeSpan.Zero
                    : _answered.TryPeek(out var oldest) ? Left(oldest)
                    : quota.Window;
            }
        }

        public void Enter()
        {
            lock (_lock)
            {
                _underWay++;
            }
        }

        public void Leave()
        {
            lock (_lock)
            {
                _underWay--;
                _answered.Enqueue(time.GetTimestamp());
            }
        }

        private TimeSpan Left(long answered) => quota.Window + _slack - time.GetElapsedTime(answered);
    }
}
