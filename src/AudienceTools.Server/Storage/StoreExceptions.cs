namespace AudienceTools.Server.Storage;

/// <summary>There is no room left to write.</summary>
internal sealed class StoreFullException(Exception inner) : Exception("The disk is full; nothing was changed.", inner);

/// <summary>The data can't be written or read now; trying again later may help.</summary>
internal sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Seconds after which another try makes sense, where that is known.</summary>
    public int? RetryAfter { get; init; }
}

/// <summary>The data are damaged: nothing is written to them any more, for good, and a part of them can't be read.</summary>
internal sealed class StoreDamagedException : Exception
{
    private StoreDamagedException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    /// <summary>A change isn't made.</summary>
    public static StoreDamagedException OfChange(Exception? inner = null) => new(
        "The database is damaged, so nothing is written to it any more; what can be read is still given. "
        + "Export the audiences that are needed, end the service, and put a copy in the place of the database, or move it away to begin a new one.",
        inner);

    /// <summary>What was asked for can't be given.</summary>
    public static StoreDamagedException OfRead(Exception inner) => new(
        "The database is damaged, and what was asked for, or a part of the list, can't be read; what lies behind it can, e.g. with -Skip.", inner);
}

/// <summary>A part of a list is larger than may be read at once; a smaller one can be.</summary>
internal sealed class SliceTooLargeException() : Exception("The page is too large. Ask for fewer on a page.");

/// <summary>The data can't be opened at all: it is damaged, somebody else's, or newer than this program.</summary>
internal sealed class StoreUnusableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Another process owns the data.</summary>
internal sealed class StoreOwnedException(string message) : Exception(message);
