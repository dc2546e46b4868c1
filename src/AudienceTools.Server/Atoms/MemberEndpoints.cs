using System.Text.Json;
using AudienceTools.Server.Http;
using AudienceTools.Server.Storage;

namespace AudienceTools.Server.Atoms;

/// <summary>`/atoms/v1/audience/{id}/members`.</summary>
internal static class MemberEndpoints
{
    private const int MaximumFound = 10;

    public static void MapAtomsMembers(this IEndpointRouteBuilder api)
    {
        var members = api.MapGroup("/audience/{id}/members").WithTags("Atoms");
        members.MapGet("/", ListAsync).Produces<Envelope<MembersPage>>().Produces<MembersErrorBody>(StatusCodes.Status400BadRequest);
        members.MapPost("/", AddAsync).Accepts<MembersToAdd>("application/json").Produces<Envelope<IReadOnlyList<MembersAdded>>>();
        members.MapDelete("/", DeleteAsync).Accepts<MembersToDelete>("application/json").Produces<Envelope<MembersDeleted>>();
        members.MapGet("/search", SearchAsync).Produces<Envelope<FoundMembers>>();
    }

    private static Task<Answer> ListAsync(
        string id, [AsParameters] PageQuery query, IAudienceStore store, AtomsBodies bodies, CancellationToken cancellation)
    {
        var (page, slice) = query.Read();
        var search = TextSearch.Of(query.SearchText);
        return store.ReadAsync(
            reader =>
            {
                var audience = bodies.Audience(reader, id);
                var found = reader.Members(audience, slice, search is null ? null : search.Matches);
                var total = found.Total ?? 0;
                var body = new MembersPage(
                    [.. found.Items.Select(member => bodies.Of(audience, member))],
                    total,
                    (total + slice.Take - 1) / slice.Take,
                    (long)page * slice.Take < total);
                return Answer.OfPage(new Envelope<MembersPage>(Status: true, body), AtomsJson.Default.EnvelopeMembersPage);
            },
            cancellation);
    }

    private static async Task<Answer> AddAsync(string id, HttpContext context, IAudienceStore store, AtomsBodies bodies)
    {
        var body = await RequestBody.ReadJsonAsync(context.Request);
        var known = await store.ReadAsync(reader => bodies.Audience(reader, id), context.RequestAborted);
        var read = RowReader.Read(body, "members", known.PhoneColumn, needsPlus: false) ?? throw ApiException.BadRequest("members is required");
        Check(read, known.PhoneColumn);
        var (added, skipped) = await store.WriteAsync(
            writer =>
            {
                var audience = bodies.Audience(writer, id);
                Limit(audience.MemberCount, read.Rows.Count);
                var there = writer.AddRows(audience, read.Rows).Count;
                return (read.Rows.Count - there, there);
            },
            read.Rows.Count + 1,
            context.RequestAborted);
        return Answer.Of(
            new Envelope<IReadOnlyList<MembersAdded>>(
                Status: true, [new MembersAdded($"{added} members added successfully", new AddedCounts(added, skipped))]),
            AtomsJson.Default.EnvelopeIReadOnlyListMembersAdded);
    }

    /// <summary>One bad member refuses them all, and nothing is added.</summary>
    private static void Check(RowsRead read, string phoneColumn)
    {
        if (read.Rejected is [var first, ..])
        {
            throw ApiException.BadRequest(string.Equals(first.Code, RowReader.MissingPhone, StringComparison.Ordinal)
                ? $"Each member must have a {phoneColumn} field"
                : $"Member {first.Index + 1} can't be added: {first.Message}");
        }

        foreach (var row in read.Rows)
        {
            CheckNames(row.Columns.Span);
        }
    }

    private static void CheckNames(ReadOnlySpan<byte> columns)
    {
        var reader = new Utf8JsonReader(columns);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!CsvAudience.IsColumnName(reader.GetString()))
            {
                throw ApiException.BadRequest("Column names can only contain letters, numbers and underscores");
            }

            reader.Read();
            reader.Skip();
        }
    }

    private static void Limit(long members, int adding)
    {
        if (members + adding > CsvAudience.MaximumMembers)
        {
            throw ApiException.BadRequest(
                $"Cannot add {adding} members. You currently have {members} members in this audience. "
                + $"The maximum limit is {CsvAudience.MaximumMembers} members. "
                + $"You can add up to {Math.Max(0, CsvAudience.MaximumMembers - members)} more members.");
        }
    }

    /// <summary>What happens to ids that name no member isn't documented: they aren't counted.</summary>
    private static async Task<Answer> DeleteAsync(string id, HttpContext context, IAudienceStore store, AtomsBodies bodies)
    {
        var body = await RequestBody.ReadJsonAsync(context.Request);
        var ids = RequestBody.Parse(body, AtomsJson.Default.MembersToDelete).MemberIds
            ?? throw ApiException.BadRequest("memberIds is required");
        RequestBody.RefuseNull(ids, "memberIds");
        if (ids.Count > CsvAudience.MaximumMembers)
        {
            throw ApiException.BadRequest($"memberIds takes at most {CsvAudience.MaximumMembers} ids");
        }

        return await store.WriteAsync(
            writer =>
            {
                var audience = bodies.Audience(writer, id);
                var deleted = new MembersDeleted(writer.RemovePlaces(audience, bodies.Places(audience, ids)));
                return Answer.Of(new Envelope<MembersDeleted>(Status: true, deleted), AtomsJson.Default.EnvelopeMembersDeleted);
            },
            ids.Count + 1,
            context.RequestAborted);
    }

    private static Task<Answer> SearchAsync(string id, HttpContext context, IAudienceStore store, AtomsBodies bodies)
    {
        var (matches, info) = MemberSearch.Read(context.Request.Query);
        return store.ReadAsync(
            reader =>
            {
                var audience = bodies.Audience(reader, id);

                var found = reader.Members(audience, new SliceRequest(MaximumFound), member => matches(audience, member));
                var body = new FoundMembers(
                    [.. found.Items.Select(member => bodies.Of(audience, member))], info with { TotalResults = found.Total ?? found.Items.Count });
                return Answer.Of(new Envelope<FoundMembers>(Status: true, body), AtomsJson.Default.EnvelopeFoundMembers);
            },
            context.RequestAborted);
    }
}
