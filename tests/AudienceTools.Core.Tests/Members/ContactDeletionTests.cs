using System.Net;
using AudienceTools.Core.Members;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Members;

/// <summary>Contacts taken out of the organisation, where something goes wrong on the way.</summary>
public sealed class ContactDeletionTests
{
    private static readonly Audience Audience = new() { Id = "a1", Name = "Q1", MemberCount = 3 };
    private static readonly string[] Ids = [.. Enumerable.Range(0, 30).Select(id => $"c{id}")];

    [Fact]
    public async Task A_stopped_deletion_says_who_remains_and_sends_nothing_more()
    {
        using var stop = new CancellationTokenSource();
        var organisation = new Organisation { OnDelete = async deleted =>
        {
            if (deleted == 7)
            {
                await stop.CancelAsync();
                stop.Token.ThrowIfCancellationRequested();
            }

            return null;
        } };
        using var client = Clients.OliAI(organisation);

        var (receipt, failure) = await new ContactDeletion(client).DeleteAsync(Ids, [], stop.Token);

        Assert.IsAssignableFrom<OperationCanceledException>(failure);
        Assert.Equal((30, 7, 1, 22), (receipt.Requested, receipt.Removed, receipt.Unknown, receipt.NotSent));
        Assert.Equal(Ids[7..], receipt.Remaining);
        Assert.Equal("The removal was stopped.", receipt.StoppedBecause);
    }

    [Fact]
    public async Task One_that_is_gone_already_is_no_contact_and_one_whose_answer_was_lost_is_removed()
    {
        var organisation = new Organisation { OnDelete = deleted => Task.FromResult(deleted switch
        {
            0 => HttpStatusCode.NotFound,
            1 => HttpStatusCode.BadGateway,
            2 => HttpStatusCode.NotFound,
            _ => (HttpStatusCode?)null,
        }) };
        using var client = Clients.OliAI(organisation);

        var (receipt, failure) = await new ContactDeletion(client).DeleteAsync(Ids[..4], [], Clients.Cancel);

        Assert.Null(failure);
        Assert.Equal((4, 3, 1), (receipt.Requested, receipt.Removed, receipt.NotMember));
        Assert.Equal(["c0"], receipt.NotMembers);
    }

    [Fact]
    public async Task A_service_that_refuses_each_is_asked_no_more_after_twenty()
    {
        var organisation = new Organisation { OnDelete = static _ => Task.FromResult<HttpStatusCode?>(HttpStatusCode.Conflict) };
        using var client = Clients.OliAI(organisation);

        var (receipt, failure) = await new ContactDeletion(client).DeleteAsync(Ids, [], Clients.Cancel);

        Assert.Equal(AudienceErrorCode.Conflict, (failure as AudienceException)?.Code);
        Assert.Equal((20, 10), (receipt.Rejected, receipt.NotSent));
        Assert.Equal(Ids, receipt.Remaining);
    }

    [Theory]
    [InlineData(AudienceService.Atoms)]
    [InlineData(AudienceService.CommBox)]
    public async Task A_service_without_contacts_of_the_organisation_is_sent_nothing(AudienceService service)
    {
        var transport = new RecordingTransport(Replies.Status(200));
        using var client = new AudienceClient(Clients.Options(service, transport));

        Assert.Equal(
            AudienceErrorCode.NotSupportedByService,
            (await Clients.FailsAsync(() => new ContactDeletion(client).DeleteAsync(Ids, [], Clients.Cancel))).Code);
        Assert.Equal(
            AudienceErrorCode.NotSupportedByService,
            (await Clients.FailsAsync(() => new AudienceDeletion(client, Audience).CountAsync(Clients.Cancel))).Code);
        Assert.Empty(transport.Requests);
    }

    [Fact]
    public async Task An_audience_goes_before_its_contacts_and_what_remains_of_them_is_told()
    {
        var organisation = new Organisation { OnDelete = static deleted => Task.FromResult<HttpStatusCode?>(deleted == 2 ? HttpStatusCode.Forbidden : null) };
        using var client = Clients.OliAI(organisation);
        var deletion = new AudienceDeletion(client, Audience);

        Assert.Equal(2, await deletion.CountAsync(Clients.Cancel));
        var (receipt, failure) = await deletion.DeleteAsync(Clients.Cancel);

        Assert.Equal(["DELETE /v1/audiences/a1", "DELETE /v1/contacts/c0", "DELETE /v1/contacts/c1"], organisation.Changes);
        Assert.Equal(AudienceErrorCode.NotAllowed, (failure as AudienceException)?.Code);
        Assert.Equal((2, 1, 1), (receipt.Requested, receipt.Removed, receipt.NotSent));
        Assert.Equal(["c1"], receipt.Remaining);
    }

    [Fact]
    public async Task Where_a_list_is_not_whole_nobody_is_deleted()
    {
        var organisation = new Organisation { TellsMoreThanItSends = true };
        using var client = Clients.OliAI(organisation);

        var exception = await Clients.FailsAsync(() => new AudienceDeletion(client, Audience).CountAsync(Clients.Cancel));

        Assert.Equal(AudienceErrorCode.UnreadableAnswer, exception.Code);
        Assert.Contains("Nothing was deleted", exception.Message, StringComparison.Ordinal);
        Assert.Empty(organisation.Changes);
    }

    [Fact]
    public async Task A_local_service_that_does_not_know_how_is_not_taken_to_have_done_it()
    {
        using var client = Clients.Of(
            AudienceService.Local, Replies.Json("""{"data":[],"total":3}"""), Replies.Json("""{"success":true}"""));
        var deletion = new AudienceDeletion(client, Audience);
        await deletion.CountAsync(Clients.Cancel);

        var (receipt, failure) = await deletion.DeleteAsync(Clients.Cancel);

        Assert.Equal(AudienceErrorCode.OutcomeUnknown, (failure as AudienceException)?.Code);
        Assert.Equal((3, 0, 3), (receipt.Requested, receipt.Removed, receipt.Unknown));
    }

    /// <summary>OliAI with the audiences a1 of c0, c1, c2 and a2 of c2, c3.</summary>
    private sealed class Organisation : HttpMessageHandler
    {
        private int _deletes;

        public List<string> Changes { get; } = [];

        /// <summary>What a DELETE is answered, by its number from 0; null for success.</summary>
        public Func<int, Task<HttpStatusCode?>> OnDelete { get; init; } = static _ => Task.FromResult<HttpStatusCode?>(null);

        public bool TellsMoreThanItSends { get; init; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Delete)
            {
                Changes.Add($"DELETE {request.RequestUri!.AbsolutePath}");
                var status = await OnDelete(_deletes++);
                return Json("""{"success":true}""", status ?? HttpStatusCode.OK);
            }

            return Json(request.RequestUri!.AbsolutePath switch
            {
                "/v1/audiences" => """{"data":[{"id":"a1","name":"Q1"},{"id":"a2","name":"Q2"}],"total":2,"totalPages":1}""",
                "/v1/audiences/a1/contacts" => Members("c0", "c1", "c2"),
                _ => Members("c2", "c3"),
            });
        }

        private static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK) =>
            new(status) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };

        private string Members(params string[] ids) => System.Text.Json.JsonSerializer.Serialize(new
        {
            data = ids.Select(id => new { id, phoneNumber = $"+1415555000{id[1..]}" }),
            total = ids.Length + (TellsMoreThanItSends ? 1 : 0),
            totalPages = 1,
        });
    }
}
