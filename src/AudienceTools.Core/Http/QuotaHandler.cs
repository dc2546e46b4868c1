using System.Globalization;

namespace AudienceTools.Core.Http;

/// <summary>
/// Keeps a connection to what its service publishes as limits, so that the service never has to refuse: a try waits until fewer than
/// so many have left within the window. One waits at a time, in the order they came.
/// </summary>
/// <remarks>System.Threading.RateLimiting has no clock that a test can move, hence a limiter of our own.</remarks>
internal sealed class QuotaHandler(IReadOnlyList<RequestQuota> quotas, TimeProvider time) : DelegatingHandler
{
    // A service counts requests when they arrive, and one that left early may arrive late.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WorthTelling = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly (RequestQuota Quota, Queue<long> Sent)[] _windows = [.. quotas.Select(static quota => (quota, new Queue<long>()))];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_windows.Length > 0)
        {
            await WaitAsync(request, cancellationToken);
        }

        return await base.SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _turn.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task WaitAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            foreach (var (quota, sent) in _windows.Where(window => window.Quota.Counts(request)))
            {
                if (sent.Count == quota.Requests && quota.Window + Slack - time.GetElapsedTime(sent.Peek()) is { Ticks: > 0 } wait)
                {
                    Tell(request, quota, wait);

                    // Whole milliseconds: Task.Delay cuts off the rest, and would be over too early.
                    await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), time, cancellationToken);
                }
            }

            foreach (var (quota, sent) in _windows.Where(window => window.Quota.Counts(request)))
            {
                if (sent.Count == quota.Requests)
                {
                    sent.Dequeue();
                }

                sent.Enqueue(time.GetTimestamp());
            }
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
}
