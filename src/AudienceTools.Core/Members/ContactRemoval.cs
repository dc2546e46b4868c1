using AudienceTools.Core.Dialects;
using AudienceTools.Core.Http;
using AudienceTools.Core.Paging;
using AudienceTools.Core.PhoneNumbers;

namespace AudienceTools.Core.Members;

/// <summary>Removes members from an audience, by identifier or phone number, and accounts for each. Serves once.</summary>
public sealed class ContactRemoval
{
    private readonly AudienceClient _client;
    private readonly Audience _audience;
    private readonly List<string> _notMembers = [];
    private RemovalTally _tally;
    private long _rejected;
    private long _unknown;
    private long _notSent;
    private long _notFound;
    private AudienceException? _refusal;

    /// <summary>Prepares a removal. Sends nothing yet.</summary>
    public ContactRemoval(AudienceClient client, Audience audience)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(audience);
        _client = client;
        _audience = audience;
    }

    /// <summary>Removes members. Those given twice count once.</summary>
    /// <param name="contactIds">Their identifiers.</param>
    /// <param name="phoneNumbers">Their phone numbers, however they are written.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <remarks>Once the audience was read, an end before the end is told in the outcome, a cancellation too.</remarks>
    /// <exception cref="AudienceException">The audience can't be read; nothing was removed.</exception>
    public async Task<RemovalOutcome> RemoveAsync(
        IEnumerable<string> contactIds, IEnumerable<string> phoneNumbers, CancellationToken cancellationToken)
    {
        _client.Require(ServiceOperation.RemoveMembers);
        var before = await _client.CountMembersAsync(_audience.Id, cancellationToken);
        var ids = contactIds.ToHashSet(StringComparer.Ordinal);
        var numbers = GivenNumbers.Of(phoneNumbers);
        var byNumber = _client.Dialect.RemoveNumbers(_audience.Id, []) is not null;
        if (!byNumber && numbers.Count > 0)
        {
            ids.UnionWith(await LookUpAsync(numbers, cancellationToken));
        }

        // Who is meant by what can't be read is not known, and a whole batch would be refused for it.
        var unreadable = GivenNumbers.TakeUnreadable(numbers).Count;
        _refusal ??= GivenNumbers.Refusal(unreadable);
        _rejected = unreadable;

        if (!byNumber)
        {
            _notMembers.AddRange(numbers);
            numbers.Clear();
        }

        var failure = await SendAsync(
            [.. ids],
            (batch, delivery) => _client.RemoveMembersAsync(_audience.Id, batch, delivery, cancellationToken),
            stopped: null,
            cancellationToken);
        failure = await SendAsync(
            [.. numbers],
            (batch, delivery) => _client.RemoveNumbersAsync(_audience.Id, batch, delivery, cancellationToken),
            failure,
            cancellationToken);
        var (after, gone) = failure is OperationCanceledException ? (null, null) : await CountAfterAsync(cancellationToken);
        failure ??= gone;
        if (_tally.Contradiction(before, after, _unknown) is { } contradiction)
        {
            _client.Warn($"{_client.Service} {contradiction}. The audience may have changed meanwhile: look with Get-AudienceMember who is left.");
        }

        return new RemovalOutcome(Receipt(before, after, failure), failure ?? _refusal);
    }

    /// <summary>Takes from the numbers those that members have, and gives the members' identifiers.</summary>
    private async Task<List<string>> LookUpAsync(HashSet<string> numbers, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        var query = new MemberQuery { PhoneColumn = _audience.PhoneColumn };
        var watch = new ListWatch(_client.Observer);
        await foreach (var page in _client.Observed(watch).ListMembersAsync(_audience.Id, query, ListRange.All, cancellationToken))
        {
            found.AddRange(page.Items
                .Where(member => member.PhoneNumber is { } number && numbers.Remove(PhoneNumber.Normal(number)))
                .Select(static member => member.ContactId));
            if (numbers.Count == 0)
            {
                break;
            }
        }

        if (numbers.Count > 0 && watch.Warning is not null)
        {
            _refusal = watch.NotFound(_client, numbers.Count, _audience.Id);
            _notFound = numbers.Count;
            numbers.Clear();
        }

        return found;
    }

    private async Task<Exception?> SendAsync(
        IReadOnlyList<string> all,
        Func<IReadOnlyList<string>, Delivery, Task<RemovedContacts>> send,
        Exception? stopped,
        CancellationToken cancellationToken)
    {
        if (stopped is not null)
        {
            _notSent += all.Count;
            return stopped;
        }

        var batches = new IdBatches(
            _client,
            _audience.Id,
            async (batch, delivery) =>
            {
                _tally = _tally.With(batch.Count, await send(batch, delivery));
            },
            Refused);
        try
        {
            await batches.SendAsync(all, cancellationToken);
            return null;
        }
        catch (Exception exception) when (exception is AudienceException or OperationCanceledException)
        {
            if (batches.MayHaveWorked)
            {
                _unknown += batches.Pending;
            }
            else
            {
                _notSent += batches.Pending;
            }

            _notSent += all.Count - batches.Settled - batches.Pending;
            return exception;
        }
    }

    // Only one that the service doesn't know is no member for certain: a proxy that strips a body has members refused.
    private void Refused(string id, AudienceException refusal)
    {
        if (refusal.Code == AudienceErrorCode.NotFound)
        {
            _notMembers.Add(id);
            return;
        }

        _rejected++;
        _refusal ??= refusal;
    }

    // What is removed is gone already: not being able to count afterwards must not make it look failed. But who of an audience that is
    // gone itself was removed and who was no member is more than an answer to a removal can tell.
    private async Task<(long? Members, AudienceException? Gone)> CountAfterAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await _client.CountMembersAsync(_audience.Id, cancellationToken), null);
        }
        catch (OperationCanceledException)
        {
            return (null, null);
        }
        catch (AudienceException exception)
        {
            var gone = exception.Code is AudienceErrorCode.NotFound or AudienceErrorCode.AudienceNotFound;
            return (null, gone ? AudienceLookup.NoSuchAudience(_audience.Id, exception) : null);
        }
    }

    /// <summary>Why a removal ended early, for its receipt; null where it didn't.</summary>
    internal static string? Stopped(Exception? failure) =>
        failure is OperationCanceledException ? "The removal was stopped." : failure?.Message;

    private AudienceRemovalReceipt Receipt(long? before, long? after, Exception? failure)
    {
        var (removed, notMembers, unknown) = _tally.Settle(before, after, _unknown);
        return new AudienceRemovalReceipt
        {
            Audience = _audience.Name,
            AudienceId = _audience.Id,
            Service = _client.Service.ToString(),
            Requested = removed + notMembers + _notMembers.Count + _rejected + unknown + _notFound + _notSent,
            Removed = removed,
            NotMember = _notMembers.Count + notMembers,
            Rejected = _rejected,
            Unknown = unknown + _notFound,
            NotSent = _notSent,
            NotMembers = (string[])[.. _notMembers],
            MemberCountBefore = before,
            MemberCountAfter = after,
            StoppedBecause = Stopped(failure),
        };
    }
}

/// <summary>How a removal ended.</summary>
/// <param name="Receipt">The account of each member that was to be removed.</param>
/// <param name="Failure">
/// What ended it early, an <see cref="OperationCanceledException"/> where it was stopped, or else why the first was refused that was; null
/// where all went well.
/// </param>
public sealed record RemovalOutcome(AudienceRemovalReceipt Receipt, Exception? Failure);
