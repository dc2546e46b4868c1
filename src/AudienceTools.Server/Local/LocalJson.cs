using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AudienceTools.Server.Http;

namespace AudienceTools.Server.Local;

/// <summary>How Local's bodies are written and read; nothing at run time has to look at their types.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    MaxDepth = RequestBody.MaximumDepth)]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(SuccessBody))]
[JsonSerializable(typeof(DeletedBody))]
[JsonSerializable(typeof(AudienceFields))]
[JsonSerializable(typeof(NewAudienceFields))]
[JsonSerializable(typeof(AudienceBody))]
[JsonSerializable(typeof(PageBody<AudienceBody>))]
[JsonSerializable(typeof(ContactFields))]
[JsonSerializable(typeof(BulkContacts))]
[JsonSerializable(typeof(BulkAnswer))]
[JsonSerializable(typeof(ContactBody))]
[JsonSerializable(typeof(PageBody<ContactBody>))]
[JsonSerializable(typeof(MembersBody))]
[JsonSerializable(typeof(MembersToAdd))]
[JsonSerializable(typeof(MembersToReplace))]
[JsonSerializable(typeof(MembersToRemove))]
[JsonSerializable(typeof(AddedBody))]
[JsonSerializable(typeof(RemovedBody))]
[JsonSerializable(typeof(CountBody))]
[JsonSerializable(typeof(CampaignFields))]
[JsonSerializable(typeof(CampaignBody))]
[JsonSerializable(typeof(PageBody<CampaignBody>))]
internal sealed partial class LocalJson : JsonSerializerContext
{
    static LocalJson() =>
        Default = new LocalJson(new JsonSerializerOptions(s_defaultOptions) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
