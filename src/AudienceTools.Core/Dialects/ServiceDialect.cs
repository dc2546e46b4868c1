using System.Net.Http.Headers;
using System.Text.Json;
using AudienceTools.Core.Http;
using AudienceTools.Core.Paging;

namespace AudienceTools.Core.Dialects;

/// <summary>
/// A service's paths, shapes, limits, errors and next page; one file a service. An operation that isn't overridden is one that the
/// service lacks (see <see cref="ServiceCapabilities"/>), and asking for it throws before anything is sent.
/// </summary>
internal abstract class ServiceDialect
{
    public abstract AudienceService Service { get; }

    /// <summary>The base address of the real service; null where it has no fixed one.</summary>
    public abstract Uri? DefaultAddress { get; }

    /// <summary>The path of its API below the local service's address.</summary>
    public abstract string LocalPath { get; }

    /// <summary>The environment variable that holds the key.</summary>
    public abstract string KeyVariable { get; }

    public abstract ServiceLimits Limits { get; }

    /// <summary>The largest page of members or contacts that can be asked for by number; null where there are no such pages.</summary>
    public virtual int? LargestPage => null;

    /// <summary>The same of audiences.</summary>
    public virtual int? LargestAudiencePage => LargestPage;

    /// <summary>Whether an audience is created from a file with its first contacts, rather than empty.</summary>
    public virtual bool CreatesWithContacts => false;

    /// <summary>Whether an audience can be created without contacts.</summary>
    public virtual bool CreatesEmpty => true;

    /// <summary>Whether the service does a request once for an <c>Idempotency-Key</c>, however often it comes.</summary>
    public virtual bool KnowsIdempotencyKeys => false;

    /// <summary>Whether the answer to an add says which of the contacts were members before.</summary>
    public virtual bool TellsKnownContacts => false;

    /// <summary>The name of the column with the phone number in what is sent, unless the audience has its own.</summary>
    public virtual string PhoneColumn => "phoneNumber";

    /// <summary>
    /// Whether the service writes numbers without their <c>+</c>. A column of just its name, <see cref="PhoneColumn"/>, in a file that was
    /// made for it then holds calling code and number in nothing but digits.
    /// </summary>
    public virtual bool WritesNoPlus => false;

    public abstract void Authenticate(HttpRequestMessage request, string key);

    /// <summary>The wait that the body of a 429 asks for.</summary>
    public virtual TimeSpan? RetryAfterInBody(JsonElement root) => null;

    public abstract ServiceError ReadError(Answer answer);

    /// <summary>Whether a 2xx answer says in its body that it failed.</summary>
    public virtual bool SaysFailed(JsonElement root) => Json.IsFalse(root, "success") || Json.IsFalse(root, "status");

    /// <summary>How many requests it takes in a time; kept to before it has to say so.</summary>
    public virtual IReadOnlyList<RequestQuota> Quotas => [];

    /// <summary>Whether campaigns refer to an audience by its name, so that a name shouldn't be given twice.</summary>
    public virtual bool CampaignsGoByName => false;

    /// <summary>Whether <see cref="ListMembers"/> does the searching for a text; where not, the client does it.</summary>
    public virtual bool ListsBySearch => true;

    public virtual ServiceCall<Page<Audience>> ListAudiences(PageRequest page) => throw Lacks(ServiceOperation.ListAudiences);

    /// <summary>The audiences among which those of a name are: all of them, where the list has no search.</summary>
    public virtual ServiceCall<Page<Audience>> FindAudiences(string name, PageRequest page) => ListAudiences(page);

    public virtual ServiceCall<Audience> GetAudience(string id) => throw Lacks(ServiceOperation.GetAudience);

    public virtual ServiceCall<Audience> CreateAudience(AudienceDefinition definition, string idempotencyKey) =>
        throw Lacks(ServiceOperation.CreateAudience);

    public virtual ServiceCall<Audience> UpdateAudience(string id, AudienceChange change) => throw Lacks(ServiceOperation.UpdateAudience);

    public virtual ServiceCall<bool> DeleteAudience(string id) => throw Lacks(ServiceOperation.DeleteAudience);

    public virtual ServiceCall<Page<AudienceMember>> ListMembers(string audienceId, MemberQuery query, PageRequest page) =>
        throw Lacks(ServiceOperation.ListMembers);

    /// <summary>A search of its own beside the list, which may end at <see cref="ServiceLimits.SearchResults"/>; null where there is none.</summary>
    public virtual ServiceCall<Page<AudienceMember>>? SearchMembers(string audienceId, MemberQuery query) => null;

