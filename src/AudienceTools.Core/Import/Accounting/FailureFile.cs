using System.Globalization;
using System.Text;
using AudienceTools.Core.Columns;
using AudienceTools.Core.Import.Checkpoints;
using AudienceTools.Core.Reading;
using CsvHelper;

namespace AudienceTools.Core.Import.Accounting;

/// <summary>
/// The rows that did not become members, as CSV: the original columns in their order, then <c>RowNumber</c>, <c>ReasonCode</c> and
/// <c>Reason</c>. Written as it goes, so that it is there after a kill. Once mended it can be read as it is: the three columns are then
/// left out, and the guard against formulas comes off. Without a failure there is no file in the end.
/// </summary>
/// <remarks>
/// A failure file of an earlier run may be the very input, on its way down the pipeline. So it stays as it is until all input was read, and
/// the new one is written beside it meanwhile.
/// </remarks>
internal sealed class FailureFile : IDisposable
{
    private const int MostRecordBytes = 1 << 26;
    private readonly Lock _lock = new();
    private readonly string _path;
    private readonly string _target;
    private readonly FailureColumns _columns = new();
    private CsvWriter _csv;
    private int _written;
    private bool _isBroken;
    private bool _isComplete;

    /// <summary>Opens the file, which replaces an older failure file of that name, and nothing else.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mayBeInput">Whether an older one may be what is read, since rows come down a pipeline and not from files that are known.</param>
    /// <exception cref="AudienceException">It can't be written.</exception>
    public FailureFile(string path, bool mayBeInput)
    {
        _path = _target = path;
        try
        {
            if (!MakeWay(path, deletes: !mayBeInput))
            {
                _target = path + ".new";
                MakeWay(_target, deletes: true);
            }

            _csv = Open(_target);
        }
        catch (Exception exception) when (OutputPaths.IsWriteFailure(exception))
        {
            throw NotWritable(path, exception.Message, exception);
        }
    }

    /// <summary>Where the failures are to be found when the import has ended; null where there are none.</summary>
    public string? Result => _written == 0 ? null : _isComplete ? _path : _target;

    /// <summary>What to tell of a failure file that could not be put in its place; null where all is well.</summary>
    public string? Warning => _written == 0 || Result == _path ? null
        : $"The import ended before its input did, and '{_path}' may be that input: it was left as it is. What failed this time is in '{_target}'.";

    /// <summary>All input was read, so an older file isn't needed any more.</summary>
    public void Complete() => _isComplete = true;

    /// <exception cref="AudienceException">The disk is full, or the file is gone.</exception>
    public void Write(IEnumerable<(PreparedRow Row, string? ReasonCode, string? Reason)> rows)
    {
        lock (_lock)
        {
            if (_isBroken)
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
            catch (Exception exception) when (OutputPaths.IsWriteFailure(exception))
            {
                // What comes after a gap would look like the whole.
                _isBroken = true;
                throw new AudienceException(
                    AudienceErrorCode.FileNotWritable,
                    $"The failure file '{_target}' can't be written any more: {exception.Message} Make room there or give another "
                        + "-FailurePath, and run it again: a member isn't added twice.",
                    exception)
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
                if (_written == 0 && !_isBroken)
                {
                    File.Delete(_target);
                }

                if (_target != _path && _isComplete && !_isBroken)
                {
                    PutInPlace();
                }
            }
            catch (Exception exception) when (OutputPaths.IsWriteFailure(exception))
            {
                // All was flushed, or the import has said that it couldn't be.
            }
        }
    }

    private void PutInPlace()
    {
        if (_written == 0)
        {
            File.Delete(_path);
        }
        else
        {
            File.Move(_target, _path, overwrite: true);
        }
    }

    // Whether the path is free then. Anything but an older failure file stays where it is.
    private static bool MakeWay(string path, bool deletes)
    {
        SpecialFiles.Refuse(path, AudienceErrorCode.FileNotWritable, "Give -FailurePath the path of a file.");
        if (!File.Exists(path) || new FileInfo(path).Length <= Encoding.UTF8.Preamble.Length)
        {
            return true;
        }

        if (!IsFailureFile(path))
        {
            throw NotWritable(path, "There is another file of that name.");
        }

        if (deletes)
        {
            File.Delete(path);
        }

        return deletes;
    }

    private static AudienceException NotWritable(string path, string why, Exception? inner = null) => new(
        AudienceErrorCode.FileNotWritable,
        $"The failure file '{path}' can't be written: {why} Give another path; it must not be the file that is read.",
        inner)
    {
        Target = path,
    };

    private static bool IsFailureFile(string path)
    {
        try
        {
            using var file = CsvReader.Create(File.OpenRead(path), new CsvReaderOptions { HasHeader = false }, leaveOpen: false);
            if (!file.Read())
            {
                return false;
            }

            var names = file.Current.ToArray();
            return FailureMarks.AreAllIn(names);
        }
        catch (CsvFormatException)
        {
            return false;
        }
    }

    // The byte order mark is for spreadsheets, which take names for Latin-1 otherwise.
    private static CsvWriter Open(string path) => CsvWriter.Create(
        new StreamWriter(
            new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)),
        new CsvWriterOptions { HasHeader = false, Quoting = CsvQuoting.WhenNeededOrWhitespace },
        leaveOpen: false);

    private void Write(PreparedRow row, string? reasonCode, string? reason)
    {
        var cells = _columns.Arrange(row);
        if (_written != _columns.Names.Count)
        {
            WriteHeader();
        }

        WriteRecord(cells, [row.Source.RowNumber.ToString(CultureInfo.InvariantCulture), reasonCode, reason is null ? null : ShownText.Of(reason)]);
    }

    // Files and pipelines may bring rows with other columns than the rows before. What stands in the file is then written once more under
    // all columns, so that no cell is lost; that happens once for each new set of columns.
    private void WriteHeader()
    {
        string?[] names = [.. _columns.Names.Select(static name => FormulaGuard.Protect(UnsendableText.Escape(name)))];
        var own = FailureMarks.NamesBeside(_columns.Names);
        if (_written == 0)
        {
            WriteRecord(names, own);
        }
        else
        {
            var narrow = _target + ".narrow";
            _csv.Dispose();
            File.Move(_target, narrow, overwrite: true);
            _csv = Open(_target);
            WriteRecord(names, own);
            Copy(narrow);
            File.Delete(narrow);
        }

        _written = names.Length;
    }

    private void Copy(string narrow)
    {
        var added = new string?[_columns.Names.Count - _written];
        using var old = CsvReader.Create(
            File.OpenRead(narrow), new CsvReaderOptions { HasHeader = false, MaxRecordSize = MostRecordBytes, Separator = ',' }, leaveOpen: false);
        for (var isHeader = true; old.Read(); isHeader = false)
        {
            if (!isHeader)
            {
                var cells = old.Current.ToArray();
                WriteRecord([.. cells[.._written], .. added], cells[_written..]);
            }
        }
    }

    private void WriteRecord(IEnumerable<string?> cells, IEnumerable<string?> own)
    {
        foreach (var cell in cells.Concat(own))
        {
            _csv.WriteField(cell);
        }

        _csv.EndRecord();
    }
}
