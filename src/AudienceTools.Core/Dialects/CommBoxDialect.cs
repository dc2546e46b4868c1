using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using AudienceTools.Core.Paging;

namespace AudienceTools.Core.Dialects;

/// <summary>
/// CommBox, after the vendor's public API reference: an audience is made from a file, and a file replaces all its members. It has no
/// members to list and nothing to add or delete one by one.
/// </summary>
internal sealed class CommBoxDialect : ServiceDialect
{
    private const string FileField = "audience_file";

    public override AudienceService Service => AudienceService.CommBox;

    public override Uri DefaultAddress { get; } = new("https://api.commbox.io/");

    public override string LocalPath => "commbox/";

    public override string KeyVariable => "COMMBOX_API_KEY";

    public override bool CreatesWithContacts => true;

    public override bool CampaignsGoByName => true;

    public override string PhoneColumn => "phone1";

    public override bool WritesNoPlus => true;

    // No limit is documented; a file of a gigabyte is about what can be put together in memory.
    public override ServiceLimits Limits { get; } = new() { BatchRows = int.MaxValue, BatchBytes = 1_000_000_000, OneBatch = true };

    public override void Authenticate(HttpRequestMessage request, string key) =>
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);

    public override ServiceCall<Page<Audience>> ListAudiences(PageRequest page) => new(HttpMethod.Get, "audiences", answer =>
    {
        var audiences = ReadAudiences(answer);
        return new Page<Audience>(audiences, audiences.Count, Next: null);
    });

    // There is no call for one, and the list has no pages.
    public override ServiceCall<Audience> GetAudience(string id)
    {
        var wanted = Segment(id);
        return new(HttpMethod.Get, "audiences", answer =>
            ReadAudiences(answer).Find(audience => string.Equals(audience.Id, wanted, StringComparison.Ordinal))
            ?? throw AudienceLookup.NoSuchAudience(id));
    }

    public override ServiceCall<Audience> CreateAudience(AudienceDefinition definition, string idempotencyKey) =>
        new(HttpMethod.Post, "audiences", answer => ReadAudience(Json.Object(answer.Root, "data"), definition.Name))
        {
            Body = ContactForm.Create(definition.Contacts, [("name", definition.Name)], FileField, PhoneColumn, plus: false),
        };

    public override ServiceCall<long?> CountMembers(string audienceId)
    {
        var get = GetAudience(audienceId);
        return new(get.Method, get.Path, answer => get.Read(answer).MemberCount);
    }

    public override ServiceCall<bool> ReplaceMembers(string audienceId, IReadOnlyList<Contact> contacts) =>
        new(HttpMethod.Put, $"Audiences/{Segment(audienceId)}", static _ => true)
        {
            Body = ContactForm.Create(contacts, [], FileField, PhoneColumn, plus: false),
        };

    /// <summary>The status stands in the body too, as a number or as text.</summary>
    public override bool SaysFailed(JsonElement root) =>
        base.SaysFailed(root) || (Json.Property(root, "status") is { } status && Json.Number(status) is < 200 or >= 300);

    public override ServiceError ReadError(Answer answer) =>
        new(ServiceWords.Of(answer.Root, "description"));

    private static List<Audience> ReadAudiences(Answer answer) =>
        Json.Objects(answer.Root, "data", static audience => ReadAudience(audience, Json.Name(audience, "name")));

    private static Audience ReadAudience(JsonElement audience, string name) => new()
    {
        Id = Json.Id(audience, "id"),
        Name = name,
        Type = Json.Word(audience, "type"),
        MemberCount = Json.Count(audience, "user_count"),
        CreatedAt = Json.Time(audience, "created_time"),
        Service = nameof(AudienceService.CommBox),
    };
}
