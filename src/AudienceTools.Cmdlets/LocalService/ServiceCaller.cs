namespace AudienceTools.Cmdlets.LocalService;

/// <summary>Asks a local service for what isn't an audience's: to count a session, to end. It needs no key, for its connections are proven.</summary>
internal sealed class ServiceCaller : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private readonly HttpClient _client;

    public ServiceCaller(ServiceFile service)
    {
        // The answer to a session never ends: reading on for its end would keep the session, and so the service, for two seconds more.
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            ResponseDrainTimeout = TimeSpan.Zero,
            ConnectCallback = (_, cancellationToken) => ProvenConnection.OpenAsync(service, cancellationToken),
            ConnectTimeout = LongestWait,
        };
        _client = new HttpClient(handler) { BaseAddress = service.Address };
    }

    /// <summary>The answer, once its head is there; null where nothing answers, or another program.</summary>
    public async Task<HttpResponseMessage?> SendAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(LongestWait);
        using var request = new HttpRequestMessage(method, path);
        try
        {
            return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limited.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    public void Dispose() => _client.Dispose();
}
