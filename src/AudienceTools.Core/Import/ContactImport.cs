using AudienceTools.Core.Contacts;
using AudienceTools.Core.Http;

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
    private readonly ImportReport _report;
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
        _report = new ImportReport(observer);
        _started = client.Time.GetTimestamp();
    }

    /// <summary>Adds contacts to an audience.</summary>
    /// <exception cref="AudienceException">The input can't be read as contacts, or the audience can't be reached; nothing was sent.</exception>
    public Task<ImportOutcome> AddAsync(Audience audience, IContactReader reader, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(audience);
        return RunAsync(reader, audience.PhoneColumn ?? _client.Dialect.PhoneColumn, Open, cancellationToken);

        async Task<OpenedAudience> Open(ContactBatch first) =>
            new(audience, await _client.CountMembersAsync(audience.Id, cancellationToken), TookFirstBatch: false);
    }

    /// <summary>
    /// Creates an audience and adds contacts to it. It is created when a first batch was read, so that bad input leaves nothing behind.
    /// </summary>
    /// <exception cref="AudienceException">The input can't be read as contacts, or the audience can't be created; nothing was made.</exception>
    public Task<ImportOutcome> CreateAsync(AudienceDefinition definition, IContactReader reader, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return RunAsync(reader, _client.Dialect.PhoneColumn, Create, cancellationToken);

        async Task<OpenedAudience> Create(ContactBatch first)
        {
            var withContacts = _client.Dialect.CreatesWithContacts;
            var audience = await _client.CreateAudienceAsync(
                withContacts ? definition with { Contacts = first.Contacts } : definition, cancellationToken);
            if (withContacts)
            {
                await _report.SettleAsync(first, AudienceContactState.Added);
            }

            return new(audience, MembersBefore: 0, withContacts);
        }
    }

    private async Task<ImportOutcome> RunAsync(
        IContactReader reader, string phoneColumn, Func<ContactBatch, Task<OpenedAudience>> open, CancellationToken cancellationToken)
    {
        var limits = _client.Dialect.Limits;
        var builder = new BatchBuilder(Math.Min(limits.BatchRows, _options.BatchSize ?? limits.BatchRows), limits.BatchBytes);
        var dispatcher = new BatchDispatcher(
            open, new BatchSender(_client, _report), _report, Math.Max(1, _options.ThrottleLimit), cancellationToken);
        Exception? ended = null;
        try
        {
            var preparer = new ContactPreparer(_options, _client.Dialect, phoneColumn, _observer.OnWarning);
            await ReadAsync(reader, preparer, builder, dispatcher, cancellationToken);
        }
        catch (Exception exception) when (dispatcher.Opened is not null || exception is OperationCanceledException)
        {
            ended = exception;
        }
        finally
        {
            if (builder.Flush() is { } rest)
            {
                await dispatcher.NotSentAsync(rest);
            }

            await dispatcher.CompleteAsync();
        }

        ended ??= dispatcher.Failure;
        var after = ended is OperationCanceledException ? null : await CountAfterAsync(dispatcher.Opened?.Audience, cancellationToken);
        var receipt = Receipt(dispatcher.Opened, after, ended);
        if (after is not null && receipt is { MemberCountBefore: { } before, Unknown: 0 } && before + receipt.Added != after)
        {
            _observer.OnWarning(FormattableString.Invariant(
                $"The audience had {before} members and {receipt.Added} were added, and the service now counts {after}. Somebody else may have changed it meanwhile."));
        }

        return new ImportOutcome(dispatcher.Opened?.Audience, receipt, ended);
    }

    private async Task ReadAsync(
        IContactReader reader,
        ContactPreparer preparer,
        BatchBuilder builder,
        BatchDispatcher dispatcher,
        CancellationToken cancellationToken)
    {
        await foreach (var rows in reader.ReadAsync(cancellationToken))
        {
            foreach (var row in rows)
            {
                var prepared = preparer.Prepare(row);
                _report.Tally.Receive();
                if (prepared.State != AudienceContactState.Valid)
                {
                    await _report.SettleAsync(prepared);
                }
                else if (builder.Add(prepared) is { } full)
                {
                    await dispatcher.DispatchAsync(full);
                }
            }

            var tally = _report.Tally;
            var fraction = reader.TotalBytes is > 0 and { } total ? Math.Min(1, (double)reader.BytesRead / total) : (double?)null;
            _observer.OnProgress(new ImportProgress(tally.Received, tally.Settled, fraction, Elapsed()));
        }

        if (builder.Flush() is { } rest)
        {
            await dispatcher.DispatchAsync(rest);
        }
    }

    // The import is done and accounted for: not being able to count afterwards must not make it look failed.
    private async Task<long?> CountAfterAsync(Audience? audience, CancellationToken cancellationToken)
    {
        try
        {
            return audience is null ? null : await _client.CountMembersAsync(audience.Id, cancellationToken);
        }
        catch (AudienceException)
        {
            return null;
        }
    }

    private TimeSpan Elapsed() => _client.Time.GetElapsedTime(_started);

    private AudienceImportReceipt Receipt(OpenedAudience? opened, long? after, Exception? ended)
    {
        var tally = _report.Tally;
        return new AudienceImportReceipt
        {
            Audience = opened?.Audience.Name,
            AudienceId = opened?.Audience.Id,
            Service = _client.Service,
            Received = tally.Received,
            Blank = tally[AudienceContactState.Blank],
            Invalid = tally[AudienceContactState.Invalid],
            DuplicateInInput = tally[AudienceContactState.DuplicateInInput],
            Added = tally[AudienceContactState.Added],
            AlreadyMember = tally[AudienceContactState.AlreadyMember],
            Rejected = tally[AudienceContactState.Rejected],
            Unknown = tally[AudienceContactState.Unknown],
            NotSent = tally[AudienceContactState.NotSent],
            Reasons = tally.Reasons(),
            MemberCountBefore = opened?.MembersBefore,
            MemberCountAfter = after,
            Requests = _requests.Requests,
            Retries = _requests.Retries,
            Duration = Elapsed(),
            StoppedBecause = ended switch
            {
                null => null,
                OperationCanceledException => "The import was stopped.",
                _ => ended.Message,
            },
        };
    }
}
