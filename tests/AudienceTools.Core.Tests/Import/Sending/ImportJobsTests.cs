using System.Net;
using AudienceTools.Core.Http;
using AudienceTools.Core.Import;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Import.Sending;

/// <summary>Rows through a service's own imports, which are jobs: what is sent and when, and what the receipt says.</summary>
public sealed class ImportJobsTests
{
    private static readonly Audience Audience = new() { Id = "aud_1", Name = "Q1" };

    private static readonly Contact[] Two =
        [Clients.Contact("+14155550100", ("name", "Asha")), Clients.Contact("+14155550101", ("name", "John"))];

    [Theory]
    [InlineData(null, 1, 0, 8)] // One import: one count, the start, the polls, one count.
    [InlineData(250, 40, 180, 231)] // Ten imports a minute, and the last ten take their 3 s each.
    [InlineData(100, 100, 540, 594)]
    public async Task Ten_thousand_contacts_take_the_imports_and_the_time_that_the_limits_allow(
        int? batchSize, int imports, int atLeast, int atMost)
    {
        var time = new FakeTimeProvider { JumpsToTimers = true };
        var service = new LimitedService(time);
        using var client = Client(service, time);

        var outcome = await ImportAsync(client, 10_000, batchSize);

        Assert.Equal((imports, 0), (service.Jobs, service.Refused));
        Assert.Equal((10_000, 10_000, 0, 10_000L), (outcome.Receipt.Received, outcome.Receipt.Added, outcome.Receipt.AlreadyMember, outcome.Receipt.MemberCountAfter));
        Assert.True(outcome.Receipt.Succeeded);
        Assert.Equal(0, outcome.Receipt.Retries);
        Assert.InRange(time.Elapsed.TotalSeconds, atLeast, atMost);

        // An import takes its start, two counts and two polls.
        Assert.InRange(outcome.Receipt.Requests, 5, (5 * imports) + 3);
    }

    [Fact]
    public async Task Who_was_a_member_is_told_by_how_much_the_audience_grew()
    {
        var time = new FakeTimeProvider { JumpsToTimers = true };
        var service = new LimitedService(time);
        service.Contacts.UnionWith([Number(0), Number(1), Number(2)]);
        service.Members.UnionWith([Number(0), Number(1)]);
        using var client = Client(service, time);

        var receipt = (await ImportAsync(client, 10, null)).Receipt;

        Assert.Equal((8, 2, 0, 0), (receipt.Added, receipt.AlreadyMember, receipt.Rejected, receipt.Unknown));
        Assert.Equal((2L, 10L), (receipt.MemberCountBefore, receipt.MemberCountAfter));
    }

    [Theory]
    [InlineData("COMPLETED_WITH_ERRORS", 2)]
    [InlineData("COMPLETED", 2)]
    [InlineData("FAILED", 9)]
    public async Task Rows_that_are_no_members_after_a_job_with_errors_are_rejected(string ends, int rejected)
    {
        var time = new FakeTimeProvider { JumpsToTimers = true };
        var service = new LimitedService(time) { Ends = ends, Fails = number => number == Number(3) || number == Number(7) };
        service.Members.Add(Number(9));
        using var client = Client(service, time);
        var observer = new RecordingObserver();

        var receipt = (await ImportAsync(client.Observed(observer), 10, null)).Receipt;

        Assert.Equal(rejected, receipt.Rejected);
        Assert.Equal(10, receipt.Added + receipt.AlreadyMember + receipt.Rejected);
        Assert.Equal(rejected, receipt.Reasons["ImportFailed"]);
        Assert.False(receipt.Succeeded);
    }

    [Fact]
    public async Task Which_rows_were_rejected_is_known()
    {
        var time = new FakeTimeProvider { JumpsToTimers = true };
        var service = new LimitedService(time) { Ends = "COMPLETED_WITH_ERRORS", Fails = number => number == Two[1].PhoneNumber };
        using var client = Client(service, time);

        var added = await client.AddContactsAsync(Audience, Two, "k", Clients.Cancel);

        Assert.Equal([1], added.Rejected.Select(row => row.Index));
    }

    [Theory]
    [InlineData(null, 25)]
    [InlineData(1, 20)]
    public async Task A_service_that_refuses_each_row_is_asked_no_more_after_twenty_of_them_whatever_its_quotas(int? batchSize, int most)
    {
        var time = new FakeTimeProvider { JumpsToTimers = true };
        var service = new LimitedService(time) { RefusesAll = true };
        using var client = Client(service, time);

        var outcome = await ImportAsync(client, 1_000, batchSize);

        Assert.Equal((20, 980, 0), (outcome.Receipt.Rejected, outcome.Receipt.NotSent, service.Refused));

        // An import takes its start and a count before it; ten imports a minute.
        Assert.InRange(service.Arrived, 2 * most - 2, (2 * most) + 2);
        Assert.InRange(time.Elapsed.TotalMinutes, 1, 2.2);
    }

