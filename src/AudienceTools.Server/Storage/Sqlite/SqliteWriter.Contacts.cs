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
        for (var place = 0; place < rows.Count; place++)
        {
            var row = rows[place];
            long contactId;
            var ownColumns = false;
            if (TryInsertContact(lastId + 1, row.Phone, name: null, language: null, row.Columns.Span, now))
            {
                contactId = ++lastId;
                created++;
            }
            else
            {
                using var contact = Database.Prepare("SELECT id, attributes FROM contact WHERE phone = ?1").Bind(row.Phone);
                contact.Step();
                contactId = contact.Int64(0);
                ownColumns = !contact.Bytes(1).SequenceEqual(row.Columns.Span);
            }

            if (TryInsertMember(audience.Id, lastSeq + 1, contactId, ownColumns ? row.Columns.Span : default))
            {
                lastSeq++;
            }
            else
            {
                known.Add(place);
            }
        }

        CountContacts(created, lastId);
        CountMembers(audience, (int)(lastSeq - audience.LastSeq), now);
        return known;
    }

    public int AddContacts(Audience audience, IReadOnlyList<Contact> contacts)
    {
        var lastSeq = audience.LastSeq;
        foreach (var contact in contacts)
        {
            if (TryInsertMember(audience.Id, lastSeq + 1, contact.Id, columns: default))
            {
                lastSeq++;
            }
        }

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
        return FindContact(contact.Id)!;
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
