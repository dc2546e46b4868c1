using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AudienceTools.Server.CommBox;

/// <summary>How this API's bodies are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(ListBody))]
[JsonSerializable(typeof(DoneBody))]
internal sealed partial class CommBoxJson : JsonSerializerContext
{
    static CommBoxJson() =>
        Default = new CommBoxJson(new JsonSerializerOptions(s_defaultOptions) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
