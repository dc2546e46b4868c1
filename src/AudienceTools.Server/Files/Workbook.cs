using AudienceTools.Core.Reading.Workbooks;
using AudienceTools.Server.Http;

namespace AudienceTools.Server.Files;

/// <summary>
/// Reads the first worksheet of a workbook that isn't hidden, as the module reads it: with the same guards, and each cell as the same
/// text.
/// </summary>
internal static class Workbook
{
    private static readonly XlsxLimits s_limits = new()
    {
        MaxRowBytes = 1024 * 1024,
        MaxColumns = 500,
        MaxInflatedBytes = 64 * 1024 * 1024,
        MaxHeldBytes = 32 * 1024 * 1024,
        MaxTexts = 1_000_000,
    };

    /// <summary>Whether a file is a zip archive, as workbooks are.</summary>
    public static bool IsOne(ReadOnlySpan<byte> file) => file.StartsWith("PK\x03\x04"u8);

    /// <summary>Reads the rows that aren't empty, each up to its last cell that isn't.</summary>
    /// <exception cref="ApiException">400 where it is no workbook, is damaged or would cost too much, or where a cell has no text.</exception>
    public static IEnumerable<FileRecord> Read(byte[] file)
    {
        using var rows = Guard(() => XlsxRows.Open(new MemoryStream(file, writable: false), s_limits, First, CancellationToken.None));
        while (Guard(rows.Next) is { } row)
        {
            if (row.Lacking > 0)
            {
                throw ApiException.BadRequest(
                    $"Row {row.Number} of the workbook holds an error such as #N/A, or a formula without a result.");
            }

            if (row.Beyond > 0)
            {
                throw ApiException.BadRequest($"Row {row.Number} of the workbook has a cell in column {row.Beyond}; at most "
                    + $"{s_limits.MaxColumns} columns are read.");
            }

            // XML itself can hold neither, but a cell's text may name them as _xD800_.
            if (Array.Exists(row.Cells, static cell => cell is not null && (cell.Contains('\0') || !IsWhole(cell))))
            {
                throw ApiException.BadRequest($"Row {row.Number} of the workbook has a text with NUL or half of a surrogate pair.");
            }

            yield return new FileRecord(row.Number, [.. row.Cells.Select(static cell => cell ?? string.Empty)]);
        }
    }

    private static XlsxSheet First(IReadOnlyList<XlsxSheet> sheets) =>
        sheets.FirstOrDefault(static sheet => !sheet.IsHidden)
            ?? throw ApiException.BadRequest("The workbook has no worksheet that isn't hidden.");

    private static bool IsWhole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !char.IsSurrogatePair(text, i++))
            {
                return false;
            }
        }

        return true;
    }

    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (XlsxException e)
        {
            throw ApiException.BadRequest($"The file isn't a workbook that can be read: {e.Message}");
        }
    }
}
