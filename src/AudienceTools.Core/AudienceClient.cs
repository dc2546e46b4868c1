using System.Collections.Concurrent;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Http;
using AudienceTools.Core.Paging;

namespace AudienceTools.Core;

/// <summary>
/// A service's audiences: one method an operation, lists as pages that come while the caller works. Safe for use by several threads.
/// Every method throws an <see cref="AudienceException"/> where the service fails or refuses, and sends nothing where the service lacks
/// the operation (<see cref="AudienceErrorCode.NotSupportedByService"/>).
/// </summary>
public sealed partial class AudienceClient : IDisposable
{
    private readonly ServiceTransport _transport;
    private readonly IRequestObserver? _observer;
    private readonly ConcurrentDictionary<string, bool> _ownImports;
    private readonly int? _largestPage;

    /// <summary>Makes a client. Sends nothing yet.</summary>
    /// <exception cref="AudienceException">The key or the address can't be used.</exception>
    public AudienceClient(AudienceClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _transport = new ServiceTransport(options, KnownDialects.Of(options.Service));
        _ownImports = new(StringComparer.Ordinal);
        _largestPage = options.LargestPage;
    }

    private AudienceClient(AudienceClient connection, IRequestObserver observer)
    {
        _transport = connection._transport;
        _ownImports = connection._ownImports;
        _largestPage = connection._largestPage;
        _observer = observer;
    }

    /// <summary>The base address of the requests.</summary>
    public Uri Address => _transport.Address;

    /// <summary>The service it speaks to.</summary>
    public AudienceService Service => Dialect.Service;

    /// <summary>Throws where the service lacks an operation, before anything is sent for it.</summary>
    internal void Require(ServiceOperation operation) => ServiceCapabilities.Require(Service, operation);

    internal ServiceDialect Dialect => _transport.Dialect;

    internal TimeProvider Time => _transport.Time;

    /// <summary>Who is told of what this client does.</summary>
    internal IRequestObserver? Observer => _observer;

    /// <summary>The same connection with another observer. Only the first client is to be disposed.</summary>
    public AudienceClient Observed(IRequestObserver observer) => new(this, observer);

    /// <summary>Closes the connection, and every client that shares it.</summary>
    public void Dispose() => _transport.Dispose();

    /// <summary>All audiences, page by page.</summary>
    public IAsyncEnumerable<Page<Audience>> ListAudiencesAsync(ListRange range, CancellationToken cancellationToken = default) =>
        new Pager<Audience>((page, token) => SendAsync(Dialect.ListAudiences(page), token), static audience => audience.Id, Warn)
        {
            Way = new PagingWay { Largest = SizeOf(Dialect.LargestAudiencePage) },
        }.ReadAsync(range, cancellationToken);

    /// <summary>One audience. Some services leave its member count out here.</summary>
    /// <param name="id">Its identifier.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Audience> GetAudienceAsync(string id, CancellationToken cancellationToken = default)
    {
        try
        {
            return await SendAsync(Dialect.GetAudience(id), cancellationToken);
        }
        catch (AudienceException exception) when (exception.Code == AudienceErrorCode.NotFound)
        {
            throw AudienceLookup.NoSuchAudience(id, exception);
        }
    }

    /// <summary>The one audience that a text names, by identifier, name or pattern.</summary>
    /// <exception cref="AudienceException">It fits none or several; the message lists them.</exception>
    public Task<Audience> FindAudienceAsync(string idOrName, CancellationToken cancellationToken = default) =>
        AudienceLookup.FindAsync(this, idOrName, cancellationToken);

    /// <summary>Creates an audience, with its first contacts where the service takes them at once.</summary>
    /// <exception cref="AudienceException">
    /// Also <see cref="AudienceErrorCode.AudienceExists"/>: there is one of that name, and nothing was sent; and
    /// <see cref="AudienceErrorCode.OutcomeUnknown"/>: the answer was lost and the audience isn't found.
    /// </exception>
    public async Task<Audience> CreateAudienceAsync(AudienceDefinition definition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(definition);
        RequireContacts(definition);
        var namesakes = await FindNamesakesAsync(definition, cancellationToken);
        return (await TryCreateAudienceAsync(definition, namesakes, IdempotencyKeys.New(), cancellationToken)).Audience;
    }

    /// <summary>
    /// Throws, before anything is sent, where there are no contacts, and the service makes an audience of its first ones or a column of
    /// theirs is named: under which name that would travel is known only from them.
    /// </summary>
    internal void RequireContacts(AudienceDefinition definition)
    {
        if (definition.Contacts.Count > 0 || (Dialect.CreatesEmpty && definition.IdentifierColumn is null))
        {
            return;
        }

        RequireOperations(definition);
        var why = Dialect.CreatesEmpty ? "-IdentifierColumn names a column of the contacts" : $"{Service} makes an audience from its first contacts";
        throw new AudienceException(
            AudienceErrorCode.NoContacts, $"{why}, and none were given, so nothing was sent. Pipe contacts in, or give -Path or -PhoneNumber.")
        {
            Target = definition.Name,
        };
    }

