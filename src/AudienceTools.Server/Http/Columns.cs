using System.Text.Json;
using System.Text.Unicode;

namespace AudienceTools.Server.Http;

/// <summary>Looks into a stored JSON object of columns without building it.</summary>
internal static class Columns
{
    public const string NameRule = "Each column must have a name: one is empty.";

    /// <summary>Whether one of the columns has an empty name.</summary>
    public static bool IsNameless(IReadOnlyList<string> names) => names.Any(static name => name.Length == 0);

    /// <summary>Whether bytes are what was stored: a JSON object that can be read to its end.</summary>
    public static bool AreWhole(ReadOnlySpan<byte> columns)
    {
        if (columns is not [(byte)'{', ..] || !Utf8.IsValid(columns))
        {
            return false;
        }

        try
        {
            var reader = new Utf8JsonReader(columns);
            while (reader.Read())
            {
                if (!reader.IsWhole())
                {
                    return false;
                }
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>
    /// What the columns are called, in their order: <paramref name="likely"/> itself where it holds just these names, so that lists of
    /// things that are alike are made once.
    /// </summary>
    public static IReadOnlyList<string> Names(ReadOnlySpan<byte> columns, IReadOnlyList<string> likely)
    {
        List<string>? own = null;
        var count = 0;
        var reader = new Utf8JsonReader(columns);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (own is null && (count >= likely.Count || !reader.ValueTextEquals(likely[count])))
            {
                own = [.. likely.Take(count)];
            }

            own?.Add(reader.GetString()!);
            count++;
            reader.Read();
            reader.Skip();
        }

        return own ?? (count == likely.Count ? likely : [.. likely.Take(count)]);
    }

    /// <summary>The text of a column, or null where there is none or it isn't text.</summary>
    public static string? Text(ReadOnlySpan<byte> columns, ReadOnlySpan<byte> name)
    {
        var reader = new Utf8JsonReader(RawText(columns, name), isFinalBlock: false, state: default);
        return reader.Read() ? reader.GetString() : null;
    }

    /// <summary>The text of a column as it stands there, with its quotes; nothing where there is none or it isn't text.</summary>
    public static ReadOnlySpan<byte> RawText(ReadOnlySpan<byte> columns, ReadOnlySpan<byte> name)
    {
        // Most objects can be passed over at a glance; only an escape may spell the name in another way.
        if (columns.IndexOf(name) < 0 && !columns.Contains((byte)'\\'))
        {
            return default;
        }

        var reader = new Utf8JsonReader(columns);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            reader.Read();
            if (found)
            {
                return reader.TokenType == JsonTokenType.String ? columns[(int)reader.TokenStartIndex..(int)reader.BytesConsumed] : default;
            }

            reader.Skip();
        }

        return default;
    }

    /// <summary>All columns, each value as a text: null as none, anything else that is no text as its JSON.</summary>
    public static (IReadOnlyList<string> Names, IReadOnlyList<string?> Values) Texts(byte[] columns)
    {
        using var document = JsonDocument.Parse(columns);
        var properties = document.RootElement.EnumerateObject().ToArray();
        return (Array.ConvertAll(properties, static property => property.Name), Array.ConvertAll(properties, static property => Text(property.Value)));

        static string? Text(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Null => null,
            _ => value.GetRawText(),
        };
    }

    /// <summary>The same columns with one text replaced; null where there is no such column.</summary>
    public static byte[]? Replace(byte[] columns, string name, string value)
    {
        using var document = JsonDocument.Parse(columns);
        return document.RootElement.TryGetProperty(name, out _)
            ? Write(document.RootElement.EnumerateObject(), (property, writer) =>
            {
                if (property.NameEquals(name))
                {
                    writer.WriteString(property.Name, value);
                }
                else
                {
                    property.WriteTo(writer);
                }
            })
            : null;
    }

    /// <summary>The other columns; null where there are none.</summary>
    public static ReadOnlyMemory<byte>? Without(byte[] columns, params string[] names)
    {
        using var document = JsonDocument.Parse(columns);
        var others = document.RootElement.EnumerateObject().Where(property => !names.Any(property.NameEquals)).ToArray();
        if (others.Length == 0)
        {
            return null;
        }

        return Write(others, static (property, writer) => property.WriteTo(writer));
    }

    private static byte[] Write(IEnumerable<JsonProperty> properties, Action<JsonProperty, Utf8JsonWriter> write)
    {
        using var output = new MemoryStream();
        using (var writer = new Utf8JsonWriter(output, ServerJson.WriterOptions))
        {
            writer.WriteStartObject();
            foreach (var property in properties)
            {
                write(property, writer);
            }

            writer.WriteEndObject();
        }

        return output.ToArray();
    }
}
