using System.Text.Json;
using System.Text.Json.Serialization;
using AudienceTools.Server.Http;

namespace AudienceTools.Server.Local;

/// <summary>
/// A part of a list. `next` goes back as `?after=`; it is absent on the last page. For the description only, see <see cref="ListRequest"/>.
/// </summary>
internal sealed record PageBody<T>(
    IReadOnlyList<T> Data,
    long Total,
    long Page,
    int Limit,
    long TotalPages,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Next);

/// <summary>
/// A part of an audience's members. `columns` names all that its members ever had beside the number, in the order in which they came, so
/// that the first page tells what the last one may hold; it is absent where there are too many. For the description only.
/// </summary>
internal sealed record MembersBody(
    IReadOnlyList<ContactBody> Data,
    long Total,
    long Page,
    int Limit,
    long TotalPages,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Next,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Columns);

/// <summary>An audience, as it is sent; `columns` stands only where one audience is told of, not in lists.</summary>
internal sealed record AudienceBody(
    string Id,
    string Name,
    string? Description,
    string OrganizationId,
    long ContactCount,
    string CreatedAt,
    string UpdatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? IdentifierColumnName = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Columns = null);

/// <summary>What an audience is changed with.</summary>
internal sealed record AudienceFields(string? Name = null, string? Description = null);

/// <summary>
/// What an audience is made with. One that is dynamic is shown so by the copy of CommBox, where nobody can replace it; the column that
/// identifies contacts is told by the copy of Atoms too.
/// </summary>
internal sealed record NewAudienceFields(
    string? Name = null, string? Description = null, bool? Dynamic = null, string? IdentifierColumnName = null);

/// <summary>
/// A contact, of the organisation or of an audience; `metadata` holds its columns in their order. For the description only, see
/// <see cref="ContactWriter"/>.
/// </summary>
internal sealed record ContactBody(
    string Id,
    string Name,
    string PhoneNumber,
    string? Language,
    RawJson Metadata,
    string OrganizationId,
    string CreatedAt,
    string UpdatedAt);

/// <summary>What a contact is made or changed with.</summary>
internal sealed record ContactFields(string? Name = null, string? PhoneNumber = null, string? Language = null, RawJson? Metadata = null);

/// <summary>Contacts to create or update.</summary>
internal sealed record BulkContacts(IReadOnlyList<JsonElement>? Contacts = null);

/// <summary>What became of them, in the order in which they came.</summary>
internal sealed record BulkAnswer(
    int Created,
    int Updated,
    int Failed,
    IReadOnlyList<ContactReference> Contacts,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<RejectedRow>? Rejected);

/// <summary>The least that names a contact.</summary>
internal sealed record ContactReference(string Id, string Name, string PhoneNumber);

/// <summary>Either rows or known contacts; for the description only, rows are read as a stream.</summary>
internal sealed record MembersToAdd(IReadOnlyList<JsonElement>? Contacts = null, IReadOnlyList<string>? ContactIds = null);

/// <summary>Who the members are from now on; for the description only, rows are read as a stream.</summary>
internal sealed record MembersToReplace(IReadOnlyList<JsonElement>? Contacts = null);

/// <summary>Who leaves the audience.</summary>
internal sealed record MembersToRemove(IReadOnlyList<string>? ContactIds = null, IReadOnlyList<string>? PhoneNumbers = null);

/// <summary>What became of the rows. `skipped` were members already, or stood twice; of rows, `skippedIndexes` says which.</summary>
internal sealed record AddedBody(
    int Added, int Skipped, IReadOnlyList<int> SkippedIndexes, IReadOnlyList<RejectedRow> Rejected, long ContactCount);

/// <summary>How many are members now; all that OliAI tells.</summary>
internal sealed record CountBody(long ContactCount);

/// <summary>How many left, and how many stay.</summary>
internal sealed record RemovedBody(int Removed, long ContactCount);

/// <summary>A campaign, as it is sent.</summary>
internal sealed record CampaignBody(
    string Id,
    string Name,
    string? FlowId,
    string AudienceId,
    string Status,
    string OrganizationId,
    string CreatedAt,
    string UpdatedAt);

/// <summary>What a campaign is made with. With a time it is scheduled, without one a draft.</summary>
internal sealed record CampaignFields(
    string? Name = null, string? AudienceId = null, string? FlowId = null, DateTimeOffset? ScheduledAt = null);

/// <summary>A campaign that stands in the way.</summary>
internal sealed record CampaignReference(string Id, string Name, string Status);

/// <summary>Done.</summary>
internal sealed record SuccessBody(bool Success);

/// <summary>Done; where it was asked for, with how many contacts went along.</summary>
internal sealed record DeletedBody(bool Success, int? ContactsDeleted);

/// <summary>What went wrong.</summary>
internal sealed record ErrorBody(
    int StatusCode,
    string Message,
    string Error,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<CampaignReference>? Campaigns,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Code);
