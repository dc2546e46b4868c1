using AudienceTools.Core.Dialects;
using AudienceTools.Server.Http;

namespace AudienceTools.Server.Storage;

/// <summary>
/// What clients show of a contact beside its columns: a language, and a name that isn't the number, nor put together from columns.
/// </summary>
internal static class ShownBeside
{
    public const string Name = "name";
    public const string Language = "language";

    /// <summary>Whether a contact's language stands beside its columns, which are called <paramref name="names"/>.</summary>
    public static bool ShowsLanguage(Contact contact, IReadOnlyList<string> names) =>
        contact.Language is not null && !names.Contains(Language, StringComparer.Ordinal);

    /// <summary>Whether a contact's name stands beside its columns.</summary>
    public static bool ShowsName(Contact contact)
    {
        if (contact.Name is not { Length: > 0 } name || string.Equals(name, PhoneNumber.Format(contact.Phone), StringComparison.Ordinal))
        {
            return false;
        }

        var (names, values) = Columns.Texts(contact.Attributes);
        return !names.Contains(Name, StringComparer.Ordinal) && !string.Equals(name, new ContactName(names).Of(values), StringComparison.Ordinal);
    }
}
