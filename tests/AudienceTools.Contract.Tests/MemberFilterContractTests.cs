using AudienceTools.Contract.Tests.Support;
using AudienceTools.Core;
using AudienceTools.Core.Paging;
using static AudienceTools.Contract.Tests.Support.ClientVerbs;

namespace AudienceTools.Contract.Tests;

/// <summary>Members are found by what their columns hold, also where the service's own search ends at ten.</summary>
public sealed class MemberFilterContractTests(Service service) : IClassFixture<Service>
{
    public static TheoryData<AudienceService> Services => [AudienceService.Local, AudienceService.Atoms, AudienceService.OliAI];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task More_than_ten_members_are_found_by_a_text_and_by_a_columns_value(AudienceService dialect)
    {
        var (client, audience) = await FilledAsync(dialect);
        var inPune = Enumerable.Range(0, 25).Select(Number);

        Assert.Equal(inPune, Numbers(await client.MembersAsync(audience, "pune")));
        Assert.Equal(inPune, Numbers(await client.MembersAsync(audience, Filter(("City", "Pune")))));
        Assert.Equal(inPune, Numbers(await client.MembersAsync(audience, Filter(("city", "PUNE")))));
        Assert.Equal(
            inPune.Skip(9).Take(4), Numbers(await client.MembersAsync(audience, Filter(("City", "Pune")), new ListRange(9, 4))));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task All_of_several_values_must_fit_and_each_as_a_whole(AudienceService dialect)
    {
        var (client, audience) = await FilledAsync(dialect);

        Assert.Equal([Number(3)], Numbers(await client.MembersAsync(audience, Filter(("City", "Pune"), ("Row", "3")))));
        Assert.Equal([Number(3)], Numbers(await client.MembersAsync(audience, Filter(("PhoneNumber", Number(3))))));
        Assert.Equal([Number(30)], Numbers(await client.MembersAsync(audience, Filter(("Row", "30")) with { Search = "Goa" })));
        Assert.Empty(await client.MembersAsync(audience, Filter(("City", "Pun"))));
        Assert.Empty(await client.MembersAsync(audience, Filter(("City", "Goa"), ("Row", "3"))));
        Assert.Empty(await client.MembersAsync(audience, Filter(("Nowhere", "Pune"))));
    }

    private static MemberQuery Filter(params (string Column, string Value)[] fields) => new()
    {
        Filter = fields.ToDictionary(static field => field.Column, static field => field.Value, StringComparer.OrdinalIgnoreCase),
    };

    private static IEnumerable<string?> Numbers(IEnumerable<AudienceMember> members) => members.Select(static member => member.PhoneNumber);

    /// <summary>25 members in Pune and 15 in Goa, named after it, since OliAI's own search looks at names and numbers only.</summary>
    private async Task<(AudienceClient Client, Audience Audience)> FilledAsync(AudienceService dialect)
    {
        var client = service.Client(dialect);
        var audience = await client.CreateAsync();
        await client.AddAsync(
            audience, [.. Enumerable.Range(0, 40).Select(static i => Contact(i, ("name", $"Of {City(i)}"), ("City", City(i)), ("Row", $"{i}")))]);
        return (client, audience);

        static string City(int i) => i < 25 ? "Pune" : "Goa";
    }
}
