using AudienceTools.Core;
using AudienceTools.Core.Http;
using AudienceTools.Core.Paging;

namespace AudienceTools.Contract.Tests.Support;

/// <summary>What tests of a client do again and again.</summary>
internal static class ClientVerbs
{
    private static int s_names;

    public static async Task<List<T>> AllAsync<T>(this IAsyncEnumerable<Page<T>> pages)
    {
        var all = new List<T>();
        await foreach (var page in pages)
        {
            all.AddRange(page.Items);
        }

        return all;
    }

    public static Task<List<AudienceMember>> MembersAsync(
        this AudienceClient client, Audience audience, string? search = null, ListRange? range = null) =>
        client.MembersAsync(audience, new MemberQuery(search), range);

    public static Task<List<AudienceMember>> MembersAsync(
        this AudienceClient client, Audience audience, MemberQuery query, ListRange? range = null) =>
        client.ListMembersAsync(audience.Id, query, range ?? ListRange.All, Service.Cancel).AllAsync();

    public static Task<List<AudienceMember>> ContactsAsync(
        this AudienceClient client, string? search = null, string? notIn = null, ListRange? range = null) =>
        client.ListContactsAsync(new ContactQuery(search, notIn), range ?? ListRange.All, Service.Cancel).AllAsync();

    public static async Task<IEnumerable<string>> NumbersAsync(this AudienceClient client, Audience audience) =>
        (await client.MembersAsync(audience)).Select(static member => member.PhoneNumber ?? "none");

    public static Task<AddedContacts> AddAsync(this AudienceClient client, Audience audience, params IReadOnlyList<Contact> contacts) =>
        client.AddContactsAsync(audience, contacts, IdempotencyKeys.New(), Service.Cancel);

    public static Task<Audience> CreateAsync(this AudienceClient client, params IReadOnlyList<Contact> contacts) =>
        client.CreateAsync(new AudienceDefinition(NewName()) { Contacts = contacts });

    /// <summary>Creates an audience, also one without members where the service makes none from nothing.</summary>
    public static async Task<Audience> CreateAsync(this AudienceClient client, AudienceDefinition definition)
    {
        if (definition.Contacts.Count > 0 || client.Dialect.CreatesEmpty)
        {
            return await client.CreateAudienceAsync(definition, Service.Cancel);
        }

        var created = await client.CreateAudienceAsync(definition with { Contacts = [Contact(999_999)] }, Service.Cancel);
        await client.RemoveMembersAsync(created.Id, [(await client.MembersAsync(created)).Single().ContactId], Service.Cancel);
        return created;
    }

    public static Task<AudienceException> FailsAsync(Func<Task> operation) => Assert.ThrowsAsync<AudienceException>(operation);

    public static async Task<AudienceException> FailsWithAsync(AudienceErrorCode code, Func<Task> operation)
    {
        var exception = await FailsAsync(operation);
        Assert.Equal(code, exception.Code);
        return exception;
    }

    public static string NewName() => FormattableString.Invariant($"Q{Interlocked.Increment(ref s_names)} \"leads\", É & co");

    public static string Number(int index) => FormattableString.Invariant($"+1415{5_550_000 + index}");

    public static Contact Contact(int index, params (string Name, string? Value)[] columns) => new(
        Number(index), [.. columns.Select(static column => column.Name)], [.. columns.Select(static column => column.Value)]);

    public static Contact[] Contacts(int first, int count) => [.. Enumerable.Range(first, count).Select(static index => Contact(index))];
}

/// <summary>Keeps what the client warns of.</summary>
internal sealed class WarningObserver : IRequestObserver
{
    public List<string> Warnings { get; } = [];

    public void OnAttempt(RequestAttempt attempt)
    {
    }

    public void OnWait(RequestWait wait)
    {
    }

    public void OnNote(string message)
    {
    }

    public void OnWarning(string message) => Warnings.Add(message);
}
