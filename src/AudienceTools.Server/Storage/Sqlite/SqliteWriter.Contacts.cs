using AudienceTools.Server.Http;

namespace AudienceTools.Server.Storage.Sqlite;

/// <content>Members and contacts.</content>
internal sealed partial class SqliteWriter
{
    public IReadOnlyList<int> AddRows(Audience audience, IReadOnlyList<ContactRow> rows)
    {
        var now = time.GetUtcNow();
        var lastId = Setting(Schema.ContactLastId);
        var lastSeq = audience.LastSeq;
        var created = 0;
        var known = new List<int>();
        var columns = new ColumnHistory(Database, audience.Id);
        for (var place = 0; place < rows.Count; place++)
        {
            var row = rows[place];
            long contactId;
            var ownColumns = false;
            Contact? shown = null;
            if (TryInsertContact(lastId + 1, row.Phone, name: null, language: null, row.Columns.Span, now))
            {
                contactId = ++lastId;
                created++;
            }
            else
            {
                using var contact = Database.Prepare("SELECT id, attributes, name, language FROM contact WHERE phone = ?1").Bind(row.Phone);
                contact.Step();
                contactId = contact.Int64(0);
                ownColumns = !contact.Bytes(1).SequenceEqual(row.Columns.Span);
                shown = ownColumns || (contact.IsNull(2) && contact.IsNull(3)) ? null : FindContact(contactId);
            }

            if (TryInsertMember(audience.Id, lastSeq + 1, contactId, ownColumns ? row.Columns.Span : default))
            {
                lastSeq++;
                if (shown is null)
                {
                    columns.Add(row.Names);
                }
                else
                {
                    columns.Add(shown);
                }
            }
            else
            {
                known.Add(place);
            }
        }

        columns.Keep();
        CountContacts(created, lastId);
        CountMembers(audience, (int)(lastSeq - audience.LastSeq), now);
        return known;
    }

    public int AddContacts(Audience audience, IReadOnlyList<Contact> contacts)
    {
        var lastSeq = audience.LastSeq;
        var columns = new ColumnHistory(Database, audience.Id);
        foreach (var contact in contacts)
        {
            if (TryInsertMember(audience.Id, lastSeq + 1, contact.Id, columns: default))
            {
                lastSeq++;
                columns.Add(contact);
            }
        }

        columns.Keep();
        return CountMembers(audience, (int)(lastSeq - audience.LastSeq), time.GetUtcNow());
    }

    public int RemoveContacts(Audience audience, IEnumerable<long> contactIds)
    {
        var places = new List<long>();
        foreach (var id in contactIds)
        {
            using var query = Database.Prepare("SELECT seq FROM membership WHERE contact_id = ?1 AND audience_id = ?2")
                .Bind(id)
                .Bind(audience.Id);
            if (query.Step())
            {
                places.Add(query.Int64(0));
            }
        }

        return RemovePlaces(audience, places);
    }

    public int RemovePlaces(Audience audience, IEnumerable<long> places)
    {
        var removed = 0;
        foreach (var place in places)
        {
            var count = Database.Prepare("DELETE FROM membership WHERE audience_id = ?1 AND seq = ?2").Bind(audience.Id).Bind(place).Run();
            if (count > 0)
            {
                Places.Removed(Database, audience.Id, place);
                removed++;
            }
        }

        if (removed > 0)
        {
            Database.Prepare("UPDATE audience SET member_count = member_count - ?2, updated = ?3 WHERE id = ?1")
                .Bind(audience.Id)
                .Bind(removed)
                .Bind(time.GetUtcNow())
                .Run();
        }

        return removed;
    }

    public Contact CreateContact(ContactChange contact)
    {
        var id = Setting(Schema.ContactLastId) + 1;
        var attributes = contact.Attributes is { } given ? given.Span : "{}"u8;
        if (!TryInsertContact(id, contact.Phone!.Value, contact.Name, contact.Language, attributes, time.GetUtcNow()))
        {
            throw new InvalidOperationException("A contact with this phone number exists already.");
        }

        CountContacts(1, id);
        return FindContact(id)!;
    }

    public Contact UpdateContact(Contact contact, ContactChange change)
    {
        Database.Prepare("UPDATE contact SET phone = ?2, name = ?3, language = ?4, attributes = ?5, updated = ?6 WHERE id = ?1")
            .Bind(contact.Id)
            .Bind(change.Phone ?? contact.Phone)
            .Bind(change.Name ?? contact.Name)
            .Bind(change.Language ?? contact.Language)
            .BindUtf8(change.Attributes is { } given ? given.Span : contact.Attributes)
            .Bind(time.GetUtcNow())
            .Run();
        var updated = FindContact(contact.Id)!;
        KeepColumns(contact, updated);
        return updated;
    }

