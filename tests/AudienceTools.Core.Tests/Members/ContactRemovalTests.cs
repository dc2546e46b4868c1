using System.Net;
using System.Text.Json;
using AudienceTools.Core.Members;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Members;

/// <summary>Adds and removals by identifier and by number: what is sent, and an account that always adds up.</summary>
public sealed class ContactRemovalTests
{
    private static readonly Audience Audience = new() { Id = "a1", Name = "Q1" };

    [Theory]
    [InlineData(AudienceService.Local, true)]
    [InlineData(AudienceService.Atoms, true)]
    [InlineData(AudienceService.OliAI, false)]
    public async Task Members_are_removed_by_id_in_batches(AudienceService service, bool tells)
    {
        var fake = new FakeMembers(service, 3000) { TellsRemoved = tells };

        var receipt = await RemoveAsync(fake, [.. Enumerable.Range(0, 2500).Select(id => $"m{id}"), "m7", "nobody"], []);

        Assert.Equal((2501, 2500, 1, 3000L, 500L), (receipt.Requested, receipt.Removed, receipt.NotMember, receipt.MemberCountBefore, receipt.MemberCountAfter));
        Assert.Equal([1000, 1000, 501], fake.Batches);
        Assert.True(receipt.Succeeded);
    }

    [Theory]
    [InlineData(AudienceService.Local)]
    [InlineData(AudienceService.Atoms)]
    [InlineData(AudienceService.OliAI)]
    public async Task Members_are_removed_by_number_however_it_is_written(AudienceService service)
    {
        var fake = new FakeMembers(service, 30);

        var receipt = await RemoveAsync(fake, ["m1"], ["+1 (415) 555-0002", "0014155550002", "+14155550001", "+14155559999"]);

        Assert.Equal(28, fake.Members.Count);
        Assert.Equal(2, receipt.Removed);
        Assert.Equal(receipt.Requested, receipt.Removed + receipt.NotMember);
        Assert.Equal(service == AudienceService.Local, !receipt.NotMembers.Contains("+14155559999"));
        Assert.True(receipt.Succeeded);
    }

    [Theory]
    [InlineData(AudienceService.Local)]
    [InlineData(AudienceService.Atoms)]
    [InlineData(AudienceService.OliAI)]
    public async Task A_number_that_can_not_be_read_is_nobodys_and_not_that_of_no_member(AudienceService service)
    {
        var fake = new FakeMembers(service, 30);
        using var client = new AudienceClient(Clients.Options(service, fake));

        var (receipt, failure) = await new ContactRemoval(client, Audience).RemoveAsync([], ["+14155550001", "07700 900001", "soon"], Clients.Cancel);

        Assert.Equal((3, 1, 0, 2), (receipt.Requested, receipt.Removed, receipt.NotMember, receipt.Rejected));
        Assert.False(receipt.Succeeded);
        Assert.Equal(AudienceErrorCode.InvalidPhoneNumber, Assert.IsType<AudienceException>(failure).Code);
    }

