using System.Net;

namespace AudienceTools;

/// <summary>
/// An operation on an audience failed. The message says what went wrong, where, and what to do, and never holds a key or a
/// contact's data.
/// </summary>
public sealed class AudienceException : Exception
{
    /// <summary>Makes an exception with its code and message.</summary>
    public AudienceException(AudienceErrorCode code, string message, Exception? innerException = null)
        : base(ShownText.Of(message), innerException) => Code = code;

    /// <summary>What went wrong.</summary>
    public AudienceErrorCode Code { get; }

    /// <summary>The HTTP status of the answer, where there was one.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>The service's identifier of the request, for its support; null where it sent none.</summary>
    public string? RequestId { get; init; }

    /// <summary>How long the service asked to wait; null where it didn't.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How often the request was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>The thing it is about, such as an audience's name or a file's path; null where there is none.</summary>
    public string? Target { get; init; }

    /// <summary>The campaigns that hold an audience, for <see cref="AudienceErrorCode.AudienceInUse"/>.</summary>
    public IReadOnlyList<AudienceCampaign> Campaigns { get; init; } = [];
}
