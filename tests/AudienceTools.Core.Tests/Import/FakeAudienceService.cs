using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AudienceTools.Core.Tests.Import;

/// <summary>
/// A service in memory that keeps audiences and members as the Local API and Atoms do: Local does a request once for an idempotency
/// key, Atoms skips the numbers that it knows. What goes wrong on the way is planned.
/// </summary>
internal sealed class FakeAudienceService(AudienceService service, FaultPlan? faults = null) : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly FaultPlan _faults = faults ?? FaultPlan.None;
    private readonly Dictionary<string, FakeAudience> _audiences = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Body, FakeAnswer Answer)> _answers = new(StringComparer.Ordinal);
    private readonly List<FakeRequest> _requests = [];

    /// <summary>The most members of an audience; Atoms has a limit.</summary>
    public int MostMembers { get; init; } = service == AudienceService.Atoms ? 10_000 : int.MaxValue;

    /// <summary>Is awaited before each request, so that a test decides which of several comes first.</summary>
    public Func<FakeRequest, Task>? Gate { get; set; }

    /// <summary>Is asked before each request; what it answers is sent instead of doing it.</summary>
    public Func<FakeRequest, FakeAnswer?>? Intercept { get; set; }

    /// <summary>Is called when a request was done and before its answer goes out.</summary>
    public Action<FakeRequest>? Done { get; set; }

    /// <summary>The clock of its <c>createdAt</c>, and of slow answers.</summary>
    public required TimeProvider Time { get; init; }

    public IReadOnlyList<FakeRequest> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>The requests that add members, with their tries.</summary>
    public IEnumerable<FakeRequest> Adds => Requests.Where(static request => request.IsAdd);

    public FakeAudience Only => Assert.Single(_audiences.Values);

    public FakeAudience Create(string name = "Q1", params IEnumerable<string> members)
    {
        var audience = new FakeAudience($"a{_audiences.Count + 1}", name, Time.GetUtcNow());
        audience.Add(members.Select(static number => new JsonObject { ["phoneNumber"] = number }));
        _audiences.Add(audience.Id, audience);
        return audience;
    }

    public void Delete(string id)
    {
        lock (_lock)
        {
            _audiences.Remove(id);
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = await FakeRequest.ReadAsync(message);
        lock (_lock)
        {
            _requests.Add(request);
        }

        await (Gate?.Invoke(request) ?? Task.CompletedTask);
        var fault = _faults.Next(request.Identity);
        FakeAnswer? answer = fault switch
        {
            Fault.Refused => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused"),
            Fault.ResetBefore => throw new HttpRequestException("reset", new IOException("reset by peer")),
            Fault.Unavailable => new(503, "{}"),
            Fault.UnavailableFor => new(503, "{}") { RetryAfter = 2 },
            Fault.Limited => new(429, "{}") { RetryAfter = 3 },
            _ => Intercept?.Invoke(request),
        };
        if (answer is null)
        {
            lock (_lock)
            {
                answer = Do(request);
            }

            Done?.Invoke(request);
        }

        if (fault == Fault.Slow)
        {
            await Task.Delay(TimeSpan.FromSeconds(5), Time, cancellationToken);
        }

        return fault switch
        {
            Fault.ResetAfter => throw new HttpRequestException("reset", new IOException("reset by peer")),
            Fault.GatewayTimeout => new FakeAnswer(504, "{}").ToMessage(),
            Fault.BrokenBody => answer.ToMessage(new HalfBody(answer.Body, breaks: true)),
            Fault.TruncatedBody => answer.ToMessage(new HalfBody(answer.Body, breaks: false)),
            _ => answer.ToMessage(),
        };
    }

    private FakeAnswer Do(FakeRequest request)
    {
        if (request.IdempotencyKey is not { } key || service != AudienceService.Local)
        {
            return Route(request);
        }

        if (_answers.TryGetValue(key, out var kept))
        {
            return kept.Body == request.Body ? kept.Answer : new FakeAnswer(422, """{"message":"This Idempotency-Key belongs to another request."}""");
        }

        var answer = Route(request);
        if (answer.Status < 300)
        {
            _answers.Add(key, (request.Body, answer));
        }

        return answer;
    }

    private FakeAnswer Route(FakeRequest request)
    {
        // Local: v1/audiences[/id[/contacts]]; Atoms: atoms/v1/audience[/id[/members]].
        var rest = request.Path.Trim('/').Split('/').SkipWhile(static part => !part.StartsWith("audience", StringComparison.Ordinal)).Skip(1).ToArray();
        if (rest.Length == 0)
        {
            return request.Method == "POST" ? CreateAnswer(request) : ListAnswer();
        }

        if (!_audiences.TryGetValue(rest[0], out var audience))
        {
            return new FakeAnswer(404, """{"status":false,"errors":["Audience not found"],"message":"Audience not found"}""");
        }

        return (rest.Length, request.Method) switch
        {
            (1, "GET") => Answer(Describe(audience)),
            (2, "GET") => MembersAnswer(audience, request),
            _ => AddAnswer(audience, request),
        };
    }

    private FakeAnswer CreateAnswer(FakeRequest request)
    {
        if (service == AudienceService.Local)
        {
            return Answer(Describe(Create(JsonNode.Parse(request.Body)!["name"]!.GetValue<string>())));
        }

        var audience = Create(request.FormField("name"));
        audience.Add(request.FormRows());
        return Answer(Describe(audience));
    }

    private FakeAnswer ListAnswer() => service == AudienceService.Local
        ? Answer(new JsonObject { ["data"] = new JsonArray([.. _audiences.Values.Select(Describe)]), ["total"] = _audiences.Count })
        : Answer(new JsonArray([.. _audiences.Values.Select(Describe)]));

    private FakeAnswer MembersAnswer(FakeAudience audience, FakeRequest request)
    {
        if (service == AudienceService.Local)
        {
            return Answer(new JsonObject { ["data"] = new JsonArray(), ["total"] = audience.Members.Count });
        }

        var (page, size) = (request.Query("page"), Math.Min(500, request.Query("offset")));
        return Answer(new JsonObject
        {
            ["members"] = new JsonArray([.. audience.Members.Skip((page - 1) * size).Take(size)
                .Select(static member => new JsonObject { ["_id"] = "m" + member.Key[1..], ["data"] = member.Value.DeepClone() })]),
            ["totalCount"] = audience.Members.Count,
            ["hasMore"] = page * size < audience.Members.Count,
        });
    }

    private FakeAnswer AddAnswer(FakeAudience audience, FakeRequest request)
    {
        var rows = request.JsonRows(service == AudienceService.Local ? "contacts" : "members");
        if (audience.Members.Count + rows.Count > MostMembers)
        {
            return new FakeAnswer(400, $$"""{"status":false,"errors":["Cannot add {{rows.Count}} members. The maximum limit is {{MostMembers}} members."]}""");
        }

        var skipped = audience.Add(rows);
        var added = rows.Count - skipped.Count;
        return service == AudienceService.Local
            ? Answer(new JsonObject
            {
                ["added"] = added,
                ["skipped"] = skipped.Count,
                ["skippedIndexes"] = JsonSerializer.SerializeToNode(skipped),
                ["rejected"] = new JsonArray(),
                ["contactCount"] = audience.Members.Count,
            })
            : Answer(new JsonArray(new JsonObject { ["data"] = new JsonObject { ["added"] = added, ["skipped"] = skipped.Count } }));
    }

    private JsonNode Describe(FakeAudience audience) => new JsonObject
    {
        [service == AudienceService.Local ? "id" : "_id"] = audience.Id,
        ["name"] = audience.Name,
        ["createdAt"] = audience.Created.ToString("O"),
    };

    private FakeAnswer Answer(JsonNode body) => new(
        200, (service == AudienceService.Local ? body : new JsonObject { ["status"] = true, ["data"] = body }).ToJsonString());
}

/// <summary>An audience with its members, by number, in the order in which they came.</summary>
internal sealed record FakeAudience(string Id, string Name, DateTimeOffset Created)
{
    public OrderedDictionary<string, JsonObject> Members { get; } = new(StringComparer.Ordinal);

    public IEnumerable<string> Numbers => Members.Keys;

    /// <summary>Adds what isn't known and gives the places of the rest.</summary>
    public List<int> Add(IEnumerable<JsonObject> rows)
    {
        var skipped = new List<int>();
        foreach (var (place, row) in rows.Index())
        {
            if (!Members.TryAdd(row["phoneNumber"]!.GetValue<string>(), row))
            {
                skipped.Add(place);
            }
        }

        return skipped;
    }
}
