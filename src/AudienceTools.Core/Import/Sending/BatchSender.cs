using System.Net;
using AudienceTools.Core.Http;
using AudienceTools.Core.Import.Accounting;

namespace AudienceTools.Core.Import.Sending;

/// <summary>
/// Sends a batch and settles each of its rows, once. A batch that is refused for one of its rows is halved until that row is found, so
/// that the others go through. A service that takes nothing any more is given up.
/// </summary>
internal sealed class BatchSender(AudienceClient client, ImportReport report)
{
    // A service that refuses this many rows one by one, and takes none between, refuses them for something they have in common.
    private const int RefusedInARow = 20;

    // Where as many requests were refused, and none was taken between, it is likely that all rows will be: to halve on would cost more
    // requests than to try them one by one, and on a service with limits a request may be six seconds.
    private const int RefusedBeforeSingles = 4;
    private int _refused;
    private int _refusedRequests;

    /// <summary>Sends what of a batch isn't known to be a member already.</summary>
    public Task<SentBatch> SendAsync(OpenedAudience opened, ContactBatch batch, CancellationToken cancellationToken) =>
        opened.Members is { } members
            ? SendOthersAsync(
                opened.Audience, batch, members, AudienceContactState.AlreadyMember, new Way(AreNew: true, LooksUp: true), cancellationToken)
            : SendAsync(opened.Audience, batch, new Way(AreNew: false, LooksUp: true), cancellationToken);

    private async Task<SentBatch> SendOthersAsync(
        Audience audience,
        ContactBatch batch,
        IReadOnlySet<string> members,
        AudienceContactState stateOfMembers,
        Way way,
        CancellationToken cancellationToken)
    {
        var (known, places) = batch.Split(members);
        if (known.Rows.Count == 0)
        {
            return await SendAsync(audience, batch, way, cancellationToken);
        }

        await report.SettleAsync(known, stateOfMembers);
        var (added, before) = stateOfMembers == AudienceContactState.Added ? (known.Rows.Count, 0) : (0, known.Rows.Count);
        if (places.Count == 0)
        {
            return new(new AddedContacts(added, before, [], MemberCount: null), null);
        }

        var others = batch with { Rows = [.. places.Select(place => batch.Rows[place])] };
        var sent = await SendAsync(audience, others, way, cancellationToken);
        return sent.Outcome is not { } outcome ? sent : sent with
        {
            Outcome = outcome with
            {
                Added = outcome.Added + added,
                AlreadyMember = outcome.AlreadyMember + before,
                Rejected = [.. outcome.Rejected.Select(row => row with { Index = places[row.Index] })],
            },
        };
    }

    private async Task<SentBatch> SendAsync(Audience audience, ContactBatch batch, Way way, CancellationToken cancellationToken)
    {
        var delivery = new Delivery();
        try
        {
            var added = await client.AddContactsAsync(audience, [.. batch.Contacts], batch.IdempotencyKey, way.AreNew, delivery, cancellationToken);
            if (way.AreNew)
            {
                added = added with { Added = added.Added + added.AlreadyMember, AlreadyMember = 0 };
            }

            await report.SettleAsync(batch, added);
            return new(added.AccountsFor(batch.Rows.Count) ? added : null, GivenUp(batch, added));
        }
        catch (AudienceException exception) when (IsAboutRows(exception))
        {
            return await RefusedAsync(audience, batch, exception, way, cancellationToken);
        }
        catch (AudienceException exception) when (way.LooksUp && IsAboutMembers(exception))
        {
            return await BeyondLimitAsync(audience, batch, exception, delivery, way, cancellationToken);
        }
        catch (Exception exception)
        {
            await NotDoneAsync(batch, delivery, exception);
            return new(null, exception);
        }
    }

    // Unknown only where it can't be known: what was surely never worked on is not sent.
    private Task NotDoneAsync(ContactBatch batch, Delivery delivery, Exception cause)
    {
        var isStopped = cause is OperationCanceledException;
        var reason = isStopped ? "The import was stopped before this row was done." : cause.Message;
        return delivery.MayHaveWorked
            ? report.SettleAsync(batch, AudienceContactState.Unknown, ReasonCodes.AnswerLost, reason)
            : report.SettleAsync(
                batch, AudienceContactState.NotSent, isStopped ? ReasonCodes.ImportStopped : ReasonCodes.RequestFailed, reason);
    }

    // An answer that takes no row is a refusal too, with a reason for each.
    private AudienceException? GivenUp(ContactBatch batch, AddedContacts added)
    {
        if (added.Rejected.Count < batch.Rows.Count)
        {
            Interlocked.Exchange(ref _refused, 0);
            Interlocked.Exchange(ref _refusedRequests, 0);
            return null;
        }

        return Interlocked.Increment(ref _refused) < RefusedInARow ? null : new AudienceException(
            AudienceErrorCode.RequestRejected,
            $"{client.Service} took nothing of the last {RefusedInARow} requests. Of the last one it said: {added.Rejected[0].Message}");
    }

