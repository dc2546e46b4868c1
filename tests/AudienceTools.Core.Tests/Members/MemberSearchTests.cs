using System.Globalization;
using System.Text.Json;
using System.Web;
using AudienceTools.Core.Paging;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Members;

/// <summary>A search finds everything that fits, and says so where all members had to be read for it.</summary>
public sealed class MemberSearchTests
{
    private static readonly Dictionary<string, string> John = new(StringComparer.OrdinalIgnoreCase) { ["firstName"] = "john" };

    [Fact]
    public async Task A_service_search_that_is_whole_is_taken_as_it_is()
    {
        var (transport, observer, client) = Atoms(found: 9, members: 1000);

        var members = await FindAsync(client, observer, new MemberQuery { Filter = John }, new ListRange(2, 3));

        Assert.Equal(["GET /atoms/v1/audience/a1/members/search?firstName=john"], Lines(transport));
        Assert.Equal(["m20", "m30", "m40"], members.Select(member => member.ContactId));
        Assert.Empty(observer.Notes);
    }

    [Theory]
    [InlineData("john", null, 10)]
    [InlineData(null, "John", 10)]
    [InlineData(null, "JOHN", 0)]
    public async Task A_service_search_that_may_be_cut_off_gives_way_to_reading_all_and_says_so(string? search, string? field, int found)
    {
        var (transport, observer, client) = Atoms(found, members: 1000);
        var query = new MemberQuery(search) { Filter = field is null ? new() : new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["FIRSTNAME"] = field } };

        var all = await FindAsync(client, observer, query, ListRange.All);
        var some = await FindAsync(client, observer, query, new ListRange(95, 3));

