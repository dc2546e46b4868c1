using System.Net;
using AudienceTools.Core.Dialects;

namespace AudienceTools.Core.Http;

/// <summary>Puts the handlers together. Their order is the design of a request's way, and this is its one place.</summary>
internal static class HttpPipeline
{
    private const int RequestsInFlight = 8;
    private const long LargestBody = 64L * 1024 * 1024;

    public static HttpMessageInvoker Create(AudienceClientOptions options, Uri address, ServiceDialect dialect)
    {
        var time = options.TimeProvider;
        var longestWait = options.LongestRetryAfter;
        DelegatingHandler[] chain =
        [
            new UserAgentHandler(),
            new RetryHandler(new RetryOptions(options.MaximumRetryCount, longestWait, time, options.Chance)),
            new OwnRepeatHandler(options.Timeout, longestWait, time),
            new RateLimitHandler(new RequestGate(RequestsInFlight, time), longestWait, time),
            options.NoRateLimit ? new UnlimitedHandler() : new QuotaHandler(dialect.Quotas, time),
            new AuthenticationHandler(dialect.Authenticate, options.ApiKey),
            new RequestLogHandler(time),
            new DeliveryHandler(),
            new ExchangeHandler(options.Timeout, LargestBody, options.Buffers, time),
        ];
        var inner = options.Transport ?? Transport(address, options);
        for (var i = chain.Length - 1; i >= 0; i--)
        {
            chain[i].InnerHandler = inner;
            inner = chain[i];
        }

        return new HttpMessageInvoker(inner, disposeHandler: true);
    }

    /// <summary>
    /// Redirects are not followed: .NET would send the key's header, and for 307 and 308 the body, to whatever host an answer names.
    /// </summary>
    private static SocketsHttpHandler Transport(Uri address, AudienceClientOptions options) => new()
    {
        ConnectCallback = options.Connect,
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = !address.IsLoopback,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxConnectionsPerServer = RequestsInFlight,
    };
}
