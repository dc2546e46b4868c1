using System.Globalization;
using System.Text.Json;
using System.Web;
using AudienceTools.Core.Paging;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Paging;

/// <summary>Lists of services that tell less of their pages than their documents say: all of it comes, and it ends.</summary>
public sealed class ListEndTests
{
    [Theory]
    [InlineData(AudienceService.Atoms, 500)]
    [InlineData(AudienceService.OliAI, 100)]
    [InlineData(AudienceService.Local, 1000)]
    public async Task A_full_page_that_tells_nothing_is_followed_until_one_is_not_full(AudienceService service, int size)
    {
        foreach (var (members, requests) in new[] { (0, 1), (size - 1, 1), (size, 2), ((2 * size) + 1, 3) })
        {
            var (got, transport, observer) = await ReadAsync(service, members, largest: size, tellsTotal: false, ListRange.All);

            Assert.Equal(members, got.Count);
            Assert.Equal(members, got.Distinct(StringComparer.Ordinal).Count());
            Assert.Equal(requests, transport.Requests.Count);
            Assert.Empty(observer.Warnings);
        }
    }

    [Theory]
    [InlineData(AudienceService.Atoms)]
    [InlineData(AudienceService.OliAI)]
    public async Task Pages_that_are_smaller_than_asked_for_are_followed_until_the_total_is_there(AudienceService service)
    {
        var (got, transport, observer) = await ReadAsync(service, members: 50, largest: 20, tellsTotal: true, ListRange.All);

        Assert.Equal(50, got.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(3, transport.Requests.Count);
        Assert.Empty(observer.Warnings);
    }

    [Theory]
    [InlineData(AudienceService.Atoms)]
    [InlineData(AudienceService.OliAI)]
    [InlineData(AudienceService.Local)]
    public async Task Pages_that_tell_nothing_keep_their_size_when_only_some_items_are_wanted(AudienceService service)
    {
        var (got, _, observer) = await ReadAsync(service, members: 2500, largest: 1000, tellsTotal: false, new ListRange(Skip: 50, First: 1200));

        Assert.Equal(Enumerable.Range(50, 1200).Select(static number => $"m{number}"), got);
        Assert.Empty(observer.Warnings);
    }

    [Fact]
    public async Task A_service_that_gives_the_same_page_for_every_number_ends_with_a_warning()
    {
        var observer = new RecordingObserver();
        var transport = new RecordingTransport(Replies.Json(Json(AudienceService.OliAI, Enumerable.Range(0, 100), total: null)));
        using var client = Clients.OliAI(transport);

        var got = await Clients.AllAsync(client.Observed(observer).ListMembersAsync("a1", new(), ListRange.All, Clients.Cancel));

        Assert.Equal((100, 2), (got.Count, transport.Requests.Count));
        Assert.Contains(observer.Warnings, static warning => warning.Contains("sent before", StringComparison.Ordinal));
    }

    private static async Task<(List<string> Got, RecordingTransport Transport, RecordingObserver Observer)> ReadAsync(
        AudienceService service, int members, int largest, bool tellsTotal, ListRange range)
    {
        var observer = new RecordingObserver();
        var transport = new RecordingTransport((request, cancellationToken) =>
        {
            var query = HttpUtility.ParseQueryString(request.Uri.Query);
            var asked = int.Parse(query[service == AudienceService.Atoms ? "offset" : "limit"]!, CultureInfo.InvariantCulture);
            var page = int.Parse(query["page"] ?? "1", CultureInfo.InvariantCulture);
            var size = Math.Min(asked, largest);
            return Replies.Json(Json(service, Enumerable.Range(0, members).Skip((page - 1) * size).Take(size), tellsTotal ? members : null))(
                request, cancellationToken);
        });
        using var client = new AudienceClient(Clients.Options(service, transport));
        var got = await Clients.AllAsync(client.Observed(observer).ListMembersAsync("a1", new(), range, Clients.Cancel));
        return (got.ConvertAll(static member => member.ContactId), transport, observer);
    }

    private static string Json(AudienceService service, IEnumerable<int> numbers, int? total) => service == AudienceService.Atoms
        ? JsonSerializer.Serialize(new
        {
            data = new { members = numbers.Select(static number => new { _id = $"m{number}", data = new { } }), totalCount = total },
        })
        : JsonSerializer.Serialize(new { data = numbers.Select(static number => new { id = $"m{number}" }), total });
}
