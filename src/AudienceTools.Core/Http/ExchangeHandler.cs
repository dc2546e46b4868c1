using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;

namespace AudienceTools.Core.Http;

/// <summary>
/// One whole exchange: request, headers and body within one time-out, the body held back until it is complete. What comes out of
/// here is an answer in full or an <see cref="ExchangeFailure"/>, so that half a page is never read and a try can be repeated.
/// </summary>
/// <remarks><c>HttpClient.Timeout</c> doesn't cover a body that is read as a stream, hence a clock of its own.</remarks>
/// <param name="timeout">How long an exchange may take.</param>
/// <param name="largestBody">The largest body that is read, in bytes.</param>
/// <param name="buffers">Where the memory for bodies comes from.</param>
/// <param name="time">The clock.</param>
internal sealed class ExchangeHandler(TimeSpan timeout, long largestBody, ArrayPool<byte> buffers, TimeProvider time) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var clock = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, either.Token);
            await HoldBodyAsync(response, either.Token);
            return response;
        }
        catch (Exception exception)
        {
            response?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            if (clock.IsCancellationRequested)
            {
                throw new ExchangeFailure(ExchangeFailureKind.TimedOut, exception);
            }

            if (IsOfTheNetwork(exception))
            {
                throw new ExchangeFailure(Classify(exception, answered: response is not null), exception);
            }

            throw;
        }
    }

    private async Task HoldBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var content = response.Content;
        var whole = await WholeBody.ReadAsync(content, largestBody, buffers, cancellationToken);
        var endsByClosing = content.Headers.ContentLength is null && response.Headers.TransferEncodingChunked is not true;
        response.Content = whole;
        content.Dispose();
        var mustBeJson = IsJson(whole) && response.StatusCode != HttpStatusCode.NoContent;
        if (endsByClosing && mustBeJson && !IsWholeJson(whole.Bytes.Span))
        {
            throw new ExchangeFailure(ExchangeFailureKind.Truncated, null);
        }
    }

    private static bool IsJson(HttpContent content) =>
        content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.OrdinalIgnoreCase) is true;

    // A body that ends with the connection gives no HTTP error when it is cut short: only its JSON tells.
    private static bool IsWholeJson(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, isFinalBlock: false, default);
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth == 0 && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
                {
                    return true;
                }
            }

            return false;
        }
        catch (JsonException)
        {
            return true; // Not cut short but not JSON: the reader of the answer says so.
        }
    }

    // .NET calls it a cancellation when a connection takes too long to open and an invalid operation when Brotli's data are damaged, and
    // lets the socket's own exception through when a connection is reset as soon as it is open.
    private static bool IsOfTheNetwork(Exception exception) => exception
        is HttpRequestException or IOException or InvalidDataException or SocketException
        or InvalidOperationException { Source: "System.IO.Compression.Brotli" }
        or OperationCanceledException { InnerException: TimeoutException };

    private static ExchangeFailureKind Classify(Exception exception, bool answered) => exception switch
    {
        HttpRequestException { InnerException: KeyNotProvenException } => ExchangeFailureKind.NotProven,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError } =>
            ExchangeFailureKind.NeverSent,

        OperationCanceledException or SocketException => ExchangeFailureKind.NeverSent,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: { } inner } when SaysNoTls(inner) =>
            ExchangeFailureKind.NoTls,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: AuthenticationException } =>
            ExchangeFailureKind.Certificate,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => ExchangeFailureKind.NeverSent,
        HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } or
        HttpRequestException { StatusCode: HttpStatusCode.ProxyAuthenticationRequired } => ExchangeFailureKind.Proxy,
        _ => answered ? ExchangeFailureKind.Truncated : ExchangeFailureKind.Broken,
    };

    // What doesn't speak TLS answers its first bytes by others, or by hanging up; a connection that is reset has a socket's exception
    // within. .NET tells the first only in words.
    private static bool SaysNoTls(Exception exception) => exception
        is AuthenticationException { Message: "Cannot determine the frame size or a corrupted frame was received." }
        or IOException { InnerException: null };
}