    /// <summary>What has the name of an audience that is to be created. Comes before each create, and changes nothing.</summary>
    /// <exception cref="AudienceException">Also <see cref="AudienceErrorCode.AudienceExists"/>.</exception>
    internal Task<Namesakes> FindNamesakesAsync(AudienceDefinition definition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        RequireOperations(definition);
        return Namesakes.FindAsync(this, definition, cancellationToken);
    }

    private void RequireOperations(AudienceDefinition definition)
    {
        if (definition.IdentifierColumn is not null)
        {
            Require(ServiceOperation.NameIdentifierColumn);
        }
    }

    /// <summary>Creates an audience, and says whether the service's answer tells it, rather than a look-up after a lost answer.</summary>
    internal async Task<(Audience Audience, bool IsAnswered)> TryCreateAudienceAsync(
        AudienceDefinition definition, Namesakes namesakes, string idempotencyKey, CancellationToken cancellationToken)
    {
        var started = Time.GetUtcNow();
        var delivery = new Delivery();
        AudienceException? lost = null;
        try
        {
            var created = await SendAsync(Dialect.CreateAudience(definition, idempotencyKey) with { Delivery = delivery }, cancellationToken);
            if (created.Id.Length > 0)
            {
                return (created, true);
            }
        }
        catch (AudienceException exception) when (AnswerIsLost(exception, delivery))
        {
            lost = exception;
        }

        return (await namesakes.AfterLostAnswerAsync(this, definition, started, lost, cancellationToken), false);
    }

    /// <summary>Renames or describes an audience.</summary>
    /// <returns>The audience as it is then.</returns>
    public async Task<Audience> UpdateAudienceAsync(string id, AudienceChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        try
        {
            var updated = await SendAsync(Dialect.UpdateAudience(id, change), cancellationToken);

            // Not every answer tells what the audience is like then.
            return updated.Name.Length > 0 ? updated : await SendAsync(Dialect.GetAudience(id), cancellationToken);
        }
        catch (AudienceException exception) when (exception.Code == AudienceErrorCode.NotFound)
        {
            throw AudienceLookup.NoSuchAudience(id, exception);
        }
    }

    /// <summary>Deletes an audience.</summary>
    /// <exception cref="AudienceException">
    /// Also <see cref="AudienceErrorCode.AudienceInUse"/>, with the campaigns where the service tells which.
    /// </exception>
    public Task DeleteAudienceAsync(string id, CancellationToken cancellationToken = default) =>
        DeleteAudienceAsync(id, Dialect.DeleteAudience(id), answerLost: true, cancellationToken);

    /// <summary>Deletes an audience in one of a service's ways.</summary>
    internal async Task<T> DeleteAudienceAsync<T>(string id, ServiceCall<T> delete, T answerLost, CancellationToken cancellationToken)
    {
        var delivery = new Delivery();
        try
        {
            return await SendAsync(delete with { Delivery = delivery }, cancellationToken);
        }
        catch (AudienceException exception) when (exception is { Code: AudienceErrorCode.NotFound, Attempts: > 1 } && delivery.MayHaveWorked)
        {
            // The first try has worked and its answer was lost.
            return answerLost;
        }
        catch (AudienceException exception) when (exception.Code == AudienceErrorCode.NotFound)
        {
            throw AudienceLookup.NoSuchAudience(id, exception);
        }
        catch (AudienceException exception) when (exception is
            { Code: AudienceErrorCode.AudienceInUse or AudienceErrorCode.Conflict, Campaigns.Count: 0 })
        {
            throw await AudienceLookup.WithCampaignsAsync(this, id, exception, cancellationToken);
        }
    }

    internal Task<T> SendAsync<T>(ServiceCall<T> call, CancellationToken cancellationToken) =>
        _transport.SendAsync(call, _observer, cancellationToken);

    // A service that fails, and one whose answer nobody can read, may have done its work all the same.
    internal static bool AnswerIsLost(AudienceException exception, Delivery delivery) => delivery.MayHaveWorked && exception.Code
        is AudienceErrorCode.ServiceFailed or AudienceErrorCode.UnreadableAnswer or AudienceErrorCode.CannotReach
        or AudienceErrorCode.RequestTimeout or AudienceErrorCode.RateLimited;

    internal void Warn(string message) => _observer?.OnWarning(message);
}