    public void DeleteContact(Contact contact)
    {
        var memberships = new List<(long AudienceId, long Seq)>();
        using (var query = Database.Prepare("SELECT audience_id, seq FROM membership WHERE contact_id = ?1").Bind(contact.Id))
        {
            while (query.Step())
            {
                memberships.Add((query.Int64(0), query.Int64(1)));
            }
        }

        foreach (var (audienceId, seq) in memberships)
        {
            RemovePlaces(FindAudience(audienceId)!, [seq]);
        }

        Database.Prepare("DELETE FROM contact WHERE id = ?1").Bind(contact.Id).Run();
        Places.Removed(Database, ContactScope, contact.Id);
        CountContacts(-1, Setting(Schema.ContactLastId));
    }

    public int DeleteWithContacts(Audience audience)
    {
        const string onlyHere = """
            FROM membership m WHERE m.audience_id = ?1
            AND NOT EXISTS (SELECT 1 FROM membership o WHERE o.contact_id = m.contact_id AND o.audience_id <> ?1)
            """;
        var deleted = Database.Prepare($"DELETE FROM contact WHERE id IN (SELECT m.contact_id {onlyHere})").Bind(audience.Id).Run();
        if (deleted > 0)
        {
            Places.RemovedMany(Database, ContactScope, $"m.contact_id AS place {onlyHere}", audience.Id);
            CountContacts(-deleted, Setting(Schema.ContactLastId));
        }

        DeleteAudience(audience);
        return deleted;
    }

    /// <summary>What is new to a contact is new to the audiences that show it, which are those without columns of their own for it.</summary>
    private void KeepColumns(Contact before, Contact after)
    {
        var names = Columns.Names(before.Attributes, []);
        if (ReferenceEquals(Columns.Names(after.Attributes, names), names)
            && before.Phone == after.Phone
            && string.Equals(before.Name, after.Name, StringComparison.Ordinal)
            && string.Equals(before.Language, after.Language, StringComparison.Ordinal))
        {
            return;
        }

        var audiences = new List<long>();
        using (var query = Database.Prepare("SELECT audience_id FROM membership WHERE contact_id = ?1 AND data IS NULL").Bind(after.Id))
        {
            while (query.Step())
            {
                audiences.Add(query.Int64(0));
            }
        }

        foreach (var audience in audiences)
        {
            var columns = new ColumnHistory(Database, audience);
            columns.Add(after);
            columns.Keep();
        }
    }

    private bool TryInsertContact(long id, long phone, string? name, string? language, ReadOnlySpan<byte> attributes, DateTimeOffset now) =>
        Database.Prepare("INSERT INTO contact VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?6) ON CONFLICT(phone) DO NOTHING")
            .Bind(id)
            .Bind(phone)
            .Bind(name)
            .Bind(language)
            .BindUtf8(attributes)
            .Bind(now)
            .Run() > 0;

    private bool TryInsertMember(long audienceId, long seq, long contactId, ReadOnlySpan<byte> columns)
    {
        var insert = Database.Prepare("INSERT INTO membership VALUES(?1, ?2, ?3, ?4) ON CONFLICT(contact_id, audience_id) DO NOTHING")
            .Bind(audienceId)
            .Bind(seq)
            .Bind(contactId);
        return (columns.IsEmpty ? insert.BindNull() : insert.BindUtf8(columns)).Run() > 0;
    }

    private void CountContacts(int change, long lastId)
    {
        Database.Prepare("UPDATE setting SET value = value + ?2 WHERE name = ?1").Bind(Schema.ContactTotal).Bind(change).Run();
        Database.Prepare("UPDATE setting SET value = ?2 WHERE name = ?1").Bind(Schema.ContactLastId).Bind(lastId).Run();
    }

    private int CountMembers(Audience audience, int added, DateTimeOffset now)
    {
        if (added > 0)
        {
            Database.Prepare("UPDATE audience SET last_seq = last_seq + ?2, member_count = member_count + ?2, updated = ?3 WHERE id = ?1")
                .Bind(audience.Id)
                .Bind(added)
                .Bind(now)
                .Run();
        }

        return added;
    }
}
