using System.Globalization;
using System.Text.Json;

namespace AudienceTools.Core;

/// <summary>Reads JSON as services really send it: properties missing or null, numbers and booleans as strings.</summary>
internal static class Json
{
    public static JsonElement? Property(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            ? value
            : null;

    /// <summary>A property as text: a string as it is, anything else as its JSON.</summary>
    public static string? Text(JsonElement element, string name) => Property(element, name) is { } value ? Text(value) : null;

    /// <summary>A value as text: a string as it is, null as null, anything else as its JSON.</summary>
    public static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => StringOf(value),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value.GetRawText(),
    };

    public static double? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String when double.TryParse(
            StringOf(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    /// <summary>A property as a whole number, which may be written as a double or a string.</summary>
    public static long? Count(JsonElement element, string name) =>
        Property(element, name) is { } value && Number(value) is { } number && Math.Abs(number) < long.MaxValue ? (long)number : null;

    public static bool? Flag(JsonElement element, string name) => Property(element, name) is not { } value
        ? null
        : value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.String when bool.TryParse(StringOf(value), out var flag) => flag,
            _ => null,
        };

    /// <summary>A property as a time in ISO 8601; one without an offset is UTC.</summary>
    public static DateTimeOffset? Time(JsonElement element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.String } value
        && DateTimeOffset.TryParse(StringOf(value), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : null;

    /// <summary>The items of a property that is an array; none where it is anything else.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    // A service that cuts text in the middle of an emoji sends half a surrogate pair, which is JSON and yet no string of .NET's:
    // it stays in its escaped form, so that one name doesn't make a whole page unreadable.
    private static string? StringOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return value.GetRawText()[1..^1];
        }
    }
}
