using AudienceTools.Core.Members;
using AudienceTools.Core.Paging;
using AudienceTools.Core.Tests.Dialects;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests;

/// <summary>
/// Whole operations on a service whose every answer has one and the same thing wrong: each ends soon, with an error that says so or a
/// result, and what is missing from a result is told.
/// </summary>
public sealed class AlteredOperationTests
{
    private const int MostRequests = 12;
    private static readonly Audience Audience = new() { Id = "a1", Name = "Q1" };
    private static readonly MemberQuery John = new() { Filter = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["firstName"] = "John" } };

    /// <summary>Operations by the example that answers them; each gives how many things it has found or done.</summary>
    private static readonly Dictionary<string, Func<AudienceClient, Task<long>>> Operations = new(StringComparer.Ordinal)
    {
        ["ListAudiences"] = static async client => (await Clients.AllAsync(client.ListAudiencesAsync(ListRange.All, Clients.Cancel))).Count,
        ["GetAudience"] = static async client => (await client.GetAudienceAsync("45412", Clients.Cancel)).Name.Length > 0 ? 1 : 0,
        ["CreateAudience"] = static async client => (await client.TryCreateAudienceAsync(
            new AudienceDefinition("Q1"), Namesakes.Unknown, "k", Clients.Cancel)).Audience.Id.Length > 0 ? 1 : 0,
        ["UpdateAudience"] = static async client => (await client.UpdateAudienceAsync("a1", new AudienceChange(null, "x"), Clients.Cancel)).Name.Length > 0 ? 1 : 0,
        ["ListMembers"] = static async client => (await Clients.AllAsync(client.ListMembersAsync("a1", new(), ListRange.All, Clients.Cancel))).Count,
        ["SearchMembers"] = static async client => (await Clients.AllAsync(client.ListMembersAsync("a1", John, ListRange.All, Clients.Cancel))).Count,
        ["ListContacts"] = static async client => (await Clients.AllAsync(client.ListContactsAsync(new(), ListRange.All, Clients.Cancel))).Count,
        ["AddContactIds"] = static async client =>
        {
            var receipt = (await new ContactIdImport(client, Audience).AddAsync(["c1", "c2"], Clients.Cancel)).Receipt;
            Assert.Equal(2, receipt.Added + receipt.AlreadyMember + receipt.Rejected + receipt.Unknown + receipt.NotSent);
            return 1;
        },
        ["RemoveMembers"] = static async client =>
        {
            var receipt = (await new ContactRemoval(client, Audience).RemoveAsync(["m1", "m2"], [], Clients.Cancel)).Receipt;
            Assert.Equal(2, receipt.Removed + receipt.NotMember + receipt.Rejected + receipt.Unknown + receipt.NotSent);
            return 1;
        },
    };

    public static TheoryData<string> Names =>
        [.. Examples.All.Select(static example => example.Name).Where(static name => Operations.ContainsKey(name.Split('/')[1]))];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_operation_ends_and_loses_nothing_in_silence(string name)
    {
        var example = Examples.Of(name);
        var operation = Operations[name.Split('/')[1]];
        var whole = (await RunAsync(example, operation, example.Json)).Found;
        var wrong = new List<string>();
        foreach (var change in JsonChanges.Of(example.Json))
        {
            var (found, failure, warnings, requests) = await RunAsync(example, operation, change.Json);
            if (failure is not null and not AudienceException)
            {
                wrong.Add($"{change}: {failure.GetType().Name}: {failure.Message}");
            }
            else if (requests > MostRequests)
            {
                wrong.Add($"{change}: {requests} requests");
            }
            else if (failure is null && found < whole && warnings == 0 && !SaysSo(example, change))
            {
                wrong.Add($"{change}: {found} of {whole} are found, and nothing is said");
            }
        }

        Assert.Empty(wrong);
    }

    // A list that is shorter is shorter, unless it has a total that says otherwise; and who has another name isn't found by it.
    private static bool SaysSo(Example example, JsonChange change) => example.Name == "Atoms/SearchMembers"
        ? change.Kind == JsonChangeKind.Shorter || change.Path is "data.members[0].data" or "data.members[0].data.firstName"
        : change.Kind == JsonChangeKind.Shorter && !example.Json.Contains("\"total", StringComparison.Ordinal);

    private static async Task<(long Found, Exception? Failure, int Warnings, int Requests)> RunAsync(
        Example example, Func<AudienceClient, Task<long>> operation, string json)
    {
        var observer = new RecordingObserver();
        var transport = new RecordingTransport(Replies.Json(json));
        using var client = new AudienceClient(Clients.Options(example.Service, transport));
        try
        {
            return (await operation(client.Observed(observer)), null, observer.Warnings.Count, transport.Requests.Count);
        }
        catch (Exception exception)
        {
            return (0, exception, observer.Warnings.Count, transport.Requests.Count);
        }
    }
}
