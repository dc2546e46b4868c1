using System.Text.Json;
using AudienceTools.Server.Http;
using AudienceTools.Server.Storage;

namespace AudienceTools.Server.Local;

/// <summary>`/v1/contacts`: the organisation's people, each known once by phone number.</summary>
internal static class ContactEndpoints
{
    public static void MapContacts(this IEndpointRouteBuilder api)
    {
        var contacts = api.MapGroup("/contacts").WithTags("Contacts");
        contacts.MapGet("/", ListAsync).Produces<PageBody<ContactBody>>();
        contacts.MapPost("/", CreateAsync).Accepts<ContactFields>("application/json").Produces<ContactBody>(StatusCodes.Status201Created);
        contacts.MapPost("/bulk", SaveManyAsync).Accepts<BulkContacts>("application/json").Produces<BulkAnswer>();
        contacts.MapGet("/{id}", GetAsync).Produces<ContactBody>();
        contacts.MapPatch("/{id}", UpdateAsync).Accepts<ContactFields>("application/json").Produces<ContactBody>();
        contacts.MapDelete("/{id}", DeleteAsync).Produces<SuccessBody>();
    }

    private static Task<Answer> ListAsync(
        [AsParameters] ListQuery query, IAudienceStore store, LocalBodies bodies, CancellationToken cancellation) =>
        query.AnswerAsync(
            store,
            (reader, list) => reader.Contacts(list.Slice, list.Search is { } search ? search.Matches : null),
            bodies.NewContactWriter().Write,
            cancellation);

    private static Task<Answer> GetAsync(string id, IAudienceStore store, LocalBodies bodies, CancellationToken cancellation) =>
        store.ReadAsync(reader => bodies.AnswerOf(bodies.Contact(reader, id)), cancellation);

    private static async Task<Answer> CreateAsync(HttpContext context, LocalWrites writes, LocalBodies bodies)
    {
        var body = await RequestBody.ReadJsonAsync(context.Request);
        var change = Complete(RequestBody.Parse(body, LocalJson.Default.ContactFields), Terms.Of(context));
        return await writes.RunAsync(context, body, weight: 1, writer =>
        {
            RefuseKnown(writer, change.Phone!.Value);
            return bodies.AnswerOf(writer.CreateContact(change), StatusCodes.Status201Created);
        });
    }

    private static async Task<Answer> UpdateAsync(string id, HttpContext context, LocalWrites writes, LocalBodies bodies)
    {
        var body = await RequestBody.ReadJsonAsync(context.Request);
        var change = Check(RequestBody.Parse(body, LocalJson.Default.ContactFields), Terms.Of(context));
        return await writes.RunAsync(context, body, weight: 1, writer =>
        {
            var contact = bodies.Contact(writer, id);
            if (change.Phone is { } phone && phone != contact.Phone)
            {
                RefuseKnown(writer, phone);
            }

            return bodies.AnswerOf(writer.Merge(contact, change));
        });
    }

    private static Task<Answer> DeleteAsync(string id, HttpContext context, LocalWrites writes, LocalBodies bodies) =>
        writes.RunAsync(context, writer =>
        {
            writer.DeleteContact(bodies.Contact(writer, id));
            return Answer.Of(new SuccessBody(Success: true), LocalJson.Default.SuccessBody);
        });

    private static async Task<Answer> SaveManyAsync(HttpContext context, LocalWrites writes, LocalBodies bodies)
    {
        var body = await RequestBody.ReadJsonAsync(context.Request);
        var items = RequestBody.Parse(body, LocalJson.Default.BulkContacts).Contacts
            ?? throw ApiException.BadRequest("contacts is required.");
        if (items.Count > RowReader.MaximumRows)
        {
            throw ApiException.BadRequest($"contacts takes at most {RowReader.MaximumRows} contacts.");
        }

        var changes = new List<ContactChange>();
        var rejected = new List<RejectedRow>();
        for (var index = 0; index < items.Count; index++)
        {
            try
            {
                var fields = items[index].Deserialize(LocalJson.Default.ContactFields);
                changes.Add(Complete(fields ?? throw ApiException.BadRequest("A contact must be a JSON object."), Terms.Of(context)));
            }
            catch (Exception e) when (e is ApiException or JsonException)
            {
                var reason = e is ApiException ? e.Message : "The contact isn't the JSON that was expected.";
                rejected.Add(new RejectedRow(index, "InvalidContact", reason));
            }
        }

        return await writes.RunAsync(context, body, changes.Count + 1, writer =>
        {
            var (saved, created) = writer.SaveContacts(changes);
            var answer = new BulkAnswer(
                created,
                saved.Count - created,
                rejected.Count,
                [.. saved.Select(bodies.ReferenceTo)],
                Terms.Of(context).TellsMore ? rejected : null);
            return Answer.Of(answer, LocalJson.Default.BulkAnswer);
        });
    }

    private static ContactChange Complete(ContactFields fields, Terms terms)
    {
        if (fields.PhoneNumber is null)
        {
            throw ApiException.BadRequest("phoneNumber is required.");
        }

        return Check(fields, terms) with { Name = Fields.Name(fields.Name) };
    }

    private static ContactChange Check(ContactFields fields, Terms terms)
    {
        long? phone = null;
        if (fields.PhoneNumber is { } text)
        {
            phone = PhoneNumber.TryParse(text, out var parsed)
                ? parsed
                : throw ApiException.BadRequest($"phoneNumber can't be one. {PhoneNumber.Rule}");
        }

        if (terms.NeedsColumnNames && fields.Metadata is { } columns && Columns.IsNameless(Columns.Names(columns.Utf8.Span, [])))
        {
            throw ApiException.BadRequest(Columns.NameRule);
        }

        return new ContactChange(
            phone, Fields.OptionalName(fields.Name, "name"), Fields.OptionalName(fields.Language, "language"), fields.Metadata?.Utf8);
    }

    private static void RefuseKnown(IAudienceWriter writer, long phone)
    {
        if (writer.FindContactByPhone(phone) is not null)
        {
            throw ApiException.Conflict("A contact with this phone number exists already.");
        }
    }
}
