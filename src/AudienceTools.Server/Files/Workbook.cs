using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using AudienceTools.Core.Contacts;
using AudienceTools.Server.Http;

namespace AudienceTools.Server.Files;

/// <summary>
/// Reads the first worksheet of an Office Open XML workbook (ECMA-376, .xlsx), row by row. Bytes are counted as they inflate,
/// since what an archive says of its sizes may be a lie. Numbers come as their digits, dates as ISO 8601 has them.
/// </summary>
internal sealed class Workbook : IDisposable
{
    private const long MaximumInflatedBytes = 64 * 1024 * 1024;
    private const int MaximumColumns = 500;
    private const int MaximumTexts = 1_000_000;
    private const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    // Beyond 15 digits Excel has rounded, and nobody can tell what stood there.
    private const decimal ExactNumbers = 1_000_000_000_000_000;

    private static readonly XmlReaderSettings s_settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        XmlResolver = null,
    };

    private readonly ZipArchive _archive;
    private long _inflated;

    private Workbook(byte[] file) => _archive = new ZipArchive(new MemoryStream(file, writable: false), ZipArchiveMode.Read);

    /// <summary>Whether a file is a zip archive, as workbooks are.</summary>
    public static bool IsOne(ReadOnlySpan<byte> file) => file.StartsWith("PK\x03\x04"u8);

    /// <summary>Reads the rows that aren't empty.</summary>
    /// <exception cref="ApiException">400 where it is no workbook, is damaged or inflates to too much.</exception>
    public static IEnumerable<FileRecord> Read(byte[] file)
    {
        using var workbook = Guard(() => new Workbook(file));
        using var records = workbook.Records().GetEnumerator();
        while (Guard(records.MoveNext))
        {
            yield return records.Current;
        }
    }

    public void Dispose() => _archive.Dispose();

    /// <summary>Neither archives nor XML have one exception for damage.</summary>
    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidDataException or XmlException or IOException or NotSupportedException or ArgumentException)
        {
            throw ApiException.BadRequest("The file isn't a workbook that can be read.");
        }
    }

    private IEnumerable<FileRecord> Records()
    {
        var texts = ReadTexts();
        var dates = ReadDates();
        using var xml = Open(FirstSheet()) ?? throw new InvalidDataException();
        var row = 0;
        while (Find(xml, "row"))
        {
            row = int.TryParse(xml.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : row + 1;
            var fields = ReadRow(xml, texts, dates);
            if (fields.Count > 0)
            {
                yield return new FileRecord(row, fields);
            }
        }
    }

    /// <summary>The fields of a row up to the last that isn't empty.</summary>
    private static List<string> ReadRow(XmlReader xml, List<string> texts, WorkbookDates dates)
    {
        var fields = new List<string>();
        if (xml.IsEmptyElement)
        {
            return fields;
        }

        using var cells = xml.ReadSubtree();
        var column = 0;
        while (Find(cells, "c"))
        {
            column = ColumnOf(cells.GetAttribute("r")) ?? column + 1;
            if (column > MaximumColumns)
            {
                throw ApiException.BadRequest($"A workbook takes at most {MaximumColumns} columns.");
            }

            var text = ReadCell(cells, texts, dates);
            if (text.Length > 0)
            {
                while (fields.Count < column)
                {
                    fields.Add(string.Empty);
                }

                fields[column - 1] = text;
            }
        }

        return fields;
    }

    private static string ReadCell(XmlReader xml, List<string> texts, WorkbookDates dates)
    {
        if (xml.IsEmptyElement)
        {
            return string.Empty;
        }

        var type = xml.GetAttribute("t");
        var style = xml.GetAttribute("s");
        using var cell = xml.ReadSubtree();
        if (type == "inlineStr")
        {
            return ReadText(cell);
        }

        var value = Find(cell, "v") ? cell.ReadElementContentAsString() : string.Empty;
        return type switch
        {
            "s" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < texts.Count
                ? texts[index]
                : throw new InvalidDataException(),
            "e" => throw ApiException.BadRequest("A cell of the workbook holds an error, such as #N/A."),
            null or "n" when dates.Read(style, value) is { } date => date,
            null or "n" when decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && decimal.IsInteger(number)
                && Math.Abs(number) < ExactNumbers => number.ToString("0", CultureInfo.InvariantCulture),
            _ => value,
        };
    }

    private WorkbookDates ReadDates()
    {
        using var workbook = Open("xl/workbook.xml") ?? throw new InvalidDataException();
        var from1904 = Find(workbook, "workbookPr") && workbook.GetAttribute("date1904") is "1" or "true";
        using var styles = Open("xl/styles.xml");
        return new WorkbookDates(styles, from1904);
    }

    private List<string> ReadTexts()
    {
        var texts = new List<string>();
        using var xml = Open("xl/sharedStrings.xml");
        while (xml is not null && Find(xml, "si"))
        {
            if (texts.Count == MaximumTexts)
            {
                throw ApiException.BadRequest($"A workbook takes at most {MaximumTexts} texts.");
            }

            using var item = xml.ReadSubtree();
            texts.Add(ReadText(item));
        }

        return texts;
    }

    /// <summary>A text may stand in runs of different looks; how it is pronounced isn't part of it.</summary>
    private static string ReadText(XmlReader xml)
    {
        var text = new StringBuilder();
        xml.Read();
        while (!xml.EOF)
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "rPh" })
            {
                xml.Skip();
            }
            else if (xml is { NodeType: XmlNodeType.Element, LocalName: "t" })
            {
                text.Append(xml.ReadElementContentAsString());
            }
            else
            {
                xml.Read();
            }
        }

        return text.ToString();
    }

    private string FirstSheet()
    {
        using var list = Open("xl/workbook.xml") ?? throw new InvalidDataException();
        var id = Find(list, "sheet") ? list.GetAttribute("id", Relationships) : null;
        using var relations = Open("xl/_rels/workbook.xml.rels") ?? throw new InvalidDataException();
        while (Find(relations, "Relationship"))
        {
            if (id is not null && relations.GetAttribute("Id") == id && relations.GetAttribute("Target") is { } target)
            {
                return target.StartsWith('/') ? target[1..] : "xl/" + target;
            }
        }

        throw new InvalidDataException();
    }

    private XmlReader? Open(string path)
    {
        var entry = _archive.Entries.FirstOrDefault(
            entry => string.Equals(entry.FullName.Replace('\\', '/'), path, StringComparison.OrdinalIgnoreCase));
        return entry is null ? null : XmlReader.Create(new LimitedStream(entry.Open(), long.MaxValue, Count), s_settings);
    }

    private void Count(int bytes)
    {
        _inflated += bytes;
        if (_inflated > MaximumInflatedBytes)
        {
            throw ApiException.BadRequest($"The workbook inflates to more than {MaximumInflatedBytes / 1024 / 1024} MB.");
        }
    }

    /// <summary>Goes to the next element of that name.</summary>
    private static bool Find(XmlReader xml, string name)
    {
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == name)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>"C7" is in column 3.</summary>
    private static int? ColumnOf(string? reference)
    {
        var column = 0;
        foreach (var letter in (reference ?? string.Empty).TakeWhile(char.IsAsciiLetterUpper))
        {
            column = Math.Min((column * 26) + (letter - 'A' + 1), MaximumColumns + 1);
        }

        return column == 0 ? null : column;
    }
}
