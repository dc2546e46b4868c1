using System.Collections.Concurrent;
using System.Globalization;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Http;

namespace AudienceTools.Core.Import.Sending;

/// <summary>
/// Adds contacts through a service that takes rows as a job: starts it, waits for its end, and finds out what it did to the audience.
/// </summary>
/// <remarks>
/// A job tells of contacts in the organisation, not of members, and what it tells is held against the members: by their number where
/// that can be, by reading them where the number says otherwise, and always where the job isn't known to be this import's.
/// </remarks>
/// <param name="client">The service.</param>
/// <param name="dialect">Its jobs.</param>
/// <param name="observer">Is told how far a job is.</param>
/// <param name="own">The jobs that were started over this connection, as the service has said.</param>
internal sealed class ImportJobs(
    AudienceClient client, IImportDialect dialect, IRequestObserver? observer, ConcurrentDictionary<string, bool> own)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestStandstill = TimeSpan.FromMinutes(10);

    /// <summary>Adds contacts and counts the members before and after, since the job tells of contacts and not of members.</summary>
    /// <param name="audienceId">The audience.</param>
    /// <param name="contacts">The contacts, no number twice.</param>
    /// <param name="areNew">Whether none of them is a member, so that the audience grows by all of them.</param>
    /// <param name="delivery">Is told whether the start can have taken effect.</param>
    /// <param name="cancellationToken">Ends the wait. The job goes on.</param>
    /// <exception cref="AudienceException">
    /// Also <see cref="AudienceErrorCode.OutcomeUnknown"/>: the job was started, or may have been, and what it did can't be found out.
    /// </exception>
    public async Task<AddedContacts> AddAsync(
        string audienceId, IReadOnlyList<Contact> contacts, bool areNew, Delivery delivery, CancellationToken cancellationToken)
    {
        if (dialect.Caution(contacts) is { } caution)
        {
            observer?.OnWarning(caution);
        }

        var before = await client.CountMembersAsync(audienceId, cancellationToken);
        var started = client.Time.GetUtcNow();
        AudienceException? lost = null;
        try
        {
            var job = await client.SendAsync(dialect.StartImport(audienceId, contacts) with { Delivery = delivery }, cancellationToken);
            if (job.Id.Length > 0)
            {
                own.TryAdd(job.Id, true);
                return await FollowAsync(job, audienceId, contacts, areNew, before, cancellationToken);
            }
        }
        catch (AudienceException exception) when (AudienceClient.AnswerIsLost(exception, delivery))
        {
            lost = exception;
        }

        await new LostImport(client, dialect, EndAsync, own.ContainsKey).FindAsync(audienceId, contacts, started, lost, cancellationToken);
        var after = await client.CountMembersAsync(audienceId, cancellationToken);
        return Result(contacts.Count, [], grown: after - before ?? 0, after);
    }

    /// <summary>Waits for the end of a job.</summary>
    /// <exception cref="AudienceException">It stands still, or can't be read any more.</exception>
    private async Task<ImportJob> EndAsync(ImportJob job, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        var moved = client.Time.GetTimestamp();
        while (job.State == ImportJobState.Running)
        {
            if (client.Time.GetElapsedTime(moved) > LongestStandstill)
            {
                throw Unknown(job, $"it has stood at {job.Status} for {LongestStandstill.TotalMinutes:0} minutes.", inner: null);
            }

            observer?.OnWait(new RequestWait(pause, string.Create(
                CultureInfo.InvariantCulture, $"{client.Service} works on the import {job.Id}, {job.Done:N0} of {job.Total:N0} rows are done")));
            await Task.Delay(pause, client.Time, cancellationToken);
            pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, LongestPause.Ticks));
            var now = await client.SendAsync(dialect.ReadImport(job.Id), cancellationToken);
            if (now.Done != job.Done || now.Status != job.Status)
            {
                moved = client.Time.GetTimestamp();
            }

            job = now with { Id = job.Id, Total = now.Total ?? job.Total };
        }

        return job;
    }

    /// <summary>Waits for the end of a job of ours, and holds what it says against the members.</summary>
    private async Task<AddedContacts> FollowAsync(
        ImportJob job, string audienceId, IReadOnlyList<Contact> contacts, bool areNew, long? before, CancellationToken cancellationToken)
    {
        try
        {
            job = await EndAsync(job, cancellationToken);
            var after = await client.CountMembersAsync(audienceId, cancellationToken);
            var grown = after - before;
            var claimed = Claimed(job, contacts.Count);
            if (claimed == contacts.Count && Agrees(job, contacts.Count, areNew, grown, after))
            {
                return Result(contacts.Count, [], grown, after);
            }

            observer?.OnNote(
                $"{client.Service} ended the import {job.Id} as {job.Status}, and its numbers don't tell whether each row is a member: the members are read to find out.");
            var missing = await MemberNumbers.MissingAsync(client, audienceId, contacts, cancellationToken);
            if (claimed > contacts.Count - missing.Count)
            {
                throw Unknown(
                    job,
                    FormattableString.Invariant($"it says that {claimed} of {contacts.Count} rows went in, and {missing.Count} are no members."),
                    inner: null);
            }

            return Result(
                contacts.Count,
                [.. missing.Select(index => new RejectedContact(
                    index,
                    "ImportFailed",
                    $"{client.Service} ended the import {job.Id} as {job.Status} without this contact, and {(job.Said is { } words ? $"says: {words}" : "doesn't say why.")}"))],
                grown ?? Math.Min(job.Created ?? 0, contacts.Count - missing.Count),
                after);
        }
        catch (AudienceException exception) when (exception.Code != AudienceErrorCode.OutcomeUnknown)
        {
            throw Unknown(job, exception.Message, exception);
        }
    }

    /// <summary>How many rows a job says it put in; where it gives no numbers, all that it doesn't say have failed.</summary>
    private static long Claimed(ImportJob job, int rows) =>
        job.State == ImportJobState.Completed && (job.Created is null || job.Updated is null)
            ? rows - (job.Failed ?? 0)
            : Math.Min(rows, (job.Created ?? 0) + (job.Updated ?? 0));

    // Contacts that the job created can't have been members, and in the end there are as many members as rows at the least. An audience that
    // grew by more than the rows was added to by somebody else, and its growth says nothing of this job.
    private static bool Agrees(ImportJob job, int rows, bool areNew, long? grown, long? after) =>
        grown >= (areNew ? rows : job.Created ?? 0) && grown <= rows && after >= rows;

    // Of the contacts that the organisation had, some may have been members: how much the audience grew tells how many.
    private static AddedContacts Result(int rows, IReadOnlyList<RejectedContact> rejected, long? grown, long? after)
    {
        var taken = rows - rejected.Count;
        var added = Math.Clamp(grown ?? 0, 0, taken);
        return new AddedContacts(added, taken - added, rejected, after);
    }

    private AudienceException Unknown(ImportJob job, string why, AudienceException? inner) => new(
        AudienceErrorCode.OutcomeUnknown,
        $"{client.Service} took the import {job.Id}, and how it ended is not known: {why}",
        inner)
    {
        StatusCode = inner?.StatusCode,
        RequestId = inner?.RequestId,
        Attempts = inner?.Attempts ?? 0,
        Target = job.Id,
    };
}
