using System.Text.Json;

namespace AudienceTools.Server.Http;

/// <summary>Looks into a stored JSON object of columns without building it.</summary>
internal static class Columns
{
    /// <summary>The text of a column, or null where there is none or it isn't text.</summary>
    public static string? Text(ReadOnlySpan<byte> columns, ReadOnlySpan<byte> name)
    {
        var reader = new Utf8JsonReader(columns);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            reader.Read();
            if (found)
            {
                return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }

            reader.Skip();
        }

        return null;
    }

    /// <summary>The same columns with one text replaced; null where there is no such column.</summary>
    public static byte[]? Replace(byte[] columns, string name, string value)
    {
        using var document = JsonDocument.Parse(columns);
        if (!document.RootElement.TryGetProperty(name, out _))
        {
            return null;
        }

        using var output = new MemoryStream();
        using (var writer = new Utf8JsonWriter(output, ServerJson.WriterOptions))
        {
            writer.WriteStartObject();
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.NameEquals(name))
                {
                    writer.WriteString(property.Name, value);
                }
                else
                {
                    property.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        return output.ToArray();
    }
}
