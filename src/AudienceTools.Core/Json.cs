using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
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

    /// <summary>Several of an object's properties in one pass, where looking each up would go through them again; undefined where there is none.</summary>
    /// <param name="element">The object.</param>
    /// <param name="names">The names, as UTF-8.</param>
    /// <param name="values">Takes the values, in the order of <paramref name="names"/>.</param>
    public static void Properties(JsonElement element, byte[][] names, Span<JsonElement> values)
    {
        values.Clear();
        foreach (var property in element.EnumerateObject())
        {
            var raw = JsonMarshal.GetRawUtf8PropertyName(property);
            var isEscaped = raw.Contains((byte)'\\');
            for (var i = 0; i < names.Length; i++)
            {
                if (isEscaped ? property.NameEquals(names[i]) : raw.SequenceEqual(names[i]))
                {
                    values[i] = property.Value;
                    break;
                }
            }
        }
    }

    /// <summary>A property that is a word or a number, as text; null where it is anything else.</summary>
    public static string? Word(JsonElement element, string name) => Property(element, name) is { } value ? Word(value) : null;

    /// <summary>The same of a value.</summary>
    public static string? Word(JsonElement value) => value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? Text(value) : null;

    /// <summary>An identifier, without which nothing can be done with a thing.</summary>
    /// <exception cref="AnswerShapeException">There is none.</exception>
    public static string Id(JsonElement element, string name) =>
        Word(element, name) is { Length: > 0 } id ? id : throw AnswerShapeException.Lacks(name);

    /// <summary>A name, which may be empty but must be there.</summary>
    /// <exception cref="AnswerShapeException">There is none.</exception>
    public static string Name(JsonElement element, string name) => Word(element, name) ?? throw AnswerShapeException.Lacks(name);

    /// <summary>A property that must be an object.</summary>
    /// <exception cref="AnswerShapeException">It isn't.</exception>
    public static JsonElement Object(JsonElement element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.Object } value ? value : throw AnswerShapeException.Lacks(name);

    /// <summary>An answer that must be an object.</summary>
    /// <exception cref="AnswerShapeException">It isn't.</exception>
    public static JsonElement Object(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object ? element : throw new AnswerShapeException("is no object");

    /// <summary>What is read of the items of a property that must be an array of objects.</summary>
    /// <exception cref="AnswerShapeException">It isn't, or not all of it.</exception>
    public static List<T> Objects<T>(JsonElement element, string name, Func<JsonElement, T> read)
    {
        if (Property(element, name) is not { ValueKind: JsonValueKind.Array } array)
        {
            throw AnswerShapeException.Lacks(name);
        }

        var items = new List<T>(array.GetArrayLength());
        foreach (var item in array.EnumerateArray())
        {
            items.Add(item.ValueKind == JsonValueKind.Object
                ? read(item)
                : throw new AnswerShapeException($"has entries in '{name}' that are no objects"));
        }

        return items;
    }

    /// <summary>A value as text: a string as it is, null as null, anything else as its JSON.</summary>
    public static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => StringOf(value),
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value.GetRawText(),
    };

    /// <summary>The same, as the very text that is known where it is equal to that: what repeats itself needn't be made again.</summary>
    public static string? SharedText(JsonElement value, string? known) =>
        known is not null && value.ValueKind == JsonValueKind.String && IsPlain(JsonMarshal.GetRawUtf8Value(value)[1..^1], known)
            ? known
            : Text(value);

    public static double? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String when double.TryParse(
            StringOf(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    /// <summary>A property that counts something, which may be written as a double or a string; null where it is no such number.</summary>
    public static long? Count(JsonElement element, string name) => Property(element, name) is { } value ? Count(value) : null;

    /// <summary>The same of a value.</summary>
    public static long? Count(JsonElement value) => Number(value) is { } number and >= 0 and < long.MaxValue ? (long)number : null;

    /// <summary>Whether a property says no.</summary>
    public static bool IsFalse(JsonElement element, string name) => Flag(element, name) is false;

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

    // Whether ASCII without escapes is that text. Of anything else it isn't known before it is made into a text.
    private static bool IsPlain(ReadOnlySpan<byte> raw, string text) => Ascii.Equals(raw, text) && !raw.Contains((byte)'\\');

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
