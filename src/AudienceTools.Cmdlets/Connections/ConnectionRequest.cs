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

    /// <summary>Whether to delete first what was rehearsed in <see cref="Folder"/>.</summary>
    public bool Reset { get; init; }

    /// <summary>The folder of the data: each rehearsed service has one of its own. Null where no local service is asked for.</summary>
    public string? Folder =>
        Uri is not null ? null
        : Rehearsal ? Path.Combine(DataPath, "rehearsal", Service.ToString())
        : Service == AudienceService.Local ? DataPath
        : null;

    /// <summary>
    /// Opens the connection, and the local service where it is needed; or gives the one of the session's that is equal to it. All
    /// connections of a session to a folder share one lease of its service.
    /// </summary>
    /// <param name="open">The session's open connections. Those whose service is gone are closed.</param>
    /// <param name="cancellationToken">Ends the wait for the local service.</param>
    /// <exception cref="AudienceException">No key, an address or key that can't be used, no local service, or one that may not be reset.</exception>
    public async Task<AudienceConnection> OpenAsync(IReadOnlyList<AudienceConnection> open, CancellationToken cancellationToken)
    {
        var dialect = KnownDialects.Of(Service);
        if (Folder is null)
        {
            return JoinOrOpen(Options(Uri, Key(dialect)), lease: null, open);
        }

        Make(Folder);

        // Of several whose service is gone, the default's receipts are those that somebody will look for.
        AudienceConnection[] own = [.. open.Where(IsOwn).OrderBy(static connection => connection.IsDefault)];
        var lease = await LeaseAsync(Folder, own, cancellationToken);
        try
        {
            var options = Options(new Uri(lease.Service.Address, dialect.LocalPath), lease.Service.Key) with { Connect = lease.Connect };
            var connection = JoinOrOpen(options, lease, open);
            if (!Reset)
            {
                KeepReceipts(own, connection);
            }

            return connection;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <summary>What a removal has left to do is in its receipt, so it goes over to the connection that takes the place of one that died.</summary>
    private static void KeepReceipts(AudienceConnection[] own, AudienceConnection connection)
    {
        foreach (var dead in own.Where(static dead => !dead.IsOpen))
        {
            connection.LastReceipt = dead.LastReceipt ?? connection.LastReceipt;
            connection.LastRemoval = dead.LastRemoval ?? connection.LastRemoval;
        }
    }

    private bool IsOwn(AudienceConnection connection) => connection.DataPath == Folder && connection.Rehearsal == Rehearsal;

    private void Make(string folder)
    {
        if (Path.GetDirectoryName(folder) is not { } parent)
        {
            throw new AudienceException(
                AudienceErrorCode.LocalServiceFailed,
                $"The local service does not start: '{folder}' is the root of a drive, which is not for one user's data alone. Give a folder in it with -DataPath.");
        }

        try
        {
            // A mode is that of the last folder of a path only. One that is there already stays as it is: it may hold more than this.
            foreach (var path in new[] { DataPath, parent, folder }.Where(path => path.Length >= DataPath.Length))
            {
                if (OperatingSystem.IsWindows())
                {
                    Directory.CreateDirectory(path);
                }
                else
                {
                    Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new AudienceException(
                AudienceErrorCode.LocalServiceFailed,
                $"The local service does not start: the folder '{folder}' can't be made ({exception.Message}). Use another with -DataPath.",
                exception);
        }
    }

    private async Task<SessionLease> LeaseAsync(string folder, AudienceConnection[] own, CancellationToken cancellationToken)
    {
        var host = new LocalServiceHost(folder, Rehearsal ? Service.ToString() : null, TimeProvider.System);
        if (Reset)
        {
            var leases = own.Select(static connection => OpenClient.Of(connection).Lease).Distinct().Count();
            return await host.ResetAsync(leases, () => Array.ForEach(own, ConnectionStore.Close), cancellationToken);
        }

        foreach (var connection in own)
        {
            if (OpenClient.Of(connection).Lease is { } lease && await lease.TryShareAsync(cancellationToken))
            {
                return lease;
            }

            ConnectionStore.Close(connection);
        }

        return await host.OpenAsync(cancellationToken);
    }

    private AudienceConnection JoinOrOpen(AudienceClientOptions options, SessionLease? lease, IReadOnlyList<AudienceConnection> open)
    {
        var equal = open.FirstOrDefault(connection =>
            connection.IsOpen && connection.Rehearsal == Rehearsal && OpenClient.Of(connection).Options == options);
        if (equal is not null)
        {
            lease?.Dispose();
            return equal;
        }

        var client = new OpenClient(options, lease);
        return new AudienceConnection(client)
        {
            Service = Service.ToString(),
            Uri = client.Client.Address,
            Rehearsal = Rehearsal,
            TimeoutSec = TimeoutSec,
            MaximumRetryCount = MaximumRetryCount,
            DataPath = Folder,
            ConnectedAt = TimeProvider.System.GetUtcNow(),
        };
    }

    private AudienceClientOptions Options(Uri? address, string key) => new()
    {
        Service = Service,
        Address = address,
        ApiKey = key,
        NoRateLimit = NoRateLimit,
        AllowInsecure = AllowInsecure,
        Timeout = TimeSpan.FromSeconds(TimeoutSec),
        MaximumRetryCount = MaximumRetryCount,
    };

    private string Key(ServiceDialect dialect)
    {
        if (ApiKey is not null)
        {
            return new NetworkCredential("", ApiKey).Password;
        }

        // A rehearsal on a server that was started by hand takes that server's key: the vendor's own is none of its business.
        var variable = (Rehearsal ? KnownDialects.Of(AudienceService.Local) : dialect).KeyVariable;
        var key = Environment.GetEnvironmentVariable(variable);
        return string.IsNullOrEmpty(key)
            ? throw new AudienceException(
                AudienceErrorCode.MissingApiKey,
                $"{Service}{(Rehearsal ? " as rehearsed at -Uri" : "")} needs a key. Give one with -ApiKey (Read-Host -AsSecureString), or set the environment variable {variable}.")
            : key;
    }
}
