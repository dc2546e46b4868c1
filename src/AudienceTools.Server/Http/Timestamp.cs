using System.Globalization;

namespace AudienceTools.Server.Http;

/// <summary>Times as JavaScript writes them, which is how all the services write them.</summary>
internal static class Timestamp
{
    /// <summary>How long one is, in bytes and characters.</summary>
    public const int Length = 24;

    private const string Form = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    /// <summary>The same in ASCII.</summary>
    public static void Format(DateTimeOffset time, Span<byte> text) => time.UtcDateTime.TryFormat(text, out _, Form, CultureInfo.InvariantCulture);
}
