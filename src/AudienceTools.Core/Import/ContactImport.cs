using AudienceTools.Core.Dialects;
using AudienceTools.Core.Http;
using AudienceTools.Core.Import.Accounting;
using AudienceTools.Core.Import.Checkpoints;
using AudienceTools.Core.Import.Sending;
using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Import;

/// <summary>
/// Brings contacts from a reader into an audience: rows are checked as they come, gathered into batches, and several batches are sent
/// at a time. Each row that was read is accounted for, however the import ends. One object serves one import.
/// </summary>
public sealed class ContactImport
{
    private readonly AudienceClient _client;
    private readonly ImportOptions _options;
    private readonly IImportObserver _observer;
    private readonly CountingObserver _requests;
    private readonly long _started;

    /// <summary>Prepares an import. Reads and sends nothing yet.</summary>
    /// <param name="client">The service.</param>
    /// <param name="options">How to read, check and send.</param>
    /// <param name="observer">Is told how it goes.</param>
    /// <param name="requests">Is told of each request; may be null.</param>
    public ContactImport(AudienceClient client, ImportOptions options, IImportObserver observer, IRequestObserver? requests = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(observer);
        _requests = new CountingObserver(requests);
        _client = client.Observed(_requests);
        _options = options;
        _observer = observer;
        _started = client.Time.GetTimestamp();
    }

    private ServiceLimits Limits => _client.Dialect.Limits;

    private int InFlight => Math.Clamp(_options.ThrottleLimit, 1, Limits.BatchesInFlight ?? int.MaxValue);

    /// <summary>Adds contacts to an audience.</summary>
    /// <exception cref="AudienceException">The input can't be read as contacts, or the audience can't be reached; nothing was sent.</exception>
    public async Task<ImportOutcome> AddAsync(Audience audience, IContactReader reader, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(audience);
        ArgumentNullException.ThrowIfNull(reader);
        _client.Require(ServiceOperation.AddContacts);
        OutputPaths.ThrowIfShared(reader, _options);
        using var journal = OpenJournal(audience.Id, creates: false, reader, namesakes: null);
        return await RunAsync(reader, new ExistingTarget(_client, audience, journal, _observer.WantsResults, cancellationToken), journal, Limits, cancellationToken);
    }

    /// <summary>
    /// Creates an audience and adds contacts to it. It is created when a first batch was read, so that bad input leaves nothing behind.
    /// </summary>
    /// <exception cref="AudienceException">
    /// The input can't be read as contacts, there is an audience of that name already, or it can't be created; nothing was made.
    /// </exception>
    public async Task<ImportOutcome> CreateAsync(AudienceDefinition definition, IContactReader reader, CancellationToken cancellationToken)
    {
        var namesakes = await FindNamesakesAsync(definition, reader, cancellationToken);
        using var journal = OpenJournal(definition.Name, creates: true, reader, namesakes);
        var target = new NewTarget(_client, definition, journal?.Namesakes ?? namesakes ?? Namesakes.Unknown, journal, cancellationToken);
        return await RunAsync(reader, target, journal, Limits, cancellationToken);
    }

    /// <summary>Looks whether the audience can be created, as <see cref="CreateAsync"/> does first, and changes nothing.</summary>
    /// <exception cref="AudienceException">There is an audience of that name already, or the checkpoint is another import's.</exception>
    public Task CheckNameAsync(AudienceDefinition definition, IContactReader reader, CancellationToken cancellationToken) =>
        FindNamesakesAsync(definition, reader, cancellationToken);

    /// <summary>Replaces all members of an audience by contacts. Nothing is sent where there is none that can be used.</summary>
    /// <param name="audience">The audience.</param>
    /// <param name="reader">The contacts.</param>
    /// <param name="mayReplace">
    /// Is asked once all is read and before anything is sent, with the members that there are, where the service tells, and the number of
    /// contacts in their place. A no ends the import as a cancellation does.
    /// </param>
    /// <param name="cancellationToken">Ends the import.</param>
    /// <exception cref="AudienceException">The input can't be read as contacts, or the service failed.</exception>
    public async Task<ImportOutcome> ReplaceAsync(
        Audience audience, IContactReader reader, Func<long?, int, Task<bool>> mayReplace, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(audience);
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(mayReplace);
        _client.Require(ServiceOperation.ReplaceMembers);
        return await RunAsync(
            reader, new ReplacedTarget(_client, audience, mayReplace, cancellationToken), journal: null, Limits.ToReplace, cancellationToken);
    }

    // An audience that an earlier run of this import has created is no other one's: who goes on isn't told that it is there.
    private async Task<Namesakes?> FindNamesakesAsync(AudienceDefinition definition, IContactReader reader, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(reader);
        OutputPaths.ThrowIfShared(reader, _options);
        return _options is { CheckpointPath: { } path, DiscardCheckpoint: false }
            && ImportJournal.MayHaveCreated(path, Settings(definition.Name, creates: true, reader))
            ? null
            : await _client.FindNamesakesAsync(definition, cancellationToken);
    }