    [Fact]
    public async Task Pauses_between_polls_grow_and_say_how_far_the_job_is()
    {
        var time = new FakeTimeProvider { JumpsToTimers = true };
        var observer = new RecordingObserver();
        using var client = Client(new LimitedService(time) { Polls = 10 }, time);

        await client.Observed(observer).AddContactsAsync(Audience, Two, "k", Clients.Cancel);

        Assert.Equal([0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 15, 15], observer.Waits.Select(wait => wait.Delay.TotalSeconds));
        Assert.Contains("import imp_1, 0 of 2 rows are done", observer.Waits.First().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_stands_still_ends_as_unknown_with_its_id()
    {
        var time = new FakeTimeProvider { JumpsToTimers = true };
        using var client = Client(new LimitedService(time) { Polls = int.MaxValue }, time);

        var outcome = await ImportAsync(client, 10, null);

        Assert.Equal(10, outcome.Receipt.Unknown);
        Assert.Contains("imp_1", outcome.Receipt.StoppedBecause, StringComparison.Ordinal);
        Assert.InRange(time.Elapsed, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(11));
    }

    [Theory]
    [InlineData(true, 10, 0)]
    [InlineData(false, 0, 10)]
    public async Task A_start_whose_answer_was_lost_is_looked_up_and_never_sent_again(bool taken, int added, int unknown)
    {
        var time = new FakeTimeProvider { JumpsToTimers = true };
        var service = new LimitedService(time) { LosesStart = taken };
        using var client = Client(service, time);

        var receipt = (await ImportAsync(client, 10, null)).Receipt;

        Assert.Equal((added, unknown), (receipt.Added, receipt.Unknown));
        Assert.Equal(taken ? 1 : 0, service.Jobs);
        Assert.Equal(10, receipt.Received);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Another_sessions_import_of_the_same_size_and_time_is_not_taken_for_a_lost_one(bool taken)
    {
        var time = new FakeTimeProvider { JumpsToTimers = true };
        var service = new LimitedService(time) { LosesStart = taken };
        service.StartAnothers([.. Enumerable.Range(100, 10).Select(Number)]);
        using var client = Client(service, time);

        var receipt = (await ImportAsync(client, 10, null)).Receipt;

        Assert.Equal(taken ? (10, 0) : (0, 10), (receipt.Added, receipt.Unknown));
        Assert.Equal(taken ? 10 : 0, service.Members.Count);
    }

    [Fact]
    public async Task Another_sessions_import_into_the_same_audience_is_not_taken_for_a_lost_one_by_how_much_it_grows()
    {
        var time = new FakeTimeProvider { JumpsToTimers = true };
        var service = new LimitedService(time) { LosesStart = false };
        service.StartAnothers([.. Enumerable.Range(5, 10).Select(Number)], here: true);
        using var client = Client(service, time);

        var receipt = (await ImportAsync(client, 10, null)).Receipt;

        Assert.Equal((0, 0, 10), (receipt.Added, receipt.AlreadyMember, receipt.Unknown));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(4, 0, 0)]
    [InlineData(4, 10, 0)]
    [InlineData(10, 0, 10)]
    public async Task A_job_that_says_more_than_it_did_is_found_out_and_not_acknowledged(int admitted, int others, int added)
    {
        var time = new FakeTimeProvider { JumpsToTimers = true };
        var service = new LimitedService(time) { Admits = number => Rows.Good(admitted).Exists(row => row.Values[0] == number) };
        service.Members.UnionWith(Enumerable.Range(1_000, others).Select(Number));
        using var client = Client(service, time);
        var journal = Path.GetTempFileName();
        File.Delete(journal);

        var receipt = (await ImportAsync(client, 10, null, journal)).Receipt;

        Assert.Equal((added, 0, 10 - added), (receipt.Added, receipt.AlreadyMember, receipt.Unknown));
        Assert.True(receipt.Added <= service.Members.Count - others);
        Assert.Equal(added > 0, (await File.ReadAllTextAsync(journal, Clients.Cancel)).Contains("\"batch\"", StringComparison.Ordinal));
        File.Delete(journal);
    }

    [Fact]
    public async Task Contacts_that_the_organisation_has_and_a_job_leaves_outside_a_new_audience_are_found_out()
    {
        var time = new FakeTimeProvider { JumpsToTimers = true };
        var service = new LimitedService(time) { Admits = static _ => false };
        service.Contacts.UnionWith(Enumerable.Range(0, 10).Select(Number));
        service.Members.UnionWith(Enumerable.Range(1_000, 50).Select(Number));
        using var client = Client(service, time);

        var unknown = await Clients.FailsAsync(() => client.AddContactsAsync(
            Audience, [.. Enumerable.Range(0, 10).Select(static row => Clients.Contact(Number(row)))], "k", areNew: true, new Delivery(), Clients.Cancel));

        Assert.Equal((AudienceErrorCode.OutcomeUnknown, "imp_1"), (unknown.Code, unknown.Target));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("{}")]
    [InlineData("500")]
    public async Task A_start_with_an_answer_that_says_nothing_is_looked_up(string answer)
    {
        var time = new FakeTimeProvider { JumpsToTimers = true };
        var service = new LimitedService(time) { LosesStart = true, StartAnswer = answer };
        using var client = Client(service, time);

        var receipt = (await ImportAsync(client, 10, null)).Receipt;

        Assert.Equal((10, 0, 1), (receipt.Added, receipt.Unknown, service.Jobs));
    }

    [Fact]
    public async Task A_lost_start_is_not_taken_for_another_import_of_the_same_size()
    {
        var transport = new RecordingTransport(
            Replies.Json("""{"id":"aud_1","contactCount":0}"""),
            Replies.Broken(),
            Replies.Json("""
                {"data":[{"id":"imp_1","total":2,"createdAt":"2026-03-01T11:00:00Z"},{"id":"imp_2","total":3,"createdAt":"2026-03-01T12:00:00Z"},
                {"id":"imp_3","total":2}]}
                """));
        using var client = Clients.OliAI(transport);

        var exception = await Clients.FailsAsync(() => client.AddContactsAsync(Audience, Two, "k", Clients.Cancel));

        Assert.Equal(AudienceErrorCode.OutcomeUnknown, exception.Code);
        Assert.Single(transport.Requests, request => request.Method == HttpMethod.Post);
    }

    [Fact]
    public async Task A_refused_start_is_about_the_rows_and_a_failure_afterwards_is_not()
    {
        using var refusing = Clients.Of(
            AudienceService.OliAI, Replies.Json("""{"contactCount":0}"""), Replies.Json("""{"message":"name is required"}""", HttpStatusCode.BadRequest));
        using var failing = Clients.Of(
            AudienceService.OliAI,
            Replies.Json("""{"contactCount":0}"""),
            Replies.Json("""{"importId":"imp_1","status":"PENDING"}"""),
            Replies.Json("""{"message":"revoked"}""", HttpStatusCode.Unauthorized));

        Assert.Equal(
            AudienceErrorCode.RequestRejected,
            (await Clients.FailsAsync(() => refusing.AddContactsAsync(Audience, Two, "k", Clients.Cancel))).Code);
        var unknown = await Clients.FailsAsync(() => failing.AddContactsAsync(Audience, Two, "k", Clients.Cancel));
        Assert.Equal((AudienceErrorCode.OutcomeUnknown, "imp_1"), (unknown.Code, unknown.Target));
    }

    [Fact]
    public async Task Contacts_without_a_name_are_warned_of_since_their_number_goes_as_their_name()
    {
        var time = new FakeTimeProvider { JumpsToTimers = true };
        var observer = new RecordingObserver();
        using var client = Client(new LimitedService(time), time);

        await client.Observed(observer).AddContactsAsync(Audience, [Two[0], Clients.Contact("+14155550102")], "k", Clients.Cancel);

        Assert.Contains("a contact that has none goes with its number as its name", Assert.Single(observer.Warnings), StringComparison.Ordinal);
    }

    private static AudienceClient Client(HttpMessageHandler service, FakeTimeProvider time) =>
        new(Clients.Options(AudienceService.OliAI, service) with { TimeProvider = time });

    private static Task<ImportOutcome> ImportAsync(AudienceClient client, int rows, int? batchSize, string? checkpoint = null) =>
        new ContactImport(client, new ImportOptions { BatchSize = batchSize, CheckpointPath = checkpoint }, new ResultsObserver(wantsResults: false))
            .AddAsync(Audience, new RowsReader(Rows.Good(rows)), Clients.Cancel);

    private static string Number(int row) => Rows.Number(row);
}
