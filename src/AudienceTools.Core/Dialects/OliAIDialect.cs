using System.Globalization;
using System.Net;
using System.Text.Json;
using AudienceTools.Core.Http;
using AudienceTools.Core.Paging;

namespace AudienceTools.Core.Dialects;

/// <summary>OliAI, after the vendor's public API reference. Rows go in as an import, which is a job of the service's.</summary>
internal sealed class OliAIDialect : ServiceDialect, IImportDialect
{
    private const int PageSize = 100;
    private const string ImportPath = "imports/api/bulk";
    private readonly ColumnSets _columns = new();

    public override AudienceService Service => AudienceService.OliAI;

    public override Uri DefaultAddress { get; } = new("https://api.oliai.in/v1/");

    public override string LocalPath => "oliai/v1/";

    public override string KeyVariable => "OLIAI_API_KEY";

    public override int? LargestPage => PageSize;

    // One import at a time: how much the audience grows meanwhile tells what it did.
    public override ServiceLimits Limits { get; } = new() { BatchRows = 10_000, BatchBytes = 8_000_000, BatchesInFlight = 1 };

    public override IReadOnlyList<RequestQuota> Quotas { get; } =
    [
        new(60, TimeSpan.FromMinutes(1), "requests", static _ => true),
        new(10, TimeSpan.FromMinutes(1), "imports", static request =>
            request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath.EndsWith(ImportPath, StringComparison.Ordinal)),
    ];

    public override void Authenticate(HttpRequestMessage request, string key)
    {
        request.Headers.Remove("x-api-key");
        request.Headers.Add("x-api-key", key);
    }

    public override ServiceCall<Page<Audience>> ListAudiences(PageRequest page) => List("audiences", search: null, page, ReadAudience);

    public override ServiceCall<Audience> GetAudience(string id) =>
        new(HttpMethod.Get, $"audiences/{Segment(id)}", static answer => ReadAudience(answer.Root));

    public override ServiceCall<Audience> CreateAudience(AudienceDefinition definition, string idempotencyKey) =>
        new(HttpMethod.Post, "audiences", answer => ContactJson.ReadAudience(
            answer.Root, Service, Json.Id(answer.Root, "id"), definition.Name))
        {
            Body = JsonBody(writer => ContactJson.WriteAudience(writer, definition.Name, definition.Description)),
        };

    // Whether the answer is the audience isn't documented, nor whether there is one: what it leaves out is as it was asked for.
    public override ServiceCall<Audience> UpdateAudience(string id, AudienceChange change) =>
        new(HttpMethod.Patch, $"audiences/{Segment(id)}", answer =>
        {
            var told = answer.Root.ValueKind == JsonValueKind.Undefined ? answer.Root : Json.Object(answer.Root);
            var changed = ContactJson.ReadAudience(told, Service, id, change.Name ?? "");
            return changed with { Description = changed.Description ?? change.Description };
        })
        {
            Body = JsonBody(writer => ContactJson.WriteAudience(writer, change.Name, change.Description)),
            Repeatable = true,
            IsDoneWithoutBody = true,
        };

    public override ServiceCall<bool> DeleteAudience(string id) =>
        new(HttpMethod.Delete, $"audiences/{Segment(id)}", static _ => true) { Body = JsonBody(static _ => { }) };

    // A search looks at name and phone number only, by the vendor's reference; a filter by columns is the client's own.
    public override ServiceCall<Page<AudienceMember>> ListMembers(string audienceId, MemberQuery query, PageRequest page) => List(
        $"audiences/{Segment(audienceId)}/contacts", query.Search, page, ContactJson.Members(_columns, audienceId));

    public override ServiceCall<Page<AudienceMember>> ListContacts(ContactQuery query, PageRequest page) => List(
        query.NotIn is null ? "contacts" : $"audiences/{Segment(query.NotIn)}/available-contacts",
        query.Search,
        page,
        ContactJson.Members(_columns, audienceId: null));

    public override ServiceCall<long?> CountMembers(string audienceId) =>
        new(HttpMethod.Get, $"audiences/{Segment(audienceId)}", static answer =>
            Json.Count(Json.Object(answer.Root), "contactCount"));

    public override ServiceCall<AddedContacts> AddContactIds(
        string audienceId, IReadOnlyList<string> contactIds, string idempotencyKey) =>
        new(HttpMethod.Post, $"audiences/{Segment(audienceId)}/contacts", ContactJson.ReadAdded)
        {
            Body = JsonBody(writer => WriteStrings(writer, "contactIds", contactIds)),

            // Those that are in already are left alone.
            Repeatable = true,
        };

    public override ServiceCall<RemovedContacts> RemoveMembers(string audienceId, IReadOnlyList<string> contactIds) =>
        new(HttpMethod.Delete, $"audiences/{Segment(audienceId)}/contacts", ContactJson.ReadRemoved)
        {
            Body = JsonBody(writer => WriteStrings(writer, "contactIds", contactIds)),
        };

