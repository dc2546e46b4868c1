using System.Net;
using System.Text;
using System.Text.Json;

namespace AudienceTools.Core.Tests.TestTools;

/// <summary>
/// OliAI as far as imports and its limits go: 60 requests a minute and 10 imports, answered with 429 beyond that. Imports take a few
/// polls; contacts and members are kept.
/// </summary>
internal sealed class LimitedService(TimeProvider time) : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly Queue<long> _requests = new();
    private readonly Queue<long> _imports = new();
    private readonly Dictionary<string, (JsonElement[] Contacts, int Polls)> _jobs = new(StringComparer.Ordinal);

    private readonly HashSet<string> _elsewhere = new(StringComparer.Ordinal);

    public int Arrived { get; private set; }

    public int Refused { get; private set; }

    public int Jobs => _jobs.Count;

    /// <summary>Whether it refuses each import.</summary>
    public bool RefusesAll { get; init; }

    public bool FailsEverySecond { get; init; }

    /// <summary>Polls until a job has ended.</summary>
    public int Polls { get; init; } = 2;

    /// <summary>How the jobs end.</summary>
    public string Ends { get; init; } = "COMPLETED";

    /// <summary>Whether a contact of an import fails.</summary>
    public Func<string, bool> Fails { get; init; } = static _ => false;

    /// <summary>Whether the answer to the start of a job is lost, after or before the service took it.</summary>
    public bool? LosesStart { get; init; }

    /// <summary>What comes instead of that answer: a body, or 500; null where the connection breaks.</summary>
    public string? StartAnswer { get; init; }

    /// <summary>Whether an import that says it took a contact makes it a member.</summary>
    public Func<string, bool> Admits { get; init; } = static _ => true;

    /// <summary>Another session's import, which stands among the others and puts its numbers into another audience, or into this one.</summary>
    public void StartAnothers(IReadOnlyList<string> numbers, bool here = false)
    {
        var id = $"imp_{_jobs.Count + 1}";
        _jobs[id] = ([.. numbers.Select(static number => JsonSerializer.SerializeToElement(new { phoneNumber = number }))], 0);
        if (!here)
        {
            _elsewhere.Add(id);
        }
    }

    public HashSet<string> Contacts { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Members { get; } = new(StringComparer.Ordinal);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        lock (_lock)
        {
            Arrived++;
            var starts = request.Method == HttpMethod.Post;
            if (IsOver(_requests, 60) || (starts && IsOver(_imports, 10)))
            {
                Refused++;
                return Json("""{"message":"Too many requests"}""", HttpStatusCode.TooManyRequests);
            }

            if (FailsEverySecond && Arrived % 2 == 1)
            {
                return Json("""{"message":"Later"}""", HttpStatusCode.BadGateway);
            }

            if (starts && RefusesAll)
            {
                return Json("""{"message":"No."}""", HttpStatusCode.BadRequest);
            }

            return starts ? Start(body) : Read(request.RequestUri!);
        }
    }

    private static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    private bool IsOver(Queue<long> arrivals, int most)
    {
        while (arrivals.TryPeek(out var first) && time.GetElapsedTime(first) >= TimeSpan.FromMinutes(1))
        {
            arrivals.Dequeue();
        }

        arrivals.Enqueue(time.GetTimestamp());
        return arrivals.Count > most;
    }

    private HttpResponseMessage Start(string body)
    {
        var id = $"imp_{_jobs.Count + 1}";
        if (LosesStart != false)
        {
            _jobs[id] = ([.. JsonDocument.Parse(body).RootElement.GetProperty("contacts").EnumerateArray()], 0);
        }

        return LosesStart is null ? Json(JsonSerializer.Serialize(new { importId = id, status = "PROCESSING" }))
            : StartAnswer == "500" ? Json("{}", HttpStatusCode.InternalServerError)
            : StartAnswer is { } answer ? Json(answer)
            : throw new HttpRequestException("broken", new IOException("reset by peer"));
    }

    private HttpResponseMessage Read(Uri uri)
    {
        var parts = uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries)[1..];
        return parts switch
        {
            ["imports"] => Json(JsonSerializer.Serialize(new
            {
                data = _jobs.Select(job => new { id = job.Key, status = "PROCESSING", total = job.Value.Contacts.Length, createdAt = time.GetUtcNow() }),
            })),
            ["imports", var id, "status"] => Poll(id),
            ["audiences", _, "contacts"] => Json(JsonSerializer.Serialize(new { data = Members.Select(number => new { id = number, phoneNumber = number }), totalPages = 1 })),
            _ => Json(JsonSerializer.Serialize(new { id = "aud_1", name = "Q1", contactCount = Members.Count })),
        };
    }

    private HttpResponseMessage Poll(string id)
    {
        var (contacts, polls) = _jobs[id];
        _jobs[id] = (contacts, polls + 1);
        if (polls + 1 < Polls)
        {
            return Json(JsonSerializer.Serialize(new { id, status = "PROCESSING" }));
        }

        string[] numbers = [.. contacts.Select(contact => contact.GetProperty("phoneNumber").GetString()!)];
        string[] taken = Ends == "FAILED" ? [] : [.. numbers.Where(number => !Fails(number))];
        Members.UnionWith(_elsewhere.Contains(id) ? [] : taken.Where(Admits));
        var created = taken.Count(Contacts.Add);
        return Json(JsonSerializer.Serialize(new
        {
            id, status = Ends, total = numbers.Length, created, updated = taken.Length - created, failed = numbers.Length - taken.Length,
        }));
    }
}
