using AudienceTools.Contract.Tests.Support;
using AudienceTools.Core;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Paging;
using static AudienceTools.Contract.Tests.Support.ClientVerbs;

namespace AudienceTools.Contract.Tests;

/// <summary>The local service tells with each page what columns an audience's members have, as the client shows them.</summary>
public sealed class ColumnsContractTests(Service service) : IClassFixture<Service>
{
    [Fact]
    public async Task Each_page_tells_the_columns_of_the_whole_list()
    {
        var client = service.Client(AudienceService.Local);
        var audience = await client.CreateAsync();
        await client.AddAsync(audience, Contact(0, ("a\"\u00e9", "1"), ("Item", "")));
        await client.AddAsync(audience, Contact(1, ("b", "2")));

        var dialect = new LocalDialect();
        var first = await client.SendAsync(dialect.ListMembers(audience.Id, new MemberQuery(), new PageRequest(Wanted: 1)), Service.Cancel);
        var second = await client.SendAsync(dialect.ListMembers(audience.Id, new MemberQuery(), new PageRequest(first.Next)), Service.Cancel);

        Assert.Equal((Number(0), Number(1)), (Assert.Single(first.Items).PhoneNumber, Assert.Single(second.Items).PhoneNumber));
        Assert.Equal(["a\"\u00e9", "Item", "b"], first.Columns);
        Assert.Equal(first.Columns, second.Columns);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_is_told_is_what_the_client_shows(int seed)
    {
        var random = new Random(seed);
        var client = service.Client(AudienceService.Local);
        var audience = await client.CreateAsync();
        string[] values = ["Asha", "Rao", "Asha Rao", "hi-IN", " ", ""];
        for (var i = 0; i < 20; i++)
        {
            var number = Number((seed * 100) + i);
            string[] names = [.. new[] { "name", "language", "FirstName", "last_name", "full name", "City" }.Where(_ => random.Next(4) == 0)];
            var columns = names.ToDictionary(static name => name, _ => values[random.Next(values.Length)], StringComparer.Ordinal);
            if (random.Next(3) == 0)
            {
                await client.AddAsync(audience, Contact((seed * 100) + i, [.. columns.Select(static column => (column.Key, (string?)column.Value))]));
                continue;
            }

            string[] called = ["Asha", "Asha Rao", number];
            var id = await service.MakeContactAsync(new
            {
                name = called[random.Next(3)], phoneNumber = number, language = random.Next(4) == 0 ? "hi-IN" : null, metadata = columns,
            });
            await client.AddContactIdsAsync(audience.Id, [id], Service.Cancel);
        }

        var page = await client.SendAsync(new LocalDialect().ListMembers(audience.Id, new MemberQuery(), new PageRequest()), Service.Cancel);

        Assert.Equal(page.Items.SelectMany(static member => member.Columns.Names).Distinct(StringComparer.Ordinal), page.Columns);
    }

    [Fact]
    public async Task Lists_of_contacts_tell_none()
    {
        var client = service.Client(AudienceService.Local);

        var contacts = await client.SendAsync(new LocalDialect().ListContacts(new ContactQuery(), new PageRequest()), Service.Cancel);

        Assert.Null(contacts.Columns);
    }
}
