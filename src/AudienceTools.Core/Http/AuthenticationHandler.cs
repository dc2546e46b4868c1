namespace AudienceTools.Core.Http;

/// <summary>Puts the key on each try, in the service's own way.</summary>
internal sealed class AuthenticationHandler(Action<HttpRequestMessage, string> authenticate, string? key) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (key is not null)
        {
            authenticate(request, key);
        }

        return base.SendAsync(request, cancellationToken);
    }
}
