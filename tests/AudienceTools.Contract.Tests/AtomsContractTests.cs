using System.Net;
using AudienceTools.Contract.Tests.Support;
using AudienceTools.Core;
using static AudienceTools.Contract.Tests.Support.ClientVerbs;

namespace AudienceTools.Contract.Tests;

public sealed class AtomsContractTests(Service service) : DialectContract(service, AudienceService.Atoms), IClassFixture<Service>
{
    [Fact]
    public async Task An_audience_is_created_with_its_first_contacts()
    {
        var definition = new AudienceDefinition(NewName())
        {
            Contacts = [Contact(0, ("City", "Pune"), ("Note", "a, \"b\"\nc")), Contact(1, ("Note", "=1"), ("Zip", "00501")), Contact(2)],
        };

        var audience = await Client.CreateAudienceAsync(definition, Service.Cancel);

        Assert.Equal("phoneNumber", audience.PhoneColumn);
        var members = await Client.MembersAsync(audience);
        Assert.Equal([Number(0), Number(1), Number(2)], members.Select(static member => member.PhoneNumber));
        Assert.All(members, static member => Assert.Equal(["City", "Note", "Zip"], member.Columns.Names));
        Assert.Equal(["Pune", "a, \"b\"\nc", ""], members[0].Values);
        Assert.Equal(["", "=1", "00501"], members[1].Values);
    }

    [Fact]
    public async Task A_number_that_stands_twice_refuses_the_whole_file()
    {
        var definition = new AudienceDefinition(NewName()) { Contacts = [Contact(0), Contact(0)] };

        var exception = await FailsWithAsync(AudienceErrorCode.RequestRejected, () => Client.CreateAudienceAsync(definition, Service.Cancel));

        Assert.Equal(HttpStatusCode.BadRequest, exception.StatusCode);
        await FailsWithAsync(AudienceErrorCode.AudienceNotFound, () => Client.FindAudienceAsync(definition.Name, Service.Cancel));
    }

    [Fact]
    public async Task A_column_name_with_other_characters_refuses_the_batch()
    {
        var audience = await CreateAsync();
        await FailsWithAsync(AudienceErrorCode.RequestRejected, () => Client.AddAsync(audience, Contact(0, ("Given name", "x"))));
        Assert.Equal(0, await Client.CountMembersAsync(audience.Id, Service.Cancel));
    }

    [Fact]
    public async Task Ten_thousand_members_are_the_limit()
    {
        var audience = await CreateAsync();
        await Client.AddAsync(audience, [.. Enumerable.Range(0, 9_990).Select(static i => Contact(i))]);

        var exception = await FailsWithAsync(
            AudienceErrorCode.LimitExceeded, () => Client.AddAsync(audience, [.. Enumerable.Range(20_000, 11).Select(static i => Contact(i))]));
        Assert.Contains("You can add up to 10 more members", exception.Message, StringComparison.Ordinal);

        await Client.AddAsync(audience, [.. Enumerable.Range(20_000, 10).Select(static i => Contact(i))]);
        Assert.Equal(10_000, await Client.CountMembersAsync(audience.Id, Service.Cancel));
    }
}
