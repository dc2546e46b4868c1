namespace AudienceTools.Cmdlets.LocalService;

/// <summary>
/// An answer of the service that stays open as long as the session lives. When the session's process is gone, however it went, the
/// operating system closes the connection, and the service knows that one session less uses it.
/// </summary>
internal sealed class SessionLease : IDisposable
{
    private const string RehearsalHeader = "x-rehearsal";

    private readonly Lock _gate = new();
    private readonly ServiceCaller _caller;
    private readonly HttpResponseMessage _open;
    private int _holders = 1;

    private SessionLease(ServiceFile service, string rehearsal, ServiceCaller caller, HttpResponseMessage open)
    {
        Service = service;
        Rehearsal = rehearsal == "none" ? null : rehearsal;
        Connect = (_, cancellationToken) => ProvenConnection.OpenAsync(service, cancellationToken);
        _caller = caller;
        _open = open;
    }

    /// <summary>The service that it keeps running.</summary>
    public ServiceFile Service { get; }

    /// <summary>How each connection to it is opened; the same object always.</summary>
    public Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> Connect { get; }

    /// <summary>
    /// The service that is rehearsed there, as the server itself says; null where the data are a user's own. The file may have been
    /// copied from elsewhere.
    /// </summary>
    public string? Rehearsal { get; }

    /// <summary>Takes a lease; null where no service answers there, or another one than the file tells of.</summary>
    public static async Task<SessionLease?> TakeAsync(ServiceFile service, CancellationToken cancellationToken)
    {
        var caller = new ServiceCaller(service);
        HttpResponseMessage? open = null;
        SessionLease? lease = null;
        try
        {
            open = await caller.SendAsync(HttpMethod.Get, "session", cancellationToken);
            return lease = open is { IsSuccessStatusCode: true } && open.Headers.TryGetValues(RehearsalHeader, out var rehearsal)
                ? new SessionLease(service, rehearsal.First(), caller, open)
                : null;
        }
        finally
        {
            if (lease is null)
            {
                open?.Dispose();
                caller.Dispose();
            }
        }
    }

    /// <summary>
    /// Takes one more hold of it, to be disposed as the first; false where it was let go of, or where its service is gone: killed, say.
    /// </summary>
    public async Task<bool> TryShareAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_holders == 0)
            {
                return false;
            }

            _holders++;
        }

        var shared = false;
        try
        {
            using var answer = await _caller.SendAsync(HttpMethod.Get, "health", cancellationToken);
            return shared = answer is not null;
        }
        finally
        {
            if (!shared)
            {
                Dispose();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_holders == 0 || --_holders > 0)
            {
                return;
            }
        }

        _open.Dispose();
        _caller.Dispose();
    }
}
