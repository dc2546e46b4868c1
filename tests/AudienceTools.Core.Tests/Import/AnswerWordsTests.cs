using AudienceTools.Core.Import;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Import;

/// <summary>What a service says of rows that it doesn't account for is told with each of them.</summary>
public sealed class AnswerWordsTests
{
    [Fact]
    public async Task An_add_that_accounts_for_less_than_was_sent_says_what_the_service_said()
    {
        var observer = new ResultsObserver();
        using var client = Clients.Of(
            AudienceService.Atoms,
            Replies.Json("""{"data":{"members":[],"totalCount":0,"hasMore":false}}"""),
            Replies.Json("""{"status":true,"data":[{"message":"2 rows are queued","data":{"added":1}}]}"""),
            Replies.Json("""{"data":{"members":[],"totalCount":1,"hasMore":false}}"""));

        var outcome = await new ContactImport(client, new ImportOptions(), observer).AddAsync(
            new Audience { Id = "a1", Name = "Q1", Service = nameof(AudienceService.Atoms) }, new RowsReader(Rows.Good(3)), Clients.Cancel);

        Assert.Equal((1, 2), (outcome.Receipt.Added, outcome.Receipt.Unknown));
        Assert.All(observer.Results, static row => Assert.EndsWith("It said: 2 rows are queued", row.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_job_that_failed_says_what_the_service_said()
    {
        using var client = Clients.Of(
            AudienceService.OliAI,
            Replies.Json("""{"id":"aud_1","name":"Q1","contactCount":0}"""),
            Replies.Json("""{"importId":"imp_1","status":"PROCESSING"}"""),
            Replies.Json("""{"id":"imp_1","status":"FAILED","total":1,"failed":1,"errors":{"language":["is not known"]}}"""),
            Replies.Json("""{"id":"aud_1","name":"Q1","contactCount":0}"""),
            Replies.Json("""{"data":[],"total":0,"totalPages":0}"""));

        var added = await client.AddContactsAsync(
            new Audience { Id = "aud_1" }, [Clients.Contact("+14155550100", ("name", "Asha"))], "k", Clients.Cancel);

        Assert.EndsWith("says: language: is not known", Assert.Single(added.Rejected).Message, StringComparison.Ordinal);
    }
}
