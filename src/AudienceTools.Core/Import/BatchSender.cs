using System.Net;
using AudienceTools.Core.Http;

namespace AudienceTools.Core.Import;

/// <summary>
/// Sends a batch and settles each of its rows. A batch that is refused for one of its rows is halved until that row is found, so that
/// the others go through.
/// </summary>
internal sealed class BatchSender(AudienceClient client, ImportReport report)
{
    // A service that refuses this many rows one by one, and takes none between, refuses them for something they have in common.
    private const int RefusedInARow = 20;
    private int _refused;

    /// <summary>Sends what of a batch isn't known to be a member already.</summary>
    public async Task<SentBatch> SendAsync(OpenedAudience opened, ContactBatch batch, CancellationToken cancellationToken)
    {
        if (opened.Members.Count == 0)
        {
            return await SendAsync(opened.Audience, batch, cancellationToken);
        }

        var (known, places) = batch.Split(opened.Members);
        await report.SettleAsync(known, AudienceContactState.AlreadyMember);
        if (places.Count == 0)
        {
            return new(new AddedContacts(0, known.Rows.Count, [], MemberCount: null), null);
        }

        var sent = await SendAsync(opened.Audience, batch with { Rows = [.. places.Select(place => batch.Rows[place])] }, cancellationToken);
        return sent.Outcome is not { } outcome ? sent : sent with
        {
            Outcome = outcome with
            {
                AlreadyMember = outcome.AlreadyMember + known.Rows.Count,
                Rejected = [.. outcome.Rejected.Select(row => row with { Index = places[row.Index] })],
            },
        };
    }

    private async Task<SentBatch> SendAsync(Audience audience, ContactBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            var added = await client.AddContactsAsync(audience, [.. batch.Contacts], batch.IdempotencyKey, cancellationToken);
            Interlocked.Exchange(ref _refused, 0);
            await report.SettleAsync(batch, added);
            return new(added, null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await report.SettleAsync(
                batch, AudienceContactState.Unknown, ReasonCodes.AnswerLost, "The import was stopped before the answer to this row came.");
            throw;
        }
        catch (AudienceException exception) when (IsAboutRows(exception))
        {
            return await RefusedAsync(audience, batch, exception, cancellationToken);
        }
        catch (AudienceException exception)
        {
            var (state, code) = MayHaveWorked(exception)
                ? (AudienceContactState.Unknown, ReasonCodes.AnswerLost)
                : (AudienceContactState.NotSent, ReasonCodes.RequestFailed);
            await report.SettleAsync(batch, state, code, exception.Message);
            return new(null, exception);
        }
    }

    private async Task<SentBatch> RefusedAsync(
        Audience audience, ContactBatch batch, AudienceException exception, CancellationToken cancellationToken)
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
        var sentFirst = await SendAsync(audience, first, cancellationToken);
        if (sentFirst.Failure is not null)
        {
            await report.SettleAsync(
                second, AudienceContactState.NotSent, ReasonCodes.ImportStopped, ImportReport.Stopped(sentFirst.Failure));
            return sentFirst;
        }

        var sentSecond = await SendAsync(audience, second, cancellationToken);
        return sentSecond.Failure is null
            ? new(Joined(sentFirst.Outcome!, sentSecond.Outcome!, first.Rows.Count), null)
            : sentSecond;
    }

    private static AddedContacts Joined(AddedContacts first, AddedContacts second, int offset) => new(
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

    /// <summary>Whether a request that failed so may have been worked on.</summary>
    internal static bool MayHaveWorked(AudienceException exception) =>
        exception.InnerException is ExchangeFailure { Kind: not (ExchangeFailureKind.NeverSent or ExchangeFailureKind.Certificate or ExchangeFailureKind.Proxy) }
        || exception.Code is AudienceErrorCode.ServiceFailed or AudienceErrorCode.UnreadableAnswer or AudienceErrorCode.OutcomeUnknown;
}

/// <summary>What became of a batch that was sent.</summary>
/// <param name="Outcome">What the service did with all of its rows; null where that isn't known of each.</param>
/// <param name="Failure">What ends the import; null where it can go on.</param>
internal readonly record struct SentBatch(AddedContacts? Outcome, AudienceException? Failure);
