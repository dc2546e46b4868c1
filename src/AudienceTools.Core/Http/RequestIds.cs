namespace AudienceTools.Core.Http;

/// <summary>Finds the identifier that a service gives a request.</summary>
internal static class RequestIds
{
    private const int LongestShown = 128;

    public static string? Of(HttpResponseMessage response, ServiceTexts texts) =>
        response.Headers.TryGetValues("x-request-id", out var values) && values.FirstOrDefault() is { Length: > 0 and <= LongestShown } id
            ? texts.Excerpt(id)
            : null;
}
