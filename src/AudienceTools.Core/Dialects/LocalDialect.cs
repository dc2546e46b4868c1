using System.Globalization;
using System.Text;
using System.Text.Json;
using AudienceTools.Core.Paging;

namespace AudienceTools.Core.Dialects;

/// <summary>The local service's own API: OliAI's contract on the same paths, and beyond it larger pages, cursors and rows by number.</summary>
internal sealed class LocalDialect : ServiceDialect
{
    private const int PageSize = 1_000;
    private const int LongestSearch = 200;
    private const string IdentifierColumn = "identifierColumnName";
    private readonly ColumnSets _columns = new();

    public override AudienceService Service => AudienceService.Local;

    public override Uri? DefaultAddress => null;

    public override string LocalPath => "v1/";

    public override string KeyVariable => "AUDIENCETOOLS_API_KEY";

    public override int? LargestPage => PageSize;

    public override bool KnowsIdempotencyKeys => true;

    public override bool TellsKnownContacts => true;

    public override ServiceLimits Limits { get; } = new()
    {
        BatchRows = 2_000, BatchBytes = 8_000_000, ReplaceRows = 100_000, ReplaceBytes = 30_000_000, NamesHaveCase = true,
    };

    public override void Authenticate(HttpRequestMessage request, string key)
    {
        request.Headers.Remove("x-api-key");
        request.Headers.Add("x-api-key", key);
    }

    public override ServiceCall<Page<Audience>> ListAudiences(PageRequest page) => Audiences(page, search: null);

    // The search finds every name that has the text in it, in any case. A word of ASCII letters stands in all names that look the same,
    // whatever their blanks and normal form are.
    public override ServiceCall<Page<Audience>> FindAudiences(string name, PageRequest page) => Audiences(
        page,
        name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Where(static word => word.Length <= LongestSearch && Ascii.IsValid(word))
            .MaxBy(static word => word.Length));

    public override ServiceCall<Audience> GetAudience(string id) =>
        new(HttpMethod.Get, $"audiences/{Segment(id)}", static answer => ReadAudience(answer.Root));

    public override ServiceCall<Audience> CreateAudience(AudienceDefinition definition, string idempotencyKey) =>
        new(HttpMethod.Post, "audiences", answer => ReadAudience(answer.Root, definition.Name))
        {
            Body = JsonBody(writer =>
            {
                ContactJson.WriteAudience(writer, definition.Name, definition.Description);
                if (definition.IdentifierColumn is { } column)
                {
                    writer.WriteString(IdentifierColumn, column);
                }
            }),
            IdempotencyKey = idempotencyKey,
            Repeatable = true,
        };

    public override ServiceCall<Audience> UpdateAudience(string id, AudienceChange change) =>
        new(HttpMethod.Patch, $"audiences/{Segment(id)}", static answer => ReadAudience(answer.Root))
        {
            Body = JsonBody(writer => ContactJson.WriteAudience(writer, change.Name, change.Description)),

            // The same names and descriptions once more change nothing.
            Repeatable = true,
        };

    public override ServiceCall<bool> DeleteAudience(string id) =>
        new(HttpMethod.Delete, $"audiences/{Segment(id)}", static _ => true) { Body = JsonBody(static _ => { }) };

    public override ServiceCall<Page<AudienceMember>> ListMembers(string audienceId, MemberQuery query, PageRequest page) => new(
        HttpMethod.Get,
        $"audiences/{Segment(audienceId)}/contacts" + PageQuery(page, query.Search),
        answer => ReadPage(answer, page, ContactJson.Members(_columns, audienceId)));

    public override ServiceCall<Page<AudienceMember>> ListContacts(ContactQuery query, PageRequest page) => new(
        HttpMethod.Get,
        (query.NotIn is null ? "contacts" : $"audiences/{Segment(query.NotIn)}/available-contacts") + PageQuery(page, query.Search),
        answer => ReadPage(answer, page, ContactJson.Members(_columns, audienceId: null)));

    public override ServiceCall<AddedContacts> AddContacts(
        Audience audience, IReadOnlyList<Contact> contacts, string idempotencyKey) =>
        Add(audience.Id, JsonBody(writer => WriteContacts(writer, "contacts", PhoneColumn, contacts)), idempotencyKey);

    public override ServiceCall<AddedContacts> AddContactIds(
        string audienceId, IReadOnlyList<string> contactIds, string idempotencyKey) =>
        Add(audienceId, JsonBody(writer => WriteStrings(writer, "contactIds", contactIds)), idempotencyKey);

