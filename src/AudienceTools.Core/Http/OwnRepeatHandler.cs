using System.Net;

namespace AudienceTools.Core.Http;

/// <summary>
/// Waits while a service still works on an earlier try of the same request: it answers 409 to an idempotency key that is in use, and in the
/// end gives the first try's answer. That is no failure, so it uses up neither tries nor budget; it lasts as long as an exchange may.
/// </summary>
internal sealed class OwnRepeatHandler(TimeSpan timeout, TimeSpan longestWait, TimeProvider time) : DelegatingHandler
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly TimeSpan _longest = timeout == Timeout.InfiniteTimeSpan ? longestWait : timeout;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var context = RequestContext.Of(request);
        var started = time.GetTimestamp();
        while (true)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (response.StatusCode != HttpStatusCode.Conflict || !request.Headers.Contains(RequestContext.IdempotencyKeyHeader))
            {
                return response;
            }

            var wait = RetryAfter.Of(response, context.RetryAfterInBody, time) ?? Pause;
            if (time.GetElapsedTime(started) + wait > _longest)
            {
                return response;
            }

            response.Dispose();
            context.Observer?.OnWait(new RequestWait(wait, RequestWait.StillWorking));
            await Task.Delay(wait, time, cancellationToken);
            context.Attempts++;
        }
    }
}
