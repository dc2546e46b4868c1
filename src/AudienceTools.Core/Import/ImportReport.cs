namespace AudienceTools.Core.Import;

/// <summary>Accounts for each row: counts it and, where somebody wants to know, tells what became of it.</summary>
internal sealed class ImportReport(IImportObserver observer)
{
    public ImportTally Tally { get; } = new();

    public static string Stopped(Exception? cause) => cause is null or OperationCanceledException
        ? "The import was stopped before this row was sent."
        : "The import ended before this row was sent: " + cause.Message;

    /// <summary>Settles a row that isn't sent.</summary>
    public Task SettleAsync(PreparedRow row)
    {
        Tally.Count(row.State, row.ReasonCode);
        return observer.WantsResults ? observer.OnResultsAsync([row.ToResult(row.State)]) : Task.CompletedTask;
    }

    /// <summary>Settles all rows of a batch alike.</summary>
    public Task SettleAsync(ContactBatch batch, AudienceContactState state, string? reasonCode = null, string? reason = null)
    {
        Tally.Count(state, reasonCode, batch.Rows.Count);
        return observer.WantsResults
            ? observer.OnResultsAsync([.. batch.Rows.Select(row => row.ToResult(state, reasonCode, reason))])
            : Task.CompletedTask;
    }

    /// <summary>Settles a batch by what the service says it did. What it doesn't account for is Unknown.</summary>
    public async Task SettleAsync(ContactBatch batch, AddedContacts added)
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
        Tally.Count(AudienceContactState.Unknown, ReasonCodes.AnswerLost, taken - isNew - known);
        foreach (var row in rejected.Values)
        {
            Tally.Count(AudienceContactState.Rejected, row.Code);
        }

        if (observer.WantsResults)
        {
            await observer.OnResultsAsync(Results(batch, rejected, (isNew, known, taken)));
        }
    }

    // Where a batch was taken in part as new and in part as known, the service doesn't say which row is which.
    private static List<AudienceContactResult> Results(
        ContactBatch batch, Dictionary<int, RejectedContact> rejected, (long New, long Known, long Taken) counts)
    {
        var (state, code, reason) = counts switch
        {
            _ when counts.New == counts.Taken => (AudienceContactState.Added, null, null),
            _ when counts.Known == counts.Taken => (AudienceContactState.AlreadyMember, null, null),
            _ => (AudienceContactState.Unknown, "NotToldApart", (string?)FormattableString.Invariant(
                $"The service took {counts.New} rows of this batch as new and {counts.Known} as known, and doesn't say which.")),
        };
        return
        [
            .. batch.Rows.Select((row, index) => rejected.TryGetValue(index, out var refusal)
                ? row.ToResult(AudienceContactState.Rejected, refusal.Code, refusal.Message)
                : row.ToResult(state, code, reason)),
        ];
    }
}
