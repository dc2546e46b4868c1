using System.Net;

namespace AudienceTools.Core.Http;

/// <summary>Sends each try through the connection's gate and tells the gate how the service answered.</summary>
internal sealed class RateLimitHandler(RequestGate gate, TimeSpan longestWait, TimeProvider time) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await gate.EnterAsync(cancellationToken);
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
            {
                var wait = RetryAfter.Of(response, RequestContext.Of(request).RetryAfterInBody, time);
                gate.OnLimited(wait <= longestWait ? wait : null);
            }
            else
            {
                gate.OnAnswer();
            }

            return response;
        }
        finally
        {
            gate.Leave();
        }
    }
}
