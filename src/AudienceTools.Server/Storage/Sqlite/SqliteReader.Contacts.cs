using Microsoft.Data.Sqlite;

namespace AudienceTools.Server.Storage.Sqlite;

/// <content>Members and contacts.</content>
internal partial class SqliteReader
{
    /// <summary>The scope of the contact list among the gaps; audiences' scopes are their ids, from 1.</summary>
    protected const long ContactScope = 0;

    private const string ContactColumns = "c.id, c.phone, c.name, c.language, c.attributes, c.created, c.updated";

    public Slice<Member> Members(Audience audience, in SliceRequest request, Func<Member, bool>? filter = null)
    {
        var start = Start(request, filter is not null, audience.Id, audience.MemberCount, audience.LastSeq);
        if (filter is null && start.Skip > 0)
        {
            start = new Places.Start(Behind(audience, start), 0);
        }

        using var query = Database.Prepare($"""
            SELECT {ContactColumns}, m.seq, m.data FROM membership m JOIN contact c ON c.id = m.contact_id
            WHERE m.audience_id = ?1 AND m.seq >= ?2 ORDER BY m.seq
            """).Bind(audience.Id).Bind(start.From);
        return Collect(
            query,
            row => new Member(audience.Id, row.Int64(7), ReadContact(row), row.IsNull(8) ? null : row.Columns(8)),
            static member => member.Seq,
            request with { Skip = start.Skip },
            filter,
            audience.MemberCount,
            static member => member.Contact.Attributes.Length + (member.OwnColumns?.Length ?? 0));
    }

    public IReadOnlyList<string>? ColumnsOf(Audience audience)
    {
        try
        {
            return ColumnHistory.Read(Database, audience.Id);
        }
        catch (SqliteException e) when (health?.OfRead(e) is StoreDamagedException)
        {
            // The members may be whole.
            return null;
        }
    }

    public bool IsElsewhere(Member member)
    {
        using var query = Database.Prepare("SELECT 1 FROM membership WHERE contact_id = ?1 AND audience_id <> ?2 LIMIT 1")
            .Bind(member.Contact.Id)
            .Bind(member.AudienceId);
        return query.Step();
    }

    public Contact? FindContact(long id)
    {
        using var query = Database.Prepare($"SELECT {ContactColumns} FROM contact c WHERE id = ?1").Bind(id);
        return query.Step() ? ReadContact(query) : null;
    }

    public Contact? FindContactByPhone(long phone)
    {
        using var query = Database.Prepare($"SELECT {ContactColumns} FROM contact c WHERE phone = ?1").Bind(phone);
        return query.Step() ? ReadContact(query) : null;
    }

    public Slice<Contact> Contacts(in SliceRequest request, Func<Contact, bool>? filter = null)
    {
        var total = Setting(Schema.ContactTotal);
        var start = Start(request, filter is not null, ContactScope, total, Setting(Schema.ContactLastId));
        using var query = Database.Prepare($"SELECT {ContactColumns} FROM contact c WHERE id >= ?1 ORDER BY id").Bind(start.From);
        return Collect(query, ReadContact, static contact => contact.Id, request with { Skip = start.Skip }, filter, total, Bytes);
    }

    public Slice<Contact> ContactsOutside(Audience audience, in SliceRequest request, Func<Contact, bool>? filter = null)
    {
        // Every member is a contact, so the difference of the counts is the count of the difference.
        var total = Setting(Schema.ContactTotal) - audience.MemberCount;
        using var query = Database.Prepare($"""
            SELECT {ContactColumns} FROM contact c WHERE c.id > ?2
            AND NOT EXISTS (SELECT 1 FROM membership m WHERE m.contact_id = c.id AND m.audience_id = ?1) ORDER BY c.id
            """).Bind(audience.Id).Bind(request.After ?? 0);
        return Collect(query, ReadContact, static contact => contact.Id, request, filter, total, Bytes);
    }

    /// <summary>Passes over members by their places alone, without fetching what is known of each.</summary>
    private long Behind(Audience audience, Places.Start start)
    {
        using var query = Database.Prepare("SELECT seq FROM membership WHERE audience_id = ?1 AND seq >= ?2 ORDER BY seq LIMIT 1 OFFSET ?3")
            .Bind(audience.Id)
            .Bind(start.From)
            .Bind(start.Skip);
        return query.Step() ? query.Int64(0) : audience.LastSeq + 1;
    }

    private static int Bytes(Contact contact) => contact.Attributes.Length;

    /// <summary>Turns what is asked for into a place to read from: at once where nothing was removed, else by the gaps.</summary>
    private Places.Start Start(in SliceRequest request, bool filtered, long scope, long count, long lastPlace)
    {
        if (request.After is { } after)
        {
            return new Places.Start(after + 1, 0);
        }

        if (filtered)
        {
            return new Places.Start(1, request.Skip);
        }

        return count == lastPlace ? new Places.Start(request.Skip + 1, 0) : Places.Find(Database, scope, request.Skip);
    }

    public static Contact ReadContact(Statement row) => new(
        row.Int64(0),
        row.Int64(1),
        row.TextOrNull(2),
        row.TextOrNull(3),
        row.Columns(4),
        row.Time(5),
        row.Time(6));
}
