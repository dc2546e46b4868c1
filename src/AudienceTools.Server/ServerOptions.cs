namespace AudienceTools.Server;

/// <summary>How a server is started.</summary>
public sealed record ServerOptions
{
    /// <summary>The key that every caller must bring.</summary>
    public required string ApiKey { get; init; }

    /// <summary>The SQLite file; it is made where there is none. In a session it is the one in <see cref="DataFolder"/>.</summary>
    public string DatabasePath { get; init; } = string.Empty;

    /// <summary>Where to listen; port 0 lets the system choose.</summary>
    public string Address { get; init; } = "http://127.0.0.1:0";

    /// <summary>
    /// Whether the copies of the vendors' APIs also refuse requests beyond the vendors' rates. Off by default; the command line
    /// turns it on for sessions.
    /// </summary>
    public bool RehearsalLimits { get; init; }

    /// <summary>
    /// The folder of a user's sessions. Where it is given, this process owns the folder, publishes itself there for other
    /// sessions to join, and ends after the last one has gone.
    /// </summary>
    public string? DataFolder { get; init; }

    /// <summary>
    /// The service whose rehearsal the folder is for; null for a user's own data. A folder that holds other data than these isn't taken.
    /// </summary>
    public string? Rehearsal { get; init; }

    /// <summary>Whether to delete what was rehearsed in the folder before anything else.</summary>
    public bool Reset { get; init; }

    /// <summary>How long to stay after the last session has gone, for one that is just coming. 2 seconds by default.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long to wait for the first session. 30 seconds by default.</summary>
    public TimeSpan FirstSessionWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock; tests set their own.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How long to wait for a database that another program has locked. 5 seconds by default.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The most connections at a time that have said something. 1,024 by default.</summary>
    public int MaximumConnections { get; init; } = 1024;

    /// <summary>The most pages (of 4,096 bytes) that the database may have; null for as many as the disk takes.</summary>
    public int? MaximumDatabasePages { get; init; }
}
