using System.Globalization;
using System.Net;
using System.Text.Json;

namespace AudienceTools.Core.Http;

/// <summary>How long a service asks to wait (RFC 9110, 10.2.3), also in the ways that are no standard and widespread.</summary>
internal static class RetryAfter
{
    // An X-RateLimit-Reset this large is a time, in seconds since 1970; and one larger by a thousand is in milliseconds.
    private const double LeastTime = 1e9;
    private const double LeastMilliseconds = 1e11;

    /// <summary>
    /// The wait that the headers or, failing those, the body asks for. Null where neither says, and for what says nothing: a date in
    /// the past, zero, garbage. <c>X-RateLimit-Reset</c> comes last, and counts for a 429 only: other answers carry it too.
    /// </summary>
    public static TimeSpan? Of(HttpResponseMessage response, Func<HttpResponseMessage, TimeSpan?> inBody, TimeProvider time)
    {
        var wait = OfHeader(response, time) ?? inBody(response)
            ?? (response.StatusCode == HttpStatusCode.TooManyRequests ? UntilReset(response, time) : null);
        return wait > TimeSpan.Zero ? wait : null;
    }

    /// <summary>Whether a header says when to try again, be it now.</summary>
    public static bool IsGiven(HttpResponseMessage response) => OfHeader(response, TimeProvider.System) is not null;

    /// <summary>Seconds in one of a JSON body's properties, at any of the paths given, as a number or a string.</summary>
    public static TimeSpan? Seconds(JsonElement root, params ReadOnlySpan<string[]> paths)
    {
        foreach (var path in paths)
        {
            var element = root;
            var found = true;
            foreach (var name in path)
            {
                found = element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out element);
                if (!found)
                {
                    break;
                }
            }

            if (found && Json.Number(element) is { } seconds and > 0)
            {
                return Limited(seconds);
            }
        }

        return null;
    }

    // The typed header gives up on seconds beyond an Int32, and on fractions; a wait like that must still be told, not taken for none.
    private static TimeSpan? OfHeader(HttpResponseMessage response, TimeProvider time)
    {
        var header = response.Headers.RetryAfter;
        return header?.Delta ?? header?.Date - time.GetUtcNow()
            ?? Limited(Number(response, "Retry-After")) ?? Limited(Number(response, "retry-after-ms") / 1000);
    }

    private static TimeSpan? UntilReset(HttpResponseMessage response, TimeProvider time)
    {
        var reset = Number(response, "X-RateLimit-Reset");
        return reset < LeastTime ? Limited(reset)
            : Limited(reset < LeastMilliseconds ? reset : reset / 1000) - (time.GetUtcNow() - DateTimeOffset.UnixEpoch);
    }

    private static double? Number(HttpResponseMessage response, string header) =>
        response.Headers.TryGetValues(header, out var values)
        && double.TryParse(values.FirstOrDefault(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
            ? number
            : null;

    private static TimeSpan? Limited(double? seconds) =>
        seconds is { } wait ? TimeSpan.FromSeconds(Math.Min(wait, TimeSpan.FromDays(365_000).TotalSeconds)) : null;
}
