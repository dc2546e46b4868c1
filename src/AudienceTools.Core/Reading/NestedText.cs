using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AudienceTools.Core.Reading;

/// <summary>
/// The text of what is nested in a cell: JSON (RFC 8259) without blanks between its parts, nothing escaped that need not be, so that
/// <c>+44</c>, <c>é</c> and an emoji can be read and found in it.
/// </summary>
/// <remarks>Files and objects down the pipeline write it alike.</remarks>
internal static class NestedText
{
    /// <summary>The deepest nesting, as .NET's and PowerShell's own readers have it or nearly so.</summary>
    public const int MaxDepth = 64;

    private static readonly SearchValues<char> s_escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(static code => (char)code), '"', '\\']);

    /// <summary>The object or array that a reader stands at, whose end it stands at then. Numbers are as they were written.</summary>
    /// <exception cref="JsonException">It isn't JSON.</exception>
    /// <exception cref="InvalidOperationException">A text holds half of a surrogate pair.</exception>
    public static string Read(ref Utf8JsonReader json)
    {
        var text = new StringBuilder();
        var depth = 0;
        var isFirst = true;
        do
        {
            var type = json.TokenType;
            if (!isFirst && type is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
            {
                text.Append(',');
            }

            isFirst = type is JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName;
            depth += type is JsonTokenType.StartObject or JsonTokenType.StartArray ? 1 : type is JsonTokenType.EndObject or JsonTokenType.EndArray ? -1 : 0;
            AppendToken(text, ref json);
        }
        while (depth > 0 && json.Read());
        return text.ToString();
    }

    /// <summary>Adds a text in quotes.</summary>
    public static void AppendString(StringBuilder json, ReadOnlySpan<char> text)
    {
        json.Append('"');
        while (text.IndexOfAny(s_escaped) is var at and >= 0)
        {
            json.Append(text[..at]);
            _ = text[at] switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append("\\\\"),
                '\n' => json.Append("\\n"),
                '\r' => json.Append("\\r"),
                '\t' => json.Append("\\t"),
                var control => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)control:x4}"),
            };
            text = text[(at + 1)..];
        }

        json.Append(text).Append('"');
    }

    private static void AppendToken(StringBuilder text, ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.PropertyName:
                AppendString(text, json.GetString());
                text.Append(':');
                break;
            case JsonTokenType.String:
                AppendString(text, json.GetString());
                break;
            default:
                // Brackets, numbers and words are ASCII.
                text.Append(Encoding.ASCII.GetString(json.ValueSpan));
                break;
        }
    }
}
