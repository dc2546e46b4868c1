using System.Text.Json;
using System.Text.Json.Nodes;

namespace AudienceTools.Core.Tests.Dialects;

/// <summary>An answer with one thing in it changed.</summary>
/// <param name="Path">What was changed, such as <c>data[0].name</c>.</param>
/// <param name="What">How, for people.</param>
/// <param name="IsSameValue">Whether it is the value that it was, written as another type.</param>
/// <param name="Root">The answer.</param>
internal sealed record JsonChange(string Path, string What, bool IsSameValue, JsonElement Root);

/// <summary>Everything that a service may do to one field of an answer: leave it out, send null, or send another type.</summary>
internal static class JsonChanges
{
    private const int OtherValue = 17;

    public static IEnumerable<JsonChange> Of(string json)
    {
        foreach (var steps in Places(JsonNode.Parse(json)!, []))
        {
            var path = Text(steps);
            if (steps[^1] is string name)
            {
                yield return new(path, "left out", false, Changed(json, steps, parent => parent.AsObject().Remove(name)));
            }

            if (At(JsonNode.Parse(json)!, steps) is { } value)
            {
                yield return new(path, "null", false, Changed(json, steps, parent => Set(parent, steps[^1], null)));
                var (other, isSame) = OtherType(value);
                yield return new(
                    path, other.ToJsonString(), isSame, Changed(json, steps, parent => Set(parent, steps[^1], other.DeepClone())));
            }
        }
    }

    // A text that looks like a number may come as one; any other text as a number of some kind.
    private static (JsonNode Other, bool IsSame) OtherType(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Object => (new JsonArray(), false),
        JsonValueKind.Array => (new JsonObject(), false),
        JsonValueKind.String when value.GetValue<string>() is { Length: > 0 and < 16 } text && text[0] != '0' && text.All(char.IsAsciiDigit) =>
            (JsonNode.Parse(text)!, true),
        JsonValueKind.String => (JsonValue.Create(OtherValue), false),
        _ => (JsonValue.Create(value.ToJsonString()), true),
    };

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

    private static JsonElement Changed(string json, object[] steps, Action<JsonNode> change)
    {
        var root = JsonNode.Parse(json)!;
        change(At(root, steps[..^1])!);
        return JsonSerializer.SerializeToElement(root);
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

    private static void Set(JsonNode parent, object step, JsonNode? value)
    {
        if (step is string name)
        {
            parent[name] = value;
        }
        else
        {
            parent[(int)step] = value;
        }
    }

    private static string Text(object[] steps) =>
        string.Concat(steps.Select(static (step, place) => step is int ? $"[{step}]" : place == 0 ? (string)step : $".{step}"));
}
