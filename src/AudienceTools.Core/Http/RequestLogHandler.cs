namespace AudienceTools.Core.Http;

/// <summary>Tells the observer of each try. What it tells is an allow-list: nothing else of a request is ever logged.</summary>
internal sealed class RequestLogHandler(TimeProvider time) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var context = RequestContext.Of(request);
        var started = time.GetTimestamp();
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            Tell((int)response.StatusCode, null);
            return response;
        }
        catch (ExchangeFailure failure)
        {
            Tell(null, failure.Kind.ToString());
            throw;
        }

        void Tell(int? status, string? failure) => context.Observer?.OnAttempt(new RequestAttempt(
            request.Method.Method,
            request.RequestUri!.AbsolutePath,
            status,
            failure,
            time.GetElapsedTime(started),
            context.Attempts));
    }
}
