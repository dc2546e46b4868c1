using System.Net;

namespace AudienceTools.Contract.Tests.Support;

/// <summary>Keeps the requests that leave and counts what comes back, without touching either.</summary>
internal sealed class RecordingTransport() : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
{
    private readonly Lock _lock = new();
    private readonly List<(HttpMethod Method, Uri Uri, HttpStatusCode Status)> _exchanges = [];

    public IReadOnlyList<(HttpMethod Method, Uri Uri, HttpStatusCode Status)> Exchanges
    {
        get
        {
            lock (_lock)
            {
                return [.. _exchanges];
            }
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        lock (_lock)
        {
            _exchanges.Add((request.Method, request.RequestUri!, response.StatusCode));
        }

        return response;
    }
}

/// <summary>A proxy on the way that throws away the body of a DELETE, as some do.</summary>
internal sealed class StrippingTransport() : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Delete)
        {
            request.Content = null;
        }

        return base.SendAsync(request, cancellationToken);
    }
}

/// <summary>A way on which something happens before each request for a list of members and after its answer.</summary>
internal sealed class EventfulTransport(Func<Task> happens) : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await happens();
        var response = await base.SendAsync(request, cancellationToken);
        await happens();
        return response;
    }
}
