using System.Buffers;

namespace AudienceTools;

/// <summary>Texts as a terminal shows them, which obeys control characters and turns the order of letters round where it is told to.</summary>
internal static class ShownText
{
    // All of C0 and C1 but tab and line feed, line and paragraph separator, and what overrides the direction of writing.
    private static readonly SearchValues<char> s_obeyed = SearchValues.Create(
        [.. Enumerable.Range(0, 0xA0).Select(static code => (char)code).Where(static c => char.IsControl(c) && c is not ('\t' or '\n')),
            .. "\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"]);

    /// <summary>The text with a replacement character for each that a terminal would obey.</summary>
    public static string Of(string text) => !text.AsSpan().ContainsAny(s_obeyed)
        ? text
        : string.Create(text.Length, text, static (shown, text) =>
        {
            text.CopyTo(shown);
            shown.ReplaceAny(s_obeyed, '\ufffd');
        });
}
