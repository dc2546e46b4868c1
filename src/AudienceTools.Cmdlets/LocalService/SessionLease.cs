namespace AudienceTools.Cmdlets.LocalService;

/// <summary>
/// An answer of the service that stays open as long as the session lives. When the session's process is gone, however it went, the
/// operating system closes the connection, and the service knows that one session less uses it.
/// </summary>
internal sealed class SessionLease : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private readonly HttpClient _client;
    private readonly HttpResponseMessage _open;

    private SessionLease(HttpClient client, HttpResponseMessage open)
    {
        _client = client;
        _open = open;
    }

    /// <summary>Takes a lease; null where no service answers there, or another one than the file tells of.</summary>
    public static async Task<SessionLease?> TakeAsync(ServiceFile service, CancellationToken cancellationToken)
    {
        // The answer never ends by itself: reading on for its end would keep the session, and so the service, for two seconds more.
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ResponseDrainTimeout = TimeSpan.Zero };
        var client = new HttpClient(handler) { BaseAddress = service.Address };
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(LongestWait);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "session");
            request.Headers.Add("x-api-key", service.Key);
            var open = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limited.Token);
            if (open.IsSuccessStatusCode)
            {
                return new SessionLease(client, open);
            }

            open.Dispose();
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        client.Dispose();
        return null;
    }

    public void Dispose()
    {
        _open.Dispose();
        _client.Dispose();
    }
}
