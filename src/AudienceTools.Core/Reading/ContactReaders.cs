using AudienceTools.Core.Reading.Text;
using AudienceTools.Core.Reading.Workbooks;

namespace AudienceTools.Core.Reading;

/// <summary>Opens files of contacts.</summary>
public static class ContactReaders
{
    /// <summary>Opens files, which are read one after the other as one input.</summary>
    /// <param name="paths">The paths, absolute or relative to the process's folder.</param>
    /// <param name="options">How to read them.</param>
    /// <returns>A reader that owns the files until it is disposed.</returns>
    /// <exception cref="AudienceException">One of them isn't there, can't be opened, or is of a kind that isn't read.</exception>
    public static IContactReader OpenFiles(IReadOnlyList<string> paths, ReaderOptions options)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return new FilesContactReader(paths, options);
    }

    /// <summary>Opens a file; what it holds decides how it is read, its name only where that leaves a choice.</summary>
    /// <param name="path">The path of the file, absolute or relative to the process's folder.</param>
    /// <param name="options">How to read it.</param>
    /// <returns>A reader that owns the file until it is disposed.</returns>
    /// <exception cref="ArgumentException">The delimiter can't be one.</exception>
    /// <exception cref="AudienceException">There is no such file, it can't be opened, or it is of a kind that isn't read.</exception>
    public static IContactReader OpenFile(string path, ReaderOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Delimiter is { } delimiter && (char.IsSurrogate(delimiter) || delimiter is '"' or '\r' or '\n' or '\0'))
        {
            throw new ArgumentException("A delimiter is one character, and neither a quote nor a line end.", nameof(options));
        }

        var file = SourceFile.Open(path);
        try
        {
            return file.Peek(8) switch
            {
                [] => throw new AudienceException(AudienceErrorCode.EmptyInput, $"'{file.Name}' is empty. It needs a first line "
                    + "that names the columns."),
                [(byte)'P', (byte)'K', 3 or 5, ..] => new XlsxContactReader(file, options),
                [0xD0, 0xCF, 0x11, 0xE0, ..] => throw new AudienceException(AudienceErrorCode.UnsupportedFormat, $"'{file.Name}' is "
                    + "a workbook of the old .xls kind, or one with a password. Save it as .xlsx without a password, or as CSV."),
                _ => new CsvContactReader(file, options),
            };
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
