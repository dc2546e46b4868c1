using AudienceTools.Core.Paging;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Dialects;

/// <summary>An identifier that could change the path never gets as far as a request.</summary>
public sealed class HostileInputTests
{
    private static readonly string[] Hostile =
    [
        "", " ", ".", "..", "../../x", "%2e%2e", "a/b", "a\\b", "' or 1=1", "a?b",
        "a#b", "a b", "a\r\nb", "a\0", "ä", "٣", "a+b", "a:b", "a@b", new('a', 10 * 1024),
    ];

    public static TheoryData<AudienceService, string> Operations()
    {
        var data = new TheoryData<AudienceService, string>();
        foreach (var service in (AudienceService[])[AudienceService.Atoms, AudienceService.Local])
        {
            foreach (var operation in (string[])["get", "delete", "list", "add", "remove"])
            {
                data.Add(service, operation);
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
            var exception = await Clients.FailsAsync(() => operation switch
            {
                "get" => client.GetAudienceAsync(id, Clients.Cancel),
                "delete" => client.DeleteAudienceAsync(id, Clients.Cancel),
                "list" => Clients.AllAsync(client.ListMembersAsync(id, new MemberQuery(), ListRange.All, Clients.Cancel)),
                "add" => client.AddContactsAsync(new Audience { Id = id }, [], "k", Clients.Cancel),
                _ => client.RemoveMembersAsync(id, ["m1"], Clients.Cancel),
            });

            Assert.Equal(AudienceErrorCode.InvalidId, exception.Code);
            Assert.True(exception.Message.Length < 300);
        }

        Assert.Empty(transport.Requests);
    }
}
