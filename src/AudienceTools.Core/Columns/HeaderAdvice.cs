using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Columns;

/// <summary>What a header that doesn't tell the phone column may be instead, so that the error names the likely cause.</summary>
/// <remarks>No message shows the cells of a line that may be a row: they are somebody's data.</remarks>
internal sealed class HeaderAdvice(RowHeader header, IReadOnlyList<string> names, ColumnOptions options)
{
    private static readonly (char Delimiter, string Name)[] s_delimiters = [(';', "';'"), ('\t', "\"`t\""), ('|', "'|'"), (',', "','"), ('؛', "'؛'")];

    /// <summary>Whether a lone column holds the numbers whatever it is called: the user named it, or it comes from a failure file, which
    /// has the column of an import.</summary>
    public bool MayBeLone => header.IsGiven || names.Count < header.Names.Count;

    /// <summary>An error about the columns, which names the file that they are of.</summary>
    public AudienceException Fault(AudienceErrorCode code, string sentence) => new(code, header.Said(sentence));

    /// <summary>Throws where the line that was taken for the header isn't one, although columns of known names are there.</summary>
    /// <exception cref="AudienceException">It is a title, and the header comes below; or it is a row.</exception>
    public void ThrowIfNoHeader(int[] candidates)
    {
        if (header.IsGiven || header.IsChosen)
        {
            return;
        }

        if (LooksLikeHeader() is { } line && Filled(line.Cells) > Filled(names))
        {
            throw NotTheHeader(line.Row);
        }

        // Such as a list without a header whose rows begin with “Mobile”.
        if (candidates is [var phone] && header.Below.Count > 0 && names.Any(DataText.IsNumber)
            && header.Below.All(below => phone >= below.Cells.Count || below.Cells[phone]?.Any(char.IsDigit) is not true))
        {
            throw HoldsRow();
        }
    }

    /// <summary>Throws where the names that are there are none, before a message lists them.</summary>
    /// <exception cref="AudienceException">The delimiter is another one, the header is another line, or there is none.</exception>
    public void ThrowIfNoNames()
    {
        if (header.IsQuotedWhole && names.SelectMany(static name => s_delimiters.Where(known => IsList(name, known.Delimiter))).ToList() is [var within, ..])
        {
            throw QuotedWhole(within.Name);
        }

        if (names.Select(Delimiter).FirstOrDefault(static found => found is not null) is { } delimiter)
        {
            throw ManyAsOne(delimiter);
        }

        if (header.IsGiven)
        {
            return;
        }

        if ((LooksLikeHeader() ?? Fuller()) is { } line)
        {
            throw NotTheHeader(line.Row);
        }

        if (names.Any(DataText.IsData) || names.All(static name => name.Length == 0 || DataText.IsDigits(name)))
        {
            throw HoldsRow();
        }

        if (Width() is var width && width > (Filled(names) == 1 ? 1 : names.Count))
        {
            throw Narrow(width);
        }
    }

    /// <summary>The error where no column is known for phone numbers.</summary>
    /// <exception cref="AudienceException">The names that are there are none.</exception>
    public AudienceException NoPhoneColumn()
    {
        ThrowIfNoNames();
        return new AudienceException(AudienceErrorCode.NoPhoneColumn, header.Said(names.Count == 1 && header.Source is not null
            ? $"the only column is called {ShownNames.List(names)}, which isn't known for phone numbers. If that is its name, use -PhoneColumn; if it "
                + "is a row, name the column with -Header, for instance -Header phone."
            : $"no column has a name that is known for phone numbers. There are: {ShownNames.List(names)}. Name the column with -PhoneColumn."));
    }

    private static int Filled(IReadOnlyList<string?> cells) => cells.Count(static cell => !string.IsNullOrWhiteSpace(cell));

    // A line with a name for phone numbers and nothing that only a row has.
    private LineBelow? LooksLikeHeader() => First(line => line.Cells.Any(cell => cell is not null && IsPhoneName(cell)));

    // A line with more names than the one that was taken has.
    private LineBelow? Fuller() => First(line => Filled(line.Cells) == line.Cells.Count && line.Cells.Count > Filled(names));

