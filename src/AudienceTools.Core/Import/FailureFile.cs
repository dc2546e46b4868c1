using System.Globalization;
using System.Text;
using AudienceTools.Core.Contacts;
using CsvHelper;

namespace AudienceTools.Core.Import;

/// <summary>
/// The rows that did not become members, as CSV: the original columns in their order, then <c>RowNumber</c>, <c>ReasonCode</c> and
/// <c>Reason</c>. Written as it goes, so that it is there after a kill. Once mended it can be read as it is: the three columns are then
/// left out, and the guard against formulas comes off.
/// </summary>
internal sealed class FailureFile : IDisposable
{
    private readonly object _lock = new();
    private readonly CsvWriter _csv;
    private readonly string _path;
    private readonly Action<string> _warn;
    private IReadOnlyList<string>? _names;
    private bool _warned;

    /// <summary>Opens the file, which replaces one of that name.</summary>
    /// <exception cref="AudienceException">It can't be written.</exception>
    public FailureFile(string path, Action<string> warn)
    {
        _path = path;
        _warn = warn;
        try
        {
            // Only FileShare.None sees on Linux and macOS too that the file is being read; afterwards it may be looked at as it grows.
            new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None).Dispose();
            var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read);

            // The byte order mark is for spreadsheets, which take names for Latin-1 otherwise.
            _csv = CsvWriter.Create(
                new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)), new CsvWriterOptions { HasHeader = false }, leaveOpen: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AudienceException(
                AudienceErrorCode.FileNotWritable,
                $"The failure file '{path}' can't be written: {exception.Message} Give another path; it must not be the file that is read.",
                exception)
            {
                Target = path,
            };
        }
    }

    /// <exception cref="AudienceException">The disk is full, or the file is gone.</exception>
    public void Write(IEnumerable<(SourceRow Row, string? ReasonCode, string? Reason)> rows)
    {
        lock (_lock)
        {
            try
            {
                foreach (var (row, reasonCode, reason) in rows)
                {
                    Write(row, reasonCode, reason);
                }

                _csv.Flush();
            }
            catch (IOException exception)
            {
                throw new AudienceException(
                    AudienceErrorCode.FileNotWritable, $"The failure file '{_path}' can't be written any more: {exception.Message}", exception)
                {
                    Target = _path,
                };
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            try
            {
                _csv.Dispose();
            }
            catch (IOException)
            {
                // All was flushed, or the import has said that it couldn't be.
            }
        }
    }

    private void Write(SourceRow row, string? reasonCode, string? reason)
    {
        // What comes from a failure file goes into the next one as it was in the first input.
        var names = ColumnPlan.OriginalNames(row.Header.Names);
        var isFailureFile = names.Count < row.Header.Names.Count;
        if (_names is null)
        {
            _names = names;
            WriteRecord([.. names, "RowNumber", "ReasonCode", "Reason"]);
        }

        var values = row.Values.Take(names.Count).Select(value => isFailureFile ? FormulaGuard.Restore(value) : value);
        WriteRecord([.. UnderOwnNames(names, [.. values]), row.RowNumber.ToString(CultureInfo.InvariantCulture), reasonCode, reason]);
    }

    private void WriteRecord(IEnumerable<string?> cells)
    {
        foreach (var cell in cells)
        {
            _csv.WriteField(FormulaGuard.Protect(cell));
        }

        _csv.EndRecord();
    }

    // A pipeline may bring objects with other columns than the first one's: each value goes under its own name, and of columns with one
    // name each into its own.
    private string?[] UnderOwnNames(IReadOnlyList<string> names, string?[] values)
    {
        if (names.SequenceEqual(_names!, StringComparer.OrdinalIgnoreCase))
        {
            return values;
        }

        var cells = new string?[_names!.Count];
        var isTaken = new bool[cells.Length];
        for (var i = 0; i < names.Count; i++)
        {
            var place = Enumerable.Range(0, cells.Length)
                .FirstOrDefault(place => !isTaken[place] && string.Equals(_names[place], names[i], StringComparison.OrdinalIgnoreCase), -1);
            if (place >= 0)
            {
                isTaken[place] = true;
                cells[place] = values[i];
            }
            else if (!_warned)
            {
                _warned = true;
                _warn("Some rows have columns that the failure file's first row has not: those are left out there.");
            }
        }

        return cells;
    }
}
