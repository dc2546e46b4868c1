namespace AudienceTools.Server.Http;

/// <summary>What every request of one API has in common: where it lives, how it brings the key, how it is told of errors.</summary>
internal interface IApiSurface
{
    /// <summary>The path that all of it is under.</summary>
    PathString Path { get; }

    /// <summary>What is said to a caller without a valid key.</summary>
    string KeyRequired { get; }

    string? KeyOf(HttpRequest request);

    Answer Error(HttpContext context, ApiException error);
}
