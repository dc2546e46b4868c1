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

    // Lists take 10,000 items, and a body has two at the most.
    private const int MaximumItems = 20_001;
    private const int MaximumTokens = 4_000_000;

    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false, MaxDepth = MaximumDepth };

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
    /// <exception cref="ApiException">400 with where the JSON is wrong, or where an object has a name twice.</exception>
    public static T Parse<T>(ReadOnlyMemory<byte> body, JsonTypeInfo<T> type)
        where T : class
    {
        CheckNames(body);
        try
        {
            return JsonSerializer.Deserialize(body.Span, type) ?? throw ApiException.BadRequest("The body must be a JSON object.");
        }
        catch (JsonException e)
        {
            throw Malformed(e);
        }
    }

    /// <summary>Refuses an object that has a name twice, with escapes or without: one of the values would be lost.</summary>
    /// <exception cref="ApiException">400, also where it isn't JSON.</exception>
    public static void CheckNames(ReadOnlyMemory<byte> json)
    {
        try
        {
            RefuseEndless(json.Span);
            if (!HasEachNameOnce(json))
            {
                throw ApiException.BadRequest("A name stands twice in an object of the body. Send each name once.");
            }
        }
        catch (JsonException e)
        {
            throw Malformed(e);
        }
        catch (InvalidOperationException)
        {
            throw ApiException.BadRequest("A name in the body has half of a surrogate pair.");
        }
    }

    /// <summary>A small body can hold so many empty objects that reading them takes a hundred times its size.</summary>
    private static void RefuseEndless(ReadOnlySpan<byte> json)
    {
        const int depthOfItems = 2;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaximumDepth });
        var (items, tokens) = (0, 0);
        while (reader.Read())
        {
            var isItem = reader.CurrentDepth == depthOfItems
                && reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.EndObject or JsonTokenType.EndArray);
            if (++tokens > MaximumTokens || (isItem && ++items > MaximumItems))
            {
                throw ApiException.BadRequest("The body holds more than any request takes: lists take at most 10000 items.");
            }
        }
    }

    /// <summary>Whether no object in the JSON has a name twice.</summary>
    /// <exception cref="JsonException">It isn't JSON.</exception>
    /// <exception cref="InvalidOperationException">A name has half of a surrogate pair.</exception>
    public static bool HasEachNameOnce(ReadOnlyMemory<byte> json)
    {
        try
        {
            JsonDocument.Parse(json, s_strict).Dispose();
            return true;
        }
        catch (JsonException e) when (e.LineNumber is null)
        {
            // What isn't JSON has a place.
            return false;
        }
    }

    /// <summary>Refuses a list with a null in it, which its element type doesn't.</summary>
    /// <exception cref="ApiException">400.</exception>
    public static void RefuseNull(IEnumerable<string?> values, string name)
    {
        if (values.Any(static value => value is null))
        {
            throw ApiException.BadRequest($"{name} holds null.");
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
