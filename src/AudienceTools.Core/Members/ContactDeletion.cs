using AudienceTools.Core.Dialects;
using AudienceTools.Core.Http;
using AudienceTools.Core.Paging;
using AudienceTools.Core.PhoneNumbers;

namespace AudienceTools.Core.Members;

/// <summary>
/// Takes contacts out of the organisation, and so out of every audience, by identifier or phone number, and accounts for each. Serves once.
/// </summary>
public sealed class ContactDeletion
{
    // A service that refuses this many, and takes none between, refuses them for something they have in common.
    private const int RefusedInARow = 20;

    // For more numbers than this it takes fewer requests to read all contacts than to search for each.
    private const int MostSearches = 20;
    private readonly AudienceClient _client;
    private readonly Audience? _from;
    private readonly List<string> _notContacts = [];
    private readonly List<string> _remaining = [];
    private long _removed;
    private long _rejected;
    private long _unknown;
    private long _notSent;
    private int _refusedInARow;
    private AudienceException? _refusal;

    /// <summary>Prepares a deletion. Sends nothing yet.</summary>
    /// <param name="client">The service.</param>
    /// <param name="from">The audience that they were members of, for the receipt; null for none.</param>
    public ContactDeletion(AudienceClient client, Audience? from = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
        _from = from;
    }

    /// <summary>Deletes contacts. Those given twice count once.</summary>
    /// <param name="contactIds">Their identifiers.</param>
    /// <param name="phoneNumbers">Their phone numbers, however they are written.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The account, whose <see cref="AudienceRemovalReceipt.NotMember"/> are those that were no contacts; also of one that was stopped.</returns>
    /// <exception cref="AudienceException">The service has no such operation; nothing was sent.</exception>
    public async Task<RemovalOutcome> DeleteAsync(
        IEnumerable<string> contactIds, IEnumerable<string> phoneNumbers, CancellationToken cancellationToken)
    {
        _client.Require(ServiceOperation.DeleteContacts);
        var ids = contactIds.ToHashSet(StringComparer.Ordinal);
        var numbers = GivenNumbers.Of(phoneNumbers);
        var failure = await LookUpAsync(numbers, ids, cancellationToken);
        foreach (var id in ids)
        {
            if (failure is null)
            {
                failure = await DeleteAsync(id, cancellationToken);
            }
            else
            {
                NotSent(id);
            }
        }

        return new RemovalOutcome(Receipt(failure), failure ?? _refusal);
    }

    /// <summary>Finds the contacts with the numbers. Where that ends early, nothing is deleted.</summary>
    private async Task<Exception?> LookUpAsync(HashSet<string> numbers, HashSet<string> ids, CancellationToken cancellationToken)
    {
        var unreadable = GivenNumbers.TakeUnreadable(numbers);
        _refusal = GivenNumbers.Refusal(unreadable.Count);
        _rejected = unreadable.Count;
        _remaining.AddRange(unreadable);
        ContactQuery[] queries = numbers.Count > MostSearches
            ? [new ContactQuery()]
            : [.. numbers.Select(static number => new ContactQuery(number))];
        var watch = new ListWatch(_client.Observer);
        try
        {
            foreach (var query in queries)
            {
                await FindAsync(_client.Observed(watch), query, numbers, ids, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is AudienceException or OperationCanceledException)
        {
            numbers.ToList().ForEach(NotSent);
            return exception;
        }

        if (numbers.Count > 0 && watch.Warning is not null)
        {
            _refusal ??= watch.NotFound(_client, numbers.Count, target: null);
            _unknown += numbers.Count;
            _remaining.AddRange(numbers);
            return null;
        }

        _notContacts.AddRange(numbers);
        return null;
    }

    private static async Task FindAsync(
        AudienceClient client, ContactQuery query, HashSet<string> numbers, HashSet<string> ids, CancellationToken cancellationToken)
    {
        await foreach (var page in client.ListContactsAsync(query, ListRange.All, cancellationToken))
        {
            foreach (var contact in page.Items)
            {
                if (contact.PhoneNumber is { } number && numbers.Remove(PhoneNumber.Normal(number)))
                {
                    ids.Add(contact.ContactId);
                }
            }

            if (numbers.Count == 0)
            {
                return;
            }
        }
    }

    /// <summary>Deletes one contact and accounts for it; gives what ends the work, if that does.</summary>
    private async Task<Exception?> DeleteAsync(string id, CancellationToken cancellationToken)
    {
        var delivery = new Delivery();
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            await _client.DeleteContactAsync(id, delivery, cancellationToken);
            _removed++;
            _refusedInARow = 0;
            return null;
        }
        catch (AudienceException exception) when (exception.Code == AudienceErrorCode.NotFound)
        {
            // Where an earlier try's answer was lost, that one has worked.
            if (exception.Attempts > 1 && delivery.MayHaveWorked)
            {
                _removed++;
            }
            else
            {
                _notContacts.Add(id);
            }

            return null;
        }
        catch (AudienceException exception) when (exception.Code is
            AudienceErrorCode.RequestRejected or AudienceErrorCode.Conflict or AudienceErrorCode.AudienceInUse or AudienceErrorCode.InvalidId)
        {
            _rejected++;
            _remaining.Add(id);
            _refusal ??= exception;
            return ++_refusedInARow >= RefusedInARow ? exception : null;
        }
        catch (Exception exception) when (exception is AudienceException or OperationCanceledException)
        {
            if (delivery.MayHaveWorked)
            {
                _unknown++;
                _remaining.Add(id);
            }
            else
            {
                NotSent(id);
            }

            return exception;
        }
    }

    private void NotSent(string idOrNumber)
    {
        _notSent++;
        _remaining.Add(idOrNumber);
    }

    private AudienceRemovalReceipt Receipt(Exception? failure) => new()
    {
        Audience = _from?.Name,
        AudienceId = _from?.Id,
        Service = _client.Service.ToString(),
        Requested = _removed + _notContacts.Count + _rejected + _unknown + _notSent,
        Removed = _removed,
        NotMember = _notContacts.Count,
        Rejected = _rejected,
        Unknown = _unknown,
        NotSent = _notSent,
        NotMembers = (string[])[.. _notContacts],
        Remaining = (string[])[.. _remaining],
        MemberCountBefore = _from?.MemberCount,
        StoppedBecause = ContactRemoval.Stopped(failure),
    };
}
