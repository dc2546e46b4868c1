using System.Text;

namespace AudienceTools.Core.Reading;

/// <summary>How files are read. What isn't set is found out from the file.</summary>
public sealed record ReaderOptions
{
    /// <summary>What parts the cells of a text file, one character. By default what its <c>sep=</c> line says, or else what fits of
    /// <c>, ; | ؛</c> and tab: what gives the first records the same number of cells, and a header that makes sense.</summary>
    public char? Delimiter { get; init; }

    /// <summary>
    /// The encoding of a text file that has no byte order mark; a mark goes before this. By default UTF-8, or UTF-16 where the first bytes
    /// are evidently that.
    /// </summary>
    public Encoding? Encoding { get; init; }

    /// <summary>The worksheet of a workbook, in any case. By default the first one that isn't hidden.</summary>
    public string? WorksheetName { get; init; }

    /// <summary>The names of the columns of a file that has no line with names: its first line is a row then. Null to take the names from
    /// the file.</summary>
    public IReadOnlyList<string>? Header { get; init; }

    /// <summary>The line of a text file, or the row of a worksheet, that names the columns, counted from 1; what stands above it is passed
    /// over. Null for the first one.</summary>
    public int? HeaderRow { get; init; }

    /// <summary>Whether rows that a worksheet hides, by hand or by a filter, are left out.</summary>
    public bool SkipHiddenRow { get; init; }

    /// <summary>Is told what the user should know of a file that is read all the same; null for nobody.</summary>
    public Action<string>? OnWarning { get; init; }

    /// <summary>The largest row of a worksheet, in bytes of its XML; 1 MiB by default. A text file's may have twice that in UTF-8.</summary>
    public int MaxRowBytes { get; init; } = 1 << 20;

    /// <summary>The most columns; 4,096 by default.</summary>
    public int MaxColumns { get; init; } = 4096;

    /// <summary>The most bytes that a workbook may have when inflated, all parts together; 4 GiB by default.</summary>
    public long MaxInflatedBytes { get; init; } = 4L << 30;

    /// <summary>
    /// The most bytes of a workbook's parts that are held in memory, above all its table of texts, when inflated; 128 MiB by default. They
    /// take some three times that.
    /// </summary>
    public long MaxHeldBytes { get; init; } = 128L << 20;
}
