using System.Text;

namespace AudienceTools.Core.Reading.Text;

/// <summary>The errors that end the reading of a text file.</summary>
internal sealed class CsvFaults(string source)
{
    public AudienceException HeaderQuote(long line) => Fail(
        AudienceErrorCode.DamagedFile,
        $"a quote ends in the middle of a cell of the header, line {line}. Double the quotes that belong to the text.");

    public AudienceException TooManyColumns(int count, int most) => Fail(
        AudienceErrorCode.LimitExceeded, $"the header has {count} columns, and at most {most} are read. Check that the delimiter is right.");

    public AudienceException TooLarge(long line, long row, long mostBytes, Exception? inner = null) => Fail(
        AudienceErrorCode.LimitExceeded,
        $"the row that begins on line {line} (row {row}) has more than {mostBytes} bytes. Shorten it, or look there for a quote that isn't "
            + "closed.",
        inner);

    public AudienceException NotClosed(long line, long row, Exception? inner = null) => Fail(
        AudienceErrorCode.DamagedFile,
        $"a quote in the row that begins on line {line} (row {row}) isn't closed. Close it, or double the quotes that belong to the text.",
        inner);

    public AudienceException WrongEncoding(long line, long row, Encoding encoding) => Fail(
        AudienceErrorCode.WrongEncoding,
        $"line {line} (row {row}) isn't {encoding.WebName.ToUpperInvariant()}. Name the encoding that the file was saved in with "
            + "-Encoding, for instance -Encoding Latin1.");

    public AudienceException Nul(long line, long row) => Fail(
        AudienceErrorCode.DamagedFile,
        $"line {line} (row {row}) holds a NUL character. The file isn't text, or it is UTF-16 without a byte order mark: then use "
            + "-Encoding Unicode.");

    private AudienceException Fail(AudienceErrorCode code, string what, Exception? inner = null) => new(code, $"'{source}': {what}", inner);
}
