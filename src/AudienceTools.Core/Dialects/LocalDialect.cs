using System.Text.Json;
using AudienceTools.Core.Paging;

namespace AudienceTools.Core.Dialects;

/// <summary>The local service's own API: OliAI's contract on the same paths, and beyond it larger pages, cursors and rows by number.</summary>
internal sealed class LocalDialect : ServiceDialect
{
    private const int PageSize = 1_000;
    private readonly MemberReader _members = new();

    public override AudienceService Service => AudienceService.Local;

    public override Uri? DefaultAddress => null;

    public override string LocalPath => "v1/";

    public override bool KnowsIdempotencyKeys => true;

    public override bool TellsKnownContacts => true;

    public override ServiceLimits Limits { get; } = new() { BatchRows = 2_000, BatchBytes = 8_000_000 };

    public override void Authenticate(HttpRequestMessage request, string key)
    {
        request.Headers.Remove("x-api-key");
        request.Headers.Add("x-api-key", key);
    }

    public override ServiceCall<Page<Audience>> ListAudiences(PageRequest page) => new(
        HttpMethod.Get, "audiences" + PageQuery(page, search: null), answer => ReadPage(answer, page, ReadAudience));

    public override ServiceCall<Audience> GetAudience(string id) =>
        new(HttpMethod.Get, $"audiences/{Segment(id)}", static answer => ReadAudience(answer.Root));

    public override ServiceCall<Audience> CreateAudience(AudienceDefinition definition, string idempotencyKey) =>
        new(HttpMethod.Post, "audiences", static answer => ReadAudience(answer.Root))
        {
            Body = JsonBody(writer =>
            {
                writer.WriteString("name", definition.Name);
                if (definition.Description is not null)
                {
                    writer.WriteString("description", definition.Description);
                }
            }),
            IdempotencyKey = idempotencyKey,
            Repeatable = true,
        };

    public override ServiceCall<bool> DeleteAudience(string id) =>
        new(HttpMethod.Delete, $"audiences/{Segment(id)}", static _ => true) { Body = JsonBody(static _ => { }) };

    public override ServiceCall<Page<AudienceMember>> ListMembers(string audienceId, MemberQuery query, PageRequest page) => new(
        HttpMethod.Get,
        $"audiences/{Segment(audienceId)}/contacts" + PageQuery(page, query.Search),
        answer => ReadPage(answer, page, contact => ReadMember(audienceId, contact)));

    public override ServiceCall<AddedContacts> AddContacts(
        Audience audience, IReadOnlyList<Contact> contacts, string idempotencyKey) => new(
        HttpMethod.Post,
        $"audiences/{Segment(audience.Id)}/contacts",
        static answer => new AddedContacts(
            Json.Count(answer.Root, "added") ?? 0,
            Json.Count(answer.Root, "skipped") ?? 0,
            [.. Json.Items(answer.Root, "rejected").Select(rejected => new RejectedContact(
                (int)(Json.Count(rejected, "index") ?? -1),
                Json.Text(rejected, "code") ?? "Rejected",
                Json.Text(rejected, "message") ?? "The service refused the row."))],
            Json.Count(answer.Root, "contactCount"))
        {
            Known = [.. Json.Items(answer.Root, "skippedIndexes").Select(static index => (int)(Json.Number(index) ?? -1))],
        })
        {
            Body = JsonBody(writer => WriteContacts(writer, "contacts", PhoneColumn, contacts)),
            IdempotencyKey = idempotencyKey,
            Repeatable = true,
        };

    public override ServiceCall<long?> RemoveMembers(string audienceId, IReadOnlyList<string> contactIds) => new(
        HttpMethod.Delete, $"audiences/{Segment(audienceId)}/contacts", static _ => null)
    {
        Body = JsonBody(writer => WriteStrings(writer, "contactIds", contactIds)),
    };

    public override ServiceError ReadError(Answer answer)
    {
        var message = Json.Property(answer.Root, "message");
        List<string> messages = message is { ValueKind: JsonValueKind.Array } several
            ? [.. several.EnumerateArray().Select(Json.Text).OfType<string>()]
            : message is { } one && Json.Text(one) is { } text ? [text] : [];
        List<AudienceCampaign> campaigns = [.. Json.Items(answer.Root, "campaigns").Select(campaign => new AudienceCampaign(
            Json.Text(campaign, "id") ?? "", Json.Text(campaign, "name") ?? "", Json.Text(campaign, "status")))];
        return new ServiceError(messages)
        {
            Campaigns = campaigns,
            Code = campaigns.Count > 0 ? AudienceErrorCode.AudienceInUse : null,
        };
    }

    private static string PageQuery(PageRequest page, string? search)
    {
        var size = page.Next is null && page.Skip > 0 ? PageSize : page.Size(PageSize);
        return Query(
            ("limit", Text(size)),
            ("page", page.Next is null && page.Skip >= size ? Text((page.Skip / size) + 1) : null),
            ("after", page.Next),
            ("search", search));

        static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static Page<T> ReadPage<T>(Answer answer, PageRequest page, Func<JsonElement, T> read)
    {
        List<T> items = [.. Json.Items(answer.Root, "data").Select(read)];
        var total = Json.Count(answer.Root, "total");
        return new Page<T>(items, total, Json.Text(answer.Root, "next"))
        {
            Skipped = page.Next is null ? Math.Min(page.Skip / PageSize * PageSize, total ?? long.MaxValue) : 0,
        };
    }

    private static Audience ReadAudience(JsonElement audience) => new()
    {
        Id = Json.Text(audience, "id") ?? "",
        Name = Json.Text(audience, "name") ?? "",
        Description = Json.Text(audience, "description"),
        MemberCount = Json.Count(audience, "contactCount"),
        CreatedAt = Json.Time(audience, "createdAt"),
        UpdatedAt = Json.Time(audience, "updatedAt"),
        Service = AudienceService.Local,
    };

    private AudienceMember ReadMember(string audienceId, JsonElement contact)
    {
        var columns = Json.Property(contact, "metadata");
        var phone = Json.Text(contact, "phoneNumber");

        // What came as rows has its columns in "metadata", name and language too. A contact made otherwise has those two beside it.
        List<(string, string?)> beside = [];
        Beside("name", Json.Text(contact, "name") is { } name && !string.Equals(name, phone, StringComparison.Ordinal) ? name : null);
        Beside("language", Json.Text(contact, "language"));
        return _members.Read(audienceId, Json.Text(contact, "id") ?? "", phone, beside, columns, leaveOut: null);

        void Beside(string column, string? value)
        {
            if (value is not null && !(columns is { ValueKind: JsonValueKind.Object } inside && inside.TryGetProperty(column, out _)))
            {
                beside.Add((column, value));
            }
        }
    }
}
