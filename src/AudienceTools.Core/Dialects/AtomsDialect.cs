using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using AudienceTools.Core.Http;
using AudienceTools.Core.Paging;

namespace AudienceTools.Core.Dialects;

/// <summary>Smallest.ai Atoms, after the vendor's public API reference. Every property of every answer is taken as optional.</summary>
internal sealed partial class AtomsDialect : ServiceDialect
{
    // "offset" is the page's size there, "limit" is ignored, and what comes may be less than what was asked for.
    private const int PageSize = 500;
    private const string MembersNow = "currentMemberCount";
    private readonly ColumnSets _columns = new();

    public override AudienceService Service => AudienceService.Atoms;

    public override Uri DefaultAddress { get; } = new("https://api.smallest.ai/atoms/v1/");

    public override string LocalPath => "atoms/v1/";

    public override string KeyVariable => "SMALLEST_API_KEY";

    public override int? LargestPage => PageSize;

    // The list of audiences comes whole.
    public override int? LargestAudiencePage => null;

    public override bool CreatesWithContacts => true;

    public override bool CreatesEmpty => false;

    public override ServiceLimits Limits { get; } = new()
    {
        BatchRows = 1_000,
        BatchBytes = 4_000_000,
        Members = 10_000,
        PlainColumnNames = true,
        NamesHaveCase = true,
        SearchResults = 10,
    };

    // The free plan's. The paid one takes ten times as many, which no answer tells; a request carries a thousand contacts, so that even
    // the largest audience is filled in a second.
    public override IReadOnlyList<RequestQuota> Quotas { get; } = [new(10, TimeSpan.FromSeconds(1), "requests", static _ => true)];

    // Whether the list of members heeds "search" isn't documented; the search beside it is.
    public override bool ListsBySearch => false;

