using System.Net.Http.Headers;
using System.Runtime.InteropServices;

namespace AudienceTools.Core.Http;

/// <summary>Says who asks (RFC 9110, 10.1.5): product, version and runtime, nothing of the user.</summary>
internal sealed class UserAgentHandler : DelegatingHandler
{
    private static readonly ProductInfoHeaderValue Product = new(
        "AudienceTools", typeof(UserAgentHandler).Assembly.GetName().Version!.ToString(3));

    private static readonly ProductInfoHeaderValue Runtime = new($"({RuntimeInformation.FrameworkDescription})");

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.UserAgent.Add(Product);
        request.Headers.UserAgent.Add(Runtime);
        return base.SendAsync(request, cancellationToken);
    }
}
