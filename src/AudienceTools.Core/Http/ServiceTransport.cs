using System.Net;
using System.Text;
using System.Text.Json;
using AudienceTools.Core.Dialects;

namespace AudienceTools.Core.Http;

/// <summary>Sends a dialect's calls through the handler chain and turns what comes back into a value or an <see cref="AudienceException"/>.</summary>
internal sealed class ServiceTransport : IDisposable
{
    private const int DeepestJson = 64;
    private readonly AudienceClientOptions _options;
    private readonly HttpMessageInvoker _invoker;
    private volatile bool _isClosed;

    public ServiceTransport(AudienceClientOptions options, ServiceDialect dialect)
    {
        _options = options;
        Dialect = dialect;
        Address = ConnectionRules.Address(options, dialect);
        ConnectionRules.CheckKey(options.ApiKey);
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
            request.Headers.Add("Idempotency-Key", call.IdempotencyKey);
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
            return await ReadAsync(call, response, context);
        }
        catch (ExchangeFailure failure)
        {
            throw Failures.Of(Dialect, Address, failure, _options.Timeout, context.Attempts);
        }
        catch (ObjectDisposedException exception) when (_isClosed)
        {
            throw Failures.Closed(Dialect, exception, context.Attempts);
        }
    }

    private async Task<T> ReadAsync<T>(ServiceCall<T> call, HttpResponseMessage response, RequestContext context)
    {
        if (response.StatusCode is >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest)
        {
            throw Failures.Redirected(Dialect, response, Address, context.Attempts);
        }

        // The body is in memory already: the chain holds it back until it is whole.
        var body = await response.Content.ReadAsByteArrayAsync(CancellationToken.None);
        using var json = Parse(body);
        var answer = new Answer(response.StatusCode, json?.RootElement ?? default);
        if (!response.IsSuccessStatusCode || (json is not null && Dialect.SaysFailed(answer.Root)))
        {
            var error = json is null ? new ServiceError(Excerpt(body, response)) : Dialect.ReadError(answer);
            var wait = RetryAfter.Of(response, RetryAfterInBody, Time);
            throw Failures.Of(Dialect, response, WithoutKey(error), wait, context.Attempts);
        }

        if (json is null && !(body.Length == 0 && call.Method == HttpMethod.Delete))
        {
            var what = body.Length == 0 ? "an empty body" : $"a body that is not JSON ({response.Content.Headers.ContentType?.MediaType ?? "no type"})";
            throw Failures.Unreadable(Dialect, response, what, context.Attempts);
        }

        try
        {
            return call.Read(answer);
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw Failures.Unreadable(Dialect, response, "JSON of another shape than its contract says", context.Attempts);
        }
    }

    private TimeSpan? RetryAfterInBody(HttpResponseMessage response)
    {
        using var body = new MemoryStream();
        response.Content.CopyTo(body, context: null, CancellationToken.None);
        using var json = Parse(body.ToArray());
        return json is null ? null : Dialect.RetryAfterInBody(json.RootElement);
    }

    // Some services quote the key that they refuse.
    private ServiceError WithoutKey(ServiceError error) => _options.ApiKey is not { } key
        ? error
        : error with { Messages = [.. error.Messages.Select(message => message.Replace(key, "***", StringComparison.Ordinal))] };

    private static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        if (body.Length == 0)
        {
            return null;
        }

        try
        {
            return JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = DeepestJson });
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Plain text may say what is wrong; a page of HTML never does.
    private static IReadOnlyList<string> Excerpt(byte[] body, HttpResponseMessage response) =>
        string.Equals(response.Content.Headers.ContentType?.MediaType, "text/plain", StringComparison.OrdinalIgnoreCase)
            ? [Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 1000)))]
            : [];
}