    public override void Authenticate(HttpRequestMessage request, string key) =>
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);

    public override ServiceCall<Page<Audience>> ListAudiences(PageRequest page) => new(
        HttpMethod.Get,
        "audience",
        answer =>
        {
            var audiences = Json.Objects(answer.Root, "data", ReadAudience);
            return new Page<Audience>(audiences, audiences.Count, Next: null);
        });

    public override ServiceCall<Audience> GetAudience(string id) =>
        new(HttpMethod.Get, $"audience/{Segment(id)}", static answer => ReadAudience(Json.Object(answer.Root, "data")));

    public override ServiceCall<Audience> CreateAudience(AudienceDefinition definition, string idempotencyKey) =>
        new(HttpMethod.Post, "audience", answer => ReadAudience(Json.Object(answer.Root, "data"), definition.Name))
        {
            Body = ContactForm.Create(
                definition.Contacts,
                [
                    ("name", definition.Name),
                    ("phoneNumberColumnName", PhoneColumn),
                    ("description", definition.Description),
                    ("identifierColumnName", definition.IdentifierColumn),
                ],
                fileField: "file",
                phoneColumn: PhoneColumn),
        };

    public override ServiceCall<bool> DeleteAudience(string id) =>
        new(HttpMethod.Delete, $"audience/{Segment(id)}", static _ => true) { Body = JsonBody(static _ => { }) };

    public override ServiceCall<Page<AudienceMember>> ListMembers(string audienceId, MemberQuery query, PageRequest page)
    {
        var asked = page.WindowOrFirst(PageSize);
        var (number, size) = asked;
        var path = string.Create(
            CultureInfo.InvariantCulture, $"audience/{Segment(audienceId)}/members?page={number}&offset={size}");
        return new(HttpMethod.Get, path, answer =>
        {
            var data = Json.Object(answer.Root, "data");
            return NumberedPage.Of(
                asked,
                ReadMembers(audienceId, query, data),
                Json.Count(data, "totalCount"),
                Json.Flag(data, "hasMore") ?? (Json.Count(data, "totalPages") is { } pages ? number < pages : null));
        });
    }

    public override ServiceCall<Page<AudienceMember>>? SearchMembers(string audienceId, MemberQuery query)
    {
        // It takes one text or fields, not both, and a field can't be called as the text is.
        var fields = query.Filter.Select(field => (IsNumber(field.Key) ? query.PhoneColumn ?? PhoneColumn : field.Key, (string?)field.Value));
        if ((query.Search is null) == (query.Filter.Count == 0) || query.Filter.ContainsKey("query"))
        {
            return null;
        }

        var parts = query.Search is null ? Query([.. fields]) : Query(("query", query.Search));
        return new(HttpMethod.Get, $"audience/{Segment(audienceId)}/members/search{parts}", answer =>
        {
            var data = Json.Object(answer.Root, "data");
            var found = ReadMembers(audienceId, query, data);
            return new Page<AudienceMember>(
                found, Json.Count(Json.Property(data, "searchInfo") ?? default, "totalResults") ?? found.Count, Next: null);
        });

        static bool IsNumber(string field) => string.Equals(field, nameof(AudienceMember.PhoneNumber), StringComparison.OrdinalIgnoreCase);
    }

    public override ServiceCall<AddedContacts> AddContacts(
        Audience audience, IReadOnlyList<Contact> contacts, string idempotencyKey) => new(
        HttpMethod.Post,
        $"audience/{Segment(audience.Id)}/members",
        static answer =>
        {
            long added = 0;
            long skipped = 0;
            long? members = null;
            foreach (var counts in Json.Objects(answer.Root, "data", static part => Json.Property(part, "data") ?? default))
            {
                added += Json.Count(counts, "added") ?? 0;
                skipped += Json.Count(counts, "skipped") ?? 0;
                members = Json.Count(counts, MembersNow) ?? members;
            }

            return new AddedContacts(added, skipped, [], members) { Said = ServiceWords.Line(answer.Root) };
        })
        {
            Body = JsonBody(writer => WriteContacts(writer, "members", audience.PhoneColumn ?? PhoneColumn, contacts)),

            // Numbers that the audience has already are skipped, so the same rows may be sent again without harm.
            Repeatable = true,
        };

    public override ServiceCall<RemovedContacts> RemoveMembers(string audienceId, IReadOnlyList<string> contactIds) => new(
        HttpMethod.Delete,
        $"audience/{Segment(audienceId)}/members",
        static answer =>
        {
            var data = answer.Root.ValueKind == JsonValueKind.Undefined ? default : Json.Object(answer.Root, "data");
            return new RemovedContacts(Json.Count(data, "deletedCount"), Json.Count(data, MembersNow));
        })
    {
        Body = JsonBody(writer => WriteStrings(writer, "memberIds", contactIds)),
    };

    public override TimeSpan? RetryAfterInBody(JsonElement root) =>
        RetryAfter.Seconds(root, ["retry_after"], ["rateLimit", "retryAfterSec"], ["retryAfter"]);

    public override bool SaysFailed(JsonElement root) => base.SaysFailed(root) || Json.Text(root, "status") is "error";

    public override ServiceError ReadError(Answer answer)
    {
        var messages = ServiceWords.Of(answer.Root, "errors", "message", "error", "detail", "reason");
        var campaigns = CampaignJson.OfError(answer.Root);
        return new ServiceError(messages)
        {
            Campaigns = campaigns,
            Code = campaigns.Count > 0 || CampaignJson.AreCounted(answer.Root) ? AudienceErrorCode.AudienceInUse : messages.Select(Meaning).FirstOrDefault(code => code is not null),
        };

        AudienceErrorCode? Meaning(string message) => answer.Status switch
        {
            HttpStatusCode.OK or HttpStatusCode.BadRequest or HttpStatusCode.Conflict when InUse().IsMatch(message) =>
                AudienceErrorCode.AudienceInUse,
            HttpStatusCode.OK or HttpStatusCode.BadRequest or HttpStatusCode.Forbidden when Has(message, "upgrade") && Has(message, "plan") =>
                AudienceErrorCode.PlanTooSmall,
            HttpStatusCode.OK or HttpStatusCode.BadRequest when Has(message, "cannot exceed") || Has(message, "maximum limit") =>
                AudienceErrorCode.LimitExceeded,
            _ => null,
        };

        static bool Has(string message, string word) => message.Contains(word, StringComparison.OrdinalIgnoreCase);
    }

    [GeneratedRegex("can(?:['’]?t|not) delete audience|used by an active campaign", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex InUse();

    private static Audience ReadAudience(JsonElement audience) => ReadAudience(audience, Json.Name(audience, "name"));

    // The answer to a create may lack the name: it is the one that was asked for.
    private static Audience ReadAudience(JsonElement audience, string name) => new()
    {
        Id = Json.Id(audience, "_id"),
        Name = Json.Word(audience, "name") ?? name,
        Description = Json.Word(audience, "description"),
        PhoneColumn = Json.Word(audience, "phoneNumberColumnName"),
        IdentifierColumn = Json.Word(audience, "identifierColumnName"),
        MemberCount = Json.Count(audience, "memberCount") ?? Json.Count(audience, MembersNow),
        CreatedAt = Json.Time(audience, "createdAt"),
        UpdatedAt = Json.Time(audience, "updatedAt"),
        Campaigns = CampaignJson.Read(audience),
        Service = nameof(AudienceService.Atoms),
    };

    private List<AudienceMember> ReadMembers(string audienceId, MemberQuery query, JsonElement data)
    {
        var members = new MemberReader(_columns, audienceId);
        return Json.Objects(data, "members", member => ReadMember(members, member, query.PhoneColumn));
    }

    private AudienceMember ReadMember(MemberReader members, JsonElement member, string? phoneColumn)
    {
        // The phone number's column is the audience's own and isn't told here. Where the caller doesn't know it, it is the usual name, or
        // the first value that is a number.
        var data = Json.Object(member, "data");
        var phone = phoneColumn is not null && data.TryGetProperty(phoneColumn, out _) ? phoneColumn : PhoneProperty(data);
        return members.Read(Json.Id(member, "_id"), phone is null ? null : WithPlus(Json.Text(data, phone)), [], data, phone);
    }

    // A file may have had numbers without their plus, which is all that the vendor's pages ask of it.
    private static string? WithPlus(string? number) =>
        number is ['1' or '2' or '3' or '4' or '5' or '6' or '7' or '8' or '9', ..] && number.Length is >= 7 and <= 15 && number.All(char.IsAsciiDigit)
            ? "+" + number
            : number;

    private string? PhoneProperty(JsonElement columns)
    {
        if (columns.TryGetProperty(PhoneColumn, out _))
        {
            return PhoneColumn;
        }

        foreach (var property in columns.EnumerateObject())
        {
            if (Json.Text(property.Value) is ['+', _, ..])
            {
                return property.Name;
            }
        }

        return null;
    }
}
