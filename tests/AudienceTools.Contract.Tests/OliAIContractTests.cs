using System.Web;
using AudienceTools.Contract.Tests.Support;
using AudienceTools.Core;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Paging;
using static AudienceTools.Contract.Tests.Support.ClientVerbs;

namespace AudienceTools.Contract.Tests;

/// <summary>Where OliAI goes ways of its own: rows are imports, and what they say is the organisation's contact.</summary>
public sealed class OliAIContractTests(Service service) : DialectContract(service, AudienceService.OliAI), IClassFixture<Service>
{
    private protected override bool ListsCampaigns => false;

    [Fact]
    public async Task Name_and_language_are_the_contacts_own_and_other_columns_come_back_to_the_letter()
    {
        var audience = await CreateAsync();
        (string, string?)[] columns =
        [
            ("name", "Zoë O'Neil"), ("language", "hi-IN"), ("Zip", "00501"), ("Formula", "=1+1"), ("Quote", "say \"hi\", \\ two\nlines\t🙂"),
            ("Empty", ""), ("id", "7"), ("B", " blanks "), ("a", "लीड"),
        ];

        await Client.AddAsync(audience, Contact(0, columns));

        var member = Assert.Single(await Client.MembersAsync(audience));
        Assert.Equal(columns, member.Columns.Names.Zip(member.Values));
    }

    [Fact]
    public async Task A_contact_without_a_name_goes_by_its_number_which_is_warned_of_and_comes_back_as_none()
    {
        var audience = await CreateAsync();
        var observer = new WarningObserver();

        await Client.Observed(observer).AddAsync(
            audience, Contact(3, ("City", "Pune")), Contact(4, ("firstName", "Asha"), ("surname", "Rao")), Contact(5, ("name", " ")));

        Assert.Contains("a contact that has none goes with its number as its name", Assert.Single(observer.Warnings), StringComparison.Ordinal);
        var members = await Client.MembersAsync(audience);
        Assert.Equal(["City"], members[0].Columns.Names);
        Assert.Equal(["firstName", "surname"], members[1].Columns.Names);
        Assert.Empty(members[2].Columns.Names);
    }

    [Fact]
    public async Task What_is_imported_into_one_audience_is_seen_in_every_other()
    {
        var (first, second) = (await CreateAsync(), await CreateAsync());
        await Client.AddAsync(first, Contact(6, ("name", "Asha"), ("City", "Pune"), ("Zip", "411001")));

        await Client.AddAsync(second, Contact(6, ("name", "Asha Rao"), ("City", "Goa")));

        var (before, now) = (Assert.Single(await Client.MembersAsync(first)), Assert.Single(await Client.MembersAsync(second)));
        Assert.Equal(before.ContactId, now.ContactId);
        Assert.Equal(("Asha Rao", "Goa"), (before.GetColumn("name"), before.GetColumn("City")));
        Assert.Equal(("Asha Rao", "Goa"), (now.GetColumn("name"), now.GetColumn("City")));
    }

    [Fact]
    public async Task Rows_that_an_import_fails_are_found_out_by_their_place()
    {
        var audience = await CreateAsync();

        var added = await Client.AddAsync(
            audience, Contact(0), Contact(1, ("name", "two\nlines")), Contact(2), new Contact("+0123456789", [], []), Contact(4));

        Assert.Equal([1, 3], added.Rejected.Select(static row => row.Index));
        Assert.Equal((3, 0), (added.Added, added.AlreadyMember));
        Assert.Equal([Number(0), Number(2), Number(4)], await Client.NumbersAsync(audience));
    }

    [Fact]
    public async Task An_import_is_told_with_its_numbers_and_stands_among_the_others()
    {
        var audience = await CreateAsync();
        // Numbers that no other test here gives the organisation: whichever runs first, two of the three are new.
        await Client.AddAsync(audience, Contact(19_000));
        var imports = (IImportDialect)Client.Dialect;

        var started = await Client.SendAsync(imports.StartImport(audience.Id, Contacts(19_000, 3)), Service.Cancel);
        var listed = await Client.SendAsync(imports.ListImports(new PageRequest()), Service.Cancel);
        var (read, looks) = (started, 0);
        while (read.State == ImportJobState.Running && looks++ < 1_000)
        {
            read = await Client.SendAsync(imports.ReadImport(started.Id), Service.Cancel);
        }

        Assert.Contains(started.Id, listed.Items.Select(static job => job.Id));
        Assert.Equal((started.Id, ImportJobState.Completed, 3L), (read.Id, read.State, read.Total));
        Assert.Equal((2L, 1L, 0L), (read.Created, read.Updated, read.Failed));
    }

    [Fact]
    public async Task An_import_that_is_none_is_not_found()
    {
        var imports = (IImportDialect)Client.Dialect;

        await FailsWithAsync(AudienceErrorCode.NotFound, () => Client.SendAsync(imports.ReadImport("imp_0000000000"), Service.Cancel));
        Assert.Equal(AudienceErrorCode.InvalidId, Assert.Throws<AudienceException>(() => imports.ReadImport("../x")).Code);
    }

    [Fact]
    public async Task More_rows_than_one_import_takes_are_refused_whole()
    {
        var audience = await CreateAsync();

        await FailsWithAsync(AudienceErrorCode.RequestRejected, () => Client.AddAsync(audience, Contacts(0, 10_001)));

        Assert.Equal(0, await Client.CountMembersAsync(audience.Id, Service.Cancel));
    }

    [Fact]
    public async Task Members_are_removed_also_where_a_proxy_throws_away_the_body_of_a_delete()
    {
        var audience = await CreateAsync();
        await Client.AddAsync(audience, Contacts(0, 3));
        var members = await Client.MembersAsync(audience);
        using var transport = new StrippingTransport();

        var removed = await Service.Client(AudienceService.OliAI, transport: transport)
            .RemoveMembersAsync(audience.Id, [members[0].ContactId, members[2].ContactId], Service.Cancel);

        Assert.Equal(1, removed.MemberCount);
        Assert.Equal([Number(1)], await Client.NumbersAsync(audience));
    }

    [Fact]
    public async Task An_unknown_id_among_those_to_remove_refuses_them_all()
    {
        var audience = await CreateAsync();
        await Client.AddAsync(audience, Contacts(0, 2));
        var members = await Client.MembersAsync(audience);

        await FailsWithAsync(
            AudienceErrorCode.NotFound, () => Client.RemoveMembersAsync(audience.Id, [members[0].ContactId, "cmissing00"], Service.Cancel));

        Assert.Equal(2, await Client.CountMembersAsync(audience.Id, Service.Cancel));
    }

    [Fact]
    public async Task No_page_is_asked_for_that_is_larger_than_a_hundred()
    {
        using var transport = new RecordingTransport();
        var client = Service.Client(AudienceService.OliAI, transport: transport);
        var audience = await CreateAsync();
        await Client.AddAsync(audience, Contacts(0, 250));

        Assert.Equal(250, (await client.MembersAsync(audience)).Count);
        Assert.Equal(120, (await client.MembersAsync(audience, range: new ListRange(130, 500))).Count);
        await client.ContactsAsync(notIn: audience.Id);
        await client.ListAudiencesAsync(ListRange.All, Service.Cancel).AllAsync();

        Assert.All(
            transport.Exchanges, static exchange => Assert.InRange(int.Parse(HttpUtility.ParseQueryString(exchange.Uri.Query)["limit"]!, null), 1, 100));
    }
}
