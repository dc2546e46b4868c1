using AudienceTools.Core.Dialects;
using AudienceTools.Core.Paging;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests;

/// <summary>The look at the name that comes before each create.</summary>
public sealed class NamesakesTests
{
    private const string Mine = """{"id":"a7","name":"Q1"}""";

    public static TheoryData<AudienceService> Services => [.. Enum.GetValues<AudienceService>()];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task A_name_that_is_taken_is_refused_with_its_id_before_anything_is_sent(AudienceService service)
    {
        var transport = new RecordingTransport(Replies.Json("""{"data":[{"_id":"a7","id":"a7","name":"Q1"}]}"""));
        using var client = new AudienceClient(Clients.Options(service, transport));

        var exception = await Clients.FailsAsync(() => client.CreateAudienceAsync(Clients.Definition(), Clients.Cancel));

        Assert.Equal((AudienceErrorCode.AudienceExists, "Q1"), (exception.Code, exception.Target));
        Assert.Contains("'Q1' (a7)", exception.Message, StringComparison.Ordinal);
        Assert.Contains(
            service == AudienceService.CommBox ? "Set-Audience -ReplaceMember" : "Add-AudienceContact", exception.Message, StringComparison.Ordinal);
        Assert.Contains("-AllowDuplicateName", exception.Message, StringComparison.Ordinal);
        Assert.Equal(HttpMethod.Get, Assert.Single(transport.Requests).Method);
    }

    [Theory]
    [InlineData("q1", "Q1", true)]
    [InlineData(" Q1\u00a0", "Q1", true)]
    [InlineData("Q1", "Q1 ", true)]
    [InlineData("Q1", "Q10", false)]
    [InlineData("Q1\u00a0Leads", "q1  Leads", true)]
    [InlineData("Caf\u00e9", "Cafe\u0301", true)]
    [InlineData("Q1Leads", "Q1 Leads", false)]
    [InlineData("Q*", "Q1", false)]
    [InlineData("Straße", "STRASSE", false)]
    public async Task Names_are_the_same_that_look_the_same(string name, string there, bool isSame)
    {
        var list = System.Text.Json.JsonSerializer.Serialize(new { data = new[] { new { id = "a7", name = there } } });
        using var client = Clients.Of(AudienceService.OliAI, Replies.Json(list), Replies.Json("""{"id":"new","name":"x"}"""));

        var exception = await Record.ExceptionAsync(() => client.CreateAudienceAsync(Clients.Definition(name), Clients.Cancel));

        Assert.Equal(isSame ? AudienceErrorCode.AudienceExists : null, (exception as AudienceException)?.Code);
    }

    [Theory]
    [InlineData(3, 2, new[] { 1, 2, 3 })]
    [InlineData(9, 3, new[] { 1, 2, 3 })]
    [InlineData(9, 4, new[] { 1, 2, 3 })]
    [InlineData(1, 1, new[] { 1 })]
    public async Task Three_pages_are_read_and_no_more(int pages, int place, int[] asked)
    {
        var service = new PagedAudiences(pages) { OnPage = { [place] = Mine } };
        using var client = Clients.OliAI(service);
        var observer = new RecordingObserver();

        var exception = await Record.ExceptionAsync(
            () => client.Observed(observer).CreateAudienceAsync(Clients.Definition(), Clients.Cancel));

        Assert.Equal(asked, service.Asked);
        Assert.Equal(place > 3 ? null : AudienceErrorCode.AudienceExists, (exception as AudienceException)?.Code);
        Assert.Equal(place > 3 ? 1 : 0, service.Creates);
        Assert.Empty(observer.Warnings);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public async Task It_tells_who_was_there_and_whether_these_are_all(int pages, bool isWhole)
    {
        using var client = Clients.OliAI(new PagedAudiences(pages) { OnPage = { [1] = Mine, [3] = """{"id":"a8","name":"q1"}""" } });

        var namesakes = await client.FindNamesakesAsync(Clients.Definition() with { AllowDuplicateName = true }, Clients.Cancel);

        Assert.Equal(["a7", "a8"], namesakes.Ids);
        Assert.Equal(isWhole, namesakes.IsWhole);
    }

    [Fact]
    public async Task All_that_have_the_name_are_listed()
    {
        using var client = Clients.OliAI(new PagedAudiences(pages: 2) { OnPage = { [1] = Mine, [2] = """{"id":"a8","name":"q1"}""" } });

        var exception = await Clients.FailsAsync(() => client.CreateAudienceAsync(Clients.Definition(), Clients.Cancel));

        Assert.Contains("'Q1' (a7), 'q1' (a8)", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_list_can_not_be_had_nothing_is_created()
    {
        var transport = new RecordingTransport(Replies.Status(403));
        using var client = Clients.Atoms(transport);

        var exception = await Clients.FailsAsync(() => client.CreateAudienceAsync(Clients.Definition(), Clients.Cancel));

        Assert.Equal(AudienceErrorCode.NotAllowed, exception.Code);
        Assert.All(transport.Requests, request => Assert.Equal(HttpMethod.Get, request.Method));
    }

    [Theory]
    [InlineData(" Q1 & 50% ", "audiences?limit=1000&search=50%25")]
    [InlineData("Caf\u00e9 Q1", "audiences?limit=1000&search=Q1")]
    [InlineData("Caf\u00e9", "audiences?limit=1000")]
    [InlineData(" ", "audiences?limit=1000")]
    public void Local_searches_for_the_longest_word_that_is_written_in_one_way(string name, string path) =>
        Assert.Equal(path, KnownDialects.Of(AudienceService.Local).FindAudiences(name, new PageRequest()).Path);

    [Fact]
    public void A_name_that_is_longer_than_a_search_may_be_is_not_searched_for() => Assert.Equal(
        "audiences?limit=1000", KnownDialects.Of(AudienceService.Local).FindAudiences(new string('x', 201), new PageRequest()).Path);
}
