using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using CsvHelper;

namespace AudienceTools.Core.Reading.Text;

/// <summary>The first bytes of a text file, to find out by them what can't be known of a single record.</summary>
internal sealed partial class CsvHead
{
    /// <summary>How many bytes of a file are looked at.</summary>
    public const int Length = 1 << 16;

    private readonly byte[] _text;
    private readonly bool _isWhole;

    /// <param name="bytes">The file's first bytes, without a byte order mark.</param>
    /// <param name="encoding">What they are in.</param>
    /// <param name="isWhole">Whether that is the whole file.</param>
    public CsvHead(ReadOnlySpan<byte> bytes, Encoding encoding, bool isWhole)
    {
        _text = encoding.CodePage == Encoding.UTF8.CodePage ? bytes.ToArray() : Encoding.UTF8.GetBytes(encoding.GetString(bytes));
        _isWhole = isWhole;
    }

    /// <summary>What the first line says that parts cells, as Excel reads it; null where it says nothing of it.</summary>
    public char? Announced
    {
        get
        {
            var line = Encoding.UTF8.GetString(_text.AsSpan(0, Math.Min(_text.Length, 16)));
            return SeparatorLine().Match(line) is { Success: true } match ? match.Groups["delimiter"].Value[0] : null;
        }
    }

    /// <summary>What comes behind the first cell, where that stands in quotes; null where it doesn't, or is the only one of its line.</summary>
    public char? BehindQuotes
    {
        get
        {
            var rest = _text.AsSpan();
            while (rest is [(byte)'#', ..] && rest.IndexOf((byte)'\n') is var end and >= 0)
            {
                rest = rest[(end + 1)..];
            }

            if (rest is not [(byte)'"', ..])
            {
                return null;
            }

            // A quote that is doubled is text.
            do
            {
                var quote = rest[1..].IndexOf((byte)'"');
                rest = quote < 0 ? [] : rest[(quote + 2)..];
            }
            while (rest is [(byte)'"', ..]);
            return Rune.DecodeFromUtf8(rest.TrimStart((byte)' '), out var next, out _) == OperationStatus.Done && next.IsBmp ? (char)next.Value : null;
        }
    }

    /// <summary>Whether the file has nothing but blanks, line ends and delimiters.</summary>
    public bool HasOnlyBlanks(char delimiter) =>
        _isWhole && _text.AsSpan().IndexOfAnyExcept([.. " \t\r\n"u8, .. Encoding.UTF8.GetBytes(delimiter.ToString())]) < 0;

    /// <summary>Whether the character stands anywhere.</summary>
    public bool Has(char delimiter) => _text.AsSpan().IndexOf(Encoding.UTF8.GetBytes(delimiter.ToString())) >= 0;

    /// <summary>The first records that have something in them, as cells; a last one that may be cut off isn't among them.</summary>
    /// <param name="delimiter">What parts the cells.</param>
    /// <param name="most">How many records at the most.</param>
    /// <param name="after">The number of the record after which they begin.</param>
    public List<LineBelow> Records(char delimiter, int most, long after = 0)
    {
        var text = char.IsAscii(delimiter) ? _text : Encoding.UTF8.GetBytes(DelimiterSwap.Swap(Encoding.UTF8.GetString(_text), delimiter));
        using var csv = CsvReader.Create(text, CsvFormat.Options(delimiter));
        var records = new List<LineBelow>();
        var row = 0L;
        var hasRecord = csv.Read();
        while (hasRecord && records.Count < most)
        {
            row += row == 0 && CsvFormat.IsSeparatorLine(csv.RawRecord) ? 0 : 1;
            var cells = csv.RawRecord.IsEmpty || row <= after ? [] : Array.ConvertAll(csv.Current.ToArray(), cell => DelimiterSwap.Back(cell, delimiter));
            hasRecord = csv.Read();
            if (cells.Length > 0 && (hasRecord || _isWhole))
            {
                records.Add(new LineBelow(row, cells));
            }
        }

        return records;
    }

    [GeneratedRegex(
        "^(?:\"sep=(?<delimiter>[^\"\r\n\0])\"|sep=(?<delimiter>[^\"\r\n\0]))(?:[\r\n]|$)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex SeparatorLine();
}
