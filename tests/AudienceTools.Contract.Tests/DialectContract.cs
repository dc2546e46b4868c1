using System.Net;
using AudienceTools.Contract.Tests.Support;
using AudienceTools.Core;
using AudienceTools.Core.Paging;
using static AudienceTools.Contract.Tests.Support.ClientVerbs;

namespace AudienceTools.Contract.Tests;

/// <summary>What holds in every dialect that has the operations: one client's words against the server's.</summary>
public abstract class DialectContract(Service service, AudienceService dialect)
{
    private static int s_names;

    private protected Service Service { get; } = service;

    private protected AudienceClient Client { get; } = service.Client(dialect);

    [Fact]
    public async Task An_audience_is_created_read_listed_found_and_deleted()
    {
        var name = NewName();
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);

        var created = await Client.CreateAudienceAsync(new AudienceDefinition(name) { Description = "Two\nlines, \"é\" 🙂" }, Service.Cancel);

        var read = await Client.GetAudienceAsync(created.Id, Service.Cancel);
        var listed = (await Client.ListAudiencesAsync(ListRange.All, Service.Cancel).AllAsync()).Single(audience => audience.Id == created.Id);
        Assert.All([created, read, listed], audience =>
        {
            Assert.Equal((created.Id, name, dialect), (audience.Id, audience.Name, audience.Service));
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
    public async Task What_is_gone_is_told_by_every_operation()
    {
        var gone = await CreateAsync();
        await Client.DeleteAudienceAsync(gone.Id, Service.Cancel);

        await FailsWithAsync(AudienceErrorCode.AudienceNotFound, () => Client.DeleteAudienceAsync(gone.Id, Service.Cancel));
        await FailsWithAsync(AudienceErrorCode.AudienceNotFound, () => Client.FindAudienceAsync(gone.Name, Service.Cancel));
        await FailsWithAsync(AudienceErrorCode.NotFound, () => Client.MembersAsync(gone));
        await FailsWithAsync(AudienceErrorCode.NotFound, () => Client.CountMembersAsync(gone.Id, Service.Cancel));
        await FailsWithAsync(AudienceErrorCode.NotFound, () => Client.AddAsync(gone, Contact(1)));
        await FailsWithAsync(AudienceErrorCode.NotFound, () => Client.RemoveMembersAsync(gone.Id, ["m1"], Service.Cancel));
    }

    [Fact]
    public async Task A_wrong_key_is_refused_by_every_operation_and_not_repeated()
    {
        var audience = await CreateAsync();
        var stranger = Service.Client(dialect, key: "test-key-wrong");

        foreach (var operation in new Func<Task>[]
        {
            () => stranger.ListAudiencesAsync(ListRange.All, Service.Cancel).AllAsync(),
            () => stranger.GetAudienceAsync(audience.Id, Service.Cancel),
            () => stranger.CreateAudienceAsync(new AudienceDefinition("Q1"), Service.Cancel),
            () => stranger.DeleteAudienceAsync(audience.Id, Service.Cancel),
            () => stranger.MembersAsync(audience),
            () => stranger.AddAsync(audience, Contact(1)),
            () => stranger.RemoveMembersAsync(audience.Id, ["m1"], Service.Cancel),
        })
        {
            var exception = await FailsWithAsync(AudienceErrorCode.NotAuthenticated, operation);
            Assert.Equal((HttpStatusCode.Unauthorized, 1), (exception.StatusCode, exception.Attempts));
            Assert.DoesNotContain("test-key-wrong", exception.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../../x")]
    [InlineData("%2e%2e")]
    [InlineData("a/b")]
    [InlineData("a?b")]
    [InlineData("' or 1=1")]
    [InlineData("a\nb")]
    [InlineData("\u0661")]
    public async Task An_id_that_can_be_none_is_never_sent(string id)
    {
        var transport = new CountingTransport();
        var client = Service.Client(dialect, transport: () => transport);
        var audience = new Audience { Id = id, Name = "Q1", Service = dialect };

        await FailsWithAsync(AudienceErrorCode.InvalidId, () => client.GetAudienceAsync(id, Service.Cancel));
        await FailsWithAsync(AudienceErrorCode.InvalidId, () => client.DeleteAudienceAsync(id, Service.Cancel));
        await FailsWithAsync(AudienceErrorCode.InvalidId, () => client.MembersAsync(audience));
        await FailsWithAsync(AudienceErrorCode.InvalidId, () => client.AddAsync(audience, Contact(1)));
        await FailsWithAsync(AudienceErrorCode.InvalidId, () => client.RemoveMembersAsync(id, ["m1"], Service.Cancel));
        Assert.Equal(0, transport.Count);
    }

    [Theory]
    [InlineData("aud_0000000000")]
    [InlineData("000000000000000000000000")]
    [InlineData("1")]
    [InlineData("-1")]
    public async Task An_id_of_nothing_is_not_found(string id) =>
        await FailsWithAsync(AudienceErrorCode.AudienceNotFound, () => Client.GetAudienceAsync(id, Service.Cancel));

    [Fact]
    public async Task Added_contacts_come_back_with_their_columns_in_order_and_their_values_to_the_letter()
    {
        var audience = await CreateAsync();
        (string, string?)[] columns =
        [
            ("Zip", "00501"), ("name", "Zoë O'Neil"), ("language", "hi-IN"), ("Formula", "=1+1"), ("Quote", "say \"hi\", \\ two\nlines\t🙂"),
            ("Empty", ""), ("id", "7"), ("B", " blanks "), ("a", "लीड"),
        ];

        var added = await Client.AddAsync(audience, Contact(0, columns), Contact(1, ("Only", "x")));

        Assert.Equal((2, 0, 0), (added.Added, added.AlreadyMember, added.Rejected.Count));
        var members = (await Client.MembersAsync(audience)).OrderBy(static member => member.PhoneNumber, StringComparer.Ordinal).ToArray();
        Assert.Equal([Number(0), Number(1)], members.Select(static member => member.PhoneNumber));
        Assert.Equal(columns, members[0].Columns.Names.Zip(members[0].Values));
        Assert.Equal([("Only", "x")], members[1].Columns.Names.Zip(members[1].Values));
        Assert.Equal(2, members.Select(static member => member.ContactId).Distinct().Count(static id => id.Length > 0));
    }

    [Fact]
    public async Task A_number_that_is_a_member_stays_as_it_is()
    {
        var audience = await CreateAsync();
        await Client.AddAsync(audience, Contact(0, ("City", "Pune")), Contact(1, ("City", "Goa")));

        var again = await Client.AddAsync(audience, Contact(1, ("City", "Agra")), Contact(2, ("City", "Agra")));

        Assert.Equal((1, 1), (again.Added, again.AlreadyMember));
        Assert.Equal(3, await Client.CountMembersAsync(audience.Id, Service.Cancel));
        Assert.Equal("Goa", (await Client.MembersAsync(audience)).Single(static member => member.PhoneNumber == Number(1))["City"]);
    }

    [Fact]
    public async Task Members_come_whole_and_in_order_whatever_part_is_asked_for()
    {
        var audience = await CreateAsync();
        for (var first = 0; first < 2_500; first += 500)
        {
            await Client.AddAsync(audience, [.. Enumerable.Range(first, Math.Min(500, 2_340 - first)).Select(static i => Contact(i))]);
        }

        var all = await Client.MembersAsync(audience);

        Assert.Equal(Enumerable.Range(0, 2_340).Select(Number), all.Select(static member => member.PhoneNumber));
        foreach (var (skip, take) in new (long, long?)[] { (0, 1), (0, 500), (0, 501), (3, 7), (499, 2), (500, 500), (999, 1002), (1000, null), (2339, 5), (2340, 1), (9999, null), (0, 0) })
        {
            var part = await Client.MembersAsync(audience, range: new ListRange(skip, take));
            Assert.Equal(
                all.Skip((int)skip).Take((int)(take ?? int.MaxValue)).Select(static member => member.ContactId), part.Select(static member => member.ContactId));
        }
    }

    [Fact]
    public async Task Removed_members_are_gone_and_unknown_ones_do_no_harm()
    {
        var audience = await CreateAsync();
        await Client.AddAsync(audience, [.. Enumerable.Range(0, 5).Select(static i => Contact(i))]);
        var members = await Client.MembersAsync(audience);

        await Client.RemoveMembersAsync(audience.Id, [members[1].ContactId, members[3].ContactId, "unknown"], Service.Cancel);
        await Client.RemoveMembersAsync(audience.Id, [members[1].ContactId], Service.Cancel);

        Assert.Equal([Number(0), Number(2), Number(4)], (await Client.MembersAsync(audience)).Select(static member => member.PhoneNumber));
        Assert.Equal(1, (await Client.AddAsync(audience, Contact(1))).Added);
    }

    [Theory]
    [InlineData("Pune")]
    [InlineData("+14155550001")]
    [InlineData("50% & more #1?")]
    [InlineData("Zoë")]
    public async Task A_search_finds_what_has_the_text_and_nothing_else(string text)
    {
        var audience = await CreateAsync();
        await Client.AddAsync(
            audience,
            Contact(1, ("City", text.StartsWith('+') ? "x" : text)),
            Contact(2, ("City", "Goa")),
            Contact(10, ("City", "Goa")));

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

        Assert.Equal(["Spring sale", "Summer sale"], exception.Campaigns.Select(static campaign => campaign.Name));
        Assert.Contains("Spring sale", exception.Message, StringComparison.Ordinal);
        Assert.Equal(audience.Id, (await Client.GetAudienceAsync(audience.Id, Service.Cancel)).Id);
    }

    private protected static string NewName() => FormattableString.Invariant($"Q{Interlocked.Increment(ref s_names)} \"leads\", É & co");

    private protected Task<Audience> CreateAsync() => Client.CreateAudienceAsync(new AudienceDefinition(NewName()), Service.Cancel);

    private protected static async Task<AudienceException> FailsWithAsync(AudienceErrorCode code, Func<Task> operation)
    {
        var exception = await FailsAsync(operation);
        Assert.Equal(code, exception.Code);
        return exception;
    }
}
