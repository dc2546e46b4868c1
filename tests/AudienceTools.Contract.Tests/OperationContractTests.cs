using AudienceTools.Contract.Tests.Support;
using AudienceTools.Core;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Paging;
using static AudienceTools.Contract.Tests.Support.ClientVerbs;

namespace AudienceTools.Contract.Tests;

/// <summary>
/// Every operation that the table of capabilities gives a service does what its name says, as seen through the service's own API. An
/// operation or a service that comes new into the table runs here too, and fails as long as it has no proof.
/// </summary>
public sealed class OperationContractTests(Service service) : IClassFixture<Service>
{
    private static readonly Dictionary<ServiceOperation, Func<OperationContractTests, AudienceClient, Task>> Proofs = new()
    {
        [ServiceOperation.ListAudiences] = static (test, client) => test.ListsAsync(client),
        [ServiceOperation.GetAudience] = static (test, client) => test.GetsAsync(client),
        [ServiceOperation.CreateAudience] = static (test, client) => test.CreatesAsync(client),
        [ServiceOperation.NameIdentifierColumn] = static (_, client) => NamesIdentifierColumnAsync(client),
        [ServiceOperation.UpdateAudience] = static (test, client) => test.UpdatesAsync(client),
        [ServiceOperation.DeleteAudience] = static (test, client) => test.DeletesAsync(client),
        [ServiceOperation.ListMembers] = static (test, client) => test.ListsMembersAsync(client),
        [ServiceOperation.AddContacts] = static (test, client) => test.AddsContactsAsync(client),
        [ServiceOperation.AddContactIds] = static (test, client) => test.AddsContactIdsAsync(client),
        [ServiceOperation.ReplaceMembers] = static (test, client) => test.ReplacesMembersAsync(client),
        [ServiceOperation.RemoveMembers] = static (test, client) => test.RemovesMembersAsync(client),
        [ServiceOperation.ListContacts] = static (test, client) => test.ListsContactsAsync(client),
        [ServiceOperation.DeleteContacts] = static (test, client) => test.DeletesContactsAsync(client),
    };

    private static int s_contacts;

    public static TheoryData<AudienceService, string> Had => OperationCalls.Pairs(has: true);

    [Theory]
    [MemberData(nameof(Had))]
    public async Task What_a_service_has_can_be_seen_to_work(AudienceService dialect, string operation) =>
        await Proofs[Enum.Parse<ServiceOperation>(operation)](this, service.Client(dialect));

    private static Contact NewContact() => Contact(10_000 + Interlocked.Increment(ref s_contacts));

    private async Task ListsAsync(AudienceClient client)
    {
        var (owner, name) = (service.Client(AudienceService.Local), NewName());
        await owner.CreateAudienceAsync(new AudienceDefinition(name), Service.Cancel);

        Assert.Single(await client.ListAudiencesAsync(ListRange.All, Service.Cancel).AllAsync(), audience => audience.Name == name);
    }

    private async Task GetsAsync(AudienceClient client)
    {
        var (owner, name) = (service.Client(AudienceService.Local), NewName());
        await owner.CreateAudienceAsync(new AudienceDefinition(name), Service.Cancel);
        var found = await client.FindAudienceAsync(name, Service.Cancel);

        Assert.Equal(name, (await client.GetAudienceAsync(found.Id, Service.Cancel)).Name);
    }

    private async Task CreatesAsync(AudienceClient client)
    {
        var contact = NewContact();
        var created = await client.CreateAsync(contact);

        var (owner, own) = await service.LocallyAsync(created.Name);
        Assert.Equal(client.Dialect.CreatesWithContacts ? [contact.PhoneNumber] : [], await owner.NumbersAsync(own));
    }

    private static async Task NamesIdentifierColumnAsync(AudienceClient client)
    {
        var created = await client.CreateAudienceAsync(
            new AudienceDefinition(NewName()) { IdentifierColumn = "crmId", Contacts = [Contact(0, ("crmId", "7"))] }, Service.Cancel);

        Assert.Equal("crmId", created.IdentifierColumn);
    }