    private async Task<SentBatch> RefusedAsync(
        Audience audience, ContactBatch batch, AudienceException exception, Way way, CancellationToken cancellationToken)
    {
        var refusedRequests = Interlocked.Increment(ref _refusedRequests);
        if (batch.Rows.Count == 1)
        {
            var refusal = new RejectedContact(0, exception.Code.ToString(), exception.Message);
            await report.SettleAsync(batch, AudienceContactState.Rejected, refusal.Code, refusal.Message);
            return new(
                new AddedContacts(0, 0, [refusal], MemberCount: null),
                Interlocked.Increment(ref _refused) >= RefusedInARow ? exception : null);
        }

        if (refusedRequests >= RefusedBeforeSingles)
        {
            return await SendSinglesAsync(audience, batch, way, cancellationToken);
        }

        var (first, second) = batch.Halved();
        var sentFirst = await SendAsync(audience, first, way, cancellationToken);
        if (sentFirst.Failure is { } failure)
        {
            return await EndedAsync(second, failure);
        }

        var sentSecond = await SendAsync(audience, second, way, cancellationToken);
        return new(Joined(sentFirst.Outcome, sentSecond.Outcome, first.Rows.Count), sentSecond.Failure);
    }

    /// <summary>Sends the rows one by one until the service takes one, and then the rest together.</summary>
    private async Task<SentBatch> SendSinglesAsync(Audience audience, ContactBatch batch, Way way, CancellationToken cancellationToken)
    {
        AddedContacts? outcome = new(0, 0, [], MemberCount: null) { Known = [] };
        for (var (place, count) = (0, 1); place < batch.Rows.Count; place += count)
        {
            count = outcome?.Rejected.Count == place ? 1 : batch.Rows.Count - place;
            var part = batch.Part(place, count, FormattableString.Invariant($".{place}.{count}"));
            var sent = await SendAsync(audience, part, way, cancellationToken);
            outcome = Joined(outcome, sent.Outcome, place);
            if (sent.Failure is { } failure)
            {
                return await EndedAsync(batch.Part(place + count, batch.Rows.Count - place - count, ""), failure);
            }
        }

        return new(outcome, null);
    }

    private async Task<SentBatch> EndedAsync(ContactBatch rest, Exception failure)
    {
        await report.SettleAsync(rest, AudienceContactState.NotSent, ReasonCodes.ImportStopped, ImportReport.Stopped(failure));
        return new(null, failure);
    }

    // A batch may be beyond the limit only because an earlier try of it has worked, or because some of its rows are members anyway.
    private async Task<SentBatch> BeyondLimitAsync(
        Audience audience, ContactBatch batch, AudienceException exception, Delivery delivery, Way way, CancellationToken cancellationToken)
    {
        try
        {
            var members = await MemberNumbers.ReadAsync(client, audience.Id, cancellationToken);
            if (batch.Contacts.Any(contact => members.Contains(contact.PhoneNumber)))
            {
                var state = way.AreNew ? AudienceContactState.Added : AudienceContactState.AlreadyMember;
                return await SendOthersAsync(audience, batch, members, state, new Way(AreNew: true, LooksUp: false), cancellationToken);
            }

            delivery = new Delivery();
        }
        catch (Exception failure) when (failure is AudienceException or OperationCanceledException)
        {
            // What is known of the batch stays as it was.
        }

        await NotDoneAsync(batch, delivery, exception);
        return new(null, exception);
    }

    private static AddedContacts? Joined(AddedContacts? first, AddedContacts? second, int offset) => first is null || second is null
        ? null
        : new(
            first.Added + second.Added,
            first.AlreadyMember + second.AlreadyMember,
            [.. first.Rejected, .. second.Rejected.Select(row => row with { Index = row.Index + offset })],
            second.MemberCount)
        {
            Known = first.Known is null || second.Known is null ? null : [.. first.Known, .. second.Known.Select(index => index + offset)],
        };

    private static bool IsAboutRows(AudienceException exception) =>
        exception.Code == AudienceErrorCode.RequestRejected
        || exception is { Code: AudienceErrorCode.LimitExceeded, StatusCode: HttpStatusCode.RequestEntityTooLarge };

    private static bool IsAboutMembers(AudienceException exception) =>
        exception is { Code: AudienceErrorCode.LimitExceeded, StatusCode: not HttpStatusCode.InsufficientStorage };

    /// <summary>How a batch is sent.</summary>
    /// <param name="AreNew">None of the rows was a member before: those that the service knows it knows from an earlier try.</param>
    /// <param name="LooksUp">Whether the members are looked up where the batch is beyond the audience's limit.</param>
    private readonly record struct Way(bool AreNew, bool LooksUp);
}

/// <summary>What became of a batch that was sent.</summary>
/// <param name="Outcome">What the service did with all of its rows; null where that isn't known of each.</param>
/// <param name="Failure">What ends the import; null where it can go on.</param>
internal readonly record struct SentBatch(AddedContacts? Outcome, Exception? Failure);
