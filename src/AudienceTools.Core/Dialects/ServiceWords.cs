using System.Text.Json;

namespace AudienceTools.Core.Dialects;

/// <summary>A service's own words for what went wrong, wherever it puts them: as a text, a list of them, or an object.</summary>
internal static class ServiceWords
{
    private const int Most = 20;
    private static readonly string[] Usual = ["message", "errors", "detail", "reason", "description", "error"];

    /// <summary>
    /// The words in all of the places that a service is known to use; where there are none, those in the first other place that has
    /// some, and where there are none either, its code for the error.
    /// </summary>
    public static IReadOnlyList<string> Of(JsonElement root, params string[] places)
    {
        IEnumerable<string>[] said =
        [
            places.SelectMany(place => In(root, place)),
            .. Usual.Select(place => In(root, place)),
            .. Parts(root).SelectMany(static part => Usual.Select(place => In(part, place))),
            In(root, "code"),
        ];
        return said.Select(static words => words.Distinct(StringComparer.Ordinal).Take(Most).ToArray())
            .FirstOrDefault(static words => words.Length > 0) ?? [];
    }

    /// <summary>The words of an answer that isn't an error, in a line; null where it has none.</summary>
    public static string? Line(JsonElement root) => Of(root) is { Count: > 0 } words ? string.Join(' ', words) : null;

    // What Atoms' adds tell stands a step further in.
    private static IEnumerable<JsonElement> Parts(JsonElement root) => Json.Property(root, "data") switch
    {
        { ValueKind: JsonValueKind.Object } one => [one],
        { ValueKind: JsonValueKind.Array } several => several.EnumerateArray(),
        _ => [],
    };

    private static IEnumerable<string> In(JsonElement element, string place) => Json.Property(element, place) is { } words ? In(words) : [];

    private static IEnumerable<string> In(JsonElement words) => words.ValueKind switch
    {
        JsonValueKind.Array => words.EnumerateArray().SelectMany(In),
        JsonValueKind.Object when Json.Property(words, "message") is { } message => In(message),
        JsonValueKind.Object => words.EnumerateObject().SelectMany(static field => In(field.Value).Select(text => $"{field.Name}: {text}")),
        _ => Json.Text(words) is { } text && !string.IsNullOrWhiteSpace(text) ? [text] : [],
    };
}
