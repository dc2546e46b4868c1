using AudienceTools.Contract.Tests.Support;
using AudienceTools.Core.Paging;

namespace AudienceTools.Contract.Tests;

/// <summary>What can be added can be listed, on every service that lists.</summary>
public sealed class LargePagesContractTests
{
    private const int Count = 12;

    [Theory]
    [InlineData(AudienceService.Local)]
    [InlineData(AudienceService.Atoms)]
    [InlineData(AudienceService.OliAI)]
    public async Task Large_members_all_come_once(AudienceService dialect)
    {
        await using var service = new Service();
        await service.InitializeAsync();
        var owner = service.Client(AudienceService.Local);
        var own = await owner.CreateAsync();
        for (var i = 0; i < Count; i++)
        {
            await owner.AddAsync(own, ClientVerbs.Contact(i, ("text", new string('x', i % 4 == 0 ? 10 : 3_000_000))));
        }

        var client = service.Client(dialect);
        var audience = await client.FindAudienceAsync(own.Name, Service.Cancel);

        Assert.Equal(Enumerable.Range(0, Count).Select(ClientVerbs.Number), await client.NumbersAsync(audience));
        var last = Assert.Single(await client.MembersAsync(audience, range: new ListRange(Count - 1)));
        Assert.Equal(ClientVerbs.Number(Count - 1), last.PhoneNumber);
    }
}