    private async Task UpdatesAsync(AudienceClient client)
    {
        var (created, name) = (await client.CreateAsync(), NewName());
        await client.UpdateAudienceAsync(created.Id, new AudienceChange(name, "Later"), Service.Cancel);

        Assert.Equal("Later", (await service.LocallyAsync(name)).Audience.Description);
    }

    private async Task DeletesAsync(AudienceClient client)
    {
        var created = await client.CreateAsync();
        await client.DeleteAudienceAsync(created.Id, Service.Cancel);

        await FailsWithAsync(AudienceErrorCode.AudienceNotFound, () => service.LocallyAsync(created.Name));
    }

    private async Task ListsMembersAsync(AudienceClient client)
    {
        var (created, owner, own, contacts) = await FilledAsync(client);

        Assert.Equal(contacts.Select(static contact => contact.PhoneNumber), await client.NumbersAsync(created));
        Assert.Equal(2, await client.CountMembersAsync(created.Id, Service.Cancel));
        Assert.Equal(2, await owner.CountMembersAsync(own.Id, Service.Cancel));
    }

    private async Task AddsContactsAsync(AudienceClient client)
    {
        var (created, contact) = (await client.CreateAsync(), NewContact());
        await client.AddAsync(created, contact);

        var (owner, own) = await service.LocallyAsync(created.Name);
        Assert.Equal([contact.PhoneNumber], await owner.NumbersAsync(own));
    }

    private async Task AddsContactIdsAsync(AudienceClient client)
    {
        var (filled, _, _, contacts) = await FilledAsync(client);
        var created = await client.CreateAsync();
        var members = await client.MembersAsync(filled);
        await client.AddContactIdsAsync(created.Id, [members[1].ContactId], Service.Cancel);

        var (owner, own) = await service.LocallyAsync(created.Name);
        Assert.Equal([contacts[1].PhoneNumber], await owner.NumbersAsync(own));
    }

    private async Task ReplacesMembersAsync(AudienceClient client)
    {
        var contact = NewContact();
        var created = await client.CreateAsync(NewContact(), NewContact());
        await client.ReplaceMembersAsync(created.Id, [contact], Service.Cancel);

        var (owner, own) = await service.LocallyAsync(created.Name);
        Assert.Equal([contact.PhoneNumber], await owner.NumbersAsync(own));
    }

    private async Task RemovesMembersAsync(AudienceClient client)
    {
        var (created, owner, own, contacts) = await FilledAsync(client);
        var members = await client.MembersAsync(created);
        await client.RemoveMembersAsync(created.Id, [members[0].ContactId], Service.Cancel);

        Assert.Equal([contacts[1].PhoneNumber], await owner.NumbersAsync(own));
    }

    private async Task ListsContactsAsync(AudienceClient client)
    {
        var (created, _, _, contacts) = await FilledAsync(client);

        Assert.Single(await client.ContactsAsync(contacts[0].PhoneNumber));
        Assert.Empty(await client.ContactsAsync(contacts[0].PhoneNumber, notIn: created.Id));
    }

    private async Task DeletesContactsAsync(AudienceClient client)
    {
        var (created, owner, own, contacts) = await FilledAsync(client);
        var members = await client.MembersAsync(created);
        await client.DeleteContactAsync(members[0].ContactId, Service.Cancel);

        Assert.Equal([contacts[1].PhoneNumber], await owner.NumbersAsync(own));
        Assert.Empty(await owner.ContactsAsync(contacts[0].PhoneNumber));
    }

    /// <summary>An audience of the client's with two members that came by another way.</summary>
    private async Task<(Audience Created, AudienceClient Owner, Audience Own, Contact[] Contacts)> FilledAsync(AudienceClient client)
    {
        var created = await client.CreateAsync();
        var (owner, own) = await service.LocallyAsync(created.Name);
        Contact[] contacts = [NewContact(), NewContact()];
        await owner.AddAsync(own, contacts);
        return (created, owner, own, contacts);
    }
}