        Assert.Equal(100, all.Count);
        Assert.Equal(all.Skip(95).Take(3).Select(member => member.ContactId), some.Select(member => member.ContactId));
        Assert.Contains("all members are", observer.Notes.First(), StringComparison.Ordinal);
        Assert.Equal(
            ["GET /atoms/v1/audience/a1/members?page=1&offset=500", "GET /atoms/v1/audience/a1/members?page=2&offset=499"], Lines(transport)[1..3]);
    }

    [Theory]
    [InlineData("Johnny", 1)]
    [InlineData("Jo", 0)]
    public async Task What_the_service_finds_and_does_not_fit_is_left_out(string other, int fitting)
    {
        var observer = new RecordingObserver();
        var transport = new RecordingTransport(
            Replies.Json($$$$"""
                {"data":{"members":[{"_id":"m1","data":{"firstName":"{{{{other}}}}"}},{"_id":"m2","data":{"City":"John"}},
                {"_id":"m3","data":{"firstName":"{{{{(fitting > 0 ? "JOHN" : "Jon")}}}}"}}],"searchInfo":{"totalResults":3}}}
                """),
            Replies.Json("""{"data":{"members":[{"_id":"m4","data":{"firstname":"john"}}],"hasMore":false}}"""));
        using var client = Clients.Atoms(transport);

        var members = await FindAsync(client, observer, new MemberQuery { Filter = John }, ListRange.All);

        Assert.Equal(fitting > 0 ? ["m3"] : ["m4"], members.Select(member => member.ContactId));
        Assert.Equal(fitting > 0 ? 1 : 2, transport.Requests.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_service_search_that_has_found_more_than_it_sends_gives_way_to_reading_all(bool filters)
    {
        var observer = new RecordingObserver();
        var transport = new RecordingTransport(
            Replies.Json("""{"data":{"members":[{"_id":"m1","data":{"firstName":"John"}}],"searchInfo":{"totalResults":"2"}}}"""),
            Replies.Json("""{"data":{"members":[{"_id":"m1","data":{"firstName":"John"}},{"_id":"m2","data":{"firstName":"John"}}],"hasMore":false}}"""));
        using var client = Clients.Atoms(transport);

        var members = await FindAsync(client, observer, filters ? new MemberQuery { Filter = John } : new MemberQuery("john"), ListRange.All);

        Assert.Equal(["m1", "m2"], members.Select(member => member.ContactId));
        Assert.Contains("1 of 2 results", Assert.Single(observer.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_and_fields_together_must_both_fit()
    {
        var (transport, observer, client) = Atoms(found: 1, members: 1000);

        var members = await FindAsync(client, observer, new MemberQuery("+1415555007") { Filter = John }, ListRange.All);

        Assert.Equal(["m70"], members.Select(member => member.ContactId));
        Assert.DoesNotContain(Lines(transport), line => line.Contains("search", StringComparison.Ordinal));
        Assert.Single(observer.Notes);
    }

    [Theory]
    [InlineData("PhoneNumber")]
    [InlineData("mobile")]
    public async Task A_number_is_asked_for_under_the_audiences_own_column(string field)
    {
        var (transport, observer, client) = Atoms(found: 1, members: 0);

        await FindAsync(
            client,
            observer,
            new MemberQuery { Filter = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [field] = "+14155550000" }, PhoneColumn = "mobile" },
            ListRange.All);

        Assert.Equal(["GET /atoms/v1/audience/a1/members/search?mobile=%2B14155550000"], Lines(transport));
    }

    [Fact]
    public async Task The_name_of_a_field_can_t_become_another_part_of_the_address()
    {
        var (transport, observer, client) = Atoms(found: 1, members: 0);
        var filter = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["a&query=b #/é"] = "x" };

        await FindAsync(client, observer, new MemberQuery { Filter = filter }, ListRange.All);

        Assert.Equal("GET /atoms/v1/audience/a1/members/search?a%26query%3Db%20%23%2F%C3%A9=x", Lines(transport)[0]);
    }

    [Fact]
    public async Task A_service_without_a_search_by_fields_has_its_members_read()
    {
        var observer = new RecordingObserver();
        var transport = new RecordingTransport(Replies.Json("""
            {"data":[{"id":"c1","phoneNumber":"+14155550100","metadata":{"firstName":"John"}},{"id":"c2","metadata":{"firstName":"Asha"}}],"total":2}
            """));
        using var client = Clients.Local(transport);

        var members = await FindAsync(client, observer, new MemberQuery("oh") { Filter = John }, ListRange.All);

        Assert.Equal(["GET /v1/audiences/a1/contacts?limit=1000&search=oh"], Lines(transport));
        Assert.Equal(["c1"], members.Select(member => member.ContactId));
        Assert.Contains("Local has no search for this", Assert.Single(observer.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_in_a_column_is_found_in_members_that_have_it_empty_and_in_those_that_lack_it()
    {
        var observer = new RecordingObserver();
        var transport = new RecordingTransport(Replies.Json("""
            {"data":{"members":[{"_id":"m1","data":{"Plan":""}},{"_id":"m2","data":{"Plan":"a"}},{"_id":"m3","data":{}},{"_id":"m4","data":{"Plan":null}}],"hasMore":false}}
            """));
        using var client = Clients.Atoms(transport);

        var members = await FindAsync(client, observer, new MemberQuery { Filter = new Dictionary<string, string> { ["Plan"] = "" } }, ListRange.All);

        Assert.Equal(["m1", "m3", "m4"], members.Select(member => member.ContactId));
        Assert.DoesNotContain("search", Assert.Single(transport.Requests).Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_number_is_read_from_the_audiences_own_column()
    {
        using var client = Clients.Of(AudienceService.Atoms, Replies.Json("""
            {"data":{"members":[{"_id":"m1","data":{"phoneNumber":"+14155550100","mobile":"+14155550101"}}],"hasMore":false}}
            """));

        var query = new MemberQuery { PhoneColumn = "mobile" };
        var member = Assert.Single(await Clients.AllAsync(client.ListMembersAsync("a1", query, ListRange.All, Clients.Cancel)));

        Assert.Equal(("+14155550101", "+14155550100"), (member.PhoneNumber, member.GetColumn("phoneNumber")));
    }

    /// <summary>An audience in which every tenth member is a John.</summary>
    private static (RecordingTransport Transport, RecordingObserver Observer, AudienceClient Client) Atoms(int found, int members)
    {
        var transport = new RecordingTransport((request, cancellationToken) =>
        {
            var isSearch = request.Uri.AbsolutePath.EndsWith("search", StringComparison.Ordinal);
            var query = HttpUtility.ParseQueryString(request.Uri.Query);
            var (page, size) = isSearch ? (1, found) : (int.Parse(query["page"]!, CultureInfo.InvariantCulture), int.Parse(query["offset"]!, CultureInfo.InvariantCulture));
            var some = isSearch ? Enumerable.Range(0, found).Select(static number => 10 * number) : Enumerable.Range(0, members).Skip((page - 1) * size).Take(size);
            return Replies.Json(JsonSerializer.Serialize(new
            {
                status = true,
                data = new
                {
                    members = some.Select(number => new
                    {
                        _id = $"m{number}",
                        data = new { phoneNumber = $"+1415555{number:d4}", firstName = number % 10 == 0 ? "John" : "Asha" },
                    }),
                    totalCount = members,
                    hasMore = !isSearch && page * size < members,
                },
            }))(request, cancellationToken);
        });
        return (transport, new RecordingObserver(), Clients.Atoms(transport));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Columns_are_those_of_all_that_came_and_not_only_of_what_fits(bool isLookedAtHere)
    {
        const string found = """{"data":{"members":[{"_id":"m1","data":{"firstName":"John"}},{"_id":"m2","data":{"firstName":"Johnny","City":"York"}}],"hasMore":false}}""";
        var transport = new RecordingTransport(Replies.Json(found));
        using var client = Clients.Atoms(transport);

        // A text and a column's value together are more than the service's search takes.
        var query = new MemberQuery("john");
        query = isLookedAtHere ? query with { Filter = new Dictionary<string, string> { ["FIRSTNAME"] = "john" } } : query;

        var page = Assert.Single(await client.ListMembersAsync("a1", query, new ListRange(0, 1), Clients.Cancel).ToListAsync(Clients.Cancel));

        Assert.Single(page.Items);
        Assert.Equal(["firstName", "City"], page.Columns);
        Assert.DoesNotContain(isLookedAtHere ? "search" : "offset", Assert.Single(transport.Requests).Line, StringComparison.Ordinal);
    }

    private static Task<List<AudienceMember>> FindAsync(AudienceClient client, RecordingObserver observer, MemberQuery query, ListRange range) =>
        Clients.AllAsync(client.Observed(observer).ListMembersAsync("a1", query, range, Clients.Cancel));

    private static string[] Lines(RecordingTransport transport) => [.. transport.Requests.Select(request => request.Line)];
}
