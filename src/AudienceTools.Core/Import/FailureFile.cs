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
    private readonly Action<string> _warn;
    private IReadOnlyList<string>? _names;
    private bool _warned;
    private bool _broken;

    /// <summary>Opens the file, which replaces one of that name.</summary>
    /// <exception cref="AudienceException">It can't be written.</exception>
    public FailureFile(string path, Action<string> warn)
    {
        _warn = warn;
        try
        {
            var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);

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

    public void Write(IEnumerable<(SourceRow Row, string? ReasonCode, string? Reason)> rows)
    {
        lock (_lock)
        {
            if (_broken)
            {
                return;
            }

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
                // The contacts matter more than the file: the import goes on, and the receipt still counts every row.
                _broken = true;
                _warn($"The failure file can't be written any more, so rows that fail from here on are missing in it: {exception.Message}");
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
            catch (IOException) when (_broken)
            {
                // Said already.
            }
        }
    }

    private void Write(SourceRow row, string? reasonCode, string? reason)
    {
        if (_names is null)
        {
            _names = row.Header.Names;
            foreach (var name in _names)
            {
                _csv.WriteField(FormulaGuard.Protect(name));
            }

            _csv.WriteField("RowNumber");
            _csv.WriteField("ReasonCode");
            _csv.WriteField("Reason");
            _csv.EndRecord();
        }

        foreach (var value in Values(row))
        {
            _csv.WriteField(FormulaGuard.Protect(value));
        }

        _csv.WriteField(row.RowNumber.ToString(CultureInfo.InvariantCulture));
        _csv.WriteField(reasonCode);
        _csv.WriteField(reason);
        _csv.EndRecord();
    }

    // A pipeline may bring objects with other columns than the first one's: each value goes under its own name.
    private IEnumerable<string?> Values(SourceRow row)
    {
        var names = row.Header.Names;
        if (ReferenceEquals(names, _names) || names.SequenceEqual(_names!, StringComparer.OrdinalIgnoreCase))
        {
            return row.Values;
        }

        if (!_warned && names.Except(_names!, StringComparer.OrdinalIgnoreCase).Any())
        {
            _warned = true;
            _warn("Some rows have columns that the failure file's first row has not: those are left out there.");
        }

        return _names!.Select(name => Enumerable.Range(0, names.Count)
            .Where(i => string.Equals(names[i], name, StringComparison.OrdinalIgnoreCase))
            .Select(i => row.Values[i])
            .FirstOrDefault());
    }
}
