using System.Globalization;

namespace AudienceTools.Server.Http;

/// <summary>Times as JavaScript writes them, which is how all the services write them.</summary>
internal static class Timestamp
{
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
