namespace AudienceTools.Core.Reading.Text;

/// <summary>
/// Lets a delimiter that isn't ASCII, such as the <c>؛</c> that Persian and Kurdish lists have, be read by a library that takes ASCII
/// only: it changes places with a character that stands in no text, in the text before it is parted and in the cells afterwards.
/// </summary>
internal static class DelimiterSwap
{
    /// <summary>The unit separator of ASCII.</summary>
    public const char Stand = '\u001f';

    public static string Swap(string text, char delimiter) => string.Create(text.Length, (text, delimiter), static (span, from) =>
    {
        from.text.CopyTo(span);
        Swap(span, from.delimiter);
    });

    public static void Swap(Span<char> text, char delimiter)
    {
        foreach (ref var c in text)
        {
            c = c == delimiter ? Stand : c == Stand ? delimiter : c;
        }
    }

    /// <summary>A cell as it was.</summary>
    public static string Back(string cell, char delimiter) => char.IsAscii(delimiter) || !cell.AsSpan().ContainsAny(Stand, delimiter) ? cell : Swap(cell, delimiter);
}
