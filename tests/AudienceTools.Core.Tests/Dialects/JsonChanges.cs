using System.Text.Json;
using System.Text.Json.Nodes;

namespace AudienceTools.Core.Tests.Dialects;

/// <summary>What a change does.</summary>
internal enum JsonChangeKind
{
    /// <summary>The property isn't there.</summary>
    LeftOut,

    /// <summary>It is null.</summary>
    Null,

    /// <summary>It is the value that it was, written as another type.</summary>
    SameValue,

    /// <summary>It is a number instead of a text, or the other way round.</summary>
    OtherWord,

    /// <summary>It is something else altogether.</summary>
    OtherType,

    /// <summary>The list has less items.</summary>
    Shorter,

    /// <summary>The object has no properties.</summary>
    Emptied,

    /// <summary>The object has one property more.</summary>
    Extra,

    /// <summary>The object has the property twice.</summary>
    Twice,
}

/// <summary>An answer with one thing in it changed.</summary>
/// <param name="Path">What was changed, such as <c>data[0].name</c>; empty for the whole answer.</param>
/// <param name="Kind">How.</param>
/// <param name="Value">What stands there now, where something does.</param>
/// <param name="Json">The answer.</param>
internal sealed record JsonChange(string Path, JsonChangeKind Kind, JsonNode? Value, string Json)
{
    /// <summary>The name of the property that is put in as an extra.</summary>
    public const string Unknown = "unknownToUs";

    public bool IsEmptyArray => Value is JsonArray { Count: 0 };

    public override string ToString() => $"{Path} {Kind} {Value?.ToJsonString()}";
}

/// <summary>Everything that a service may do to an answer, one change at a time.</summary>
internal static class JsonChanges
{
    private static readonly string[] Others = ["\"x\"", "217", "true", "{}", "[]"];

    public static IEnumerable<JsonChange> Of(string json)
    {
        foreach (var steps in Places(JsonNode.Parse(json)!, []).Prepend([]))
        {
            var path = Text(steps);
            var value = At(JsonNode.Parse(json)!, steps);
            if (steps.Length > 0 && steps[^1] is string name)
            {
                yield return new(path, JsonChangeKind.LeftOut, null, Changed(json, steps, _ => null, leaveOut: true));
                yield return new(path, JsonChangeKind.Twice, null, Changed(json, steps, value => value).Replace(
                    $"{Quoted(name)}:", $"{Quoted(name)}:null,{Quoted(name)}:", StringComparison.Ordinal));
            }

            if (value is null)
            {
                continue;
            }

            yield return new(path, JsonChangeKind.Null, null, Changed(json, steps, static _ => null));
            foreach (var other in Others.Select(static text => JsonNode.Parse(text)!).Append(AsOtherWord(value)).OfType<JsonNode>())
            {
                if (KindOf(value, other) is { } kind)
                {
                    yield return new(path, kind, other, Changed(json, steps, _ => other.DeepClone()));
                }
            }

            if (value is JsonArray { Count: > 0 } items)
            {
                foreach (var count in new[] { 0, items.Count - 1 }.Distinct())
                {
                    JsonArray some = [.. items.Take(count).Select(static item => item?.DeepClone())];
                    yield return new(path, JsonChangeKind.Shorter, some, Changed(json, steps, _ => some.DeepClone()));
                }
            }

            if (value is JsonObject { Count: > 0 })
            {
                yield return new(path, JsonChangeKind.Emptied, new JsonObject(), Changed(json, steps, static _ => new JsonObject()));
            }

            if (value is JsonObject)
            {
                yield return new(path, JsonChangeKind.Extra, null, Changed(json, steps, value =>
                {
                    value![JsonChange.Unknown] = "extra";
                    return value;
                }));
            }
        }
    }

    private static JsonChangeKind? KindOf(JsonNode value, JsonNode other)
    {
        var isSameType = Type(value) == Type(other);
        return isSameType ? null
            : value is not JsonValue || other is not JsonValue ? JsonChangeKind.OtherType
            : Bare(value) == Bare(other) ? JsonChangeKind.SameValue
            : IsWord(value) && IsWord(other) ? JsonChangeKind.OtherWord
            : JsonChangeKind.OtherType;

        static JsonValueKind Type(JsonNode node) => node.GetValueKind() is var kind and not JsonValueKind.False ? kind : JsonValueKind.True;
    }

    // Some services send numbers as texts, and identifiers that are nothing but digits as numbers.
    private static JsonNode? AsOtherWord(JsonNode value) => value switch
    {
        JsonValue when value.GetValueKind() != JsonValueKind.String => JsonValue.Create(value.ToJsonString()),
        JsonValue when Bare(value) is { Length: > 0 and < 16 } text && text[0] != '0' && text.All(char.IsAsciiDigit) => JsonNode.Parse(text),
        _ => null,
    };

    private static bool IsWord(JsonNode value) => value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number;

    private static string Bare(JsonNode value) => value.ToJsonString().Trim('"');

    private static string Quoted(string name) => JsonSerializer.Serialize(name);

    private static IEnumerable<object[]> Places(JsonNode node, object[] steps)
    {
        IEnumerable<(object Step, JsonNode? Value)> inside = node switch
        {
            JsonObject properties => properties.Select(static property => ((object)property.Key, property.Value)),
            JsonArray items => items.Select(static (item, index) => ((object)index, item)),
            _ => [],
        };
        foreach (var (step, value) in inside)
        {
            object[] place = [.. steps, step];
            yield return place;
            foreach (var deeper in value is null ? [] : Places(value, place))
            {
                yield return deeper;
            }
        }
    }

    private static string Changed(string json, object[] steps, Func<JsonNode?, JsonNode?> change, bool leaveOut = false)
    {
        var root = JsonNode.Parse(json);
        if (steps.Length == 0)
        {
            return change(root)?.ToJsonString() ?? "null";
        }

        var parent = At(root!, steps[..^1])!;
        if (steps[^1] is int index)
        {
            parent[index] = Detached(change(parent[index]));
        }
        else if (leaveOut)
        {
            parent.AsObject().Remove((string)steps[^1]);
        }
        else
        {
            parent[(string)steps[^1]] = Detached(change(parent[(string)steps[^1]]));
        }

        return root!.ToJsonString();

        static JsonNode? Detached(JsonNode? node) => node?.Parent is null ? node : node.DeepClone();
    }

    private static JsonNode? At(JsonNode root, object[] steps)
    {
        JsonNode? node = root;
        foreach (var step in steps)
        {
            node = step is string name ? node![name] : node![(int)step];
        }

        return node;
    }

    private static string Text(object[] steps) =>
        string.Concat(steps.Select(static (step, place) => step is int ? $"[{step}]" : place == 0 ? (string)step : $".{step}"));
}
