using AudienceTools.Contract.Tests.Support;
using AudienceTools.Core;
using AudienceTools.Core.Members;
using AudienceTools.Core.Paging;
using static AudienceTools.Contract.Tests.Support.ClientVerbs;

namespace AudienceTools.Contract.Tests;

/// <summary>What holds in every dialect that has the operations: one client's words against the server's.</summary>
public abstract class DialectContract(Service service, AudienceService dialect)
{
    private protected Service Service { get; } = service;

    private protected AudienceClient Client { get; } = service.Client(dialect);

    /// <summary>Whether the service says by more than words which campaigns stand in the way of a delete.</summary>
    private protected virtual bool ListsCampaigns => true;

    [Fact]
    public async Task A_name_that_is_taken_is_refused_with_its_id_in_any_case_and_may_be_given_twice()
    {
        var first = await CreateAsync();
        var name = $" {first.Name.ToUpperInvariant()} ";

        var exception = await FailsWithAsync(
            AudienceErrorCode.AudienceExists, () => Client.CreateAsync(new AudienceDefinition(name)));
        var second = await Client.CreateAsync(new AudienceDefinition(first.Name) { AllowDuplicateName = true });

        Assert.Contains(first.Id, exception.Message, StringComparison.Ordinal);
        Assert.NotEqual(first.Id, second.Id);
    }

    [Fact]
    public async Task An_audience_is_created_read_listed_found_and_deleted()
    {
        var name = NewName();
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);

        var created = await Client.CreateAsync(new AudienceDefinition(name) { Description = "Two\nlines, \"é\" 🙂" });

        var read = await Client.GetAudienceAsync(created.Id, Service.Cancel);
        var listed = (await Client.ListAudiencesAsync(ListRange.All, Service.Cancel).AllAsync()).Single(audience => audience.Id == created.Id);
        Assert.All([created, read, listed], audience =>
        {
            Assert.Equal((created.Id, name, dialect.ToString()), (audience.Id, audience.Name, audience.Service));
            Assert.Equal("Two\nlines, \"é\" 🙂", audience.Description);
            Assert.InRange(audience.CreatedAt!.Value, before, DateTimeOffset.UtcNow.AddSeconds(1));
        });
        Assert.Equal(0, listed.MemberCount);
        Assert.Equal(created.Id, (await Client.FindAudienceAsync(name.ToUpperInvariant(), Service.Cancel)).Id);
        Assert.Equal(created.Id, (await Client.FindAudienceAsync(created.Id, Service.Cancel)).Id);

