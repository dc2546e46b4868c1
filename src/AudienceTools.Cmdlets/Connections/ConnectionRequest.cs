using System.Net;
using System.Security;
using AudienceTools.Cmdlets.LocalService;
using AudienceTools.Core;
using AudienceTools.Core.Dialects;

namespace AudienceTools.Cmdlets.Connections;

/// <summary>What a user asks of a connection.</summary>
internal sealed record ConnectionRequest(AudienceService Service)
{
    public SecureString? ApiKey { get; init; }

    public Uri? Uri { get; init; }

    public required string DataPath { get; init; }

    public bool Rehearsal { get; init; }

    public bool NoRateLimit { get; init; }

    public bool AllowInsecure { get; init; }

    public int TimeoutSec { get; init; }

    public int MaximumRetryCount { get; init; }

    private bool OnLocalService => Uri is null && (Rehearsal || Service == AudienceService.Local);

    /// <summary>Opens the connection, and the local service where it is needed.</summary>
    /// <exception cref="AudienceException">No key, an address or key that can't be used, or no local service.</exception>
    public async Task<AudienceConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var dialect = KnownDialects.Of(Service);
        if (!OnLocalService)
        {
            return Connection(Client(dialect, Uri, Key(dialect)), lease: null);
        }

        Directory.CreateDirectory(DataPath);
        var (service, lease) = await new LocalServiceHost(DataPath, TimeProvider.System).OpenAsync(cancellationToken);
        try
        {
            return Connection(Client(dialect, new Uri(service.Address, dialect.LocalPath), service.Key), lease);
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    private AudienceClient Client(ServiceDialect dialect, Uri? address, string key) => new(new AudienceClientOptions
    {
        Service = dialect.Service,
        Address = address,
        ApiKey = key,
        NoRateLimit = NoRateLimit,
        AllowInsecure = AllowInsecure,
        Timeout = TimeSpan.FromSeconds(TimeoutSec),
        MaximumRetryCount = MaximumRetryCount,
    });

    private AudienceConnection Connection(AudienceClient client, IDisposable? lease) => new(new OpenClient(client, lease))
    {
        Service = Service,
        Uri = client.Address,
        Rehearsal = Rehearsal,
        TimeoutSec = TimeoutSec,
        MaximumRetryCount = MaximumRetryCount,
        DataPath = OnLocalService ? DataPath : null,
        ConnectedAt = TimeProvider.System.GetUtcNow(),
    };

    private string Key(ServiceDialect dialect)
    {
        if (ApiKey is not null)
        {
            return new NetworkCredential("", ApiKey).Password;
        }

        var key = dialect.KeyVariable is { } variable ? Environment.GetEnvironmentVariable(variable) : null;
        return string.IsNullOrEmpty(key)
            ? throw new AudienceException(
                AudienceErrorCode.MissingApiKey,
                $"{Service} needs a key. Give one with -ApiKey (Read-Host -AsSecureString), or set the environment variable {dialect.KeyVariable}.")
            : key;
    }
}