    private async Task<ImportOutcome> RunAsync(
        IContactReader reader, IImportTarget target, ImportJournal? journal, ServiceLimits limits, CancellationToken cancellationToken)
    {
        using var failures = _options.FailurePath is null ? null : new FailureFile(_options.FailurePath, mayBeInput: reader.Paths.Count == 0);
        var report = new ImportReport(_observer, failures);
        var builder = new BatchBuilder(BatchRows(limits), limits.BatchBytes, journal?.Job ?? IdempotencyKeys.New());
        var dispatcher = new BatchDispatcher(
            target, new BatchSender(_client, report), report, journal, InFlight, cancellationToken);
        var limit = new MemberLimit(_client.Service, limits);
        Exception? ended = null;
        try
        {
            var preparer = new ContactPreparer(_options, _client.Dialect, target.PhoneColumn, _observer.OnWarning);
            var rows = new ContactStream(reader, preparer, report, builder);
            var batches = rows.ReadAsync(progress => _observer.OnProgress(progress with { Elapsed = Elapsed() }), cancellationToken);
            await foreach (var batch in limit.CheckAsync(batches, cancellationToken))
            {
                await dispatcher.DispatchAsync(batch);
            }

            failures?.Complete();
        }
        catch (Exception exception) when (dispatcher.Opened is not null || exception is OperationCanceledException)
        {
            ended = exception;
        }
        finally
        {
            foreach (var batch in builder.Flush() is { } rest ? limit.Held.Append(rest) : limit.Held)
            {
                await dispatcher.NotSentAsync(batch);
            }

            await dispatcher.CompleteAsync();
        }

        ended ??= dispatcher.Failure;
        var after = IsUnwelcome(ended) ? null : await CountAfterAsync(dispatcher.Opened?.Audience, cancellationToken);
        var ledger = new ImportLedger(_client, report.Tally, _requests, journal);
        var audience = dispatcher.Opened?.Audience ?? target.Audience;
        var receipt = ledger.Receipt(audience, dispatcher.Opened?.MembersBefore, after, ended, Elapsed(), _options with { FailurePath = failures?.Result });
        if (ledger.Disagreement(receipt, dispatcher.Opened is { Replaced: true }) is { } disagreement)
        {
            _observer.OnWarning(disagreement);
        }

        if (failures?.Warning is { } warning)
        {
            _observer.OnWarning(warning);
        }

        if (journal is { Finished: null } && receipt is { StoppedBecause: null, Unknown: 0, NotSent: 0 })
        {
            journal.Finish(_client.Time.GetUtcNow());
        }

        return new ImportOutcome(audience, receipt, ended);
    }

    private int BatchRows(ServiceLimits limits) =>
        limits.OneBatch ? limits.BatchRows : Math.Min(limits.BatchRows, _options.BatchSize ?? int.MaxValue);

    private JournalSettings Settings(string audience, bool creates, IContactReader reader) => new(
        _client.Service,
        _client.Service == AudienceService.Local || _client.Address.IsLoopback ? null : _client.Address.AbsoluteUri,
        audience,
        creates,
        _options.PhoneColumn,
        _options.ColumnMap is null ? null : string.Join(';', _options.ColumnMap.Select(static pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal)),
        _options.DefaultCountry?.Value,
        BatchRows(Limits),
        Limits.BatchBytes,
        reader.Fingerprint)
    {
        CountryCodeColumn = _options.CountryCodeColumn,
    };

    private ImportJournal? OpenJournal(string audience, bool creates, IContactReader reader, Namesakes? namesakes)
    {
        if (_options.CheckpointPath is not { } path)
        {
            return null;
        }

        var journal = ImportJournal.Open(
            path, Settings(audience, creates, reader), _options.DiscardCheckpoint, namesakes, _client.Time.GetUtcNow());
        if (journal.Finished is { } finished)
        {
            _observer.OnWarning(FormattableString.Invariant(
                $"The checkpoint says that this import was finished on {finished:u}. Nothing is sent again."));
        }
        else if (journal.Resumed)
        {
            _observer.OnWarning(FormattableString.Invariant(
                $"Going on where the import stopped: {journal.Acknowledged} batches are acknowledged and will not be sent again."));
        }

        return journal;
    }

    // Whoever stopped the import, and a service that refuses the key or asks to wait, wants no more requests.
    private static bool IsUnwelcome(Exception? ended) => ended is OperationCanceledException
        or AudienceException { Code: AudienceErrorCode.NotAuthenticated or AudienceErrorCode.NotAllowed or AudienceErrorCode.RateLimited };

    // The import is done and accounted for: not being able to count afterwards must not make it look failed.
    private async Task<long?> CountAfterAsync(Audience? audience, CancellationToken cancellationToken)
    {
        try
        {
            return audience is null ? null : await _client.CountMembersAsync(audience.Id, cancellationToken);
        }
        catch (Exception exception) when (exception is AudienceException or OperationCanceledException)
        {
            return null;
        }
    }

    private TimeSpan Elapsed() => _client.Time.GetElapsedTime(_started);
}
