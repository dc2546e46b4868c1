using System.Globalization;
using System.Text.Json;

namespace AudienceTools.Core.Http;

/// <summary>How long a service asks to wait (RFC 9110, 10.2.3).</summary>
internal static class RetryAfter
{
    /// <summary>
    /// The wait that the header or, failing that, the body asks for. Null where neither says, and for what says nothing: a date in
    /// the past, zero, garbage.
    /// </summary>
    public static TimeSpan? Of(HttpResponseMessage response, Func<HttpResponseMessage, TimeSpan?> inBody, TimeProvider time)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? header?.Date - time.GetUtcNow() ?? HugeSeconds(response) ?? inBody(response);
        return wait > TimeSpan.Zero ? wait : null;
    }

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

    // The typed header gives up on seconds beyond an Int32; a wait that long must still be told, not taken for none.
    private static TimeSpan? HugeSeconds(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Retry-After", out var values)
        && double.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? Limited(seconds)
            : null;

    private static TimeSpan Limited(double seconds) => TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.FromDays(365_000).TotalSeconds));
}
