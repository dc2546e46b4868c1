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

    /// <summary>Sends a batch.</summary>
    /// <returns>What ends the import, or null where it can go on.</returns>
    public async Task<AudienceException?> SendAsync(Audience audience, ContactBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            var added = await client.AddContactsAsync(audience, batch.Contacts, batch.IdempotencyKey, cancellationToken);
            Interlocked.Exchange(ref _refused, 0);
            await report.SettleAsync(batch, added);
            return null;
        }
        catch (OperationCanceledException)
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
            return exception;
        }
    }

    private async Task<AudienceException?> RefusedAsync(
        Audience audience, ContactBatch batch, AudienceException exception, CancellationToken cancellationToken)
    {
        if (batch.Rows.Count == 1)
        {
            await report.SettleAsync(batch, AudienceContactState.Rejected, exception.Code.ToString(), exception.Message);
            return Interlocked.Increment(ref _refused) >= RefusedInARow ? exception : null;
        }

        var (first, second) = batch.Halved();
        var ended = await SendAsync(audience, first, cancellationToken);
        if (ended is null)
        {
            return await SendAsync(audience, second, cancellationToken);
        }

        await report.SettleAsync(second, AudienceContactState.NotSent, ReasonCodes.ImportStopped, ImportReport.Stopped(ended));
        return ended;
    }

    private static bool IsAboutRows(AudienceException exception) =>
        exception.Code == AudienceErrorCode.RequestRejected
        || exception is { Code: AudienceErrorCode.LimitExceeded, StatusCode: System.Net.HttpStatusCode.RequestEntityTooLarge };

    private static bool MayHaveWorked(AudienceException exception) =>
        exception.InnerException is ExchangeFailure { Kind: not (ExchangeFailureKind.NeverSent or ExchangeFailureKind.Certificate or ExchangeFailureKind.Proxy) }
        || exception.Code is AudienceErrorCode.ServiceFailed or AudienceErrorCode.UnreadableAnswer;
}
