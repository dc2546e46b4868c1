namespace AudienceTools.Server.Http;

/// <summary>
/// One API: its endpoints, and what every request of it has in common. <see cref="AudienceServer"/> has the list of all.
/// </summary>
internal interface IApiSurface
{
    /// <summary>The path that all of it is under.</summary>
    PathString Path { get; }

    /// <summary>What is said to a caller without a key.</summary>
    string KeyRequired { get; }

    /// <summary>What is said to a caller with a wrong one.</summary>
    string KeyInvalid => KeyRequired;

    /// <summary>How many requests the vendor takes; none where it doesn't say, or there is no vendor.</summary>
    IReadOnlyList<Rate> Rates => [];

    /// <summary>Adds what its endpoints ask for.</summary>
    void AddServices(IServiceCollection services);

    void MapEndpoints(IEndpointRouteBuilder routes);

    string? KeyOf(HttpRequest request);

    /// <summary>Whether a request may go on: its caller knows the key.</summary>
    bool Admits(HttpRequest request, ApiKey key) => key.Matches(KeyOf(request));

    Answer Error(HttpContext context, ApiException error);
}
