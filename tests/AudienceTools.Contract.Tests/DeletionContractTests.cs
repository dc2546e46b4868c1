using AudienceTools.Contract.Tests.Support;
using AudienceTools.Core;
using AudienceTools.Core.Members;
using static AudienceTools.Contract.Tests.Support.ClientVerbs;

namespace AudienceTools.Contract.Tests;

/// <summary>People's data taken out: contacts of the organisation, and an audience with those that are in no other.</summary>
public sealed class DeletionContractTests(Service service) : IClassFixture<Service>
{
    private static int s_contacts;

    [Theory]
    [InlineData(AudienceService.Local)]
    [InlineData(AudienceService.OliAI)]
    public async Task Contacts_leave_the_organisation_by_id_and_by_number_and_each_is_accounted_for(AudienceService dialect)
    {
        var client = service.Client(dialect);
        var (first, second) = (await client.CreateAsync(), await client.CreateAsync());
        var contacts = NewContacts(30);
        await client.AddAsync(first, contacts);
        await client.AddAsync(second, contacts[..10]);
        var ids = (await client.MembersAsync(first)).Take(2).Select(static member => member.ContactId);

        var (receipt, failure) = await new ContactDeletion(client).DeleteAsync(
            [.. ids, "cmissing00"], [contacts[2].PhoneNumber, "00" + contacts[3].PhoneNumber[1..], contacts[1].PhoneNumber, "+14155559999", "soon"], Service.Cancel);

        Assert.Equal(AudienceErrorCode.InvalidPhoneNumber, Assert.IsType<AudienceException>(failure).Code);
        Assert.Equal((7, 4, 2, 1), (receipt.Requested, receipt.Removed, receipt.NotMember, receipt.Rejected));
        Assert.Equal(["+14155559999", "cmissing00"], receipt.NotMembers.Order(StringComparer.Ordinal));
        Assert.Equal(["soon"], receipt.Remaining);
        Assert.Equal(contacts[4..].Select(static contact => contact.PhoneNumber), (await client.NumbersAsync(first)).Order());
        Assert.Equal(contacts[4..10].Select(static contact => contact.PhoneNumber), (await client.NumbersAsync(second)).Order());
        Assert.Empty(await client.ContactsAsync(contacts[0].PhoneNumber));
    }

    [Theory]
    [InlineData(AudienceService.Local)]
    [InlineData(AudienceService.OliAI)]
    public async Task More_numbers_than_are_searched_for_one_by_one_are_found_too(AudienceService dialect)
    {
        var client = service.Client(dialect);
        var audience = await client.CreateAsync();
        var contacts = NewContacts(150);
        await client.AddAsync(audience, contacts);

        var (receipt, _) = await new ContactDeletion(client).DeleteAsync([], contacts[..120].Select(static contact => contact.PhoneNumber), Service.Cancel);

        Assert.Equal((120, 120), (receipt.Requested, receipt.Removed));
        Assert.Equal(contacts[120..].Select(static contact => contact.PhoneNumber), (await client.NumbersAsync(audience)).Order());
    }

    [Theory]
    [InlineData(AudienceService.Local)]
    [InlineData(AudienceService.OliAI)]
    public async Task An_audience_takes_those_with_it_that_are_in_no_other(AudienceService dialect)
    {
        var client = service.Client(dialect);
        var (gone, other) = (await client.CreateAsync(), await client.CreateAsync());
        var contacts = NewContacts(250);
        await client.AddAsync(gone, contacts[..200]);
        await client.AddAsync(other, contacts[120..]);
        var deletion = new AudienceDeletion(client, gone);

        var count = await deletion.CountAsync(Service.Cancel);
        Assert.Equal(200, await client.CountMembersAsync(gone.Id, Service.Cancel));
        var (receipt, failure) = await deletion.DeleteAsync(Service.Cancel);

        Assert.Null(failure);
        Assert.Equal((120, 120, 120), (count, receipt.Requested, receipt.Removed));
        Assert.Equal((gone.Name, gone.Id), (receipt.Audience, receipt.AudienceId));
        await FailsWithAsync(AudienceErrorCode.AudienceNotFound, () => client.FindAudienceAsync(gone.Name, Service.Cancel));
        Assert.Equal(130, await client.CountMembersAsync(other.Id, Service.Cancel));
        Assert.Empty(await client.ContactsAsync(contacts[0].PhoneNumber));
        Assert.Single(await client.ContactsAsync(contacts[150].PhoneNumber));
    }

    [Theory]
    [InlineData(AudienceService.Local)]
    [InlineData(AudienceService.OliAI)]
    public async Task One_that_a_campaign_uses_stays_with_all_its_contacts(AudienceService dialect)
    {
        var client = service.Client(dialect);
        var used = await client.CreateAsync();
        var contacts = NewContacts(3);
        await client.AddAsync(used, contacts);
        await service.StartCampaignAsync(used, "Spring");
        var deletion = new AudienceDeletion(client, used);
        Assert.Equal(3, await deletion.CountAsync(Service.Cancel));

        await FailsWithAsync(AudienceErrorCode.AudienceInUse, () => deletion.DeleteAsync(Service.Cancel));

        Assert.Equal(contacts.Select(static contact => contact.PhoneNumber), (await client.NumbersAsync(used)).Order());
    }

    private static Contact[] NewContacts(int count) =>
        [.. Enumerable.Range(0, count).Select(static _ => Contact(40_000 + Interlocked.Increment(ref s_contacts), ("name", "Asha")))];
}