    /// <summary>How many members there are, where the service tells.</summary>
    public virtual ServiceCall<long?> CountMembers(string audienceId)
    {
        var list = ListMembers(audienceId, new MemberQuery(), new PageRequest(Wanted: 1));
        return new(list.Method, list.Path, answer => list.Read(answer).Total);
    }

    public virtual ServiceCall<AddedContacts> AddContacts(Audience audience, IReadOnlyList<Contact> contacts, string idempotencyKey) =>
        throw Lacks(ServiceOperation.AddContacts);

    public virtual ServiceCall<AddedContacts> AddContactIds(string audienceId, IReadOnlyList<string> contactIds, string idempotencyKey) =>
        throw Lacks(ServiceOperation.AddContactIds);

    public virtual ServiceCall<bool> ReplaceMembers(string audienceId, IReadOnlyList<Contact> contacts) =>
        throw Lacks(ServiceOperation.ReplaceMembers);

    public virtual ServiceCall<RemovedContacts> RemoveMembers(string audienceId, IReadOnlyList<string> contactIds) =>
        throw Lacks(ServiceOperation.RemoveMembers);

    /// <summary>The same without a body in a DELETE, which some proxies strip; null where there is no such form.</summary>
    public virtual ServiceCall<RemovedContacts>? RemoveMembersByPost(string audienceId, IReadOnlyList<string> contactIds) => null;

    /// <summary>Removes members by their numbers; null where they must be looked up first.</summary>
    public virtual ServiceCall<RemovedContacts>? RemoveNumbers(string audienceId, IReadOnlyList<string> phoneNumbers) => null;

    /// <summary>The same without a body in a DELETE; null where there is no such form.</summary>
    public virtual ServiceCall<RemovedContacts>? RemoveNumbersByPost(string audienceId, IReadOnlyList<string> phoneNumbers) => null;

    public virtual ServiceCall<Page<AudienceMember>> ListContacts(ContactQuery query, PageRequest page) =>
        throw Lacks(ServiceOperation.ListContacts);

    /// <summary>Takes a contact out of the organisation, and so out of every audience.</summary>
    public virtual ServiceCall<bool> DeleteContact(string contactId) => throw Lacks(ServiceOperation.DeleteContacts);

    /// <summary>How many members of an audience are in no other; null where that must be found out from the members of all.</summary>
    public virtual ServiceCall<long?>? CountMembersOnlyIn(string audienceId) => null;

    /// <summary>
    /// Deletes an audience and those of its members that are in no other, at once, and tells how many contacts; null where there is no such
    /// way.
    /// </summary>
    public virtual ServiceCall<long?>? DeleteAudienceWithContacts(string id) => null;

    private AudienceException Lacks(ServiceOperation operation) => ServiceCapabilities.Lacks(Service, operation);

    /// <summary>An identifier as one segment of a path. One that could change the path never gets that far.</summary>
    /// <exception cref="AudienceException">The identifier can't be one of a service's.</exception>
    protected static string Segment(string id)
    {
        // Escaping doesn't help against dots: "%2e%2e" climbs as ".." does.
        const int longest = 256;
        if (id.Length is 0 or > longest || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
        {
            throw new AudienceException(
                AudienceErrorCode.InvalidId,
                "An identifier has letters, digits, '-' and '_' only, and this one hasn't. Nothing was sent.");
        }

        return id;
    }

    /// <summary>A JSON body, written straight to bytes.</summary>
    protected static HttpContent JsonBody(Action<Utf8JsonWriter> write)
    {
        var content = new SegmentedContent();
        using (var writer = new Utf8JsonWriter(content, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    /// <summary>Contacts as an array of objects, the phone number first.</summary>
    protected static void WriteContacts(Utf8JsonWriter writer, string property, string phoneColumn, IReadOnlyList<Contact> contacts)
    {
        writer.WriteStartArray(property);
        foreach (var contact in contacts)
        {
            writer.WriteStartObject();
            writer.WriteString(phoneColumn, contact.PhoneNumber);
            for (var i = 0; i < contact.Columns.Count; i++)
            {
                writer.WriteString(contact.Columns[i], contact.Values[i]);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    protected static void WriteStrings(Utf8JsonWriter writer, string property, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(property);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    /// <summary>A query of names and values, escaped, with its question mark; those without a value are left out.</summary>
    protected static string Query(params ReadOnlySpan<(string Name, string? Value)> parts)
    {
        var query = new System.Text.StringBuilder();
        foreach (var (name, value) in parts)
        {
            if (value is not null)
            {
                query.Append(query.Length == 0 ? '?' : '&').Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
            }
        }

        return query.ToString();
    }
}
