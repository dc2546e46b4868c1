using AudienceTools.Core.Import.Sending;

namespace AudienceTools.Core.Import.Accounting;

/// <summary>
/// Accounts for each row: counts it, writes it to the failure file where it failed and, where somebody wants to know, tells what became
/// of it. The one place through which every row goes, once.
/// </summary>
internal sealed class ImportReport(IImportObserver observer, FailureFile? failures)
{
    private Exception? _failure;
    private volatile bool _observerIsGone;

    public ImportTally Tally { get; } = new();

    /// <summary>
    /// What an observer or the failure file threw. Rows are counted all the same, so that the account holds, and the other one is told of
    /// them still.
    /// </summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    public static string Stopped(Exception? cause) => cause is null or OperationCanceledException
        ? "The import was stopped before this row was sent."
        : "The import ended before this row was sent: " + cause.Message;

    /// <summary>Settles a row that isn't sent.</summary>
    public Task SettleAsync(PreparedRow row)
    {
        Tally.Count(row.State, row.ReasonCode);
        return TellAsync([new Settled(row, row.State, row.ReasonCode, row.Reason)]);
    }

    /// <summary>Settles all rows of a batch alike.</summary>
    public Task SettleAsync(ContactBatch batch, AudienceContactState state, string? reasonCode = null, string? reason = null)
    {
        Tally.Count(state, reasonCode, batch.Rows.Count);
        return TellAsync(batch.Rows.Select(row => new Settled(row, state, reasonCode, reason)));
    }

    /// <summary>Settles a batch by what the service says it did. What it doesn't account for is Unknown.</summary>
    public Task SettleAsync(ContactBatch batch, AddedContacts added)
    {
        var rejected = added.Rejected
            .Where(row => row.Index >= 0 && row.Index < batch.Rows.Count)
            .DistinctBy(static row => row.Index)
            .ToDictionary(static row => row.Index);
        var taken = batch.Rows.Count - rejected.Count;
        var isNew = Math.Clamp(added.Added, 0, taken);
        var known = Math.Clamp(added.AlreadyMember, 0, taken - isNew);
        Tally.Count(AudienceContactState.Added, rows: isNew);
        Tally.Count(AudienceContactState.AlreadyMember, rows: known);
        Tally.Count(AudienceContactState.Unknown, ReasonCodes.AnswerIncomplete, taken - isNew - known);
        foreach (var row in rejected.Values)
        {
            Tally.Count(AudienceContactState.Rejected, row.Code);
        }

        var states = new StatesInBatch(added, isNew, known, taken);
        return TellAsync(batch.Rows.Select((row, index) => rejected.TryGetValue(index, out var refusal)
            ? new Settled(row, AudienceContactState.Rejected, refusal.Code, refusal.Message)
            : states.Settle(row, index)));
    }

    private async Task TellAsync(IEnumerable<Settled> rows)
    {
        if (failures is null && !observer.WantsResults)
        {
            return;
        }

        List<Settled> settled = [.. rows];
        try
        {
            failures?.Write(settled.Where(static row => row.Failed).Select(static row => (row.Row, row.ReasonCode, row.Reason)));
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _failure, exception, null);
        }

        try
        {
            if (observer.WantsResults && !_observerIsGone)
            {
                await observer.OnResultsAsync(
                    settled.ConvertAll(static row => row.Row.ToResult(row.State, row.ReasonCode, row.Reason)));
            }
        }
        catch (Exception exception)
        {
            _observerIsGone = true;
            Interlocked.CompareExchange(ref _failure, exception, null);
        }
    }

    private readonly record struct Settled(PreparedRow Row, AudienceContactState State, string? ReasonCode, string? Reason)
    {
        /// <summary>Whether the row should be a member and isn't, for all that is known.</summary>
        public bool Failed => State is AudienceContactState.Invalid or AudienceContactState.Rejected
            or AudienceContactState.Unknown or AudienceContactState.NotSent;
    }

    /// <summary>Which rows of a batch were new and which known, as far as the service tells.</summary>
    private readonly struct StatesInBatch(AddedContacts added, long isNew, long known, int taken)
    {
        // Places that don't fit the number are no help.
        private readonly HashSet<int>? _known = added.Known is { } places && places.Count == known ? [.. places] : null;

        public Settled Settle(PreparedRow row, int index)
        {
            if (isNew + known < taken)
            {
                return new(row, AudienceContactState.Unknown, ReasonCodes.AnswerIncomplete, FormattableString.Invariant(
                    $"The service was sent {taken} rows and accounts for {isNew + known}, and doesn't say which.{(added.Said is { } words ? $" It said: {words}" : "")}"));
            }

            if (isNew == taken || _known?.Contains(index) is false)
            {
                return new(row, AudienceContactState.Added, null, null);
            }

            return known == taken || _known is not null
                ? new(row, AudienceContactState.AlreadyMember, null, null)
                : new(row, AudienceContactState.AlreadyMember, ReasonCodes.NotToldApart, FormattableString.Invariant(
                    $"It is a member now. Of this batch {isNew} were added and {known} were members before; the service doesn't say which."));
        }
    }
}
