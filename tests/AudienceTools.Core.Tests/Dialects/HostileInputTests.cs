using AudienceTools.Core.Dialects;
using AudienceTools.Core.Members;
using AudienceTools.Core.Paging;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Dialects;

/// <summary>An identifier that could change the path never gets as far as a request.</summary>
public sealed class HostileInputTests
{
    private static readonly string[] Hostile =
    [
        "", " ", ".", "..", "../../x", "%2e%2e", "%2F", "a/b", "a\\b", "' or 1=1", "a?b",
        "a#b", "a;b", "a b", "a\r\nb", "a\0", "ä", "٣", "a+b", "a:b", "a@b", "$(a)", "{a}", "\u202ea", "\ud83d", new('a', 10 * 1024),
    ];

    private static readonly Contact[] Contacts = [Clients.Contact("+14155550100")];

    // Each with the operation that a service must have for it; none where every service does it in some way.
    private static readonly Dictionary<string, (ServiceOperation? Needs, Func<AudienceClient, string, Task> Call)> Calls = new()
    {
        ["get"] = (null, static (client, id) => client.GetAudienceAsync(id, Clients.Cancel)),
        ["count"] = (null, static (client, id) => client.CountMembersAsync(id, Clients.Cancel)),
        ["update"] = (ServiceOperation.UpdateAudience, static (client, id) =>
            client.UpdateAudienceAsync(id, new AudienceChange("Q2", null), Clients.Cancel)),
        ["delete"] = (ServiceOperation.DeleteAudience, static (client, id) => client.DeleteAudienceAsync(id, Clients.Cancel)),
        ["list"] = (ServiceOperation.ListMembers, static (client, id) => ListAsync(client, id, new MemberQuery())),
        ["search"] = (ServiceOperation.ListMembers, static (client, id) => ListAsync(client, id, new MemberQuery("x"))),
        ["filter"] = (ServiceOperation.ListMembers, static (client, id) =>
            ListAsync(client, id, new MemberQuery { Filter = new Dictionary<string, string> { ["City"] = "Pune" } })),
        ["add"] = (ServiceOperation.AddContacts, static (client, id) =>
            client.AddContactsAsync(new Audience { Id = id }, Contacts, "k", Clients.Cancel)),
        ["add by id"] = (ServiceOperation.AddContactIds, static (client, id) => client.AddContactIdsAsync(id, ["c1"], Clients.Cancel)),
        ["add each by id"] = (ServiceOperation.AddContactIds, static (client, id) =>
            new ContactIdImport(client, new Audience { Id = id }).AddAsync(["c1"], Clients.Cancel)),
        ["replace"] = (ServiceOperation.ReplaceMembers, static (client, id) => client.ReplaceMembersAsync(id, Contacts, Clients.Cancel)),
        ["remove"] = (ServiceOperation.RemoveMembers, static (client, id) => client.RemoveMembersAsync(id, ["m1"], Clients.Cancel)),
        ["remove by number"] = (ServiceOperation.RemoveMembers, static (client, id) =>
            new ContactRemoval(client, new Audience { Id = id }).RemoveAsync([], ["+14155550100"], Clients.Cancel)),
        ["contacts outside"] = (ServiceOperation.ListContacts, static (client, id) =>
            Clients.AllAsync(client.ListContactsAsync(new ContactQuery(NotIn: id), ListRange.All, Clients.Cancel))),
    };
    public static TheoryData<AudienceService, string> Operations()
    {
        var data = new TheoryData<AudienceService, string>();
        foreach (var service in Enum.GetValues<AudienceService>())
        {
            foreach (var (name, call) in Calls)
            {
                if (call.Needs is not { } needs || ServiceCapabilities.Has(service, needs))
                {
                    data.Add(service, name);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_hostile_identifier_is_refused_before_anything_is_sent(AudienceService service, string operation)
    {
        var transport = new RecordingTransport(Replies.Status(200));
        using var client = new AudienceClient(Clients.Options(service, transport));

        foreach (var id in Hostile)
        {
            var exception = await Clients.FailsAsync(() => Calls[operation].Call(client, id));

            Assert.Equal(AudienceErrorCode.InvalidId, exception.Code);
            Assert.True(exception.Message.Length < 300);
        }

        Assert.Empty(transport.Requests);
    }

    [Fact]
    public void A_hostile_identifier_of_an_import_is_refused_too() =>
        Assert.All(Hostile, static id => Assert.Equal(
            AudienceErrorCode.InvalidId, Assert.Throws<AudienceException>(() => new OliAIDialect().ReadImport(id)).Code));

    private static Task ListAsync(AudienceClient client, string id, MemberQuery query) =>
        Clients.AllAsync(client.ListMembersAsync(id, query, ListRange.All, Clients.Cancel));
}
