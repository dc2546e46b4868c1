using System.Buffers;
using System.Globalization;
using System.Text;
using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Columns;

/// <summary>
/// Texts with what can't be sent: half of a surrogate pair, in whose place JSON and UTF-8 put a replacement character without a word, and
/// U+0000, at which a text ends elsewhere.
/// </summary>
internal static class UnsendableText
{
    /// <summary>The reason code, and what a sentence calls it; null where all of the text can be sent.</summary>
    public static (string ReasonCode, string What)? Find(string? text) =>
        text.AsSpan().Contains('\0') ? (RowReasons.NulCharacter, "a NUL character (U+0000)")
        : HasHalfCharacter(text) ? (RowReasons.HalfCharacter, "half of a character, such as a part of an emoji")
        : null;

    /// <summary>The text with JSON's escapes, such as <c>\u0000</c>, in place of what no file of text can hold.</summary>
    public static string? Escape(string? text)
    {
        if (Find(text) is null)
        {
            return text;
        }

        var escaped = new StringBuilder();
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            var isWhole = Rune.DecodeFromUtf16(rest, out _, out var length) == OperationStatus.Done && rest[0] != '\0';
            escaped = isWhole ? escaped.Append(rest[..length]) : escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)rest[0]:x4}");
            rest = rest[length..];
        }

        return escaped.ToString();
    }

    private static bool HasHalfCharacter(string? text)
    {
        var rest = text.AsSpan();
        while (rest.IndexOfAnyInRange('\ud800', '\udfff') is var at and >= 0)
        {
            if (Rune.DecodeFromUtf16(rest[at..], out _, out var length) != OperationStatus.Done)
            {
                return true;
            }

            rest = rest[(at + length)..];
        }

        return false;
    }
}
