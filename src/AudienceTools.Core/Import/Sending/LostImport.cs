using AudienceTools.Core.Dialects;
using AudienceTools.Core.Paging;

namespace AudienceTools.Core.Import.Sending;

/// <summary>
/// Finds out whether a job was taken whose first answer was lost, or had no id. A job of that size and time may as well be somebody
/// else's, so the members decide: where each row is one once such a job has ended, nothing is left to do.
/// </summary>
/// <param name="client">The service.</param>
/// <param name="dialect">Its jobs.</param>
/// <param name="end">Waits for the end of a job.</param>
/// <param name="isOther">Whether a job is known to be another one of this connection's.</param>
internal sealed class LostImport(
    AudienceClient client, IImportDialect dialect, Func<ImportJob, CancellationToken, Task<ImportJob>> end, Func<string, bool> isOther)
{
    private const int MostLooks = 3;
    private static readonly TimeSpan LookPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(2);

    /// <summary>Returns once all contacts are members.</summary>
    /// <exception cref="AudienceException"><see cref="AudienceErrorCode.OutcomeUnknown"/>: they aren't all, or it can't be found out.</exception>
    public async Task FindAsync(
        string audienceId, IReadOnlyList<Contact> contacts, DateTimeOffset started, AudienceException? lost, CancellationToken cancellationToken)
    {
        var what = "It is not among the recent imports.";
        var looked = new HashSet<string>(StringComparer.Ordinal);
        var pause = LookPause;
        try
        {
            for (var look = 1; look <= MostLooks; look++)
            {
                if (look > 1)
                {
                    await Task.Delay(pause, client.Time, cancellationToken);
                    pause *= 2;
                }

                var fitting = await FittingAsync(contacts.Count, started, looked, cancellationToken);
                foreach (var job in fitting)
                {
                    await end(job, cancellationToken);
                }

                if (fitting.Count > 0)
                {
                    var missing = await MemberNumbers.MissingAsync(client, audienceId, contacts, cancellationToken);
                    if (missing.Count == 0)
                    {
                        return;
                    }

                    what = FormattableString.Invariant(
                        $"One of its size and time is there, which may be another's: {missing.Count} of the {contacts.Count} contacts are no members.");
                }
            }
        }
        catch (AudienceException exception)
        {
            lost ??= exception;
            what = "It can't be looked up either: " + exception.Message;
        }

        throw new AudienceException(
            AudienceErrorCode.OutcomeUnknown, $"Whether {client.Service} took the import is not known: {lost?.Message ?? "the answer has no id."} {what}", lost)
        {
            StatusCode = lost?.StatusCode,
            RequestId = lost?.RequestId,
            Attempts = lost?.Attempts ?? 1,
        };
    }

    /// <summary>The jobs of that size that aren't from before and weren't looked at yet.</summary>
    private async Task<List<ImportJob>> FittingAsync(int rows, DateTimeOffset started, HashSet<string> looked, CancellationToken cancellationToken)
    {
        var recent = await client.SendAsync(dialect.ListImports(new PageRequest()), cancellationToken);
        return [.. recent.Items.Where(job =>
            job.Id.Length > 0 && job.Total == rows && !(job.CreatedAt <= started - ClockDifference) && !isOther(job.Id) && looked.Add(job.Id))];
    }
}
