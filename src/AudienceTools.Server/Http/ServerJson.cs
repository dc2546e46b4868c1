using System.Text.Encodings.Web;
using System.Text.Json;

namespace AudienceTools.Server.Http;

/// <summary>JSON that belongs to no API.</summary>
internal static class ServerJson
{
    /// <summary>Answers are JSON and nothing else, so letters of all scripts stand as they are.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether the text under the reader, if it is one, can be read: an escape may name half of a surrogate pair.</summary>
    public static bool IsWhole(this ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !reader.ValueIsEscaped)
        {
            return true;
        }

        try
        {
            return reader.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