        await Client.DeleteAudienceAsync(created.Id, Service.Cancel);
        await FailsWithAsync(AudienceErrorCode.AudienceNotFound, () => Client.GetAudienceAsync(created.Id, Service.Cancel));
    }

    [Fact]
    public async Task Contacts_are_added_and_those_that_are_members_are_counted_apart()
    {
        var audience = await CreateAsync();

        var first = await Client.AddAsync(audience, Contacts(0, 2));
        var again = await Client.AddAsync(audience, Contacts(1, 2));

        Assert.Equal((2, 0, 0), (first.Added, first.AlreadyMember, first.Rejected.Count));
        Assert.Equal((1, 1, 0), (again.Added, again.AlreadyMember, again.Rejected.Count));
        Assert.Equal(3, await Client.CountMembersAsync(audience.Id, Service.Cancel));
        var members = await Client.MembersAsync(audience);
        Assert.Equal([Number(0), Number(1), Number(2)], members.Select(static member => member.PhoneNumber));
        Assert.Equal(3, members.Select(static member => member.ContactId).Distinct().Count(static id => id.Length > 0));
    }

    [Fact]
    public async Task Members_come_whole_and_in_order_whatever_part_is_asked_for()
    {
        var audience = await CreateAsync();
        for (var first = 0; first < 2_500; first += 500)
        {
            await Client.AddAsync(audience, Contacts(first, Math.Min(500, 2_340 - first)));
        }

        var all = await Client.MembersAsync(audience);

        Assert.Equal(Enumerable.Range(0, 2_340).Select(Number), all.Select(static member => member.PhoneNumber));
        foreach (var (skip, take) in new (long, long?)[]
        {
            (0, 0), (0, 1), (0, 100), (0, 101), (0, 500), (0, 501), (3, 7), (99, 2), (499, 2), (500, 500), (999, 1002), (1000, null),
            (2339, 5), (2340, 1), (9999, null),
        })
        {
            var part = await Client.MembersAsync(audience, range: new ListRange(skip, take));
            Assert.Equal(
                all.Skip((int)skip).Take((int)(take ?? int.MaxValue)).Select(static member => member.ContactId),
                part.Select(static member => member.ContactId));
        }
    }

    [Fact]
    public async Task Removed_members_are_gone_and_can_be_added_again()
    {
        var audience = await CreateAsync();
        await Client.AddAsync(audience, Contacts(0, 5));
        var members = await Client.MembersAsync(audience);

        await Client.RemoveMembersAsync(audience.Id, [members[1].ContactId, members[3].ContactId], Service.Cancel);
        await Client.RemoveMembersAsync(audience.Id, [members[1].ContactId], Service.Cancel);

        Assert.Equal([Number(0), Number(2), Number(4)], await Client.NumbersAsync(audience));
        Assert.Equal(1, (await Client.AddAsync(audience, Contact(1))).Added);
    }

    [Fact]
    public async Task Members_are_removed_by_number_and_by_id_and_each_is_accounted_for()
    {
        var audience = await CreateAsync();
        await Client.AddAsync(audience, Contacts(0, 6));
        var members = await Client.MembersAsync(audience);

        var outcome = await new ContactRemoval(Client, audience).RemoveAsync(
            [members[5].ContactId, "unknown"], ["+1 415 555-0001", Number(3), Number(77), "n/a"], Service.Cancel);

        Assert.Equal(AudienceErrorCode.InvalidPhoneNumber, Assert.IsType<AudienceException>(outcome.Failure).Code);
        var receipt = outcome.Receipt;
        Assert.Equal(
            (6, 3, 2, 1, 0, 0), (receipt.Requested, receipt.Removed, receipt.NotMember, receipt.Rejected, receipt.Unknown, receipt.NotSent));
        Assert.Equal((6, 3), (receipt.MemberCountBefore, receipt.MemberCountAfter));
        Assert.Equal([Number(0), Number(2), Number(4)], await Client.NumbersAsync(audience));
    }

    [Theory]
    [InlineData("Pune")]
    [InlineData("+14155550001")]
    [InlineData("50% & more #1?")]
    [InlineData("Zoë")]
    public async Task A_search_finds_what_has_the_text_and_nothing_else(string text)
    {
        // OliAI looks at names and numbers only.
        var column = dialect == AudienceService.OliAI ? "name" : "City";
        var audience = await CreateAsync();
        await Client.AddAsync(
            audience,
            Contact(1, (column, text.StartsWith('+') ? "x" : text)),
            Contact(2, (column, "Goa")),
            Contact(10, (column, "Goa")));

        Assert.Equal(Number(1), Assert.Single(await Client.MembersAsync(audience, text)).PhoneNumber);
        Assert.Empty(await Client.MembersAsync(audience, text + " not"));
    }

    [Fact]
    public async Task An_audience_in_use_is_kept_and_the_campaigns_are_named()
    {
        var audience = await CreateAsync();
        await Service.StartCampaignAsync(audience, "Spring sale");
        await Service.StartCampaignAsync(audience, "Summer sale");

        var exception = await FailsWithAsync(AudienceErrorCode.AudienceInUse, () => Client.DeleteAudienceAsync(audience.Id, Service.Cancel));

        Assert.Contains("Spring sale", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Summer sale", exception.Message, StringComparison.Ordinal);
        Assert.Equal(ListsCampaigns ? ["Spring sale", "Summer sale"] : [], exception.Campaigns.Select(static campaign => campaign.Name));
        Assert.Equal(audience.Id, (await Client.GetAudienceAsync(audience.Id, Service.Cancel)).Id);
    }

    private protected Task<Audience> CreateAsync() => Client.CreateAsync();
}
