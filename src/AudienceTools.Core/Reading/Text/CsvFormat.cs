using System.Text;
using AudienceTools.Core.Columns;
using CsvHelper;

namespace AudienceTools.Core.Reading.Text;

/// <summary>How delimited text is taken apart, the same wherever it is: as <c>Import-Csv</c> does.</summary>
internal static class CsvFormat
{
    private static ReadOnlySpan<byte> Blanks => " \t"u8;

    private static ReadOnlySpan<byte> Fields => "#Fields:"u8;

    /// <summary>Blanks before a cell come off, so that a quote behind them opens it.</summary>
    public static CsvReaderOptions Options(char delimiter) => new()
    {
        Encoding = Encoding.UTF8,
        HasHeader = false,
        IncludeValuesInExceptions = false,
        Separator = char.IsAscii(delimiter) ? delimiter : DelimiterSwap.Stand,
        SkipEmptyLines = false,
        TrackLineNumbers = true,
        TrimWhitespace = true,
    };

    /// <summary>Whether a first line says what parts the cells, for Excel.</summary>
    public static bool IsSeparatorLine(ReadOnlySpan<byte> record)
    {
        record = record.Trim((byte)'"');
        return record.Length > 4 && Ascii.EqualsIgnoreCase(record[..4], "sep="u8) && Encoding.UTF8.GetCharCount(record[4..]) == 1;
    }

    /// <summary>A line that <c>Export-Csv -IncludeTypeInformation</c> writes above the names.</summary>
    public static bool IsTypeLine(ReadOnlySpan<byte> record) =>
        record is [_, _, _, _, _, (byte)' ', ..] && Ascii.EqualsIgnoreCase(record[..5], "#TYPE"u8);

    /// <summary>Whether the reader stands on a comment, which has but one cell and isn't a name known for phone numbers.</summary>
    public static bool IsComment(CsvReader csv)
    {
        if (csv.RawRecord is not [(byte)'#', ..] || IsFields(csv.GetSpan(0)) || PhoneColumnNames.IsKnown(csv.GetString(0)))
        {
            return false;
        }

        for (var i = 1; i < csv.FieldCount; i++)
        {
            if (!csv.GetSpan(i).IsEmpty)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the record is one cell in quotes: all of a line, where each was put in quotes once more.</summary>
    public static bool IsQuotedWhole(CsvReader csv) => csv.FieldCount == 1 && csv.RawRecord.TrimStart(Blanks) is [(byte)'"', ..];

    /// <summary>The cells of the record that names the columns. Blanks around names come off unless they stand in quotes.</summary>
    public static string[] Names(CsvReader csv, char delimiter)
    {
        var names = Array.ConvertAll(csv.Current.ToArray(), name => DelimiterSwap.Back(name, delimiter));
        if (csv.RawRecord is [(byte)'#', ..] && IsFields(csv.GetSpan(0)))
        {
            names[0] = names[0][Fields.Length..].TrimStart();
            names = names[0].Length == 0 && names.Length > 1 ? names[1..] : names;
        }

        return names;
    }

    /// <summary>The cells of a record, as many as there are places. Blanks before a cell come off, those behind it stay.</summary>
    public static void Cells(CsvReader csv, char delimiter, Span<string?> cells)
    {
        var count = Math.Min(cells.Length, csv.FieldCount);
        var hasBlanks = HasBlankEnd(csv.RawRecord, (byte)csv.Separator);
        for (var i = 0; i < count; i++)
        {
            cells[i] = DelimiterSwap.Back(
                hasBlanks && csv.GetRawSpan(i) is [.., (byte)' ' or (byte)'\t'] raw && raw.TrimStart(Blanks) is not [(byte)'"', ..]
                    ? Encoding.UTF8.GetString(csv.GetRawSpan(i).TrimStart(Blanks))
                    : csv.GetString(i),
                delimiter);
        }
    }

    // The library takes off what is behind a cell with what is before it; to look at each cell for that would cost more than to look here.
    private static bool HasBlankEnd(ReadOnlySpan<byte> record, byte separator) =>
        record is [.., (byte)' ' or (byte)'\t'] || record.IndexOf([(byte)' ', separator]) >= 0 || record.IndexOf([(byte)'\t', separator]) >= 0;

    // W3C's extended log format, which Import-Csv reads too, names its columns so.
    private static bool IsFields(ReadOnlySpan<byte> cell) => cell.Length >= Fields.Length && Ascii.EqualsIgnoreCase(cell[..Fields.Length], Fields);
}
