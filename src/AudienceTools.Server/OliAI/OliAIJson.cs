using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AudienceTools.Server.Http;
using AudienceTools.Server.Local;

namespace AudienceTools.Server.OliAI;

/// <summary>How the bodies of imports are written and read; all others are Local's.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    MaxDepth = RequestBody.MaximumDepth)]
[JsonSerializable(typeof(NewImport))]
[JsonSerializable(typeof(ImportFields))]
[JsonSerializable(typeof(ImportTaken))]
[JsonSerializable(typeof(ImportBody))]
[JsonSerializable(typeof(PageBody<ImportBody>))]
internal sealed partial class OliAIJson : JsonSerializerContext
{
    static OliAIJson() =>
        Default = new OliAIJson(new JsonSerializerOptions(s_defaultOptions) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
