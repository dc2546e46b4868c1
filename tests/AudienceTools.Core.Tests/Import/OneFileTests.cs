using AudienceTools.Core.Dialects;
using AudienceTools.Core.Import;
using AudienceTools.Core.PhoneNumbers;
using AudienceTools.Core.Reading;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Import;

/// <summary>CommBox, where all contacts of an audience come in one file: created from it, or replaced by it.</summary>
public sealed class OneFileTests
{
    private static readonly Audience Audience = new() { Id = "1", Name = "Q1" };

    [Fact]
    public async Task An_audience_is_created_from_one_file_whatever_the_batch_size()
    {
        var transport = new RecordingTransport(
            Replies.Json("""{"status":200,"data":[]}"""),
            Replies.Json("""{"status":201,"data":{"id":"1"}}"""),
            Replies.Json("""{"status":200,"data":[{"id":"1","name":"Q1","user_count":30}]}"""));
        using var client = Clients.CommBox(transport);

        var receipt = (await Import(client).CreateAsync(new AudienceDefinition("Q1"), new RowsReader(Rows.Good(30)), Clients.Cancel)).Receipt;

        Assert.Equal((30, 30L), (receipt.Added, receipt.MemberCountAfter));
        Assert.Equal(["GET /audiences", "POST /audiences", "GET /audiences"], transport.Requests.Select(request => request.Line));
        Assert.True(receipt.Succeeded);
    }

    [Fact]
    public async Task A_create_whose_answer_was_lost_leaves_the_rows_unknown_and_is_not_sent_again()
    {
        var transport = new RecordingTransport(
            Replies.Json("""{"status":200,"data":[]}"""),
            Replies.Broken(),
            Replies.Json("""{"status":200,"data":[{"id":"1","name":"Q1","created_time":"2026-03-01T12:00:00","user_count":30}]}"""));
        using var client = Clients.CommBox(transport);

        var receipt = (await Import(client).CreateAsync(new AudienceDefinition("Q1"), new RowsReader(Rows.Good(30)), Clients.Cancel)).Receipt;

        Assert.Equal((30, 0, 30L), (receipt.Unknown, receipt.NotSent, receipt.MemberCountAfter));
        Assert.Single(transport.Requests, request => request.Method == HttpMethod.Post);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("31")]
    [InlineData("null")]
    public async Task An_audience_with_another_number_of_members_is_not_taken_for_one_whose_answer_was_lost(string members)
    {
        using var client = Clients.CommBox(new RecordingTransport(
            Replies.Json("""{"status":200,"data":[]}"""),
            Replies.Broken(),
            Replies.Json($$"""{"status":200,"data":[{"id":"1","name":"Q1","created_time":"2026-03-01T12:00:00","user_count":{{members}}}]}""")));

        var exception = await Clients.FailsAsync(
            () => Import(client).CreateAsync(new AudienceDefinition("Q1"), new RowsReader(Rows.Good(30)), Clients.Cancel));

        Assert.Equal(AudienceErrorCode.OutcomeUnknown, exception.Code);
    }

    [Theory]
    [InlineData(AudienceService.CommBox, "phone1", "442079832100", null, null)]
    [InlineData(AudienceService.CommBox, "phone1", " 442079832100", null, null)]
    [InlineData(AudienceService.CommBox, "phone1", "+442079832100", null, null)]
    [InlineData(AudienceService.CommBox, "phone1", "44 2079832100", null, "MissingPlus")]
    [InlineData(AudienceService.CommBox, "phone1", "02079832100", null, "MissingPlus")]
    [InlineData(AudienceService.CommBox, "phone1", "4.42079832100E+11", null, "ScientificNotation")]
    [InlineData(AudienceService.CommBox, "phone1", "442079832100", "44", "MissingPlus")]
    [InlineData(AudienceService.CommBox, "Phone1", "442079832100", null, "MissingPlus")]
    [InlineData(AudienceService.CommBox, "Phone", "442079832100", null, "MissingPlus")]
    [InlineData(AudienceService.Local, "phone1", "442079832100", null, "MissingPlus")]
    public void A_file_that_was_made_for_the_service_has_its_numbers_without_a_plus(
        AudienceService service, string column, string number, string? country, string? reason)
    {
        var options = new ImportOptions { DefaultCountry = CountryCode.TryParse(country, out var code) ? code : null };
        var dialect = KnownDialects.Of(service);
        var preparer = new ContactPreparer(options, dialect, dialect.PhoneColumn, static _ => { });

        var row = preparer.Prepare(new SourceRow(2, new RowHeader([column, "City"]), [number, "Pune"], null));

        Assert.Equal((reason, reason is null ? "+442079832100" : null), (row.ReasonCode, row.Contact?.PhoneNumber));
        Assert.Equal(number, row.Input);
    }

    [Theory]
    [InlineData(30, false)]
    [InlineData(12, true)]
    public async Task Members_are_replaced_and_a_count_that_disagrees_is_told(long after, bool warned)
    {
        var transport = new RecordingTransport(
            Replies.Json("""{"status":200,"data":[{"id":"1","name":"Q1","user_count":99}]}"""),
            Replies.Json("""{"status":200}"""),
            Replies.Json($$"""{"status":200,"data":[{"id":"1","name":"Q1","user_count":{{after}}}]}"""));
        using var client = Clients.CommBox(transport);
        var observer = new ResultsObserver(wantsResults: false);

        (long?, int)? asked = null;

        var receipt = (await Import(client, observer).ReplaceAsync(
            Audience,
            new RowsReader(Rows.Good(30)),
            (members, contacts) =>
            {
                asked = (members, contacts);
                return Task.FromResult(true);
            },
            Clients.Cancel)).Receipt;

        Assert.Equal((99L, 30), asked);
        Assert.Equal((30, 99L, after), (receipt.Added, receipt.MemberCountBefore, receipt.MemberCountAfter));
        Assert.Equal("PUT /Audiences/1", transport.Requests[1].Line);
        Assert.Equal(warned, observer.Warnings.Any(warning => warning.Contains("still be working", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Nothing_is_sent_where_no_contact_can_be_used()
    {
        var transport = new RecordingTransport(Replies.Json("""{"status":200,"data":[]}"""));
        using var client = Clients.CommBox(transport);

        await Import(client).ReplaceAsync(
            Audience, new RowsReader(Rows.Of("n/a", null)), static (_, _) => throw new InvalidOperationException("Nothing to ask."), Clients.Cancel);

        Assert.DoesNotContain(transport.Requests, request => request.Method != HttpMethod.Get);
    }

    [Fact]
    public async Task Whoever_says_no_keeps_the_members_and_each_row_is_accounted_for()
    {
        var transport = new RecordingTransport(Replies.Json("""{"status":200,"data":[{"id":"1","name":"Q1","user_count":99}]}"""));
        using var client = Clients.CommBox(transport);

        var outcome = await Import(client).ReplaceAsync(
            Audience, new RowsReader(Rows.Good(30)), static (_, _) => Task.FromResult(false), Clients.Cancel);

        Assert.IsType<OperationCanceledException>(outcome.Failure);
        Assert.Equal((30, 30), (outcome.Receipt.Received, outcome.Receipt.NotSent));
        Assert.Equal(HttpMethod.Get, Assert.Single(transport.Requests).Method);
    }

    private static ContactImport Import(AudienceClient client, ResultsObserver? observer = null) =>
        new(client, new ImportOptions { BatchSize = 7 }, observer ?? new ResultsObserver(wantsResults: false));
}
