namespace AudienceTools.Core.Reading;

/// <summary>
/// Which line of a file names the columns, the same for all kinds of files that have lines: the first one with something in it, the one
/// that <see cref="ReaderOptions.HeaderRow"/> says, or none where <see cref="ReaderOptions.Header"/> gives the names.
/// </summary>
/// <remarks>
/// Lines are counted as rows are (<see cref="SourceRow.RowNumber"/>): as a spreadsheet shows them, so that a record with line ends in
/// quotes is one, and a line with nothing in it is one too. With <see cref="ReaderOptions.Header"/> alone the first line is row 1; with
/// both, what stands down to the header row is passed over. A reader asks <see cref="IsAbove"/> of each line, takes the header from
/// <see cref="Given"/> or else from <see cref="Named"/>, and <see cref="None"/> where the file ends before.
/// </remarks>
internal sealed class HeaderLine(ReaderOptions options, string source)
{
    /// <summary>How many lines below the header go with it, so that an error can name the one that looks like the header.</summary>
    public const int MostBelow = 20;

    /// <summary>Whether a line stands above the rows, and doesn't name the columns either.</summary>
    public bool IsAbove(long row) => options.HeaderRow is { } header && (options.Header is null ? row < header : row <= header);

    /// <summary>The header that <see cref="ReaderOptions.Header"/> gives; null where a line has the names.</summary>
    public RowHeader? Given() => options.Header is { } names ? new RowHeader(names) { Source = source, IsGiven = true } : null;

    /// <summary>The header of the first line that isn't above.</summary>
    /// <param name="row">The number of the line.</param>
    /// <param name="names">What stands in it.</param>
    /// <param name="below">The first lines below that have something in them; fewer than <see cref="MostBelow"/> will do.</param>
    /// <param name="areExact">Whether blanks around names belong to them, as within quotes; else they come off.</param>
    /// <param name="isQuotedWhole">Whether all of the line stands in quotes.</param>
    /// <exception cref="AudienceException">There is nothing in the line that was named.</exception>
    public RowHeader Named(long row, IReadOnlyList<string> names, IReadOnlyList<LineBelow> below, bool areExact = false, bool isQuotedWhole = false) =>
        options.HeaderRow is { } wanted && wanted != row
            ? throw Fail(AudienceErrorCode.MissingHeader, $"line {wanted}, which -HeaderRow names, has nothing in it. Lines are counted "
                + "from 1, empty ones too.")
            : new RowHeader(areExact ? names : [.. names.Select(static name => name.Trim())])
            {
                Source = source, Row = row, IsChosen = options.HeaderRow is not null, IsQuotedWhole = isQuotedWhole, Below = below,
            };

    /// <summary>The error of a file that ends before its header, or has no row below where names were given.</summary>
    /// <param name="lines">How many lines there are; 0 where nothing is in them.</param>
    /// <param name="hint">A sentence that goes on where the file has nothing in it.</param>
    public AudienceException None(long lines, string hint = "It needs a first line that names the columns.") => Fail(
        AudienceErrorCode.EmptyInput,
        options.HeaderRow is { } wanted && lines > 0
            ? $"it ends at line {lines}, and -HeaderRow names line {wanted}."
            : $"there is nothing in it. {hint}");

    private AudienceException Fail(AudienceErrorCode code, string what) => new(code, $"'{source}': {what}");
}

/// <summary>A line below the header as it came.</summary>
/// <param name="Row">Its number.</param>
/// <param name="Cells">Its cells; null or empty where there is nothing.</param>
internal readonly record struct LineBelow(long Row, IReadOnlyList<string?> Cells);
