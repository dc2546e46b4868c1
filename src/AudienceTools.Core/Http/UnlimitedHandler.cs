namespace AudienceTools.Core.Http;

/// <summary>Asks the local service's copy of a vendor's API not to keep the vendor's rates.</summary>
internal sealed class UnlimitedHandler : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Remove("x-rehearsal-limits");
        request.Headers.Add("x-rehearsal-limits", "off");
        return base.SendAsync(request, cancellationToken);
    }
}
