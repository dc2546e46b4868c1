namespace AudienceTools.Server.Http;

/// <summary>So many requests in a period.</summary>
/// <param name="Requests">How many; so many may come at once, too.</param>
/// <param name="Period">In which time.</param>
/// <param name="PostsTo">Only POST requests to this path count; all requests where it is empty.</param>
internal sealed record Rate(int Requests, TimeSpan Period, PathString PostsTo = default);

/// <summary>
/// Refuses what the vendors would refuse for coming too fast: for each rate a bucket of tokens that fills evenly, kept as the time
/// at which it is full again.
/// </summary>
internal sealed class RateLimits(TimeProvider time)
{
    /// <summary>The header with which a client rehearses without rates; its value is <c>off</c>.</summary>
    private const string SwitchHeader = "x-rehearsal-limits";

    private readonly Lock _gate = new();
    private readonly Dictionary<Rate, TimeSpan> _fullAgain = [];
    private readonly long _start = time.GetTimestamp();

    /// <summary>Takes a token for each rate that the request counts for.</summary>
    /// <exception cref="ApiException">429 with the seconds until there is one again.</exception>
    public void Take(IReadOnlyList<Rate> rates, HttpRequest request)
    {
        if (string.Equals(request.Headers[SwitchHeader], "off", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        foreach (var rate in rates)
        {
            if (!rate.PostsTo.HasValue || IsPostTo(rate.PostsTo, request))
            {
                Take(rate);
            }
        }
    }

    private static bool IsPostTo(PathString path, HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase);

    private void Take(Rate rate)
    {
        lock (_gate)
        {
            var now = time.GetElapsedTime(_start);
            var known = _fullAgain.GetValueOrDefault(rate);
            var fullAgain = (known > now ? known : now) + (rate.Period / rate.Requests);
            var wait = fullAgain - now - rate.Period;
            if (wait > TimeSpan.Zero)
            {
                throw new ApiException(StatusCodes.Status429TooManyRequests, "Rate limit exceeded")
                {
                    RetryAfter = (int)Math.Ceiling(wait.TotalSeconds),
                };
            }

            _fullAgain[rate] = fullAgain;
        }
    }
}
