using AudienceTools.Core.Columns;

namespace AudienceTools.Core.Reading.Text;

/// <summary>What parts the cells of a text file: what gives its first records the same number of cells, and a header that makes sense.</summary>
internal static class DelimiterGuess
{
    private const int Records = 100;

    // What spreadsheets write: the list separators of all cultures that .NET knows, and two that programs take.
    private static readonly char[] s_candidates = [',', ';', '\t', '|', '؛'];

    /// <summary>The delimiter; a comma where there is nothing to part.</summary>
    public static char Of(CsvHead head, ReaderOptions options)
    {
        if (head.BehindQuotes is { } behind && s_candidates.Contains(behind))
        {
            return behind;
        }

        var best = (Delimiter: ',', Score: 0.0);
        foreach (var candidate in s_candidates)
        {
            if (head.Has(candidate) && Score(head.Records(candidate, Records, options.HeaderRow - 1 ?? 0), options) is var score && score > best.Score)
            {
                best = (candidate, score);
            }
        }

        return best.Delimiter;
    }

    // How many records have as many cells as the header, from 0 to 1; up to 2.5 times that where names and numbers are what they should be.
    private static double Score(List<LineBelow> records, ReaderOptions options)
    {
        var header = Header(records);
        if (header < 0)
        {
            return 0;
        }

        var cells = records[header].Cells.Count;
        var named = options.Header is { } names ? names.Count == cells : HasName(records[header]);
        var numbered = records.Any(static record => record.Cells.Any(DataText.IsNumber));
        return Alike(records, cells) * (1 + (named ? 1 : 0) + (numbered ? 0.5 : 0));
    }

    private static double Alike(List<LineBelow> records, int cells) =>
        (double)records.Count(record => record.Cells.Count == cells) / Math.Max(1, records.Count);

    // Titles may stand above it.
    private static int Header(List<LineBelow> records)
    {
        var first = records.Take(HeaderLine.MostBelow).ToList();
        return first.FindIndex(static record => record.Cells.Count > 1 && HasName(record)) is var named and >= 0
            ? named
            : records.FindIndex(static record => record.Cells.Count > 1);
    }

    private static bool HasName(LineBelow record) => record.Cells.Any(static cell => PhoneColumnNames.IsKnown(cell!));
}
