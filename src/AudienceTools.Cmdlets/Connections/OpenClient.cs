using AudienceTools.Cmdlets.LocalService;
using AudienceTools.Core;

namespace AudienceTools.Cmdlets.Connections;

/// <summary>A connection's client and, for the local service, the lease that keeps it running.</summary>
internal sealed class OpenClient(AudienceClientOptions options, SessionLease? lease) : IDisposable
{
    private int _closed;

    /// <summary>What the client was made of: equal options make an equal connection.</summary>
    public AudienceClientOptions Options { get; } = options;

    public AudienceClient Client { get; } = new(options);

    public SessionLease? Lease { get; } = lease;

    public static OpenClient Of(AudienceConnection connection) => (OpenClient)connection.Client;

    public void Dispose()
    {
        // Others may hold the lease too: it is let go of once, however often a connection is closed.
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            Client.Dispose();
            Lease?.Dispose();
        }
    }
}
