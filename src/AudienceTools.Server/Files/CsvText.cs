using System.Text;
using AudienceTools.Server.Http;

namespace AudienceTools.Server.Files;

/// <summary>The fields of a row of a file; the header's row is 1.</summary>
internal readonly record struct FileRecord(int Row, List<string> Fields);

/// <summary>
/// Reads CSV as RFC 4180 has it, with any line ends and the last one missing or not. It is strict where guessing would lose rows:
/// a quote that is never closed, or text behind a closing quote, is refused with its row.
/// </summary>
internal sealed class CsvText(string text)
{
    private readonly StringBuilder _field = new();
    private int _at;

    /// <summary>The number of the record that was read last; the header is 1.</summary>
    public int Row { get; private set; }

    /// <summary>Reads UTF-8 with or without its mark.</summary>
    /// <exception cref="ApiException">400 where it is something else.</exception>
    public static CsvText Decode(ReadOnlySpan<byte> file)
    {
        try
        {
            var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(file);
            return text.Contains('\0', StringComparison.Ordinal)
                ? throw ApiException.BadRequest("The file isn't a CSV file.")
                : new CsvText(text.TrimStart('\uFEFF'));
        }
        catch (DecoderFallbackException)
        {
            throw ApiException.BadRequest("The CSV file isn't valid UTF-8.");
        }
    }

    /// <summary>All records that are left.</summary>
    /// <exception cref="ApiException">400 where quotes don't fit.</exception>
    public IEnumerable<FileRecord> Records()
    {
        while (Next() is { } fields)
        {
            yield return new FileRecord(Row, fields);
        }
    }

    /// <summary>The next record that isn't an empty line; null at the end.</summary>
    /// <exception cref="ApiException">400 where quotes don't fit.</exception>
    public List<string>? Next()
    {
        while (_at < text.Length)
        {
            Row++;
            var record = Record();
            if (record is not [""])
            {
                return record;
            }
        }

        return null;
    }

    private List<string> Record()
    {
        var fields = new List<string>();
        while (true)
        {
            fields.Add(_at < text.Length && text[_at] == '"' ? Quoted() : Plain());
            if (_at >= text.Length)
            {
                return fields;
            }

            var separator = text[_at++];
            if (separator == '\r' && _at < text.Length && text[_at] == '\n')
            {
                _at++;
            }

            if (separator is '\r' or '\n')
            {
                return fields;
            }
        }
    }

    private string Plain()
    {
        var length = text.AsSpan(_at).IndexOfAny(',', '\r', '\n');
        var field = length < 0 ? text[_at..] : text.Substring(_at, length);
        _at += field.Length;
        return field;
    }

    private string Quoted()
    {
        _field.Clear();
        for (_at++; ; _at++)
        {
            var length = text.AsSpan(_at).IndexOf('"');
            if (length < 0)
            {
                throw ApiException.BadRequest($"Row {Row} of the CSV file has a quote that is never closed.");
            }

            _field.Append(text, _at, length);
            _at += length + 1;
            if (_at >= text.Length || text[_at] is ',' or '\r' or '\n')
            {
                return _field.ToString();
            }

            if (text[_at] != '"')
            {
                throw ApiException.BadRequest($"Row {Row} of the CSV file has text behind a closing quote.");
            }

            _field.Append('"');
        }
    }
}
