using System.Text.Json;
using AudienceTools.Server.Http;
using AudienceTools.Server.Storage;

namespace AudienceTools.Server.Local;

/// <summary>
/// Writes contacts as <see cref="ContactBody"/> describes them, without making anything of what is stored on the way: a list has
/// hundreds of thousands of them. For one answer: it remembers the times that it wrote last, which neighbours mostly share.
/// </summary>
internal sealed class ContactWriter(PublicIds ids)
{
    /// <summary>The quotes.</summary>
    private const int EmptyText = 2;

    private static readonly JsonEncodedText s_id = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText s_name = JsonEncodedText.Encode("name");
    private static readonly JsonEncodedText s_phoneNumber = JsonEncodedText.Encode("phoneNumber");
    private static readonly JsonEncodedText s_language = JsonEncodedText.Encode("language");
    private static readonly JsonEncodedText s_metadata = JsonEncodedText.Encode("metadata");
    private static readonly JsonEncodedText s_organizationId = JsonEncodedText.Encode("organizationId");
    private static readonly JsonEncodedText s_createdAt = JsonEncodedText.Encode("createdAt");
    private static readonly JsonEncodedText s_updatedAt = JsonEncodedText.Encode("updatedAt");

    private readonly JsonEncodedText _organization = JsonEncodedText.Encode(ids.Organization);
    private readonly LastTime _created = new();
    private readonly LastTime _updated = new();

    public void Write(Utf8JsonWriter writer, Contact contact) =>
        Write(writer, contact, contact.Attributes, contact.Name, contact.Language);

    /// <summary>A member with columns of this audience's own is named by them, not by what another audience knows of the person.</summary>
    public void Write(Utf8JsonWriter writer, Member member)
    {
        if (member.OwnColumns is { } columns)
        {
            Write(writer, member.Contact, columns, name: null, language: null);
        }
        else
        {
            Write(writer, member.Contact);
        }
    }

    private void Write(Utf8JsonWriter writer, Contact contact, ReadOnlySpan<byte> columns, string? name, string? language)
    {
        Span<byte> buffer = stackalloc byte[32];
        writer.WriteStartObject();
        writer.WriteString(s_id, buffer[..ids.Contact(contact.Id, buffer)]);
        writer.WritePropertyName(s_name);
        var phone = buffer[..PhoneNumber.Format(contact.Phone, buffer)];
        if (name is { Length: > 0 })
        {
            writer.WriteStringValue(name);
        }
        else if (name is null && Columns.RawText(columns, "name"u8) is { Length: > EmptyText } column)
        {
            writer.WriteRawValue(column, skipInputValidation: true);
        }
        else
        {
            writer.WriteStringValue(phone);
        }

        writer.WriteString(s_phoneNumber, phone);
        writer.WritePropertyName(s_language);
        if (language is not null)
        {
            writer.WriteStringValue(language);
        }
        else if (Columns.RawText(columns, "language"u8) is { IsEmpty: false } column)
        {
            writer.WriteRawValue(column, skipInputValidation: true);
        }
        else
        {
            writer.WriteNullValue();
        }

        writer.WritePropertyName(s_metadata);
        writer.WriteRawValue(columns, skipInputValidation: true);
        writer.WriteString(s_organizationId, _organization);
        writer.WriteString(s_createdAt, _created.Format(contact.Created));
        writer.WriteString(s_updatedAt, _updated.Format(contact.Updated));
        writer.WriteEndObject();
    }
    private sealed class LastTime
    {
        private readonly byte[] _text = new byte[Timestamp.Length];
        private DateTimeOffset? _time;

        public ReadOnlySpan<byte> Format(DateTimeOffset time)
        {
            if (_time != time)
            {
                Timestamp.Format(time, _text);
                _time = time;
            }

            return _text;
        }
    }
}
