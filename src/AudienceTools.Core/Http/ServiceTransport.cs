using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using AudienceTools.Core.Dialects;

namespace AudienceTools.Core.Http;

/// <summary>Sends a dialect's calls through the handler chain and turns what comes back into a value or an <see cref="AudienceException"/>.</summary>
internal sealed class ServiceTransport : IDisposable
{
    private const int DeepestJson = 64;
    private readonly AudienceClientOptions _options;
    private readonly HttpMessageInvoker _invoker;
    private readonly ServiceTexts _texts;
    private volatile bool _isClosed;

    public ServiceTransport(AudienceClientOptions options, ServiceDialect dialect)
    {
        _options = options;
        Dialect = dialect;
        Address = ConnectionRules.Address(options, dialect);
        ConnectionRules.CheckKey(options.ApiKey);
        _texts = new ServiceTexts(options.ApiKey);
        _invoker = HttpPipeline.Create(options, Address, dialect);
    }

    public ServiceDialect Dialect { get; }

    /// <summary>The base address, which ends in a slash.</summary>
    public Uri Address { get; }

    public TimeProvider Time => _options.TimeProvider;

    public void Dispose()
    {
        _isClosed = true;
        _invoker.Dispose();
    }

    public async Task<T> SendAsync<T>(ServiceCall<T> call, IRequestObserver? observer, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(call.Method, new Uri(Address, call.Path)) { Content = call.Body };
        if (call.IdempotencyKey is not null)
        {
            request.Headers.Add(RequestContext.IdempotencyKeyHeader, call.IdempotencyKey);
        }

        var context = new RequestContext
        {
            Repeatable = call.Repeatable,
            RetryAfterInBody = RetryAfterInBody,
            Observer = observer,
            Delivery = call.Delivery,
        };
        context.AttachTo(request);
        try
        {
            using var response = await _invoker.SendAsync(request, cancellationToken);
            return Read(call, response, context);
        }
        catch (ExchangeFailure failure)
        {
            throw Failures.Of(Dialect, Address, failure, _options, context.Attempts);
        }
        catch (ObjectDisposedException exception) when (_isClosed)
        {
            throw Failures.Closed(Dialect, exception, context.Attempts);
        }
    }

    private T Read<T>(ServiceCall<T> call, HttpResponseMessage response, RequestContext context)
    {
        if (response.StatusCode == HttpStatusCode.NotModified)
        {
            throw Failures.Unreadable(Dialect, response, _texts, "\"not modified\", which nothing had asked for", context.Attempts);
        }

        if (response.StatusCode is >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest)
        {
            throw Failures.Redirected(Dialect, response, _texts, Address, context.Attempts);
        }

        // The body is in memory already: the chain holds it back until it is whole. It goes back to its pool with the response, so nothing
        // that is read may refer to it.
        var body = WholeBody.Of(response).Bytes;
        using var json = Parse(body, out var problem, takesDoubles: !response.IsSuccessStatusCode);
        var answer = new Answer(response.StatusCode, json?.RootElement ?? default);
        if (!response.IsSuccessStatusCode || (json is not null && Dialect.SaysFailed(answer.Root)))
        {
            var error = json is null ? new ServiceError(Excerpt(body, response)) : ReadError(answer);
            var wait = RetryAfter.Of(response, RetryAfterInBody, Time);
            throw Failures.Of(Dialect, response, _texts, _texts.Clean(error), wait, context.Attempts);
        }

        var isDone = body.Length == 0 && call.IsDoneWithoutBody && (response.StatusCode == HttpStatusCode.NoContent || call.Method == HttpMethod.Delete);
        if (json is null && !isDone)
        {
            throw Failures.Unreadable(
                Dialect, response, _texts, $"{problem} ({response.Content.Headers.ContentType?.MediaType ?? "no type"})", context.Attempts);
        }

        try
        {
            return _texts.Clean(call.Read(answer));
        }
        catch (AnswerShapeException exception)
        {
            throw Failures.Unreadable(Dialect, response, _texts, $"JSON that {exception.Message}", context.Attempts);
        }
        catch (InvalidOperationException)
        {
            // The name of a property that is no text: half of a surrogate pair.
            throw Failures.Unreadable(Dialect, response, _texts, "JSON of another shape than its contract says", context.Attempts);
        }
    }

    private TimeSpan? RetryAfterInBody(HttpResponseMessage response)
    {
        using var json = Parse(WholeBody.Of(response).Bytes, out _, takesDoubles: true);
        return json is null ? null : Dialect.RetryAfterInBody(json.RootElement);
    }

    private ServiceError ReadError(Answer answer)
    {
        try
        {
            return Dialect.ReadError(answer);
        }
        catch (InvalidOperationException)
        {
            // The name of a property that is no text. The status says enough.
            return new ServiceError([]);
        }
    }

    // Of a property that stands twice in an object one value would be lost, which of an error does no harm.
    private static JsonDocument? Parse(ReadOnlyMemory<byte> body, out string problem, bool takesDoubles)
    {
        var text = body.Span.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body;
        if (text.Length == 0)
        {
            problem = "an empty body";
            return null;
        }

        if (!Utf8.IsValid(text.Span))
        {
            problem = "a body that is not UTF-8";
            return null;
        }

        WholeBody.CheckJson(text.Span);
        if (TryParse(text, takesDoubles) is { } json)
        {
            problem = "";
            return json;
        }

        using var doubled = TryParse(text, takesDoubles: true);
        problem = doubled is null ? "a body that is not JSON" : "JSON that has a name twice in one object";
        return null;
    }

    private static JsonDocument? TryParse(ReadOnlyMemory<byte> text, bool takesDoubles)
    {
        try
        {
            return JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = DeepestJson, AllowDuplicateProperties = takesDoubles });
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // Plain text may say what is wrong; a page of HTML never does.
    private static IReadOnlyList<string> Excerpt(ReadOnlyMemory<byte> body, HttpResponseMessage response) =>
        string.Equals(response.Content.Headers.ContentType?.MediaType, "text/plain", StringComparison.OrdinalIgnoreCase)
            ? [Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, 1000)])]
            : [];
}
