using AudienceTools.Core.Reading.Kinds;
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

    /// <summary>Opens a file; what it holds decides how it is read, whatever its name.</summary>
    /// <param name="path">The path of the file, absolute or relative to the process's folder.</param>
    /// <param name="options">How to read it.</param>
    /// <returns>A reader that owns the file until it is disposed.</returns>
    /// <exception cref="ArgumentException">The delimiter can't be one.</exception>
    /// <exception cref="AudienceException">There is no such file, it can't be opened, it is of a kind that isn't read, or an option is for files
    /// of another kind.</exception>
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
            var kind = FileKinds.Tell(file, options);
            RefuseForeign(kind, file.Name, options);
            return kind switch
            {
                FileKind.Workbook => new XlsxContactReader(file, options),
                FileKind.Json => new JsonContactReader(file, options),
                _ => new CsvContactReader(file, options),
            };
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    // What would change nothing was meant to change something: the file isn't what the user takes it for.
    private static void RefuseForeign(FileKind kind, string name, ReaderOptions options)
    {
        var (what, foreign) = kind switch
        {
            FileKind.Json => ("JSON", new[]
            {
                ("-Delimiter", options.Delimiter is not null), ("-Header", options.Header is not null),
                ("-HeaderRow", options.HeaderRow is not null), ("-WorksheetName", options.WorksheetName is not null),
                ("-SkipHiddenRow", options.SkipHiddenRow),
            }),
            FileKind.Workbook => ("a workbook", [("-Delimiter", options.Delimiter is not null)]),
            _ => ("delimited text", [("-WorksheetName", options.WorksheetName is not null), ("-SkipHiddenRow", options.SkipHiddenRow)]),
        };
        if (foreign.FirstOrDefault(static parameter => parameter.Item2) is (var given, true))
        {
            throw new AudienceException(
                AudienceErrorCode.ParameterNotApplicable, $"'{name}' is {what}, for which {given} means nothing. Leave it out; give files of other kinds in a command "
                    + "of their own.");
        }
    }
}