    // How many cells most of the lines below have, up to the last that isn't empty.
    private int Width() => header.Below
        .CountBy(static line => line.Cells.Count - line.Cells.Reverse().TakeWhile(string.IsNullOrWhiteSpace).Count())
        .OrderByDescending(static width => width.Value)
        .FirstOrDefault()
        .Key;

    private LineBelow? First(Func<LineBelow, bool> isSought) =>
        header.Below.Where(line => isSought(line) && !line.Cells.Any(DataText.IsData)).Cast<LineBelow?>().FirstOrDefault();

    private string? Delimiter(string name)
    {
        foreach (var (delimiter, shown) in s_delimiters)
        {
            var parts = name.Split(delimiter);
            if (parts.Length > 1
                && (parts.Any(part => IsPhoneName(part.Trim(' ', '"')))
                    || (names.Count == 1 && delimiter is not ',' && parts.All(static part => part.Trim().Length > 0 && !DataText.IsData(part)))))
            {
                return shown;
            }
        }

        return null;
    }

    private bool IsPhoneName(string name) =>
        PhoneColumnNames.IsKnown(name)
        || IsSame(name, options.PhoneTarget)
        || (options.PhoneColumn is { } given && IsSame(name, given))
        || options.ColumnMap?.Any(pair => IsSame(pair.Value, options.PhoneTarget) && IsSame(pair.Key, name)) is true;

    private static bool IsSame(string a, string b) => string.Equals(a.Trim(), b.Trim(), StringComparison.OrdinalIgnoreCase);

    // A text that has the delimiter between names or before a number, so that it is no name with a comma in it.
    private static bool IsList(string text, char delimiter) =>
        text.Split(delimiter) is { Length: > 1 } parts
        && parts.Any(static part => part.Trim(' ', '"') is var bare && (PhoneColumnNames.IsKnown(bare) || DataText.IsNumber(bare)));

    // Import-Csv parts by commas where nothing else is asked for: a comma that parts nothing stands in quotes, or something else was.
    private AudienceException ManyAsOne(string delimiter) => new(
        AudienceErrorCode.NoPhoneColumn,
        header.Said($"the names of several columns came as one: the cells are parted by {delimiter}. Use "
            + (header.Source is null ? $"Import-Csv (or ConvertFrom-Csv) -Delimiter {delimiter}." : $"-Delimiter {delimiter}.")
            + (header.Source is null && delimiter is "','" ? $" If that is how they were parted, each line stands in quotes as a whole. {Unquoted("list.csv", delimiter)}" : "")));

    private AudienceException QuotedWhole(string delimiter) => new(
        AudienceErrorCode.NoPhoneColumn,
        header.Said($"each line stands in quotes as a whole, so that all of its cells are one. {Unquoted(header.Source!, delimiter)}"));

    private static string Unquoted(string file, string delimiter) =>
        $"Save the file anew without them, or take them off: Import-Csv '{file.Replace("'", "''", StringComparison.Ordinal)}' -Header Line | "
        + $"ForEach-Object Line | ConvertFrom-Csv{(delimiter is "','" ? "" : $" -Delimiter {delimiter}")} | Add-AudienceContact …";

    private AudienceException Narrow(int width) => new(
        AudienceErrorCode.MissingHeader,
        header.Said($"line {header.Row} doesn't name the columns: it has {(Filled(names) == 1 ? "1 cell" : $"{Filled(names)} cells")} where most lines below "
            + $"have {width}. If no line names them, use -Header with {width} names and -HeaderRow {header.Row}."));

    private AudienceException NotTheHeader(long line) => new(
        AudienceErrorCode.MissingHeader,
        header.Said($"line {header.Row} doesn't name the columns. Line {line} looks as if it did: use -HeaderRow {line}."));

    private AudienceException HoldsRow() => new(
        AudienceErrorCode.MissingHeader,
        header.Said((header.Row is { } row ? $"line {row}" : "the first line") + " holds what a row holds, such as a phone number, where the names "
            + "of the columns should stand. Name them with -Header, for instance -Header phone,name"
            + (header.Row is null ? ", of Import-Csv or ConvertFrom-Csv" : "")
            + "; if the line does name them, say with -PhoneColumn which one holds the numbers."));
}