    public override ServiceCall<RemovedContacts> RemoveMembersByPost(string audienceId, IReadOnlyList<string> contactIds) =>
        new(HttpMethod.Post, $"audiences/{Segment(audienceId)}/contacts/remove", ContactJson.ReadRemoved)
        {
            Body = JsonBody(writer => WriteStrings(writer, "contactIds", contactIds)),
            Repeatable = true,
            IsDoneWithoutBody = true,
        };

    public override ServiceCall<bool> DeleteContact(string contactId) =>
        new(HttpMethod.Delete, $"contacts/{Segment(contactId)}", static _ => true) { Body = JsonBody(static _ => { }) };

    public string? Caution(IReadOnlyList<Contact> contacts) => Named(contacts).All(static contact => contact.Name is not null)
        ? null
        : "OliAI wants a name: a contact that has none goes with its number as its name, also where OliAI knows it by another. Add contacts that it has with -ContactId to leave their names as they are.";

    public ServiceCall<ImportJob> StartImport(string audienceId, IReadOnlyList<Contact> contacts) =>
        new(HttpMethod.Post, ImportPath, answer => ReadJob(answer.Root) with { Total = contacts.Count })
        {
            Body = JsonBody(writer =>
            {
                WriteNamedContacts(writer, contacts);
                writer.WriteString("audienceId", Segment(audienceId));
            }),
        };

    public ServiceCall<ImportJob> ReadImport(string id) =>
        new(HttpMethod.Get, $"imports/{Segment(id)}/status", static answer =>
        {
            Json.Name(answer.Root, "status");
            return ReadJob(answer.Root);
        });

    public ServiceCall<Page<ImportJob>> ListImports(PageRequest page) => List("imports", search: null, page, static job =>
    {
        Json.Id(job, "id");
        return ReadJob(job);
    });

    // How the delete of an audience in use is refused isn't documented: with 400 or 409, and words about the campaign.
    public override ServiceError ReadError(Answer answer)
    {
        var error = ContactJson.ReadError(answer);
        return answer.Status is HttpStatusCode.OK or HttpStatusCode.BadRequest or HttpStatusCode.Conflict
            && error.Messages.Any(static message => message.Contains("campaign", StringComparison.OrdinalIgnoreCase))
            ? error with { Code = AudienceErrorCode.AudienceInUse }
            : error;
    }

    private static ServiceCall<Page<T>> List<T>(string path, string? search, PageRequest page, Func<JsonElement, T> read)
    {
        var asked = page.WindowOrFirst(PageSize);
        var (number, size) = asked;
        var query = Query(
            ("page", number.ToString(CultureInfo.InvariantCulture)), ("limit", size.ToString(CultureInfo.InvariantCulture)), ("search", search));
        return new(HttpMethod.Get, path + query, answer =>
        {
            var items = Json.Objects(answer.Root, "data", read);
            var total = Json.Count(answer.Root, "total");
            bool? more = Json.Count(answer.Root, "totalPages") is { } pages ? number < pages : null;
            return NumberedPage.Of(asked, items, total, more);
        });
    }

    private static Audience ReadAudience(JsonElement audience) => ContactJson.ReadAudience(audience, AudienceService.OliAI);

    private static ImportJob ReadJob(JsonElement job)
    {
        var status = Json.Word(job, "status");
        return new(Json.Word(job, "importId") ?? Json.Word(job, "id") ?? "", status?.ToUpperInvariant() switch
        {
            "COMPLETED" => ImportJobState.Completed,
            "COMPLETED_WITH_ERRORS" or "FAILED" => ImportJobState.Failed,
            _ => ImportJobState.Running,
        })
        {
            Status = status,
            Total = Json.Count(job, "total"),
            Created = Json.Count(job, "created"),
            Updated = Json.Count(job, "updated"),
            Failed = Json.Count(job, "failed") ?? Json.Count(job, "errorCount"),
            CreatedAt = Json.Time(job, "createdAt"),
            Said = ServiceWords.Line(job),
        };
    }

    /// <summary>Contacts with the name that the service insists on; every other column becomes metadata there.</summary>
    private static void WriteNamedContacts(Utf8JsonWriter writer, IReadOnlyList<Contact> contacts)
    {
        writer.WriteStartArray("contacts");
        foreach (var (contact, name) in Named(contacts))
        {
            writer.WriteStartObject();
            writer.WriteString("name", name ?? contact.PhoneNumber);
            writer.WriteString("phoneNumber", contact.PhoneNumber);
            for (var i = 0; i < contact.Columns.Count; i++)
            {
                var isName = string.Equals(contact.Columns[i], "name", StringComparison.Ordinal);
                var isNoLanguage = string.Equals(contact.Columns[i], "language", StringComparison.Ordinal) && string.IsNullOrWhiteSpace(contact.Values[i]);
                if (!isName && !isNoLanguage)
                {
                    writer.WriteString(contact.Columns[i], contact.Values[i]);
                }
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static IEnumerable<(Contact Contact, string? Name)> Named(IReadOnlyList<Contact> contacts)
    {
        var names = new ContactName([]);
        foreach (var contact in contacts)
        {
            if (!ReferenceEquals(names.Columns, contact.Columns))
            {
                names = new ContactName(contact.Columns);
            }

            yield return (contact, names.Of(contact.Values));
        }
    }
}
