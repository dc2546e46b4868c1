using AudienceTools.Core.Import.Checkpoints;

namespace AudienceTools.Core.Import.Accounting;

/// <summary>Closes the account of an import: the receipt, and whether it agrees with what the service counts.</summary>
internal sealed class ImportLedger(AudienceClient client, ImportTally tally, CountingObserver requests, ImportJournal? journal)
{
    private bool MayBeSentTwice => !client.Dialect.KnowsIdempotencyKeys && (requests.Retries > 0 || journal is { Resumed: true });

    public AudienceImportReceipt Receipt(
        Audience? audience, long? before, long? after, Exception? ended, TimeSpan duration, ImportOptions options)
    {
        var (added, known) = AddedAndKnown(before, after);
        return new AudienceImportReceipt
        {
            Audience = audience?.Name,
            AudienceId = audience?.Id,
            Service = client.Service.ToString(),
            Received = tally.Received,
            Blank = tally[AudienceContactState.Blank],
            Invalid = tally[AudienceContactState.Invalid],
            DuplicateInInput = tally[AudienceContactState.DuplicateInInput],
            Added = added,
            AlreadyMember = known,
            Rejected = tally[AudienceContactState.Rejected],
            Unknown = tally[AudienceContactState.Unknown],
            NotSent = tally[AudienceContactState.NotSent],
            Reasons = tally.Reasons(),
            MemberCountBefore = before,
            MemberCountAfter = after,
            Requests = requests.Requests,
            Retries = requests.Retries,
            Duration = duration,
            FailurePath = options.FailurePath,
            CheckpointPath = options.CheckpointPath,
            StoppedBecause = ended switch
            {
                null => null,
                OperationCanceledException => "The import was stopped.",
                _ => ended.Message,
            },
        };
    }

    /// <summary>What to tell where the receipt and the service's count differ or can't be compared; null where all is well.</summary>
    public string? Disagreement(AudienceImportReceipt receipt, bool replaced) => receipt switch
    {
        { MemberCountAfter: { } after } when replaced => after == receipt.Added ? null : FormattableString.Invariant(
            $"The members were replaced by {receipt.Added}, and the service counts {after}. It may still be working on them."),
        { MemberCountBefore: { } before, MemberCountAfter: { } after, Unknown: 0 } when before + receipt.Added != after =>
            FormattableString.Invariant(
                $"The audience had {before} members and {receipt.Added} were added, and the service now counts {after}. Somebody else may have changed it meanwhile."),
        { StoppedBecause: null, MemberCountAfter: null, AlreadyMember: > 0 } when MayBeSentTwice =>
            "The members could not be counted in the end, so rows that were sent twice may be counted as members before, though this import added them.",
        _ => null,
    };

    // Where a batch was sent twice and the service knows no idempotency keys, it counts what the first try added as known. The number
    // of members tells how many those are.
    private (long Added, long Known) AddedAndKnown(long? before, long? after)
    {
        var added = tally[AudienceContactState.Added];
        var known = tally[AudienceContactState.AlreadyMember];
        if (!MayBeSentTwice || after - before is not { } grown || tally[AudienceContactState.Unknown] > 0)
        {
            return (added, known);
        }

        var more = Math.Clamp(grown - added, 0, known);
        return (added + more, known - more);
    }
}
