using AudienceTools.Core.Dialects;
using AudienceTools.Core.Http;
using AudienceTools.Core.Import;
using AudienceTools.Core.Import.Accounting;

namespace AudienceTools.Core.Members;

/// <summary>Adds contacts that the organisation has to an audience, by their identifiers, and accounts for each. Serves once.</summary>
public sealed class ContactIdImport
{
    private readonly AudienceClient _client;
    private readonly Audience _audience;
    private readonly CountingObserver _requests;
    private readonly ImportTally _tally = new();
    private long? _members;

    /// <summary>Prepares an import. Sends nothing yet.</summary>
    /// <param name="client">The service.</param>
    /// <param name="audience">The audience.</param>
    /// <param name="requests">Is told of each request; may be null.</param>
    public ContactIdImport(AudienceClient client, Audience audience, IRequestObserver? requests = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(audience);
        _requests = new CountingObserver(requests);
        _client = client.Observed(_requests);
        _audience = audience;
    }

    /// <summary>Adds the contacts, in batches.</summary>
    /// <exception cref="AudienceException">The audience can't be read; nothing was sent.</exception>
    public async Task<ImportOutcome> AddAsync(IReadOnlyList<string> contactIds, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(contactIds);
        _client.Require(ServiceOperation.AddContactIds);
        var started = _client.Time.GetTimestamp();
        var before = _members = await _client.CountMembersAsync(_audience.Id, cancellationToken);
        string[] ids = [.. contactIds.Distinct(StringComparer.Ordinal)];
        _tally.Count(AudienceContactState.DuplicateInInput, ReasonCodes.DuplicateInInput, contactIds.Count - ids.Length);
        var batches = new IdBatches(
            _client,
            _audience.Id,
            (batch, delivery) => SendAsync(batch, delivery, cancellationToken),
            (_, refusal) => _tally.Count(
                AudienceContactState.Rejected,
                refusal.Code == AudienceErrorCode.NotFound ? "ContactNotFound" : refusal.Code.ToString()));
        Exception? failure = null;
        try
        {
            await batches.SendAsync(ids, cancellationToken);
        }
        catch (Exception exception) when (exception is AudienceException or OperationCanceledException)
        {
            failure = exception;
            var (state, reason) = batches.MayHaveWorked
                ? (AudienceContactState.Unknown, ReasonCodes.AnswerLost)
                : (AudienceContactState.NotSent, ReasonCodes.RequestFailed);
            _tally.Count(state, reason, batches.Pending);
            _tally.Count(AudienceContactState.NotSent, ReasonCodes.ImportStopped, ids.Length - batches.Settled - batches.Pending);
        }

        return new ImportOutcome(_audience, Receipt(contactIds.Count, before, started, failure), failure);
    }

    private async Task SendAsync(IReadOnlyList<string> batch, Delivery delivery, CancellationToken cancellationToken)
    {
        var added = await _client.AddContactIdsAsync(_audience.Id, batch, delivery, cancellationToken);
        var isNew = added.Added;
        var known = added.AlreadyMember;
        if (isNew + known < batch.Count && added.MemberCount - _members is { } grown)
        {
            // The service tells how many members there are and no more.
            isNew = Math.Clamp(grown, 0, batch.Count);
            known = batch.Count - isNew;
        }

        _members = added.MemberCount ?? _members + isNew;
        _tally.Count(AudienceContactState.Added, rows: isNew);
        _tally.Count(AudienceContactState.AlreadyMember, rows: known);
        _tally.Count(AudienceContactState.Unknown, ReasonCodes.AnswerIncomplete, batch.Count - isNew - known);
    }

    private AudienceImportReceipt Receipt(int received, long? before, long started, Exception? failure) => new()
    {
        Audience = _audience.Name,
        AudienceId = _audience.Id,
        Service = _client.Service.ToString(),
        Received = received,
        DuplicateInInput = _tally[AudienceContactState.DuplicateInInput],
        Added = _tally[AudienceContactState.Added],
        AlreadyMember = _tally[AudienceContactState.AlreadyMember],
        Rejected = _tally[AudienceContactState.Rejected],
        Unknown = _tally[AudienceContactState.Unknown],
        NotSent = _tally[AudienceContactState.NotSent],
        Reasons = _tally.Reasons(),
        MemberCountBefore = before,
        MemberCountAfter = _members,
        Requests = _requests.Requests,
        Retries = _requests.Retries,
        Duration = _client.Time.GetElapsedTime(started),
        StoppedBecause = failure is OperationCanceledException ? "The import was stopped." : failure?.Message,
    };
}
