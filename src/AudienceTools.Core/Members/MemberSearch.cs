using System.Globalization;
using System.Runtime.CompilerServices;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Http;
using AudienceTools.Core.Paging;

namespace AudienceTools.Core.Members;

/// <summary>
/// Finds members where the service's list can't: by a search of the service's own that ends at some results, or else by reading all
/// members and looking here. Nothing is cut off in silence.
/// </summary>
internal sealed class MemberSearch(AudienceClient client, IRequestObserver? observer, string audienceId, MemberQuery query)
{
    private ServiceDialect Dialect => client.Dialect;

    public async IAsyncEnumerable<Page<AudienceMember>> ReadAsync(
        ListRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (await FindAsync(cancellationToken) is { } found)
        {
            yield return found with { Items = Take(found.Items, range.Skip, range.First) };
            yield break;
        }

        // What the list can search for on its own needn't be sent to be thrown away here.
        var listed = new MemberQuery(Dialect.ListsBySearch ? query.Search : null) { PhoneColumn = query.PhoneColumn };
        var wanted = Dialect.ListsBySearch ? query with { Search = null } : query;
        var skip = range.Skip;
        var first = range.First;
        await foreach (var page in client.ListMembersAsync(audienceId, listed, ListRange.All, cancellationToken))
        {
            List<AudienceMember> fitting = [.. page.Items.Where(wanted.Fits)];
            var taken = Take(fitting, skip, first);
            skip = Math.Max(0, skip - fitting.Count);
            first -= taken.Count;
            yield return new Page<AudienceMember>(taken, Total: null, page.Next) { Columns = ColumnsOf(page) };
            if (first == 0)
            {
                yield break;
            }
        }
    }

    // What a service finds for a column's value may only have it as a part, or not at all where it doesn't know the column.
    private async Task<Page<AudienceMember>?> FindAsync(CancellationToken cancellationToken)
    {
        if (query.AsksForNothing || Dialect.SearchMembers(audienceId, query) is not { } search)
        {
            observer?.OnNote($"{Dialect.Service} has no search for this, so all members are read and looked at here.");
            return null;
        }

        var found = await client.SendAsync(search, cancellationToken);
        if (found.Items.Count >= Dialect.Limits.SearchResults)
        {
            observer?.OnNote(string.Create(
                CultureInfo.InvariantCulture,
                $"{Dialect.Service}'s search ends at {Dialect.Limits.SearchResults} results, so all members are read and looked at here."));
            return null;
        }

        List<AudienceMember> fitting = [.. found.Items.Where((query with { Search = null }).Fits)];
        if (fitting.Count == 0 && query.Filter.Count > 0)
        {
            observer?.OnNote($"{Dialect.Service} finds nothing, where the case of a column's name counts; all members are looked at here.");
            return null;
        }

        if (found.Total > found.Items.Count)
        {
            observer?.OnNote(string.Create(
                CultureInfo.InvariantCulture,
                $"{Dialect.Service}'s search sends {found.Items.Count} of {found.Total} results, so all members are read and looked at here."));
            return null;
        }

        return new Page<AudienceMember>(fitting, fitting.Count, Next: null) { Columns = ColumnsOf(found) };
    }

    // The columns are the list's, not only those of the members that fit.
    private static IReadOnlyList<string>? ColumnsOf(Page<AudienceMember> page) => page.Columns ?? ListColumns.Union(page);

    private static List<AudienceMember> Take(IReadOnlyList<AudienceMember> members, long skip, long? first) =>
        [.. members.Skip((int)Math.Min(skip, int.MaxValue)).Take((int)Math.Min(first ?? int.MaxValue, int.MaxValue))];
}
