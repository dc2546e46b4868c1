using System.Text;
using System.Text.Unicode;

namespace AudienceTools.Core.Reading.Kinds;

/// <summary>Files that aren't text, told by their first bytes.</summary>
internal static class BinaryKinds
{
    private const string Unpack = "Unpack it, and give the file that is in it.";
    private const string Export = "Export the contacts as CSV, .xlsx or JSON from the program that it belongs to.";
    private const string NoTable = "There is no table in it that can be read. Get the list as CSV, .xlsx or JSON from where it came.";

    // Each is no beginning of a text: it has a byte that no text has, or is a long word.
    private static readonly (byte[] Bytes, string What)[] s_kinds =
    [
        ([0x1F, 0x8B, 8], $"compressed with gzip. {Unpack}"),
        ([.. "BZh"u8, (byte)'9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59], $"compressed with bzip2. {Unpack}"),
        ([0xFD, .. "7zXZ"u8, 0], $"compressed with xz. {Unpack}"),
        ([0x28, 0xB5, 0x2F, 0xFD], $"compressed with zstd. {Unpack}"),
        ([.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C], $"a 7z archive. {Unpack}"),
        ([.. "Rar!"u8, 0x1A, 7], $"a RAR archive. {Unpack}"),
        ([0xD0, 0xCF, 0x11, 0xE0], "a workbook of the old .xls kind, or one with a password. Save it as .xlsx without a password, or as CSV."),
        ([.. "SQLite format 3\0"u8], $"an SQLite database. {Export}"),
        ([0, 1, 0, 0, .. "Standard Jet DB"u8], $"an Access database. {Export}"),
        ([0, 1, 0, 0, .. "Standard ACE DB"u8], $"an Access database. {Export}"),
        ([.. "!BDN"u8], $"an Outlook data file. {Export}"),
        ([.. "Obj"u8, 1], $"an Avro file. {Export}"),
        ([.. "ARROW1\0\0"u8], $"an Arrow file. {Export}"),
        ([.. "bplist00"u8], $"a binary property list. {Export}"),
        ([0x89, .. "PNG\r\n"u8], $"an image (PNG). {NoTable}"),
        ([0xFF, 0xD8, 0xFF], $"an image (JPEG). {NoTable}"),
        ([.. "GIF87a"u8], $"an image (GIF). {NoTable}"),
        ([.. "GIF89a"u8], $"an image (GIF). {NoTable}"),
        ([.. "II*\0"u8], $"an image (TIFF). {NoTable}"),
        ([.. "MM\0*"u8], $"an image (TIFF). {NoTable}"),
        ([0x7F, .. "ELF"u8], $"a program. {NoTable}"),
    ];

    /// <summary>What a file is and the way out, for a sentence that begins with its name; null where it isn't one of these.</summary>
    public static string? Describe(ReadOnlySpan<byte> head)
    {
        foreach (var (bytes, what) in s_kinds)
        {
            if (head.StartsWith(bytes))
            {
                return what;
            }
        }

        return IsEarlyWorkbook(head) ? "a workbook of Excel 2 to 4. Save it as .xlsx or CSV."
            : head is [0, 0, 2 or 0x1A, 0, ..] ? "a workbook of Lotus 1-2-3. Save it as .xlsx or CSV."
            : head.Length > 262 && head[257..].StartsWith("ustar"u8) ? $"a tar archive. {Unpack}"
            : head.Contains((byte)0) ? DescribeWithNul(head)
            : null;
    }

    /// <summary>Whether so many of the bytes are control characters that no text could have them, in UTF-16 neither.</summary>
    public static bool IsBinary(ReadOnlySpan<byte> head)
    {
        var controls = 0;
        foreach (var value in head)
        {
            controls += value < 0x20 && value is not (0x09 or 0x0A or 0x0B or 0x0C or 0x0D or 0x1A) ? 1 : 0;
        }

        return controls > 1 && controls > head.Length / 32 && (head.Contains((byte)0) || !Utf8.IsValid(head)) && !IsText(head, Encoding.Unicode) && !IsText(head, Encoding.BigEndianUnicode);
    }

    // BIFF2 to BIFF4 have no container: a first record of the type “beginning of file”, the version in its high byte.
    private static bool IsEarlyWorkbook(ReadOnlySpan<byte> head) => head is [0x09, 0 or 2 or 4, 4 or 6, 0, _, _, 0x10 or 0x20 or 0x40 or 0, 0 or 1, ..];

    // Letters that a header could begin with, so a NUL must be there too.
    private static string? DescribeWithNul(ReadOnlySpan<byte> head) =>
        head.StartsWith("MZ"u8) ? $"a program. {NoTable}"
        : head.StartsWith("PAR1"u8) ? $"a Parquet file. {Export}"
        : head.StartsWith("RIFF"u8) || head.StartsWith("ID3"u8) || head is [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] ? $"a sound, a film or an image. {NoTable}"
        : head.StartsWith("BM"u8) && head is [_, _, _, _, _, _, 0, 0, 0, 0, ..] ? $"an image (BMP). {NoTable}"
        : null;

    // Of the characters of a list some are always ASCII: separators, line ends, digits.
    private static bool IsText(ReadOnlySpan<byte> head, Encoding encoding)
    {
        var text = encoding.GetString(head[..(head.Length & ~1)]);
        return text.Count(char.IsAscii) > text.Length / 16
            && text.All(static c => !((char.IsControl(c) && !char.IsWhiteSpace(c) && c != '\x1a') || c is '\uFFFD' or >= '\uFFFE' or (>= '\uE000' and <= '\uF8FF')));
    }
}
