using System.Buffers;
using System.Text.Json;
using AudienceTools.Server.Storage;

namespace AudienceTools.Server.Http;

/// <summary>Finds a text in a contact's name and number, and in its columns where those are meant too; whatever its case.</summary>
internal sealed class TextSearch(string text, bool inColumns)
{
    private const int MaximumLength = 200;

    /// <summary>Null where nothing is searched for.</summary>
    /// <exception cref="ApiException">400 where the text is too long to be meant.</exception>
    public static TextSearch? Of(string? text, bool inColumns = true)
    {
        if (text is { Length: > MaximumLength })
        {
            throw ApiException.BadRequest($"search takes at most {MaximumLength} characters.");
        }

        return string.IsNullOrEmpty(text) ? null : new TextSearch(text, inColumns);
    }

    public bool Matches(Audience audience) => Matches(audience.Name);

    public bool Matches(Campaign campaign) => Matches(campaign.Name);

    public bool Matches(Member member) => Matches(member.Contact, member.Columns);

    public bool Matches(Contact contact) => Matches(contact, contact.Attributes);

    private bool Matches(Contact contact, ReadOnlySpan<byte> columns) =>
        Matches(PhoneNumber.Format(contact.Phone)) || (contact.Name is { } name && Matches(name)) || (inColumns && MatchesValue(columns));

    private bool Matches(ReadOnlySpan<char> value) => value.Contains(text, StringComparison.OrdinalIgnoreCase);

    private bool MatchesValue(ReadOnlySpan<byte> columns)
    {
        var buffer = ArrayPool<char>.Shared.Rent(columns.Length);
        try
        {
            var reader = new Utf8JsonReader(columns);
            while (reader.Read())
            {
                var found = reader.TokenType switch
                {
                    JsonTokenType.String => Matches(buffer.AsSpan(0, reader.CopyString(buffer))),
                    JsonTokenType.Number => Matches(buffer.AsSpan(0, System.Text.Encoding.UTF8.GetChars(reader.ValueSpan, buffer))),
                    _ => false,
                };
                if (found)
                {
                    return true;
                }
            }

            return false;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }
}
