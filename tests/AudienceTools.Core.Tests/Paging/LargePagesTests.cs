using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Web;
using AudienceTools.Core.Paging;
using AudienceTools.Core.Tests.TestTools;

namespace AudienceTools.Core.Tests.Paging;

/// <summary>Members that are too large for a page are read in smaller ones, and none is passed over or comes twice.</summary>
public sealed class LargePagesTests
{
    private static readonly AudienceService[] s_dialects = [AudienceService.Local, AudienceService.Atoms, AudienceService.OliAI];

    [Fact]
    public async Task Whatever_the_members_take_each_comes_once_and_in_its_order()
    {
        for (var seed = 0; seed < 90; seed++)
        {
            var random = new Random(seed);
            var service = new LargeMembers(random.Next(1, 1300), random.Next(3) == 0 ? random.Next(40, 120) : int.MaxValue);
            var heavy = random.NextDouble() * random.NextDouble();
            for (var i = 0; i < service.Bytes.Length; i++)
            {
                service.Bytes[i] = random.NextDouble() < heavy ? random.Next(1, 101) : 0;
            }

            var got = await MembersAsync(s_dialects[seed % 3], service, ListRange.All);

            Assert.True(service.Ids(0).SequenceEqual(got), $"Seed {seed}: {service.Bytes.Length} members, {got.Count} came.");
        }
    }

    [Theory]
    [InlineData(AudienceService.Local)]
    [InlineData(AudienceService.Atoms)]
    [InlineData(AudienceService.OliAI)]
    public async Task Only_what_is_large_is_read_in_small_pages(AudienceService dialect)
    {
        var service = new LargeMembers(1200);
        service.Bytes[150] = service.Bytes[151] = 60;

        Assert.Equal(service.Ids(0), await MembersAsync(dialect, service, ListRange.All));
        Assert.InRange(service.Requests, 3, 50);
    }

    [Theory]
    [InlineData(AudienceService.Local, 0)]
    [InlineData(AudienceService.Atoms, 0)]
    [InlineData(AudienceService.OliAI, 0)]
    [InlineData(AudienceService.Local, 1100)]
    [InlineData(AudienceService.Atoms, 1100)]
    [InlineData(AudienceService.OliAI, 1100)]
    public async Task A_member_that_is_too_large_alone_is_named_and_the_others_come(AudienceService dialect, int skip)
    {
        var service = new LargeMembers(1200);
        service.Bytes[40] = 101;
        service.Bytes[1149] = 101;
        service.Bytes[1150] = 101;
        var got = new List<string>();

        var error = await Clients.FailsAsync(() => ReadAsync(dialect, service, new ListRange(skip), got));

        Assert.Equal(AudienceErrorCode.LimitExceeded, error.Code);
        Assert.Contains(skip == 0 ? "at 41, 1150, 1151 (" : "at 1150, 1151 (", error.Message, StringComparison.Ordinal);
        Assert.Equal(service.Ids(skip).Except(["m40", "m1149", "m1150"]), got);
    }

    [Fact]
    public async Task A_service_that_refuses_everything_as_too_large_is_not_asked_for_ever()
    {
        var service = new LargeMembers(1200);
        Array.Fill(service.Bytes, 101);
        var got = new List<string>();

        var error = await Clients.FailsAsync(() => ReadAsync(AudienceService.Atoms, service, ListRange.All, got));

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, error.StatusCode);
        Assert.InRange(service.Requests, 1, 50);
    }

    [Fact]
    public async Task A_part_of_the_list_begins_where_it_should()
    {
        foreach (var dialect in s_dialects)
        {
            var service = new LargeMembers(2500);
            Array.Fill(service.Bytes, 7);
            Assert.Equal(service.Ids(2345).Take(7), await MembersAsync(dialect, service, new ListRange(2345, 7)));
        }
    }

    private static async Task<List<string>> MembersAsync(AudienceService dialect, LargeMembers service, ListRange range)
    {
        var got = new List<string>();
        await ReadAsync(dialect, service, range, got);
        return got;
    }

    private static async Task ReadAsync(AudienceService dialect, LargeMembers service, ListRange range, List<string> got)
    {
        service.Dialect = dialect;
        using var client = new AudienceClient(Clients.Options(dialect, service) with { NoRateLimit = true });
        await foreach (var page in client.ListMembersAsync("a1", new MemberQuery(), range, Clients.Cancel))
        {
            got.AddRange(page.Items.Select(static member => member.ContactId));
        }
    }

    /// <summary>A service that gives at most 100 bytes in an answer, and may give fewer members than are asked for.</summary>
    private sealed class LargeMembers(int count, int mostOnPage = int.MaxValue) : HttpMessageHandler
    {
        public AudienceService Dialect { get; set; }

        public int[] Bytes { get; } = new int[count];

        public int Requests { get; private set; }

        public IEnumerable<string> Ids(int from) => Enumerable.Range(from, count - from).Select(static i => $"m{i}");

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            var query = HttpUtility.ParseQueryString(request.RequestUri!.Query);
            var size = int.Parse(query[Dialect == AudienceService.Atoms ? "offset" : "limit"]!, CultureInfo.InvariantCulture);
            size = Dialect == AudienceService.Atoms ? Math.Min(size, mostOnPage) : size;
            var page = int.Parse(query["page"] ?? "1", CultureInfo.InvariantCulture);
            var start = query["after"] is { } after ? int.Parse(after, CultureInfo.InvariantCulture) : (page - 1) * size;
            var end = Math.Min(count, start + size);
            var places = Enumerable.Range(start, Math.Max(0, end - start)).ToArray();
            if (places.Sum(place => Bytes[place]) > 100)
            {
                return Task.FromResult(new HttpResponseMessage(HttpStatusCode.RequestEntityTooLarge)
                {
                    Content = new StringContent("{}", Encoding.UTF8, "application/json"),
                });
            }

            object answer = Dialect == AudienceService.Atoms
                ? new
                {
                    status = true,
                    data = new
                    {
                        members = places.Select(static i => new { _id = $"m{i}", data = new { phoneNumber = $"+{14_155_550_000 + i}" } }),
                        totalCount = count,
                        hasMore = end < count,
                    },
                }
                : new
                {
                    data = places.Select(static i => new { id = $"m{i}", phoneNumber = $"+{14_155_550_000 + i}", metadata = new { } }),
                    total = count,
                    page,
                    limit = size,
                    totalPages = (count + size - 1) / size,
                    next = Dialect == AudienceService.Local && end < count ? $"{end}" : null,
                };
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent(JsonSerializer.Serialize(answer), Encoding.UTF8, "application/json"),
            });
        }
    }
}
