using AudienceTools.Server.Http;
using AudienceTools.Server.Storage;

namespace AudienceTools.Server.Local;

/// <summary>Creates or updates the organisation's people.</summary>
internal static class ContactWrites
{
    /// <summary>Creates whoever isn't known by phone number, and updates the others; tells how many were created.</summary>
    public static (IReadOnlyList<Contact> Saved, int Created) SaveContacts(
        this IAudienceWriter writer, IReadOnlyList<ContactChange> changes)
    {
        var created = 0;
        var saved = new List<Contact>(changes.Count);
        foreach (var change in changes)
        {
            if (writer.FindContactByPhone(change.Phone!.Value) is { } known)
            {
                saved.Add(writer.Merge(known, change));
            }
            else
            {
                saved.Add(writer.CreateContact(change));
                created++;
            }
        }

        return (saved, created);
    }

    /// <summary>A name or language that stands among the columns changes there, so that it is told in one place only.</summary>
    public static Contact Merge(this IAudienceWriter writer, Contact contact, ContactChange change)
    {
        var attributes = change.Attributes?.ToArray() ?? contact.Attributes;
        if (change.Name is { } name && Columns.Replace(attributes, "name", name) is { } named)
        {
            attributes = named;
        }

        if (change.Language is { } language && Columns.Replace(attributes, "language", language) is { } spoken)
        {
            attributes = spoken;
        }

        return writer.UpdateContact(contact, change with { Attributes = attributes });
    }
}
