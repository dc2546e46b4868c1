using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Microsoft.Net.Http.Headers;

namespace AudienceTools.Server.Http;

/// <summary>Reads JSON bodies and refuses what isn't one, without repeating any of it.</summary>
internal static class RequestBody
{
    /// <summary>How deep objects and arrays may stand in each other.</summary>
    public const int MaximumDepth = 32;

    /// <summary>Reads a whole JSON body as valid UTF-8; its JSON is not looked at yet.</summary>
    /// <exception cref="ApiException">415 for another content type, 400 for no body or text that isn't UTF-8.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadJsonAsync(HttpRequest request)
    {
        if (!request.HasJsonContentType() || !IsUtf8(request) || request.Headers.ContentEncoding.Count > 0)
        {
            throw new ApiException(
                StatusCodes.Status415UnsupportedMediaType,
                "The body must be JSON in UTF-8, not compressed, with the content type application/json.");
        }

        var received = new MemoryStream();
        await request.Body.CopyToAsync(received, request.HttpContext.RequestAborted);
        ReadOnlyMemory<byte> body = received.GetBuffer().AsMemory(0, (int)received.Length);
        if (body.Span.StartsWith("\uFEFF"u8))
        {
            body = body["\uFEFF"u8.Length..];
        }

        if (body.IsEmpty)
        {
            throw ApiException.BadRequest("A JSON body is required.");
        }

        return Utf8.IsValid(body.Span) ? body : throw ApiException.BadRequest("The body isn't valid UTF-8.");
    }

    /// <summary>Reads what a body says.</summary>
    /// <exception cref="ApiException">400 with where the JSON is wrong.</exception>
    public static T Parse<T>(ReadOnlyMemory<byte> body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body.Span, type) ?? throw ApiException.BadRequest("The body must be a JSON object.");
        }
        catch (JsonException e)
        {
            throw Malformed(e);
        }
    }

    /// <summary>Names the place only: the exception's own message repeats names and values.</summary>
    public static ApiException Malformed(JsonException exception) => ApiException.BadRequest(string.Create(
        CultureInfo.InvariantCulture,
        $"The body isn't the JSON that was expected, at line {(exception.LineNumber ?? 0) + 1}, byte {exception.BytePositionInLine ?? 0}."));

    private static bool IsUtf8(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
