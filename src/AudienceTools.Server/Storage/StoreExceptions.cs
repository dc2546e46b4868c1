namespace AudienceTools.Server.Storage;

/// <summary>There is no room left to write.</summary>
internal sealed class StoreFullException(Exception inner) : Exception("The disk is full; nothing was changed.", inner);

/// <summary>The data can't be written or read now; trying again later may help.</summary>
internal sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Seconds after which another try makes sense, where that is known.</summary>
    public int? RetryAfter { get; init; }
}

/// <summary>The data are damaged: nothing is written to them any more, for good.</summary>
internal sealed class StoreDamagedException(Exception? inner = null) : Exception(
    "The database is damaged, so nothing is written to it any more; what can be read is still given. "
    + "Export the audiences that are needed, end the service, and put a copy in the place of the database, or move it away to begin a new one.",
    inner);

/// <summary>A part of a list is larger than may be read at once; a smaller one can be.</summary>
internal sealed class SliceTooLargeException() : Exception("The page is too large. Ask for fewer on a page.");

/// <summary>The data can't be opened at all: it is damaged, somebody else's, or newer than this program.</summary>
internal sealed class StoreUnusableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Another process owns the data.</summary>
internal sealed class StoreOwnedException(string message) : Exception(message);
