using System.Text.Json;
using System.Text.Json.Serialization;
using AudienceTools.Server.Http;

namespace AudienceTools.Server.Atoms;

/// <summary>What every good answer is wrapped in.</summary>
internal sealed record Envelope<T>(bool Status, T Data);

/// <summary>What every bad one says.</summary>
internal sealed record ErrorsBody(bool Status, IReadOnlyList<string> Errors);

/// <summary>What a bad request for members says.</summary>
internal sealed record MembersErrorBody(string Status, IReadOnlyList<string> Errors);

/// <summary>Too fast; seconds.</summary>
internal sealed record RateLimitBody(bool Status, string Error, string Code, [property: JsonPropertyName("retry_after")] int RetryAfter);

/// <summary>An audience. Counts and campaigns stand in the list alone.</summary>
internal sealed record AudienceBody(
    [property: JsonPropertyName("_id")] string Id,
    string Name,
    string? Description,
    string PhoneNumberColumnName,
    string? IdentifierColumnName,
    string Organization,
    string CreatedBy,
    string CreatedAt,
    string UpdatedAt,
    long? MemberCount = null,
    bool? HasCampaigns = null,
    IReadOnlyList<CampaignOfAudience>? Campaigns = null);

/// <summary>A campaign, as the list of audiences tells of it.</summary>
internal sealed record CampaignOfAudience([property: JsonPropertyName("_id")] string Id, string Name, string Status, string CreatedAt);

/// <summary>A member; `data` has the columns by the headers of the file, the phone number's among them.</summary>
internal sealed record MemberBody([property: JsonPropertyName("_id")] string Id, RawJson Data);

/// <summary>A page of members.</summary>
internal sealed record MembersPage(IReadOnlyList<MemberBody> Members, long TotalCount, long TotalPages, bool HasMore);

/// <summary>The first members that fit a search.</summary>
internal sealed record FoundMembers(IReadOnlyList<MemberBody> Members, SearchInfo SearchInfo);

/// <summary>What was searched for, and how many members fit, of whom the first are given.</summary>
internal sealed record SearchInfo(string SearchType, string? SearchTerm, IReadOnlyList<string>? SearchFields, long TotalResults);

/// <summary>For the description only: members are read as a stream.</summary>
internal sealed record MembersToAdd(IReadOnlyList<JsonElement>? Members = null);

/// <summary>What became of an add.</summary>
internal sealed record MembersAdded(string Message, AddedCounts Data);

/// <summary>Skipped were those that the audience had.</summary>
internal sealed record AddedCounts(int Added, int Skipped);

/// <summary>Who leaves.</summary>
internal sealed record MembersToDelete(IReadOnlyList<string>? MemberIds = null);

/// <summary>How many left.</summary>
internal sealed record MembersDeleted(int DeletedCount);

/// <summary>What a campaign is made with.</summary>
internal sealed record CampaignFields(
    string? Name = null, string? AudienceId = null, string? AgentId = null, DateTimeOffset? ScheduledAt = null);

/// <summary>A campaign.</summary>
internal sealed record CampaignBody(
    [property: JsonPropertyName("_id")] string Id,
    string Name,
    string Organization,
    string? AgentId,
    string CreatedBy,
    string AudienceId,
    string Status,
    string CreatedAt,
    string UpdatedAt);

/// <summary>One campaign, as its own path gives it.</summary>
internal sealed record CampaignDetails(CampaignBody Campaign);

/// <summary>A campaign was started.</summary>
internal sealed record CampaignStarted(string Message, string TaskId, string CampaignId);

/// <summary>A campaign, as the list of campaigns tells of it. No calls are made here, so none is tried again.</summary>
internal sealed record ListedCampaign(
    [property: JsonPropertyName("_id")] string Id,
    string Name,
    string Organization,
    NamedReference? Agent,
    NamedReference? Audience,
    string CreatedBy,
    string Status,
    long ParticipantsCount,
    int MaxRetries,
    int RetryDelay,
    string CreatedAt,
    string UpdatedAt);

/// <summary>What a campaign uses.</summary>
internal sealed record NamedReference([property: JsonPropertyName("_id")] string Id, string Name);

/// <summary>A page of campaigns. The total is of those that fit, the campaign count of all.</summary>
internal sealed record CampaignsPage(IReadOnlyList<ListedCampaign> Campaigns, Pagination Pagination, long TotalCampaignCount);

/// <summary>Which part of a list it is; the offset is the size of a page.</summary>
internal sealed record Pagination(long Total, int Page, int Offset, bool HasMore, long TotalPages)
{
    public static Pagination Of(int page, int size, long total) => new(total, page, size, (long)page * size < total, (total + size - 1) / size);
}

/// <summary>A number that isn't to be called.</summary>
internal sealed record DncEntry(
    string Id, string? AgentId, string OrgId, string PhoneNumber, string Source, string CreatedAt, string UpdatedAt);

/// <summary>A page of them.</summary>
internal sealed record DncPage(IReadOnlyList<DncEntry> Entries, Pagination Pagination);
