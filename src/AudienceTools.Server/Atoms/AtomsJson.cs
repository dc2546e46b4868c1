using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AudienceTools.Server.Http;

namespace AudienceTools.Server.Atoms;

/// <summary>How this API's bodies are written and read.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = RequestBody.MaximumDepth)]
[JsonSerializable(typeof(ErrorsBody))]
[JsonSerializable(typeof(MembersErrorBody))]
[JsonSerializable(typeof(RateLimitBody))]
[JsonSerializable(typeof(Envelope<IReadOnlyList<AudienceBody>>))]
[JsonSerializable(typeof(Envelope<AudienceBody>))]
[JsonSerializable(typeof(Envelope<MembersPage>))]
[JsonSerializable(typeof(Envelope<FoundMembers>))]
[JsonSerializable(typeof(Envelope<IReadOnlyList<MembersAdded>>))]
[JsonSerializable(typeof(Envelope<MembersDeleted>))]
[JsonSerializable(typeof(MembersToAdd))]
[JsonSerializable(typeof(MembersToDelete))]
[JsonSerializable(typeof(CampaignFields))]
[JsonSerializable(typeof(Envelope<CampaignBody>))]
[JsonSerializable(typeof(Envelope<CampaignDetails>))]
[JsonSerializable(typeof(Envelope<CampaignsPage>))]
[JsonSerializable(typeof(Envelope<CampaignStarted>))]
[JsonSerializable(typeof(Envelope<DncPage>))]
internal sealed partial class AtomsJson : JsonSerializerContext
{
    static AtomsJson() =>
        Default = new AtomsJson(new JsonSerializerOptions(s_defaultOptions) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
