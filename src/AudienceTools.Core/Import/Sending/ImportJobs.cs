using System.Collections.Concurrent;
using System.Globalization;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Http;
using AudienceTools.Core.Paging;

namespace AudienceTools.Core.Import.Sending;

/// <summary>
/// Adds contacts through a service that takes rows as a job: starts it, waits for its end, and finds out what it did to the audience.
/// </summary>
/// <param name="client">The service.</param>
/// <param name="dialect">Its jobs.</param>
/// <param name="observer">Is told how far a job is.</param>
/// <param name="seen">The jobs that this connection knows for its own.</param>
internal sealed class ImportJobs(
    AudienceClient client, IImportDialect dialect, IRequestObserver? observer, ConcurrentDictionary<string, bool> seen)
{
    private const int MostLooks = 3;
    private static readonly TimeSpan LookPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestStandstill = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(2);

    /// <summary>Adds contacts and counts the members before and after, since the job tells of contacts and not of members.</summary>
    /// <exception cref="AudienceException">
    /// Also <see cref="AudienceErrorCode.OutcomeUnknown"/>: the job was started, and how it ended can't be found out.
    /// </exception>
    public async Task<AddedContacts> AddAsync(
        string audienceId, IReadOnlyList<Contact> contacts, Delivery delivery, CancellationToken cancellationToken)
    {
        if (dialect.Caution(contacts) is { } caution)
        {
            observer?.OnWarning(caution);
        }

        var before = await client.CountMembersAsync(audienceId, cancellationToken);
        var job = await StartAsync(audienceId, contacts, delivery, cancellationToken);
        try
        {
            job = await EndAsync(job, cancellationToken);
            var rejected = TookAll(job, contacts.Count) ? [] : await NotMembersAsync(audienceId, contacts, job, cancellationToken);
            var after = await client.CountMembersAsync(audienceId, cancellationToken);
            return Result(job, contacts.Count - rejected.Count, rejected, before, after);
        }
        catch (AudienceException exception) when (exception.Code != AudienceErrorCode.OutcomeUnknown)
        {
            throw Unknown(job, exception.Message, exception);
        }
    }

    private static bool TookAll(ImportJob job, int rows) =>
        job is { State: ImportJobState.Completed, Failed: null or 0 } && (job.Created is null || job.Updated is null || job.Done == rows);

    // The job's numbers are of contacts in the organisation: those it created are new members for certain, those it updated may have been
    // members. How much the audience grew tells how many.
    private static AddedContacts Result(ImportJob job, long taken, IReadOnlyList<RejectedContact> rejected, long? before, long? after)
    {
        if ((after - before ?? job.Created) is not { } grown)
        {
            return new AddedContacts(0, 0, rejected, after);
        }

        var added = Math.Clamp(grown, Math.Min(job.Created ?? 0, taken), taken);
        return new AddedContacts(added, taken - added, rejected, after);
    }

    private async Task<ImportJob> StartAsync(
        string audienceId, IReadOnlyList<Contact> contacts, Delivery delivery, CancellationToken cancellationToken)
    {
        var started = client.Time.GetUtcNow();
        try
        {
            var job = await client.SendAsync(dialect.StartImport(audienceId, contacts) with { Delivery = delivery }, cancellationToken);
            if (job.Id.Length > 0)
            {
                seen.TryAdd(job.Id, true);
                return job;
            }

            return await FindAsync(contacts.Count, started, cancellationToken) ?? throw new AudienceException(
                AudienceErrorCode.OutcomeUnknown,
                $"{client.Service} took the import without saying its id, so how it ends is not known.");
        }
        catch (AudienceException exception) when (AudienceClient.AnswerIsLost(exception))
        {
            return await FindAsync(contacts.Count, started, cancellationToken) ?? throw new AudienceException(
                AudienceErrorCode.OutcomeUnknown,
                $"Whether {client.Service} took the import is not known: {exception.Message} It is not among its recent imports, or can't be told from others.",
                exception)
            {
                StatusCode = exception.StatusCode,
                RequestId = exception.RequestId,
                Attempts = exception.Attempts,
            };
        }
    }

    /// <summary>The one job of that size and time that nobody here has started; null where there is none or more than one.</summary>
    private async Task<ImportJob?> FindAsync(int rows, DateTimeOffset started, CancellationToken cancellationToken)
    {
        var pause = LookPause;
        for (var look = 1; look <= MostLooks; look++)
        {
            Page<ImportJob> recent;
            try
            {
                recent = await client.SendAsync(dialect.ListImports(new PageRequest()), cancellationToken);
            }
            catch (AudienceException)
            {
                return null;
            }

            List<ImportJob> fitting = [.. recent.Items.Where(job =>
                job.Id.Length > 0 && job.Total == rows && job.CreatedAt > started - ClockDifference && !seen.ContainsKey(job.Id))];
            if (fitting.Count > 0)
            {
                return fitting.Count == 1 && seen.TryAdd(fitting[0].Id, true) ? fitting[0] : null;
            }

            if (look < MostLooks)
            {
                await Task.Delay(pause, client.Time, cancellationToken);
                pause *= 2;
            }
        }

        return null;
    }

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

    /// <summary>The contacts that are no members after a job with failures: the service tells how many failed, and not which.</summary>
    private async Task<List<RejectedContact>> NotMembersAsync(
        string audienceId, IReadOnlyList<Contact> contacts, ImportJob job, CancellationToken cancellationToken)
    {
        observer?.OnNote($"{client.Service} ended the import {job.Id} as {job.Status} and doesn't say which rows failed: the members are read to find out.");
        var missing = contacts.Select(static (contact, index) => (contact.PhoneNumber, index))
            .ToDictionary(static row => row.PhoneNumber, static row => row.index, StringComparer.Ordinal);
        await foreach (var page in client.ListMembersAsync(audienceId, new MemberQuery(), ListRange.All, cancellationToken))
        {
            foreach (var member in page.Items)
            {
                missing.Remove(member.PhoneNumber ?? "");
            }

            if (missing.Count == 0)
            {
                break;
            }
        }

        return [.. missing.Values.Order().Select(index => new RejectedContact(
            index, "ImportFailed", $"{client.Service} ended the import {job.Id} as {job.Status} without this contact, and {(job.Said is { } words ? $"says: {words}" : "doesn't say why.")}"))];
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
