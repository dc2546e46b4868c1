using System.Net;
using AudienceTools.Contract.Tests.Support;
using AudienceTools.Core;
using AudienceTools.Core.Import;
using AudienceTools.Core.Paging;
using AudienceTools.Core.PhoneNumbers;
using AudienceTools.Core.Reading;
using static AudienceTools.Contract.Tests.Support.ClientVerbs;

namespace AudienceTools.Contract.Tests;

/// <summary>
/// CommBox makes an audience from a file and replaces its members by another; who the members are can only be seen through the
/// service's own API.
/// </summary>
public sealed class CommBoxContractTests(Service service) : IClassFixture<Service>
{
    private readonly AudienceClient _client = service.Client(AudienceService.CommBox);

    [Fact]
    public async Task An_audience_is_created_with_its_contacts_listed_read_and_counted()
    {
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        var created = await _client.CreateAsync(
            Contact(0, ("City", "Pune"), ("Note", "a, \"b\"\nc")), Contact(1, ("Note", "=1"), ("Zip", "00501")), Contact(0, ("City", "Goa")));

        var listed = (await _client.ListAudiencesAsync(ListRange.All, Service.Cancel).AllAsync()).Single(audience => audience.Id == created.Id);
        var read = await _client.GetAudienceAsync(created.Id, Service.Cancel);
        var found = await _client.FindAudienceAsync(created.Name, Service.Cancel);
        Assert.All([listed, read, found], audience =>
        {
            Assert.Equal((created.Id, created.Name, nameof(AudienceService.CommBox)), (audience.Id, audience.Name, audience.Service));
            Assert.Equal(("Static", 2L), (audience.Type, audience.MemberCount));

            // The time comes without a zone and without fractions of a second.
            Assert.InRange(audience.CreatedAt!.Value, before.AddSeconds(-1), DateTimeOffset.UtcNow.AddSeconds(1));
        });
        Assert.Equal(2, await _client.CountMembersAsync(created.Id, Service.Cancel));

        var (owner, own) = await service.LocallyAsync(created.Name);
        var members = await owner.MembersAsync(own);
        Assert.Equal([Number(0), Number(1)], members.Select(static member => member.PhoneNumber));
        Assert.Equal(("Pune", "a, \"b\"\nc", ""), (members[0].GetColumn("City"), members[0].GetColumn("Note"), members[0].GetColumn("Zip")));
        Assert.Equal(("", "=1", "00501"), (members[1].GetColumn("City"), members[1].GetColumn("Note"), members[1].GetColumn("Zip")));
    }

    [Fact]
    public async Task All_members_are_replaced_and_the_same_again_changes_nothing()
    {
        var created = await _client.CreateAsync(Contacts(0, 3));

        await _client.ReplaceMembersAsync(created.Id, [Contact(2, ("City", "Goa")), Contact(7, ("City", "Agra"))], Service.Cancel);
        await _client.ReplaceMembersAsync(created.Id, [Contact(2, ("City", "Goa")), Contact(7, ("City", "Agra"))], Service.Cancel);

        Assert.Equal(2, await _client.CountMembersAsync(created.Id, Service.Cancel));
        var (owner, own) = await service.LocallyAsync(created.Name);
        Assert.Equal(["Goa", "Agra"], (await owner.MembersAsync(own)).Select(static member => member.GetColumn("City")));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused_or_where_it_may_be_given_twice_warned_of()
    {
        var first = await _client.CreateAsync(Contact(0));
        var observer = new WarningObserver();

        await FailsWithAsync(
            AudienceErrorCode.AudienceExists,
            () => _client.CreateAudienceAsync(new AudienceDefinition(first.Name) { Contacts = [Contact(1)] }, Service.Cancel));
        var second = await _client.Observed(observer).CreateAudienceAsync(
            new AudienceDefinition(first.Name) { AllowDuplicateName = true, Contacts = [Contact(1)] }, Service.Cancel);

        Assert.NotEqual(first.Id, second.Id);
        Assert.Contains($"There is an audience '{first.Name}' already", Assert.Single(observer.Warnings), StringComparison.Ordinal);
        await FailsWithAsync(AudienceErrorCode.AudienceAmbiguous, () => _client.FindAudienceAsync(first.Name, Service.Cancel));
    }

    [Fact]
    public async Task A_number_that_can_be_none_refuses_the_whole_file_and_changes_nothing()
    {
        var created = await _client.CreateAsync(Contact(0));
        Contact[] bad = [Contact(1), new Contact("+12", [], [])];
        var name = NewName();

        var refused = await FailsWithAsync(
            AudienceErrorCode.RequestRejected, () => _client.ReplaceMembersAsync(created.Id, bad, Service.Cancel));
        await FailsWithAsync(
            AudienceErrorCode.RequestRejected,
            () => _client.CreateAudienceAsync(new AudienceDefinition(name) { Contacts = bad }, Service.Cancel));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("Row 3 of audience_file", refused.Message, StringComparison.Ordinal);
        var (owner, own) = await service.LocallyAsync(created.Name);
        Assert.Equal([Number(0)], await owner.NumbersAsync(own));
        await FailsWithAsync(AudienceErrorCode.AudienceNotFound, () => _client.FindAudienceAsync(name, Service.Cancel));
    }

    [Fact]
    public async Task An_audience_that_a_rule_fills_is_listed_without_a_count_and_can_not_be_replaced()
    {
        var name = NewName();
        await service.MakeDynamicAsync(name);
        var audience = await _client.FindAudienceAsync(name, Service.Cancel);

        var exception = await FailsWithAsync(
            AudienceErrorCode.RequestRejected, () => _client.ReplaceMembersAsync(audience.Id, [Contact(0)], Service.Cancel));

        Assert.Equal(("Dynamic", null), (audience.Type, audience.MemberCount));
        Assert.Null(await _client.CountMembersAsync(audience.Id, Service.Cancel));
        Assert.Equal(HttpStatusCode.BadRequest, exception.StatusCode);
        Assert.Contains("dynamic", exception.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_file_replaces_the_members_and_its_rows_are_all_accounted_for()
    {
        var created = await _client.CreateAsync(Contacts(0, 3));
        var path = service.File("replacing.csv");
        await File.WriteAllLinesAsync(path, ["phone,City", Number(2) + ",Goa", Number(9) + ",Pune", "n/a,x", Number(9) + ",y", ","], Service.Cancel);

        await using var reader = ContactReaders.OpenFile(path, new ReaderOptions());
        var receipt = (await new ContactImport(_client, new ImportOptions(), new ImportResults())
            .ReplaceAsync(created, reader, static (_, _) => Task.FromResult(true), Service.Cancel)).Receipt;

        Assert.Equal((5, 2, 1, 1, 1), (receipt.Received, receipt.Added, receipt.Invalid, receipt.DuplicateInInput, receipt.Blank));
        Assert.Equal((3, 2), (receipt.MemberCountBefore, receipt.MemberCountAfter));
        var (owner, own) = await service.LocallyAsync(created.Name);
        Assert.Equal([Number(2), Number(9)], await owner.NumbersAsync(own));
    }
}
