using AudienceTools.Contract.Tests.Support;
using AudienceTools.Core;
using AudienceTools.Core.Members;
using AudienceTools.Core.Paging;
using static AudienceTools.Contract.Tests.Support.ClientVerbs;

namespace AudienceTools.Contract.Tests;

/// <summary>What holds where contacts are the organisation's and audiences refer to them: OliAI, and the local service after it.</summary>
public sealed class OrganisationContractTests(Service service) : IClassFixture<Service>
{
    private static int s_contacts;

    [Theory]
    [InlineData(AudienceService.Local)]
    [InlineData(AudienceService.OliAI)]
    public async Task An_audience_is_renamed_and_described_and_what_is_not_given_stays(AudienceService dialect)
    {
        var client = service.Client(dialect);
        var created = await client.CreateAudienceAsync(new AudienceDefinition(NewName()) { Description = "Then" }, Service.Cancel);
        var name = NewName();

        var renamed = await client.UpdateAudienceAsync(created.Id, new AudienceChange(name, Description: null), Service.Cancel);
        var described = await client.UpdateAudienceAsync(created.Id, new AudienceChange(Name: null, "Now\n🙂"), Service.Cancel);

        Assert.Equal((created.Id, name, "Then"), (renamed.Id, renamed.Name, renamed.Description));
        Assert.Equal((created.Id, name, "Now\n🙂"), (described.Id, described.Name, described.Description));
        var read = await client.GetAudienceAsync(created.Id, Service.Cancel);
        Assert.Equal((name, "Now\n🙂", created.CreatedAt), (read.Name, read.Description, read.CreatedAt));
        Assert.True(read.UpdatedAt >= read.CreatedAt);
        await client.UpdateAudienceAsync(created.Id, new AudienceChange(Name: null, ""), Service.Cancel);
        Assert.Equal("", (await client.GetAudienceAsync(created.Id, Service.Cancel)).Description ?? "");
    }

    [Theory]
    [InlineData(AudienceService.Local)]
    [InlineData(AudienceService.OliAI)]
    public async Task A_name_that_is_none_is_refused(AudienceService dialect)
    {
        var client = service.Client(dialect);
        var audience = await client.CreateAsync();

        await FailsWithAsync(
            AudienceErrorCode.RequestRejected,
            () => client.UpdateAudienceAsync(audience.Id, new AudienceChange(" ", Description: null), Service.Cancel));
        await FailsWithAsync(
            AudienceErrorCode.RequestRejected, () => client.CreateAudienceAsync(new AudienceDefinition("two\nlines"), Service.Cancel));

        Assert.Equal(audience.Name, (await client.GetAudienceAsync(audience.Id, Service.Cancel)).Name);
    }

    [Theory]
    [InlineData(AudienceService.Local)]
    [InlineData(AudienceService.OliAI)]
    public async Task Contacts_are_added_by_id_and_each_is_accounted_for(AudienceService dialect)
    {
        var client = service.Client(dialect);
        var (source, target) = (await client.CreateAsync(), await client.CreateAsync());
        var contacts = NewContacts(5);
        await client.AddAsync(source, contacts);
        string[] ids = [.. (await client.MembersAsync(source)).Select(static member => member.ContactId)];
        await client.AddContactIdsAsync(target.Id, ids[..1], Service.Cancel);

        var outcome = await new ContactIdImport(client, target).AddAsync([.. ids[..4], ids[2], "cmissing00"], Service.Cancel);

        Assert.Null(outcome.Failure);
        var receipt = outcome.Receipt;
        Assert.Equal((6, 3, 1, 1, 1), (receipt.Received, receipt.Added, receipt.AlreadyMember, receipt.DuplicateInInput, receipt.Rejected));
        Assert.Equal((1, 4), (receipt.MemberCountBefore, receipt.MemberCountAfter));
        Assert.Equal(contacts[..4].Select(static contact => contact.PhoneNumber), (await client.NumbersAsync(target)).Order());
    }

    [Theory]
    [InlineData(AudienceService.Local)]
    [InlineData(AudienceService.OliAI)]
    public async Task An_unknown_id_refuses_the_whole_request(AudienceService dialect)
    {
        var client = service.Client(dialect);
        var (source, target) = (await client.CreateAsync(), await client.CreateAsync());
        await client.AddAsync(source, NewContacts(1));
        var known = Assert.Single(await client.MembersAsync(source)).ContactId;

        await FailsWithAsync(
            AudienceErrorCode.NotFound, () => client.AddContactIdsAsync(target.Id, [known, "cmissing00"], Service.Cancel));

        Assert.Equal(0, await client.CountMembersAsync(target.Id, Service.Cancel));
    }

    [Theory]
    [InlineData(AudienceService.Local)]
    [InlineData(AudienceService.OliAI)]
    public async Task Contacts_are_listed_searched_and_those_outside_of_an_audience_told(AudienceService dialect)
    {
        var client = service.Client(dialect);
        var (some, others) = (await client.CreateAsync(), await client.CreateAsync());
        var contacts = NewContacts(230, ("name", $"Aurora {dialect}"));
        await client.AddAsync(some, contacts[..120]);
        await client.AddAsync(others, contacts[120..]);
        var name = $"aurora {dialect}";

        var all = await client.ContactsAsync(name);
        var outside = await client.ContactsAsync(name, notIn: some.Id);

        Assert.Equal(contacts.Select(static contact => contact.PhoneNumber), all.Select(static contact => contact.PhoneNumber).Order());
        Assert.Equal(contacts[120..].Select(static contact => contact.PhoneNumber), outside.Select(static contact => contact.PhoneNumber).Order());
        Assert.All(all, static contact => Assert.Null(contact.AudienceId));
        foreach (var range in (ListRange[])[new(0, 1), new(99, 3), new(205, 10), new(230, 1)])
        {
            Assert.Equal(
                all.Skip((int)range.Skip).Take((int)range.First!).Select(static contact => contact.ContactId),
                (await client.ContactsAsync(name, range: range)).Select(static contact => contact.ContactId));
        }

        var everyone = await client.ContactsAsync();
        Assert.Superset(all.Select(static contact => contact.ContactId).ToHashSet(), everyone.Select(static contact => contact.ContactId).ToHashSet());
    }

    [Theory]
    [InlineData(AudienceService.Local)]
    [InlineData(AudienceService.OliAI)]
    public async Task A_contact_that_leaves_an_audience_is_the_organisations_still(AudienceService dialect)
    {
        var client = service.Client(dialect);
        var audience = await client.CreateAsync();
        var contact = NewContacts(1)[0];
        await client.AddAsync(audience, contact);
        var member = Assert.Single(await client.MembersAsync(audience));

        var removed = await client.RemoveMembersAsync(audience.Id, [member.ContactId], Service.Cancel);

        Assert.Equal(0, removed.MemberCount);
        Assert.Equal(member.ContactId, Assert.Single(await client.ContactsAsync(contact.PhoneNumber, notIn: audience.Id)).ContactId);
    }

    private static Contact[] NewContacts(int count, params (string Name, string? Value)[] columns) =>
        [.. Enumerable.Range(0, count).Select(_ => Contact(20_000 + Interlocked.Increment(ref s_contacts), columns))];
}
