using System.Runtime.ExceptionServices;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Import.Accounting;
using AudienceTools.Core.Import.Checkpoints;
using AudienceTools.Core.Import.Sending;
using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Import;

/// <summary>The same checks as an import, row by row, and no request.</summary>
public sealed class ContactCheck
{
    // Nothing is sent, so rows needn't be held for as long as a service's own batch is filled.
    private const int MostHeld = 10_000;
    private readonly ServiceDialect _dialect;
    private readonly ImportOptions _options;
    private readonly IImportObserver _observer;
    private readonly TimeProvider _time;

    /// <summary>Prepares a check.</summary>
    /// <param name="service">The service whose rules hold, such as those for the names of columns.</param>
    /// <param name="options">How to read and check.</param>
    /// <param name="observer">Is told how it goes.</param>
    /// <param name="time">The clock, for progress.</param>
    public ContactCheck(AudienceService service, ImportOptions options, IImportObserver observer, TimeProvider time)
    {
        _dialect = KnownDialects.Of(service);
        _options = options;
        _observer = observer;
        _time = time;
    }

    /// <summary>Reads the input to its end.</summary>
    /// <exception cref="AudienceException">The input can't be read as contacts, or the failure file can't be written.</exception>
    public async Task<AudienceContactSummary> RunAsync(IContactReader reader, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reader);
        OutputPaths.ThrowIfShared(reader, _options);
        using var failures = _options.FailurePath is null ? null : new FailureFile(_options.FailurePath, mayBeInput: reader.Paths.Count == 0);
        var report = new ImportReport(_observer, failures);
        var limits = _dialect.Limits;
        var rows = new ContactStream(
            reader,
            new ContactPreparer(_options, _dialect, _dialect.PhoneColumn, _observer.OnWarning),
            report,
            new BatchBuilder(Math.Min(limits.BatchRows, MostHeld), limits.BatchBytes, job: ""));
        var started = _time.GetTimestamp();
        await foreach (var batch in rows.ReadAsync(
            progress => _observer.OnProgress(progress with { Elapsed = _time.GetElapsedTime(started) }), cancellationToken))
        {
            await report.SettleAsync(batch, AudienceContactState.Valid);
            ThrowIfFailed(report);
        }

        ThrowIfFailed(report);
        failures?.Complete();

        var tally = report.Tally;
        if (limits.Members is { } most && tally[AudienceContactState.Valid] > most)
        {
            _observer.OnWarning(FormattableString.Invariant(
                $"{_dialect.Service} takes at most {most} members in an audience, and {tally[AudienceContactState.Valid]} rows can be sent."));
        }

        return new AudienceContactSummary
        {
            Received = tally.Received,
            Valid = tally[AudienceContactState.Valid],
            Blank = tally[AudienceContactState.Blank],
            Invalid = tally[AudienceContactState.Invalid],
            DuplicateInInput = tally[AudienceContactState.DuplicateInInput],
            Reasons = tally.Reasons(),
            FailurePath = failures?.Result,
        };
    }

    // A failure file that is cut short must not look like a list of all that is wrong.
    private static void ThrowIfFailed(ImportReport report)
    {
        if (report.Failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }
}
