using System.ComponentModel;
using AudienceTools.Server.Http;
using AudienceTools.Server.Storage;
using Microsoft.AspNetCore.Mvc;

namespace AudienceTools.Server.Local;

/// <summary>`/v1/audiences/{id}/contacts` and what belongs to it.</summary>
internal static class MemberEndpoints
{
    private const int MaximumReplacement = 100_000;

    public static void MapMembers(this IEndpointRouteBuilder api)
    {
        var audience = api.MapGroup("/audiences/{id}").WithTags("Members");
        audience.MapGet("/contacts", ListAsync).Produces<MembersBody>();
        audience.MapGet("/available-contacts", ListAvailableAsync).Produces<PageBody<ContactBody>>();
        audience.MapPost("/contacts", AddAsync).Accepts<MembersToAdd>("application/json").Produces<AddedBody>();
        audience.MapDelete("/contacts", RemoveAsync).Accepts<MembersToRemove>("application/json").Produces<RemovedBody>();
        audience.MapPost("/contacts/remove", RemoveAsync).Accepts<MembersToRemove>("application/json").Produces<RemovedBody>();
    }

    /// <summary>All members at once, in one step that is made whole or not at all; Local's only.</summary>
    public static void MapReplacement(this IEndpointRouteBuilder api) => api.MapPut("/audiences/{id}/contacts", ReplaceAsync)
        .WithTags("Members")
        .Accepts<MembersToReplace>("application/json")
        .Produces<AddedBody>();

    private static Task<Answer> ListAsync(
        string id,
        [AsParameters] ListQuery query,
        [FromQuery(Name = "elsewhere"), Description("Only members that are (`true`) or aren't (`false`) in another audience too; /v1 only.")]
        string? elsewhere,
        IAudienceStore store,
        LocalBodies bodies,
        CancellationToken cancellation)
    {
        var tellsMore = Terms.Of(query.Context).TellsMore;
        var isElsewhere = tellsMore ? Flag(elsewhere, "elsewhere") : null;
        var list = query.Read();
        return store.ReadAsync(
            reader =>
            {
                var audience = bodies.Audience(reader, id);
                var members = reader.Members(audience, list.Slice, Filter(reader, list.Search, isElsewhere));
                return list.Answer(members, bodies.NewContactWriter().Write, tellsMore ? reader.ColumnsOf(audience) : null);
            },
            cancellation);
    }

    private static Func<Member, bool>? Filter(IAudienceReader reader, TextSearch? search, bool? isElsewhere) => (search, isElsewhere) switch
    {
        (null, null) => null,
        ({ } text, null) => text.Matches,
        (null, { } wanted) => member => reader.IsElsewhere(member) == wanted,
        ({ } text, { } wanted) => member => text.Matches(member) && reader.IsElsewhere(member) == wanted,
    };

    private static bool? Flag(string? text, string name) => text switch
    {
        null => null,
        "true" => true,
        "false" => false,
        _ => throw ApiException.BadRequest($"{name} must be true or false."),
    };

    private static Task<Answer> ListAvailableAsync(
        string id, [AsParameters] ListQuery query, IAudienceStore store, LocalBodies bodies, CancellationToken cancellation) =>
        query.AnswerAsync(
            store,
            (reader, list) => reader.ContactsOutside(bodies.Audience(reader, id), list.Slice, list.Search is { } search ? search.Matches : null),
            bodies.NewContactWriter().Write,
            cancellation);

    private static async Task<Answer> AddAsync(string id, HttpContext context, LocalWrites writes, LocalBodies bodies)
    {
        var body = await RequestBody.ReadJsonAsync(context.Request);
        var terms = Terms.Of(context);
        if (terms.TakesNumbers && RowReader.Read(body, "contacts", NewAudience.DefaultPhoneColumn, needsNames: terms.NeedsColumnNames) is { } read)
        {
            return await writes.RunAsync(context, body, read.Rows.Count + 1, writer =>
            {
                var known = writer.AddRows(bodies.Audience(writer, id), read.Rows);
                return Added(writer, bodies, id, read.Rows.Count - known.Count, Indexes(known, read.Rejected), read.Rejected);
            });
        }

        var ids = RequestBody.Parse(body, LocalJson.Default.MembersToAdd).ContactIds
            ?? throw ApiException.BadRequest(terms.TakesNumbers ? "contacts or contactIds is required." : "contactIds is required.");
        RequestBody.RefuseNull(ids, "contactIds");
        Limit(ids.Count);
        return await writes.RunAsync(context, body, ids.Count + 1, writer =>
        {
            var audience = bodies.Audience(writer, id);
            var added = writer.AddContacts(audience, [.. ids.Select(contact => bodies.Contact(writer, contact))]);
            var count = bodies.Audience(writer, id).MemberCount;
            return terms.TellsMore
                ? Answer.Of(new AddedBody(added, ids.Count - added, [], [], count), LocalJson.Default.AddedBody)
                : Answer.Of(new CountBody(count), LocalJson.Default.CountBody);
        });
    }

