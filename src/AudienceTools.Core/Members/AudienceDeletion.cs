using AudienceTools.Core.Dialects;
using AudienceTools.Core.Paging;

namespace AudienceTools.Core.Members;

/// <summary>
/// Deletes an audience and takes those of its members out of the organisation that are in no other audience. Serves once, and counts first.
/// </summary>
/// <remarks>
/// A service that can does both at once. Elsewhere the audience goes first: where it is in use that is refused, and nobody is gone. What
/// comes after needs only the contacts' identifiers, and where it ends early the receipt has those that remain.
/// </remarks>
public sealed class AudienceDeletion
{
    // Whoever is asked may take their time, and others may work meanwhile.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);
    private readonly AudienceClient _client;
    private readonly Audience _audience;
    private readonly ListWatch _watch;
    private IReadOnlyCollection<string> _onlyHere = [];
    private long _counted;
    private long? _count;

    /// <summary>Prepares a deletion. Sends nothing yet.</summary>
    public AudienceDeletion(AudienceClient client, Audience audience)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(audience);
        _watch = new ListWatch(client.Observer);
        _client = client.Observed(_watch);
        _audience = audience;
    }

    /// <summary>Counts the members that are in no other audience; null where the service doesn't tell. Changes nothing.</summary>
    /// <exception cref="AudienceException">The audiences and their members can't be read whole.</exception>
    public async Task<long?> CountAsync(CancellationToken cancellationToken)
    {
        _client.Require(ServiceOperation.DeleteContacts);
        if (_client.Dialect.CountMembersOnlyIn(_audience.Id) is { } count)
        {
            _count = await _client.SendAsync(count, cancellationToken);
        }
        else
        {
            _onlyHere = await ReadOnlyHereAsync(cancellationToken);
            _count = _onlyHere.Count;
        }

        _counted = _client.Time.GetTimestamp();
        return _count;
    }

    /// <summary>Deletes the audience and those contacts.</summary>
    /// <returns>The account of the contacts; also of a deletion that was stopped once the audience was gone.</returns>
    /// <exception cref="AudienceException">The audience can't be deleted, and no contact is gone.</exception>
    public async Task<RemovalOutcome> DeleteAsync(CancellationToken cancellationToken)
    {
        if (_client.Dialect.DeleteAudienceWithContacts(_audience.Id) is { } delete)
        {
            var deleted = await _client.DeleteAudienceAsync(_audience.Id, delete, answerLost: _count, cancellationToken);
            return new RemovalOutcome(
                new AudienceRemovalReceipt
                {
                    Audience = _audience.Name,
                    AudienceId = _audience.Id,
                    Service = _client.Service.ToString(),
                    Requested = deleted ?? _count ?? 0,
                    Removed = deleted ?? 0,
                    Unknown = deleted is null ? _count ?? 0 : 0,
                    MemberCountBefore = _audience.MemberCount,
                },
                deleted is not null ? null : new AudienceException(
                    AudienceErrorCode.OutcomeUnknown,
                    $"The audience '{_audience.Name}' is deleted, and {_client.Service} doesn't say whether its contacts are. Look with Get-AudienceContact.")
                {
                    Target = _audience.Id,
                });
        }

        if (_client.Time.GetElapsedTime(_counted) > Fresh)
        {
            _onlyHere = await ReadOnlyHereAsync(cancellationToken);
        }

        await _client.DeleteAudienceAsync(_audience.Id, cancellationToken);
        return await new ContactDeletion(_client, _audience).DeleteAsync(_onlyHere, [], cancellationToken);
    }

    /// <summary>The members that no other audience has. Where a list came incomplete, somebody in it would be taken for one of them.</summary>
    private async Task<HashSet<string>> ReadOnlyHereAsync(CancellationToken cancellationToken)
    {
        _watch.Warning = null;
        var ids = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var page in _client.ListMembersAsync(_audience.Id, new MemberQuery(), ListRange.All, cancellationToken))
        {
            ids.UnionWith(page.Items.Select(static member => member.ContactId));
        }

        await foreach (var audiences in _client.ListAudiencesAsync(ListRange.All, cancellationToken))
        {
            foreach (var other in audiences.Items.Where(other => !string.Equals(other.Id, _audience.Id, StringComparison.Ordinal)))
            {
                await foreach (var page in _client.ListMembersAsync(other.Id, new MemberQuery(), ListRange.All, cancellationToken))
                {
                    ids.ExceptWith(page.Items.Select(static member => member.ContactId));
                }
            }
        }

        return _watch.Warning is not { } warning ? ids : throw new AudienceException(
            AudienceErrorCode.UnreadableAnswer,
            $"Nothing was deleted: who is in no other audience is not known, since a list of {_client.Service} came incomplete. {warning} Try again.")
        {
            Target = _audience.Id,
        };
    }
}