    [Fact]
    public async Task A_number_that_is_not_in_a_list_that_came_incomplete_may_be_a_members()
    {
        using var client = Clients.Of(
            AudienceService.Atoms,
            Replies.Json("""{"data":{"members":[],"totalCount":3,"hasMore":false}}"""),
            Replies.Json("""{"data":{"members":[{"_id":"m1","data":{"phoneNumber":"+14155550001"}}],"totalCount":3,"hasMore":false}}"""),
            Replies.Json("""{"data":{"deletedCount":1}}"""),
            Replies.Json("""{"data":{"members":[],"totalCount":2,"hasMore":false}}"""));

        var (receipt, failure) = await new ContactRemoval(client, Audience).RemoveAsync([], ["+14155550001", "+14155550002"], Clients.Cancel);

        Assert.Equal((2, 1, 0, 1), (receipt.Requested, receipt.Removed, receipt.NotMember, receipt.Unknown));
        Assert.False(receipt.Succeeded);
        Assert.Contains("came incomplete", Assert.IsType<AudienceException>(failure).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_that_is_refused_for_one_id_is_halved_until_it_is_found()
    {
        var fake = new FakeMembers(AudienceService.OliAI, 100) { RefusesUnknown = true };

        var receipt = await RemoveAsync(fake, [.. Enumerable.Range(0, 50).Select(id => $"m{id}"), "nobody"], []);

        Assert.Equal((50, 1), (receipt.Removed, receipt.NotMember));
        Assert.Equal(["nobody"], receipt.NotMembers);
    }

    [Theory]
    [InlineData(AudienceService.Local)]
    [InlineData(AudienceService.Atoms)]
    [InlineData(AudienceService.OliAI)]
    public async Task One_that_is_refused_without_being_unknown_is_not_taken_for_a_stranger(AudienceService service)
    {
        var fake = new FakeMembers(service, 10) { Refuses = "m3" };
        using var client = new AudienceClient(Clients.Options(service, fake));

        var (receipt, failure) = await new ContactRemoval(client, Audience).RemoveAsync(["m2", "m3", "m4"], [], Clients.Cancel);

        Assert.Equal((3, 2, 0, 1), (receipt.Requested, receipt.Removed, receipt.NotMember, receipt.Rejected));
        Assert.Empty(receipt.NotMembers);
        Assert.False(receipt.Succeeded);
        Assert.Equal(AudienceErrorCode.RequestRejected, (failure as AudienceException)?.Code);
    }

    [Fact]
    public async Task A_failure_in_the_middle_leaves_an_account_of_the_rest()
    {
        var fake = new FakeMembers(AudienceService.Atoms, 3000) { FailsAfterBatches = 1 };

        var receipt = await RemoveAsync(fake, [.. Enumerable.Range(0, 2500).Select(id => $"m{id}")], []);

        Assert.Equal((1000, 0, 1500), (receipt.Removed, receipt.Unknown, receipt.NotSent));
        Assert.Equal(2500, receipt.Requested);
        Assert.False(receipt.Succeeded);
        Assert.NotNull(receipt.StoppedBecause);
    }

    [Theory]
    [InlineData(0, 0, 1000, 1500)]
    [InlineData(1, 1000, 1000, 500)]
    [InlineData(2, 2000, 500, 0)]
    public async Task A_stopped_removal_leaves_an_account_and_sends_nothing_more(int afterBatches, int removed, int unknown, int notSent)
    {
        using var stop = new CancellationTokenSource();
        var fake = new FakeMembers(AudienceService.Atoms, 3000) { StopsAfterBatches = afterBatches, Stop = stop };
        using var client = new AudienceClient(Clients.Options(fake.Service, fake));

        var (receipt, failure) = await new ContactRemoval(client, Audience)
            .RemoveAsync([.. Enumerable.Range(0, 2500).Select(id => $"m{id}")], [], stop.Token);

        Assert.IsAssignableFrom<OperationCanceledException>(failure);
        Assert.Equal((2500, removed, unknown, notSent), (receipt.Requested, receipt.Removed, receipt.Unknown, receipt.NotSent));
        Assert.Equal("The removal was stopped.", receipt.StoppedBecause);
        Assert.Equal(afterBatches, fake.Batches.Count);
        Assert.Null(receipt.MemberCountAfter);
    }

    [Fact]
    public async Task A_stopped_add_by_id_leaves_an_account_too()
    {
        using var stop = new CancellationTokenSource();
        var fake = new FakeMembers(AudienceService.OliAI, 0) { StopsAfterBatches = 1, Stop = stop };
        using var client = new AudienceClient(Clients.Options(fake.Service, fake));

        var outcome = await new ContactIdImport(client, Audience).AddAsync([.. Enumerable.Range(0, 2500).Select(id => $"c{id}")], stop.Token);

        Assert.IsAssignableFrom<OperationCanceledException>(outcome.Failure);
        Assert.Equal((2500, 1000, 1000, 500), (outcome.Receipt.Received, outcome.Receipt.Added, outcome.Receipt.Unknown, outcome.Receipt.NotSent));
    }

    [Theory]
    [InlineData(false, 2, 1, 0)]
    [InlineData(true, 2, 1, 1)]
    public async Task Contacts_are_added_by_id_and_each_is_accounted_for(bool unknown, int added, int known, int rejected)
    {
        var fake = new FakeMembers(AudienceService.OliAI, 1) { RefusesUnknown = true };
        string[] ids = ["m0", "c1", "c2", "c2", .. unknown ? new[] { "nobody" } : []];

        using var client = new AudienceClient(Clients.Options(fake.Service, fake));
        var receipt = (await new ContactIdImport(client, Audience).AddAsync(ids, Clients.Cancel)).Receipt;

        Assert.Equal((added, known, rejected, 1), (receipt.Added, receipt.AlreadyMember, receipt.Rejected, receipt.DuplicateInInput));
        Assert.Equal(ids.Length, receipt.Received);
        Assert.Equal(!unknown, receipt.Succeeded);
        Assert.Equal((1L, 3L), (receipt.MemberCountBefore, receipt.MemberCountAfter));
    }

    private static async Task<AudienceRemovalReceipt> RemoveAsync(FakeMembers fake, string[] ids, string[] numbers)
    {
        using var client = new AudienceClient(Clients.Options(fake.Service, fake));
        return (await new ContactRemoval(client, Audience).RemoveAsync(ids, numbers, Clients.Cancel)).Receipt;
    }

    /// <summary>An audience whose members m0, m1, … have the numbers +14155550000, …; answers in each service's shapes.</summary>
    private sealed class FakeMembers(AudienceService service, int count) : HttpMessageHandler
    {
        public AudienceService Service => service;

        public HashSet<string> Members { get; } = [.. Enumerable.Range(0, count).Select(id => $"m{id}")];

        public List<int> Batches { get; } = [];

        public bool TellsRemoved { get; init; }

        public bool RefusesUnknown { get; init; }

        public string? Refuses { get; init; }

        public int FailsAfterBatches { get; init; } = int.MaxValue;

        /// <summary>Whoever removes is stopped while the service works on the batch after those.</summary>
        public CancellationTokenSource? Stop { get; init; }

        public int StopsAfterBatches { get; init; } = int.MaxValue;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Get)
            {
                return List();
            }

            using var body = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
            var property = body.RootElement.EnumerateObject().First();
            string[] ids = [.. property.Value.EnumerateArray().Select(id => id.GetString()!)];
            if (property.Name == "phoneNumbers")
            {
                Assert.DoesNotContain("soon", ids);
                ids = [.. ids.Select(number => "m" + int.Parse(number[^4..], System.Globalization.CultureInfo.InvariantCulture))];
            }

            if (Batches.Count >= StopsAfterBatches)
            {
                await Stop!.CancelAsync();
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (Batches.Count >= FailsAfterBatches)
            {
                return Json("""{"message":"no"}""", HttpStatusCode.Forbidden);
            }

            if (RefusesUnknown && ids.Contains("nobody"))
            {
                return Json("""{"message":"Contact not found"}""", HttpStatusCode.NotFound);
            }

            if (Refuses is { } refused && ids.Contains(refused))
            {
                return Json("""{"message":"no body"}""", HttpStatusCode.BadRequest);
            }

            Batches.Add(ids.Length);
            var changed = request.Method == HttpMethod.Delete ? ids.Count(Members.Remove) : ids.Count(Members.Add);
            return Json(service == AudienceService.Atoms
                ? JsonSerializer.Serialize(new { status = true, data = new { deletedCount = changed } })
                : TellsRemoved ? JsonSerializer.Serialize(new { removed = changed, contactCount = Members.Count })
                : JsonSerializer.Serialize(new { contactCount = Members.Count }));
        }

        private static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK) =>
            new(status) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };

        private HttpResponseMessage List() => Json(service == AudienceService.Atoms
            ? JsonSerializer.Serialize(new
            {
                data = new { members = Members.Select(id => new { _id = id, data = new { phoneNumber = Number(id) } }), totalCount = Members.Count, hasMore = false },
            })
            : JsonSerializer.Serialize(new
            {
                id = "a1", name = "Q1", contactCount = Members.Count, data = Members.Select(id => new { id, phoneNumber = Number(id) }), total = Members.Count, totalPages = 1,
            }));

        private static string Number(string id) => $"+1415555{int.Parse(id[1..], System.Globalization.CultureInfo.InvariantCulture):d4}";
    }
}
