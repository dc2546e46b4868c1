using System.Net;
using AudienceTools.Contract.Tests.Support;
using AudienceTools.Core;
using static AudienceTools.Contract.Tests.Support.ClientVerbs;

namespace AudienceTools.Contract.Tests;

public sealed class LocalContractTests(Service service) : DialectContract(service, AudienceService.Local), IClassFixture<Service>
{
    [Fact]
    public async Task The_same_batch_under_the_same_key_has_the_same_answer_and_is_done_once()
    {
        var audience = await CreateAsync();
        await Client.AddAsync(audience, Contact(0));
        Contact[] batch = [Contact(0), Contact(1), Contact(2)];

        var first = await Client.AddContactsAsync(audience, batch, "replay-1", Service.Cancel);
        await Client.AddAsync(audience, Contact(3));
        var second = await Client.AddContactsAsync(audience, batch, "replay-1", Service.Cancel);

        Assert.Equal((2, 1, 3L), (first.Added, first.AlreadyMember, first.MemberCount));
        Assert.Equal([0], first.Known);
        Assert.Equivalent(first, second, strict: true);
    }

    [Fact]
    public async Task Another_batch_under_a_used_key_is_refused()
    {
        var audience = await CreateAsync();
        await Client.AddContactsAsync(audience, [Contact(0)], "used-1", Service.Cancel);

        var exception = await FailsWithAsync(
            AudienceErrorCode.RequestRejected, () => Client.AddContactsAsync(audience, [Contact(1)], "used-1", Service.Cancel));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, exception.StatusCode);
        Assert.Equal(1, await Client.CountMembersAsync(audience.Id, Service.Cancel));
    }

    [Fact]
    public async Task An_audience_that_is_created_again_under_its_key_is_the_same_one()
    {
        var definition = new AudienceDefinition(NewName());

        var (first, _) = await Client.TryCreateAudienceAsync(definition, Namesakes.Unknown, "create-1", Service.Cancel);
        var (second, _) = await Client.TryCreateAudienceAsync(definition, Namesakes.Unknown, "create-1", Service.Cancel);

        Assert.Equal(first.Id, second.Id);
    }

    [Fact]
    public async Task A_bad_row_is_rejected_by_its_place_and_the_others_are_added()
    {
        var audience = await CreateAsync();

        var added = await Client.AddAsync(audience, Contact(0), new Contact("12", [], []), Contact(1), Contact(0), new Contact("+0123456789", [], []));

        Assert.Equal([1, 4], added.Rejected.Select(static row => row.Index));
        Assert.Equal((2, 1), (added.Added, added.AlreadyMember));
        Assert.Equal([3], added.Known);
    }

    [Fact]
    public async Task More_rows_than_one_request_takes_are_refused_whole()
    {
        var audience = await CreateAsync();

        await FailsWithAsync(
            AudienceErrorCode.RequestRejected, () => Client.AddAsync(audience, Contacts(0, 10_001)));

        Assert.Equal(0, await Client.CountMembersAsync(audience.Id, Service.Cancel));
    }
}
