using System.Net;
using System.Text;

namespace AudienceTools.Core.Tests.TestTools;

/// <summary>A request as it would have gone out, each try of its own.</summary>
internal sealed record RecordedRequest(HttpMethod Method, Uri Uri, IReadOnlyDictionary<string, string[]> Headers, byte[] Bytes)
{
    /// <summary>Method, path and query: what the contract speaks of.</summary>
    public string Line => $"{Method} {Uri.PathAndQuery}";

    public string Body => Encoding.UTF8.GetString(Bytes);

    public string? Header(string name) => Headers.TryGetValue(name, out var values) ? Assert.Single(values) : null;
}

/// <summary>Answers a request, or throws what the network would.</summary>
internal delegate Task<HttpResponseMessage> Reply(RecordedRequest request, CancellationToken cancellationToken);

/// <summary>Stands where the network is: records each try and plays what a test has scripted. The last reply goes on for ever.</summary>
internal sealed class RecordingTransport(params Reply[] script) : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly List<RecordedRequest> _requests = [];

    public IReadOnlyList<RecordedRequest> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>The answers that were given out, to see whether they are disposed.</summary>
    public List<HttpResponseMessage> Given { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        KeyValuePair<string, IEnumerable<string>>[] ofTheBody = request.Content is null ? [] : [.. request.Content.Headers];
        var recorded = new RecordedRequest(
            request.Method,
            request.RequestUri!,
            request.Headers.Concat(ofTheBody).ToDictionary(static header => header.Key, static header => header.Value.ToArray(), StringComparer.OrdinalIgnoreCase),
            request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken));
        Reply reply;
        lock (_lock)
        {
            reply = script[Math.Min(_requests.Count, script.Length - 1)];
            _requests.Add(recorded);
        }

        var response = await reply(recorded, cancellationToken);
        lock (_lock)
        {
            Given.Add(response);
        }

        return response;
    }
}

/// <summary>Replies to script.</summary>
internal static class Replies
{
    public static Reply Json(string body, HttpStatusCode status = HttpStatusCode.OK, params (string Name, string Value)[] headers) =>
        Body(body, "application/json", status, headers);

    /// <summary>A list without audiences, as each service sends it: what comes before a create.</summary>
    public static Reply NoAudiences() => Json("""{"data":[]}""");

    public static Reply Status(int status, params (string Name, string Value)[] headers) =>
        Body("{}", "application/json", (HttpStatusCode)status, headers);

    public static Reply Body(
        string body, string? type, HttpStatusCode status = HttpStatusCode.OK, params (string Name, string Value)[] headers) => (_, _) =>
        {
            var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            if (type is not null)
            {
                content.Headers.TryAddWithoutValidation("Content-Type", type);
            }

            var response = new HttpResponseMessage(status) { Content = content };
            foreach (var (name, value) in headers)
            {
                response.Headers.TryAddWithoutValidation(name, value);
            }

            return Task.FromResult(response);
        };

    public static Reply Throws(Exception exception) => (_, _) => Task.FromException<HttpResponseMessage>(exception);

    /// <summary>The connection was refused: nothing left.</summary>
    public static Reply Refused() => Throws(new HttpRequestException(HttpRequestError.ConnectionError, "refused"));

    /// <summary>The connection broke after the request may have left.</summary>
    public static Reply Broken() => Throws(new HttpRequestException("broken", new IOException("reset by peer")));

    /// <summary>No answer until the wait is cancelled.</summary>
    public static Reply Never() => async (_, cancellationToken) =>
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException("Not reached.");
    };
}
