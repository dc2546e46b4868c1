using AudienceTools.Core;

namespace AudienceTools.Cmdlets.Connections;

/// <summary>A connection's client and, for the local service, the lease that keeps it running.</summary>
internal sealed class OpenClient(AudienceClient client, IDisposable? lease) : IDisposable
{
    public AudienceClient Client { get; } = client;

    public void Dispose()
    {
        Client.Dispose();
        lease?.Dispose();
    }
}
