using System.Text.Json;
using System.Text.Json.Serialization;

namespace AudienceTools.Server.Http;

/// <summary>A JSON object that passes through as it is, so that columns keep their order and values come back to the letter.</summary>
[JsonConverter(typeof(RawJsonConverter))]
internal readonly record struct RawJson(ReadOnlyMemory<byte> Utf8);

/// <summary>Copies the bytes.</summary>
internal sealed class RawJsonConverter : JsonConverter<RawJson>
{
    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("An object was expected.");
        }

        using var document = JsonDocument.ParseValue(ref reader);
        var utf8 = System.Text.Encoding.UTF8.GetBytes(document.RootElement.GetRawText());
        var texts = new Utf8JsonReader(utf8);
        while (texts.Read())
        {
            if (!texts.IsWhole())
            {
                throw new JsonException("A text has half of a surrogate pair.");
            }
        }

        return new RawJson(utf8);
    }

    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
}
