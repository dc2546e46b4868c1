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
    public async Task The_column_that_identifies_contacts_is_named_and_comes_back_from_the_create()
    {
        var definition = new AudienceDefinition(NewName())
        {
            Description = "Leads",
            IdentifierColumn = "crmId",
            Contacts = [Contact(0, ("crmId", "7"))],
        };

        var created = await Client.CreateAudienceAsync(definition, Service.Cancel);
        var read = await Client.GetAudienceAsync(created.Id, Service.Cancel);

        Assert.All([created, read], static audience => Assert.Equal(("Leads", "phoneNumber"), (audience.Description, audience.PhoneColumn)));
        Assert.Equal(("crmId", null), (created.IdentifierColumn, read.IdentifierColumn));
    }

    [Fact]
    public async Task An_audience_with_a_phone_column_of_its_own_is_read_added_to_and_searched()
    {
        var id = await Service.UploadToAtomsAsync(NewName(), "mobile", $"City,mobile\nPune,{Number(0)}");
        var audience = await Client.GetAudienceAsync(id, Service.Cancel);
        Assert.Equal("mobile", audience.PhoneColumn);

        var added = await Client.AddAsync(audience, Contact(0, ("City", "x")), Contact(1, ("City", "Goa")));

        Assert.Equal((1, 1), (added.Added, added.AlreadyMember));
        var members = await Client.MembersAsync(audience, new MemberQuery { PhoneColumn = audience.PhoneColumn });
        Assert.Equal([(Number(0), "Pune"), (Number(1), "Goa")], members.Select(static member => (member.PhoneNumber, member.GetColumn("City"))));
        Assert.All(members, static member => Assert.Equal(["City"], member.Columns.Names));
        foreach (var column in (string[])["PhoneNumber", "mobile"])
        {
            var query = new MemberQuery { PhoneColumn = "mobile", Filter = new Dictionary<string, string> { [column] = Number(1) } };
            Assert.Equal("Goa", Assert.Single(await Client.MembersAsync(audience, query)).GetColumn("City"));
        }
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
        await Client.AddAsync(audience, Contacts(0, 9_990));

        var exception = await FailsWithAsync(
            AudienceErrorCode.LimitExceeded, () => Client.AddAsync(audience, Contacts(20_000, 11)));
        Assert.Contains("You can add up to 10 more members", exception.Message, StringComparison.Ordinal);

        await Client.AddAsync(audience, Contacts(20_000, 10));
        Assert.Equal(10_000, await Client.CountMembersAsync(audience.Id, Service.Cancel));
    }
}
