using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AudienceTools.Server.Http;

/// <summary>JSON that belongs to no API.</summary>
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class ServerJson : JsonSerializerContext
{
    /// <summary>Answers are JSON and nothing else, so letters of all scripts stand as they are.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
