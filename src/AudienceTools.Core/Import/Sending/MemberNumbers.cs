using AudienceTools.Core.Paging;

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
}