    private static async Task<Answer> ReplaceAsync(string id, HttpContext context, LocalWrites writes, LocalBodies bodies)
    {
        var body = await RequestBody.ReadJsonAsync(context.Request);
        var read = RowReader.Read(body, "contacts", NewAudience.DefaultPhoneColumn, MaximumReplacement, needsNames: true)
            ?? throw ApiException.BadRequest("contacts is required.");
        if (read.Rejected is [var bad, ..])
        {
            throw ApiException.BadRequest($"Nothing is replaced, since the row at {bad.Index} can't be taken. {bad.Message}");
        }

        return await writes.RunAsync(context, body, read.Rows.Count + 1, writer =>
        {
            var cleared = writer.ClearAudience(bodies.Audience(writer, id), NewAudience.DefaultPhoneColumn, phonePosition: 0);
            var known = writer.AddRows(cleared, read.Rows);
            return Added(writer, bodies, id, read.Rows.Count - known.Count, known, read.Rejected);
        });
    }

    private static Answer Added(
        IAudienceWriter writer, LocalBodies bodies, string id, int added, IReadOnlyList<int> skipped, IReadOnlyList<RejectedRow> rejected) =>
        Answer.Of(
            new AddedBody(added, skipped.Count, skipped, rejected, bodies.Audience(writer, id).MemberCount), LocalJson.Default.AddedBody);

    /// <summary>Places among the rows that were taken, as places in the request, where refused rows stand between them.</summary>
    private static int[] Indexes(IReadOnlyList<int> places, IReadOnlyList<RejectedRow> rejected)
    {
        var indexes = new int[places.Count];
        var before = 0;
        for (var i = 0; i < indexes.Length; i++)
        {
            while (before < rejected.Count && rejected[before].Index <= places[i] + before)
            {
                before++;
            }

            indexes[i] = places[i] + before;
        }

        return indexes;
    }

    /// <summary>Who isn't a member is passed over, so that asking again is harmless.</summary>
    private static async Task<Answer> RemoveAsync(string id, HttpContext context, LocalWrites writes, LocalBodies bodies)
    {
        var body = await RequestBody.ReadJsonAsync(context.Request);
        var terms = Terms.Of(context);
        var fields = RequestBody.Parse(body, LocalJson.Default.MembersToRemove);
        var numbers = terms.TakesNumbers ? fields.PhoneNumbers : null;
        if (fields.ContactIds is null && numbers is null)
        {
            throw ApiException.BadRequest(terms.TakesNumbers ? "contactIds or phoneNumbers is required." : "contactIds is required.");
        }

        var ids = fields.ContactIds ?? [];
        RequestBody.RefuseNull(ids, "contactIds");
        RequestBody.RefuseNull(numbers ?? [], "phoneNumbers");
        var phones = (numbers ?? []).Select(static text => PhoneNumber.TryParse(text, out var phone)
            ? phone
            : throw ApiException.BadRequest($"phoneNumbers holds one that can't be. {PhoneNumber.Rule}")).ToArray();
        var count = ids.Count + phones.Length;
        Limit(count);
        return await writes.RunAsync(context, body, count + 1, writer =>
        {
            var audience = bodies.Audience(writer, id);
            var byId = terms.PassesOverUnknown
                ? ids.Select(bodies.ContactRow).OfType<long>()
                : ids.Select(contact => bodies.Contact(writer, contact).Id);
            var byPhone = phones.Select(writer.FindContactByPhone).OfType<Contact>().Select(static contact => contact.Id);
            var removed = writer.RemoveContacts(audience, [.. byId, .. byPhone]);
            var left = bodies.Audience(writer, id).MemberCount;
            return terms.TellsMore
                ? Answer.Of(new RemovedBody(removed, left), LocalJson.Default.RemovedBody)
                : Answer.Of(new CountBody(left), LocalJson.Default.CountBody);
        });
    }

    private static void Limit(int count)
    {
        if (count > RowReader.MaximumRows)
        {
            throw ApiException.BadRequest($"A request takes at most {RowReader.MaximumRows} contacts.");
        }
    }
}
