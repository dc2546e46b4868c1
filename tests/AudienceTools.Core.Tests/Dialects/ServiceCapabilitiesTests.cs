using System.Runtime.CompilerServices;
using AudienceTools.Core.Dialects;
using AudienceTools.Core.Paging;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Dialects;

/// <summary>Dialects, table and help say the same of which service can do what.</summary>
public sealed class ServiceCapabilitiesTests
{
    private static readonly Contact[] Contacts = [Clients.Contact("+14155550100")];

    private static readonly Dictionary<ServiceOperation, Action<ServiceDialect>> Calls = new()
    {
        [ServiceOperation.ListAudiences] = dialect => dialect.ListAudiences(new PageRequest()),
        [ServiceOperation.GetAudience] = dialect => dialect.GetAudience("a1"),
        [ServiceOperation.CreateAudience] = dialect => dialect.CreateAudience(new AudienceDefinition("Q1"), "k"),
        [ServiceOperation.UpdateAudience] = dialect => dialect.UpdateAudience("a1", new AudienceChange("Q2", null)),
        [ServiceOperation.DeleteAudience] = dialect => dialect.DeleteAudience("a1"),
        [ServiceOperation.ListMembers] = dialect => dialect.ListMembers("a1", new MemberQuery(), new PageRequest()),
        [ServiceOperation.AddContacts] = dialect =>
        {
            if (dialect is IImportDialect imports)
            {
                imports.StartImport("a1", Contacts);
            }
            else
            {
                dialect.AddContacts(new Audience { Id = "a1" }, Contacts, "k");
            }
        },
        [ServiceOperation.AddContactIds] = dialect => dialect.AddContactIds("a1", ["c1"], "k"),
        [ServiceOperation.ReplaceMembers] = dialect => dialect.ReplaceMembers("a1", Contacts),
        [ServiceOperation.RemoveMembers] = dialect => dialect.RemoveMembers("a1", ["c1"]),
        [ServiceOperation.ListContacts] = dialect => dialect.ListContacts(new ContactQuery(), new PageRequest()),
        [ServiceOperation.DeleteContacts] = dialect => dialect.DeleteContact("c1"),
    };

    public static TheoryData<AudienceService> Services => [.. Enum.GetValues<AudienceService>()];

    [Theory]
    [MemberData(nameof(Services))]
    public void A_dialect_has_what_the_table_says_and_lacks_the_rest(AudienceService service)
    {
        foreach (var (operation, call) in Calls)
        {
            var exception = Record.Exception(() => call(KnownDialects.Of(service)));

            Assert.Equal(
                (operation, ServiceCapabilities.Has(service, operation) ? null : (AudienceErrorCode?)AudienceErrorCode.NotSupportedByService),
                (operation, exception is null ? null : Assert.IsType<AudienceException>(exception).Code));
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_column_that_identifies_contacts_is_named_or_refused_before_anything_is_sent(AudienceService service)
    {
        var transport = new RecordingTransport(Replies.NoAudiences(), Replies.Json("""{"id":"a1","data":{"_id":"a1"}}"""));
        using var client = new AudienceClient(Clients.Options(service, transport));
        var definition = Clients.Definition() with { IdentifierColumn = "crmId" };

        if (ServiceCapabilities.Has(service, ServiceOperation.NameIdentifierColumn))
        {
            await client.CreateAudienceAsync(definition, Clients.Cancel);
            Assert.Contains("crmId", transport.Requests[^1].Body, StringComparison.Ordinal);
        }
        else
        {
            var exception = await Clients.FailsAsync(() => client.CreateAudienceAsync(definition, Clients.Cancel));
            Assert.Equal(AudienceErrorCode.NotSupportedByService, exception.Code);
            Assert.Empty(transport.Requests);
        }
    }

    [Fact]
    public void What_is_lacking_is_told_with_service_operation_and_what_comes_nearest()
    {
        var exception = Assert.Throws<AudienceException>(
            () => ServiceCapabilities.Require(AudienceService.CommBox, ServiceOperation.ListMembers));

        Assert.StartsWith("CommBox has no way to list the members of an audience. Get-Audience shows how many", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_help_has_the_same_table()
    {
        var rows = File.ReadLines(Help())
            .Where(static line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(static line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(static cells => cells[0], static cells => cells[1..], StringComparer.Ordinal);

        Assert.Equal([.. Enum.GetValues<AudienceService>().Select(service => service.ToString())], rows["Operation"][1..]);
        foreach (var operation in Enum.GetValues<ServiceOperation>())
        {
            var phrase = ServiceCapabilities.Phrase(operation);
            Assert.Equal(
                [phrase, .. Enum.GetValues<AudienceService>().Select(service => ServiceCapabilities.Has(service, operation) ? "yes" : "no")],
                [phrase, .. rows[phrase][1..]]);
        }
    }

    private static string Help([CallerFilePath] string here = "") =>
        Path.Combine(here, "..", "..", "..", "..", "docs", "en-US", "about_AudienceServices.md");
}
