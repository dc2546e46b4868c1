using System.Reflection;
using AudienceTools.Server.Atoms;
using AudienceTools.Server.CommBox;
using AudienceTools.Server.Hosting;
using AudienceTools.Server.Http;
using AudienceTools.Server.Local;
using AudienceTools.Server.OliAI;
using AudienceTools.Server.Storage;
using AudienceTools.Server.Storage.Sqlite;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AudienceTools.Server;

/// <summary>A running local service. Disposing it ends it cleanly.</summary>
public sealed class AudienceServer : IAsyncDisposable
{
    private const long MaximumBodyBytes = 32 * 1024 * 1024;

    private readonly WebApplication _app;
    private readonly DataFolder? _folder;
    private readonly ServerLog _log;
    private readonly SessionLeases _leases;

    private AudienceServer(WebApplication app, IAudienceStore store, DataFolder? folder, ServerLog log, SessionLeases leases)
    {
        _app = app;
        _folder = folder;
        _log = log;
        _leases = leases;
        Store = store;
    }

    /// <summary>The version of the module that this server belongs to.</summary>
    public static string Version { get; } =
        typeof(AudienceServer).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Where it listens, such as <c>http://127.0.0.1:5080/</c>.</summary>
    public Uri Address => new(_app.Urls.First());

    /// <summary>Completes when the server has been asked to end, by whatever means.</summary>
    public Task Ending => _leases.Ending;

    internal IAudienceStore Store { get; }

    /// <summary>Opens the store and begins to listen.</summary>
    /// <param name="options">Where, and on what.</param>
    /// <param name="cancellation">Gives up starting.</param>
    /// <exception cref="ArgumentException">The key can't be sent in a header, or the address isn't one.</exception>
    /// <exception cref="Exception">The data are owned by another process, can't be used, or the address is taken.</exception>
    public static async Task<AudienceServer> StartAsync(ServerOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var folder = options.DataFolder is null ? null : DataFolder.Own(options.DataFolder, options.Rehearsal, options.Reset);
        SqliteStore? store = null;
        WebApplication? app = null;
        try
        {
            var log = folder is null ? ServerLog.ToStandardError(options.Time) : ServerLog.ToFile(folder.LogPath, options.Time);
            store = SqliteStore.Open(
                folder?.DatabasePath ?? options.DatabasePath, options.Time, options.BusyTimeout, options.MaximumDatabasePages);
            var leases = new SessionLeases(options, ends: folder is not null);
            app = Build(options, store, log, leases);
            await app.StartAsync(cancellation);
            log.HasStarted = true;
            var server = new AudienceServer(app, store, folder, log, leases);
            folder?.Publish(server.Address, options.ApiKey, Version);
            return server;
        }
        catch
        {
            if (app is not null)
            {
                await app.DisposeAsync();
            }

            if (store is not null)
            {
                await store.DisposeAsync();
            }

            folder?.Dispose();
            throw;
        }
    }

    /// <summary>Asks the server to end; <see cref="DisposeAsync"/> does it.</summary>
    public void RequestEnd() => _leases.End();

    /// <summary>Stops listening, lets running requests finish, and closes the store.</summary>
    public async ValueTask DisposeAsync()
    {
        _leases.End();
        _folder?.Withdraw();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Store.DisposeAsync();
        _leases.Dispose();
        _log.Dispose();
        _folder?.Dispose();
    }

    private static WebApplication Build(ServerOptions options, IAudienceStore store, ServerLog log, SessionLeases leases)
    {
        var ids = new PublicIds(store.Salt);
        var key = new ApiKey(options.ApiKey, options.DataFolder is null ? null : "session");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "AudienceTools.Server" });
        builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseKestrelCore().UseUrls(options.Address).ConfigureKestrel(kestrel => Limit(kestrel, options));
        builder.Services
            .AddRoutingCore()
            .Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromSeconds(5))
            .AddSingleton<IHostLifetime, NoLifetime>()
            .AddSingleton(options)
            .AddSingleton(log)
            .AddSingleton(store)
            .AddSingleton(ids)
            .AddSingleton(leases)
            .AddSingleton(key)
            .AddServiceDescription();

        // The last one also answers for paths that belong to none.
        IReadOnlyList<IApiSurface> surfaces =
        [
            new AtomsSurface(), new OliAISurface(options.Time), new CommBoxSurface(options.Time), new SessionSurface(), new LocalSurface(ids),
        ];
        foreach (var surface in surfaces)
        {
            surface.AddServices(builder.Services);
        }

        var app = builder.Build();
        var limits = options.RehearsalLimits ? new RateLimits(options.Time) : null;
        app.Use(next => new RequestPipeline(next, surfaces, key, limits, log).InvokeAsync);
        app.UseRouting();
        foreach (var surface in surfaces)
        {
            surface.MapEndpoints(app);
        }

        app.MapServiceDescription();
        app.UseEndpoints(static _ => { });
        return app;
    }

    private static void Limit(KestrelServerOptions kestrel, ServerOptions options)
    {
        var connections = new ConnectionLimit(options.MaximumConnections, options.Time);
        kestrel.AddServerHeader = false;
        kestrel.ConfigureEndpointDefaults(endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http1;
            endpoint.Use(connections.Before);
        });
        kestrel.Limits.MaxRequestBodySize = MaximumBodyBytes;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(10));
    }

    /// <summary>The process minds its own signals; a host within a test has none to mind.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
