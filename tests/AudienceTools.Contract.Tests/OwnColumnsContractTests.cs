using AudienceTools.Contract.Tests.Support;
using AudienceTools.Core;
using static AudienceTools.Contract.Tests.Support.ClientVerbs;

namespace AudienceTools.Contract.Tests;

/// <summary>What holds where a member's columns are the audience's own, rather than the organisation's.</summary>
public sealed class OwnColumnsContractTests(Service service) : IClassFixture<Service>
{
    [Theory]
    [InlineData(AudienceService.Local)]
    [InlineData(AudienceService.Atoms)]
    public async Task Added_contacts_come_back_with_their_columns_in_order_and_their_values_to_the_letter(AudienceService dialect)
    {
        var client = service.Client(dialect);
        var audience = await client.CreateAsync();
        (string, string?)[] columns =
        [
            ("Zip", "00501"), ("name", "Zoë O'Neil"), ("language", "hi-IN"), ("Formula", "=1+1"), ("Quote", "say \"hi\", \\ two\nlines\t🙂"),
            ("Empty", ""), ("id", "7"), ("B", " blanks "), ("a", "लीड"),
        ];

        await client.AddAsync(audience, Contact(0, columns), Contact(1, ("Only", "x")));

        var members = await client.MembersAsync(audience);
        Assert.Equal(columns, members[0].Columns.Names.Zip(members[0].Values));
        Assert.Equal([("Only", "x")], members[1].Columns.Names.Zip(members[1].Values));
    }

    [Theory]
    [InlineData(AudienceService.Local)]
    [InlineData(AudienceService.Atoms)]
    public async Task A_number_that_is_a_member_stays_as_it_is_there_and_elsewhere(AudienceService dialect)
    {
        var client = service.Client(dialect);
        var (audience, other) = (await client.CreateAsync(), await client.CreateAsync());
        await client.AddAsync(audience, Contact(1, ("City", "Goa")));

        await client.AddAsync(audience, Contact(1, ("City", "Agra")));
        await client.AddAsync(other, Contact(1, ("City", "Pune")));

        Assert.Equal("Goa", Assert.Single(await client.MembersAsync(audience)).GetColumn("City"));
        Assert.Equal("Pune", Assert.Single(await client.MembersAsync(other)).GetColumn("City"));
    }

    [Theory]
    [InlineData(AudienceService.Local)]
    [InlineData(AudienceService.Atoms)]
    public async Task Unknown_ids_among_those_to_remove_do_no_harm(AudienceService dialect)
    {
        var client = service.Client(dialect);
        var audience = await client.CreateAsync();
        await client.AddAsync(audience, Contacts(0, 2));
        var members = await client.MembersAsync(audience);

        var removed = await client.RemoveMembersAsync(audience.Id, [members[0].ContactId, "unknown"], Service.Cancel);

        Assert.Equal(1, removed.Removed);
        Assert.Equal([Number(1)], await client.NumbersAsync(audience));
    }
}
