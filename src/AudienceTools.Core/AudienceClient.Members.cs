using System.Net;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Http;
using AudienceTools.Core.Import.Sending;
using AudienceTools.Core.Members;
using AudienceTools.Core.Paging;

namespace AudienceTools.Core;

/// <content>Members of audiences, and contacts of the organisation.</content>
public sealed partial class AudienceClient
{
    /// <summary>The members of an audience, page by page.</summary>
    /// <remarks>
    /// A search for a text is the service's where its list has one. Otherwise, and for columns' values, all members are read and looked
    /// at here where the service's own search can't be relied on; the observer is told.
    /// </remarks>
    public IAsyncEnumerable<Page<AudienceMember>> ListMembersAsync(
        string audienceId, MemberQuery query, ListRange range, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(range);
        Require(ServiceOperation.ListMembers);
        return query.IsAll || (query.Filter.Count == 0 && Dialect.ListsBySearch)
            ? Members(
                page => Dialect.ListMembers(audienceId, query, page),
                range,
                isSearch: !query.IsAll,
                token => CountOrNullAsync(audienceId, token),
                cancellationToken)
            : new MemberSearch(this, _observer, audienceId, query).ReadAsync(range, cancellationToken);
    }

    /// <summary>The organisation's contacts, page by page.</summary>
    public IAsyncEnumerable<Page<AudienceMember>> ListContactsAsync(
        ContactQuery query, ListRange range, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        Require(ServiceOperation.ListContacts);
        return Members(
            page => Dialect.ListContacts(query, page), range, isSearch: query.Search is not null || query.NotIn is not null, count: null, cancellationToken);
    }

    /// <summary>How many members an audience has, or null where the service doesn't tell.</summary>
    public Task<long?> CountMembersAsync(string audienceId, CancellationToken cancellationToken = default) =>
        SendAsync(Dialect.CountMembers(audienceId), cancellationToken);

    /// <summary>Adds a batch of contacts, which must be within the service's limits.</summary>
    /// <param name="audience">The audience.</param>
    /// <param name="contacts">The contacts, no number twice.</param>
    /// <param name="idempotencyKey">The batch's own key: a service that knows such keys takes the batch once however often it is sent.</param>
    /// <param name="cancellationToken">Ends the wait. What was sent may have been taken.</param>
    public Task<AddedContacts> AddContactsAsync(
        Audience audience, IReadOnlyList<Contact> contacts, string idempotencyKey, CancellationToken cancellationToken = default) =>
        AddContactsAsync(audience, contacts, idempotencyKey, areNew: false, new Delivery(), cancellationToken);

    internal Task<AddedContacts> AddContactsAsync(
        Audience audience,
        IReadOnlyList<Contact> contacts,
        string idempotencyKey,
        bool areNew,
        Delivery delivery,
        CancellationToken cancellationToken) =>
        Dialect is IImportDialect dialect
            ? new ImportJobs(this, dialect, _observer, _ownImports).AddAsync(audience.Id, contacts, areNew, delivery, cancellationToken)
            : SendAsync(Dialect.AddContacts(audience, contacts, idempotencyKey) with { Delivery = delivery }, cancellationToken);

    /// <summary>Adds contacts that the organisation has, by their identifiers. The same again changes nothing.</summary>
    public Task<AddedContacts> AddContactIdsAsync(
        string audienceId, IReadOnlyList<string> contactIds, CancellationToken cancellationToken = default) =>
        AddContactIdsAsync(audienceId, contactIds, new Delivery(), cancellationToken);

    internal Task<AddedContacts> AddContactIdsAsync(
        string audienceId, IReadOnlyList<string> contactIds, Delivery delivery, CancellationToken cancellationToken) =>
        SendAsync(Dialect.AddContactIds(audienceId, contactIds, IdempotencyKeys.New()) with { Delivery = delivery }, cancellationToken);

    /// <summary>Replaces all members of an audience. The same again changes nothing.</summary>
    public Task ReplaceMembersAsync(
        string audienceId, IReadOnlyList<Contact> contacts, CancellationToken cancellationToken = default) =>
        SendAsync(Dialect.ReplaceMembers(audienceId, contacts), cancellationToken);

    /// <summary>Removes members by their identifiers.</summary>
    public Task<RemovedContacts> RemoveMembersAsync(
        string audienceId, IReadOnlyList<string> contactIds, CancellationToken cancellationToken = default) =>
        RemoveMembersAsync(audienceId, contactIds, new Delivery(), cancellationToken);

    internal Task<RemovedContacts> RemoveMembersAsync(
        string audienceId, IReadOnlyList<string> contactIds, Delivery delivery, CancellationToken cancellationToken) => RemoveAsync(
            Dialect.RemoveMembers(audienceId, contactIds),
            () => Dialect.RemoveMembersByPost(audienceId, contactIds),
            delivery,
            cancellationToken);

    /// <summary>Removes members by their numbers, on a service that knows how.</summary>
    internal Task<RemovedContacts> RemoveNumbersAsync(
        string audienceId, IReadOnlyList<string> phoneNumbers, Delivery delivery, CancellationToken cancellationToken) => RemoveAsync(
            Dialect.RemoveNumbers(audienceId, phoneNumbers)!,
            () => Dialect.RemoveNumbersByPost(audienceId, phoneNumbers),
            delivery,
            cancellationToken);

    private async Task<RemovedContacts> RemoveAsync(
        ServiceCall<RemovedContacts> call,
        Func<ServiceCall<RemovedContacts>?> byPost,
        Delivery delivery,
        CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(call with { Delivery = delivery }, cancellationToken);
        }
        catch (AudienceException exception) when (exception is { Code: AudienceErrorCode.RequestRejected, StatusCode: { } status }
            && status is HttpStatusCode.BadRequest or HttpStatusCode.MethodNotAllowed or HttpStatusCode.LengthRequired
                or HttpStatusCode.UnsupportedMediaType)
        {
            // A proxy on the way may have stripped the body of the DELETE, or refused it for having one.
            if (byPost() is not { } post)
            {
                throw;
            }

            return await SendAsync(post with { Delivery = delivery }, cancellationToken);
        }
    }

    /// <summary>Takes a contact out of the organisation, and so out of every audience.</summary>
    public Task DeleteContactAsync(string contactId, CancellationToken cancellationToken = default) =>
        DeleteContactAsync(contactId, new Delivery(), cancellationToken);

    internal Task DeleteContactAsync(string contactId, Delivery delivery, CancellationToken cancellationToken) =>
        SendAsync(Dialect.DeleteContact(contactId) with { Delivery = delivery }, cancellationToken);

    private IAsyncEnumerable<Page<AudienceMember>> Members(
        Func<PageRequest, ServiceCall<Page<AudienceMember>>> call,
        ListRange range,
        bool isSearch,
        Func<CancellationToken, Task<long?>>? count,
        CancellationToken cancellationToken) =>
        new Pager<AudienceMember>((page, token) => SendAsync(call(page), token), static member => member.ContactId, Warn, count)
        {
            // What a search leaves out must be looked at for a page by number, from the start of the list.
            Way = new PagingWay { Largest = SizeOf(Dialect.LargestPage), PrefersCursors = isSearch },
        }.ReadAsync(range, cancellationToken);

    private int? SizeOf(int? largest) => largest > _largestPage ? _largestPage : largest;

    private async Task<long?> CountOrNullAsync(string audienceId, CancellationToken cancellationToken)
    {
        try
        {
            return await CountMembersAsync(audienceId, cancellationToken);
        }
        catch (AudienceException)
        {
            return null;
        }
    }
}
