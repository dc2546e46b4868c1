using System.Text.Json;

namespace AudienceTools.Core.PhoneNumbers;

/// <summary>
/// A phone number that came nested: the JSON text of a list or an object, as the cells of JSON files and of objects down the pipeline
/// have it. A list with one number in it is that number; what holds several, or objects, is refused with a reason that says so.
/// </summary>
internal static class NestedNumber
{
    private const int DeepestPath = 4;
    private const int LongestName = 64;

    /// <summary>Looks into a cell.</summary>
    /// <param name="cell">The cell: JSON text as <c>["030 901820"]</c> or anything else, which is left alone.</param>
    /// <param name="column">The name of its column, for the reason.</param>
    /// <param name="number">The number of a list of one, and otherwise the cell as it is. A number in JSON is its digits as written.</param>
    /// <returns>Why there isn't one number in it, for people and without its contents, with the reason code
    /// <see cref="PhoneNumberProblem.NotANumber"/>; null where <paramref name="number"/> can be read as any other.</returns>
    public static string? Unwrap(string? cell, string column, out string? number)
    {
        number = cell;
        if (cell.AsSpan().TrimStart() is not ['[' or '{', ..])
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(cell!);
            return Unwrap(json.RootElement, column, ref number);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            // A bracket of another kind, as in [0]30 901820: the number's own reader knows it, or refuses it.
            return null;
        }
    }

    private static string? Unwrap(JsonElement json, string column, ref string? number)
    {
        var access = "$_" + Member(column);
        var what = "an object";
        while (json.ValueKind == JsonValueKind.Array)
        {
            var items = json.EnumerateArray().Where(static item => !IsEmpty(item)).ToList();
            if (items.Count == 0)
            {
                number = null;
                return null;
            }

            if (items.Count > 1 && !items.TrueForAll(static item => item.ValueKind == JsonValueKind.Object))
            {
                return FormattableString.Invariant($"There are {items.Count} values where one phone number belongs. Give each number a row of its own, ")
                    + $"or take one of them beforehand with Select-Object: @{{ Name = 'phone'; Expression = {{ {access}[0] }} }}";
            }

            what = items.Count > 1 ? FormattableString.Invariant($"a list of {items.Count} objects") : "an object in a list";
            access += "[0]";
            json = items[0];
        }

        if (json.ValueKind != JsonValueKind.Object)
        {
            number = Json.Text(json);
            return null;
        }

        return Path(json, 1) is { } path
            ? $"The phone column holds {what}, and the number seems to be '{path[^1]}' within. Take it out beforehand with Select-Object: "
                + $"@{{ Name = 'phone'; Expression = {{ {access}{string.Concat(path.Select(Member))} }} }}"
            : $"The phone column holds {what} where a phone number belongs. Take the number out of it beforehand with Select-Object.";
    }

    // Where within an object something stands that looks like a number.
    private static List<string>? Path(JsonElement json, int depth)
    {
        foreach (var property in json.EnumerateObject().Where(static property => IsPlainName(property.Name)))
        {
            if (property.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number
                && PhoneNumber.TryParse(Json.Text(property.Value), null, out _) is PhoneNumberProblem.None or PhoneNumberProblem.MissingPlus)
            {
                return [property.Name];
            }

            if (property.Value.ValueKind == JsonValueKind.Object && depth < DeepestPath && Path(property.Value, depth + 1) is { } path)
            {
                return [property.Name, .. path];
            }
        }

        return null;
    }

    private static bool IsEmpty(JsonElement item) =>
        item.ValueKind == JsonValueKind.Null || (item.ValueKind == JsonValueKind.String && string.IsNullOrWhiteSpace(Json.Text(item)));

    // Names of properties can be data too, such as the numbers themselves, and a reason never tells those.
    private static bool IsPlainName(string name) => name.Length is > 0 and <= LongestName
        && name.All(static c => char.IsLetterOrDigit(c) || c is '_' or '-' or ' ' or '.' or '$' or '@')
        && name.Count(char.IsDigit) < PhoneNumber.MinDigits;

    private static string Member(string name) =>
        name.Length > 0 && name.All(static c => char.IsLetterOrDigit(c) || c == '_') ? $".{name}" : $".'{name.Replace("'", "''", StringComparison.Ordinal)}'";
}
