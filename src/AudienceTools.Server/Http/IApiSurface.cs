namespace AudienceTools.Server.Http;

/// <summary>What every request of one API has in common: where it lives, how it brings the key, how it is told of errors.</summary>
internal interface IApiSurface
{
    /// <summary>The path that all of it is under.</summary>
    PathString Path { get; }

    /// <summary>What is said to a caller without a valid key.</summary>
    string KeyRequired { get; }

    /// <summary>How many requests the vendor takes; none where it doesn't say, or there is no vendor.</summary>
    IReadOnlyList<Rate> Rates => [];

    string? KeyOf(HttpRequest request);

    Answer Error(HttpContext context, ApiException error);
}
