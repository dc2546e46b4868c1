using AudienceTools.Server.Storage;

namespace AudienceTools.Server.Http;

/// <summary>A refusal that the caller is told. The message never repeats what was sent.</summary>
internal sealed class ApiException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;

    /// <summary>The campaigns that stand in the way, where that is the reason.</summary>
    public IReadOnlyList<Campaign> Campaigns { get; init; } = [];

    /// <summary>What it is, for programs, where the status doesn't tell.</summary>
    public string? Code { get; init; }

    /// <summary>Seconds after which another try makes sense.</summary>
    public int? RetryAfter { get; init; }

    public static ApiException BadRequest(string message) => new(StatusCodes.Status400BadRequest, message);

    public static ApiException NotFound(string what) => new(StatusCodes.Status404NotFound, $"{what} not found");

    public static ApiException Conflict(string message) => new(StatusCodes.Status409Conflict, message);
}
