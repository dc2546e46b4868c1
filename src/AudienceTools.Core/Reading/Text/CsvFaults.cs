using System.Text;
using System.Text.Unicode;
using CsvHelper;

namespace AudienceTools.Core.Reading.Text;

/// <summary>The errors that end the reading of a text file.</summary>
/// <param name="source">The file's name.</param>
/// <param name="warn">Is told what is no error; null for nobody.</param>
internal sealed class CsvFaults(string source, Action<string>? warn)
{
    private readonly MistakenLatin1 _mistaken = new(source, warn);

    /// <summary>Refuses what can't be trusted, and all behind it neither.</summary>
    /// <param name="record">A record as it was read, in UTF-8.</param>
    /// <param name="line">The line on which it begins.</param>
    /// <param name="row">Its number.</param>
    /// <param name="encoding">What the file is in.</param>
    /// <param name="malformed">What the library found wrong with its quotes.</param>
    /// <exception cref="AudienceException">It isn't text in that encoding, or a quote of it isn't closed.</exception>
    public void Check(ReadOnlySpan<byte> record, long line, long row, Encoding encoding, CsvMalformedReason? malformed)
    {
        if (!Utf8.IsValid(record) || record.IndexOf("\uFFFF"u8) >= 0)
        {
            throw WrongEncoding(line, row, encoding);
        }

        if (record.Contains((byte)0))
        {
            throw Nul(line, row);
        }

        // A cell that goes on over several lines until a quote in the middle of another cell ends it: the rows between have been swallowed.
        if (malformed is CsvMalformedReason.UnterminatedQuote
            || (malformed is CsvMalformedReason.TextAfterClosingQuote && record.IndexOfAny((byte)'\n', (byte)'\r') >= 0))
        {
            throw NotClosed(line, row);
        }

        _mistaken.Look(record, line, encoding);
    }

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

    private AudienceException WrongEncoding(long line, long row, Encoding encoding) => Fail(
        AudienceErrorCode.WrongEncoding,
        $"line {line} (row {row}) isn't {encoding.WebName.ToUpperInvariant()}. Name the encoding that the file was saved in with "
            + "-Encoding, for instance -Encoding windows-1252.");

    private AudienceException Nul(long line, long row) => Fail(
        AudienceErrorCode.DamagedFile,
        $"line {line} (row {row}) holds a NUL character. The file isn't text, or it is UTF-16 without a byte order mark: then use "
            + "-Encoding Unicode.");

    private AudienceException Fail(AudienceErrorCode code, string what, Exception? inner = null) => new(code, $"'{source}': {what}", inner);
}
