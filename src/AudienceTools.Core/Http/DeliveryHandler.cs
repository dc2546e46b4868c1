namespace AudienceTools.Core.Http;

/// <summary>
/// Keeps account of whether a request can have taken effect. A try that was surely not worked on changes nothing of what is known of
/// the tries before it.
/// </summary>
internal sealed class DeliveryHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var delivery = RequestContext.Of(request).Delivery;
        var before = delivery.MayHaveWorked;
        delivery.MayHaveWorked = true;
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            delivery.MayHaveWorked = before || RetryRules.MayHaveWorked(response);
            return response;
        }
        catch (ExchangeFailure failure)
        {
            delivery.MayHaveWorked = before || RetryRules.MayHaveWorked(failure);
            throw;
        }
    }
}
