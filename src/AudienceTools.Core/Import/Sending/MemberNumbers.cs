using AudienceTools.Core.Paging;
using AudienceTools.Core.PhoneNumbers;

namespace AudienceTools.Core.Import.Sending;

/// <summary>The phone numbers of an audience's members, to tell which rows are members where the service doesn't.</summary>
internal static class MemberNumbers
{
    public static async Task<IReadOnlySet<string>> ReadAsync(AudienceClient client, string audienceId, CancellationToken cancellationToken)
    {
        var numbers = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var page in client.ListMembersAsync(audienceId, new MemberQuery(), ListRange.All, cancellationToken))
        {
            numbers.UnionWith(page.Items.Select(static member => member.PhoneNumber).OfType<string>());
        }

        return numbers;
    }

    /// <summary>The places of the contacts that are no members. Reads no further than it takes.</summary>
    public static async Task<IReadOnlyList<int>> MissingAsync(
        AudienceClient client, string audienceId, IReadOnlyList<Contact> contacts, CancellationToken cancellationToken)
    {
        var missing = contacts.Select(static (contact, index) => (Number: PhoneNumber.Normal(contact.PhoneNumber), index))
            .ToDictionary(static row => row.Number, static row => row.index, StringComparer.Ordinal);
        await foreach (var page in client.ListMembersAsync(audienceId, new MemberQuery(), ListRange.All, cancellationToken))
        {
            foreach (var member in page.Items)
            {
                missing.Remove(PhoneNumber.Normal(member.PhoneNumber ?? ""));
            }

            if (missing.Count == 0)
            {
                break;
            }
        }

        return [.. missing.Values.Order()];
    }

    /// <summary>Whether the members of an audience are all among the contacts. Reads no further than it takes.</summary>
    public static async Task<bool> AreAmongAsync(
        AudienceClient client, Audience audience, IReadOnlyList<Contact> contacts, CancellationToken cancellationToken)
    {
        var numbers = contacts.Select(static contact => PhoneNumber.Normal(contact.PhoneNumber)).ToHashSet(StringComparer.Ordinal);
        var query = new MemberQuery { PhoneColumn = audience.PhoneColumn };
        await foreach (var page in client.ListMembersAsync(audience.Id, query, ListRange.All, cancellationToken))
        {
            if (!page.Items.All(member => numbers.Contains(PhoneNumber.Normal(member.PhoneNumber ?? ""))))
            {
                return false;
            }
        }

        return true;
    }
}
