using AudienceTools.Core;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Paging;

namespace AudienceTools.Cmdlets.Bases;

/// <summary>A cmdlet that streams a list, with <c>-First</c>, <c>-Skip</c> and <c>-IncludeTotalCount</c>.</summary>
public abstract class ListCmdlet : AudienceCmdlet
{
    private protected ListRange Range => new(
        (long)Math.Min(PagingParameters.Skip, long.MaxValue),
        PagingParameters.First >= long.MaxValue ? null : (long)PagingParameters.First);

    /// <summary>Writes the pages as they come; the next is fetched only when the pipeline has taken this one.</summary>
    private protected void List<T>(
        AudienceReference? audience,
        ServiceOperation operation,
        Func<AudienceClient, ListRange, IAsyncEnumerable<Page<T>>> read,
        Func<T, AudienceConnection, object> show)
    {
        var target = audience?.ToString();
        Guarded(
            () => WithProgress(operation, audience, Range, progress =>
            {
                var connection = ConnectionFor(audience);
                Run(() => WritePagesAsync(read(ClientFor(connection, operation), Range), item => show(item, connection), progress), target);
            }),
            target);
    }

    /// <summary>Reads a list with a progress record that is taken away however the read ends.</summary>
    private protected void WithProgress(ServiceOperation operation, AudienceReference? audience, ListRange range, Action<ReadProgress> read)
    {
        var (activity, what) = operation switch
        {
            ServiceOperation.ListMembers => ($"Reading the members of '{audience}'", "members read"),
            ServiceOperation.ListContacts => ("Reading contacts", "contacts read"),
            _ => ("Reading audiences", "audiences read"),
        };
        var progress = new ReadProgress(new ProgressWriter(this, Bridge, Observer, activity, what, ReadProgress.Quiet), range);
        try
        {
            read(progress);
        }
        finally
        {
            progress.Complete();
        }
    }

    private async Task WritePagesAsync<T>(IAsyncEnumerable<Page<T>> pages, Func<T, object> show, ReadProgress progress)
    {
        var first = true;
        await foreach (var page in pages)
        {
            progress.Count(page);
            if (first)
            {
                first = false;
                await WriteTotalAsync(page.Total);
            }

            await WriteAllAsync<object>([.. page.Items.Select(show)]);
        }
    }

    /// <summary>Writes the total where it was asked for, before the first object.</summary>
    private protected Task WriteTotalAsync(long? total) => PagingParameters.IncludeTotalCount
        ? Bridge.InvokeAsync(() => WriteObject(PagingParameters.NewTotalCount((ulong)(total ?? 0), total is null ? 0.0 : 1.0)))
        : Task.CompletedTask;
}
