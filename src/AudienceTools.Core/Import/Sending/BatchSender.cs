using System.Net;
using AudienceTools.Core.Http;
using AudienceTools.Core.Import.Accounting;

namespace AudienceTools.Core.Import.Sending;

/// <summary>
/// Sends a batch and settles each of its rows, once. A batch that is refused for one of its rows is halved until that row is found, so
/// that the others go through.
/// </summary>
internal sealed class BatchSender(AudienceClient client, ImportReport report)
{
    // A service that refuses this many rows one by one, and takes none between, refuses them for something they have in common.
    private const int RefusedInARow = 20;
    private int _refused;

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

            Interlocked.Exchange(ref _refused, 0);
            await report.SettleAsync(batch, added);
            return new(added.AccountsFor(batch.Rows.Count) ? added : null, null);
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

    private async Task<SentBatch> RefusedAsync(
        Audience audience, ContactBatch batch, AudienceException exception, Way way, CancellationToken cancellationToken)
    {
        if (batch.Rows.Count == 1)
        {
            var refusal = new RejectedContact(0, exception.Code.ToString(), exception.Message);
            await report.SettleAsync(batch, AudienceContactState.Rejected, refusal.Code, refusal.Message);
            return Interlocked.Increment(ref _refused) >= RefusedInARow
                ? new(null, exception)
                : new(new AddedContacts(0, 0, [refusal], MemberCount: null), null);
        }

        var (first, second) = batch.Halved();
        var sentFirst = await SendAsync(audience, first, way, cancellationToken);
        if (sentFirst.Failure is not null)
        {
            await report.SettleAsync(
                second, AudienceContactState.NotSent, ReasonCodes.ImportStopped, ImportReport.Stopped(sentFirst.Failure));
            return sentFirst;
        }

        var sentSecond = await SendAsync(audience, second, way, cancellationToken);
        return new(Joined(sentFirst.Outcome, sentSecond.Outcome, first.Rows.Count), sentSecond.Failure);
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
