namespace AudienceTools;

/// <summary>An open connection to a service. Never holds the key in anything that can be printed or serialised.</summary>
public sealed class AudienceConnection
{
    internal AudienceConnection(IDisposable client) => Client = client;

    /// <summary>The service it speaks to, as <see cref="AudienceService"/> names it.</summary>
    public string Service { get; init; } = nameof(AudienceService.Local);

    /// <summary>The base address of the requests.</summary>
    public required Uri Uri { get; init; }

    /// <summary>Whether a vendor's dialect goes to the local service's copy of that vendor's API.</summary>
    public bool Rehearsal { get; init; }

    /// <summary>How long one exchange may take, headers and body together, in seconds.</summary>
    public int TimeoutSec { get; init; }

    /// <summary>How often a request that may be repeated is repeated at the most.</summary>
    public int MaximumRetryCount { get; init; }

    /// <summary>The folder that holds the data of the local service or of the rehearsal; null for a service elsewhere.</summary>
    public string? DataPath { get; init; }

    /// <summary>When it was opened.</summary>
    public DateTimeOffset ConnectedAt { get; init; }

    /// <summary>The account of the last import through it, also of one that was stopped; null before the first.</summary>
    public AudienceImportReceipt? LastReceipt { get; internal set; }

    /// <summary>The account of the last removal of contacts through it, also of one that was stopped; null before the first.</summary>
    public AudienceRemovalReceipt? LastRemoval { get; internal set; }

    /// <summary>Whether the session's commands use it where no other is given.</summary>
    public bool IsDefault { get; internal set; }

    /// <summary>Whether it can still be used.</summary>
    public bool IsOpen { get; internal set; } = true;

    /// <summary>The core's client. Typed loosely since its type lives in the module's own load context.</summary>
    internal IDisposable Client { get; }

    /// <summary>The service and its address.</summary>
    public override string ToString() => Rehearsal ? $"{Service} (rehearsal, {Uri})" : $"{Service} ({Uri})";
}