    public override ServiceCall<bool> ReplaceMembers(string audienceId, IReadOnlyList<Contact> contacts) =>
        new(HttpMethod.Put, $"audiences/{Segment(audienceId)}/contacts", static _ => true)
        {
            Body = JsonBody(writer => WriteContacts(writer, "contacts", PhoneColumn, contacts)),
        };

    public override ServiceCall<RemovedContacts> RemoveMembers(string audienceId, IReadOnlyList<string> contactIds) =>
        Remove(HttpMethod.Delete, audienceId, "contactIds", contactIds);

    public override ServiceCall<RemovedContacts> RemoveMembersByPost(string audienceId, IReadOnlyList<string> contactIds) =>
        Remove(HttpMethod.Post, audienceId, "contactIds", contactIds);

    public override ServiceCall<RemovedContacts> RemoveNumbers(string audienceId, IReadOnlyList<string> phoneNumbers) =>
        Remove(HttpMethod.Delete, audienceId, "phoneNumbers", phoneNumbers);

    public override ServiceCall<RemovedContacts> RemoveNumbersByPost(string audienceId, IReadOnlyList<string> phoneNumbers) =>
        Remove(HttpMethod.Post, audienceId, "phoneNumbers", phoneNumbers);

    public override ServiceCall<bool> DeleteContact(string contactId) =>
        new(HttpMethod.Delete, $"contacts/{Segment(contactId)}", static _ => true) { Body = JsonBody(static _ => { }) };

    public override ServiceCall<long?> CountMembersOnlyIn(string audienceId) => new(
        HttpMethod.Get, $"audiences/{Segment(audienceId)}/contacts?elsewhere=false&limit=1", static answer => Json.Count(Json.Object(answer.Root), "total"));

    public override ServiceCall<long?> DeleteAudienceWithContacts(string id) => new(
        HttpMethod.Delete, $"audiences/{Segment(id)}?contacts=orphaned", static answer => Json.Count(answer.Root, "contactsDeleted"))
    {
        Body = JsonBody(static _ => { }),
    };

    public override ServiceError ReadError(Answer answer) => ContactJson.ReadError(answer);

    private static ServiceCall<Page<Audience>> Audiences(PageRequest page, string? search) => new(
        HttpMethod.Get, "audiences" + PageQuery(page, search), answer => ReadPage(answer, page, ReadAudience));

    private static Audience ReadAudience(JsonElement audience) => ReadAudience(audience, Json.Name(audience, "name"));

    private static Audience ReadAudience(JsonElement audience, string name) => ContactJson.ReadAudience(
        audience, AudienceService.Local, Json.Id(audience, "id"), name) with
    {
        IdentifierColumn = Json.Word(audience, IdentifierColumn),
    };

    private static ServiceCall<AddedContacts> Add(string audienceId, HttpContent body, string idempotencyKey) =>
        new(HttpMethod.Post, $"audiences/{Segment(audienceId)}/contacts", ContactJson.ReadAdded)
        {
            Body = body,
            IdempotencyKey = idempotencyKey,
            Repeatable = true,
        };

    private static ServiceCall<RemovedContacts> Remove(
        HttpMethod method, string audienceId, string property, IReadOnlyList<string> values) => new(
        method,
        $"audiences/{Segment(audienceId)}/contacts" + (method == HttpMethod.Post ? "/remove" : ""),
        ContactJson.ReadRemoved)
        {
            Body = JsonBody(writer => WriteStrings(writer, property, values)),
            Repeatable = true,
        };

    // The first page goes without its number, so that it may end before it is too large.
    private static string PageQuery(PageRequest page, string? search)
    {
        var number = page.Window is { Number: > 1 } window ? Text(window.Number) : null;
        return Query(("limit", Text(page.Window?.Size ?? page.Size(PageSize))), ("page", number), ("after", page.Next), ("search", search));

        static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private static Page<T> ReadPage<T>(Answer answer, PageRequest page, Func<JsonElement, T> read)
    {
        var items = Json.Objects(answer.Root, "data", read);
        var total = Json.Count(answer.Root, "total");
        var next = Json.Word(answer.Root, "next");

        // A full page that tells neither how many there are nor where it goes on may have others behind it.
        var open = next is null && total is null && page.Window is { } window ? NumberedPage.Of(window, items, total, more: null).Next : null;
        return new Page<T>(items, total, next ?? open)
        {
            MayBeLast = open is not null,
            NextIsCursor = next is not null,
            Columns = Json.Property(answer.Root, "columns") is { ValueKind: JsonValueKind.Array } columns
                ? [.. columns.EnumerateArray().Select(static name => Json.Text(name) ?? "")] : null,
        };
    }
}
