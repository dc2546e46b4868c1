using System.Text;

namespace AudienceTools.Core.Reading.Text;

/// <summary>Finds out the encoding of a text file.</summary>
internal static class TextEncoding
{
    /// <summary>How many bytes <see cref="Detect"/> makes use of.</summary>
    public const int HeadLength = 4096;

    /// <summary>A byte order mark decides, or else what was asked for, or else what the first bytes look like; UTF-8 where they don't
    /// tell.</summary>
    /// <returns>The encoding, and how many bytes the mark takes.</returns>
    public static (Encoding Encoding, int MarkLength) Detect(ReadOnlySpan<byte> head, Encoding? asked) => head switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (Encoding.UTF8, 3),
        [0xFF, 0xFE, 0, 0, ..] => (Encoding.UTF32, 4),
        [0, 0, 0xFE, 0xFF, ..] => (new UTF32Encoding(bigEndian: true, byteOrderMark: true), 4),
        [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
        [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
        _ => (asked ?? GuessUnmarked(head), 0),
    };

    // In UTF-16 the digits, separators and line ends alone put a zero in many an other byte; text in UTF-8 has none at all.
    private static Encoding GuessUnmarked(ReadOnlySpan<byte> head)
    {
        var even = 0;
        var odd = 0;
        for (var i = 0; i + 1 < head.Length; i += 2)
        {
            even += head[i] == 0 ? 1 : 0;
            odd += head[i + 1] == 0 ? 1 : 0;
        }

        var quarter = head.Length / 8;
        return odd > quarter && even < odd / 4 ? Encoding.Unicode
            : even > quarter && odd < even / 4 ? Encoding.BigEndianUnicode
            : Encoding.UTF8;
    }
}
