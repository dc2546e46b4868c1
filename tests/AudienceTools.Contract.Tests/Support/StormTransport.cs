using System.Net;
using System.Text.RegularExpressions;
using AudienceTools.Core.Tests.Import;

namespace AudienceTools.Contract.Tests.Support;

/// <summary>A way to a real service on which requests and answers go astray, by a plan.</summary>
internal sealed partial class StormTransport(FaultPlan faults, TimeProvider time)
    : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var fault = faults.Next(await IdentityAsync(request));
        switch (fault)
        {
            case Fault.Refused:
                throw new HttpRequestException(HttpRequestError.ConnectionError, "refused");
            case Fault.ResetBefore:
                throw Reset();
            case Fault.Unavailable:
                return new FakeAnswer(503, "{}").ToMessage();
            case Fault.UnavailableFor:
                return new FakeAnswer(503, "{}") { RetryAfter = 2 }.ToMessage();
            case Fault.Limited:
                return new FakeAnswer(429, "{}") { RetryAfter = 3 }.ToMessage();
        }

        var response = await base.SendAsync(request, cancellationToken);
        switch (fault)
        {
            case Fault.Slow:
                await Task.Delay(TimeSpan.FromSeconds(5), time, cancellationToken);
                return response;
            case Fault.ResetAfter:
                response.Dispose();
                throw Reset();
            case Fault.GatewayTimeout:
                response.Dispose();
                return new FakeAnswer(504, "{}").ToMessage();
            case Fault.BrokenBody or Fault.TruncatedBody:
                var body = await response.Content.ReadAsStringAsync(cancellationToken);
                response.Dispose();
                return new FakeAnswer((int)response.StatusCode, body).ToMessage(new HalfBody(body, breaks: fault == Fault.BrokenBody));
            default:
                return response;
        }
    }

    private static HttpRequestException Reset() => new("reset", new IOException("reset by peer"));

    // The same for every try of a request, and in every run: a service's ids aren't.
    private static async Task<string> IdentityAsync(HttpRequestMessage message)
    {
        var request = await FakeRequest.ReadAsync(message);
        return Ids().Replace(request.Identity, "#");
    }

    [GeneratedRegex("(aud|imp)_[0-9a-f]+|[0-9a-f]{24}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Ids();
}
