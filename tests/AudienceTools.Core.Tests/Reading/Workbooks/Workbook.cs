using System.IO.Compression;
using System.Text;

namespace AudienceTools.Core.Tests.Reading.Workbooks;

/// <summary>Makes .xlsx workbooks, hostile ones too, from the XML of their parts.</summary>
internal sealed class Workbook
{
    public const string Namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private readonly List<(string Name, string State, string Target)> _sheets = [];
    private readonly Dictionary<string, Action<Stream>> _parts = new(StringComparer.Ordinal);
    private string _properties = "";

    /// <summary>A workbook with one sheet of these rows.</summary>
    public static byte[] Of(string rows) => new Workbook().Sheet("Sheet1", rows).ToBytes();

    /// <summary>A cell with an inline text.</summary>
    public static string Text(string text) => $"<c t=\"inlineStr\"><is><t>{text}</t></is></c>";

    public Workbook Sheet(string name, string rows, string state = "visible", string folder = "worksheets")
    {
        var target = $"{folder}/sheet{_sheets.Count + 1}.xml";
        _sheets.Add((name, state, target));
        return Part("xl/" + target, $"<worksheet xmlns=\"{Namespace}\"><sheetData>{rows}</sheetData></worksheet>");
    }

    public Workbook Part(string path, string text) => Part(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    public Workbook Part(string path, Action<Stream> write)
    {
        _parts[path] = write;
        return this;
    }

    /// <summary>Days are counted from 1904.</summary>
    public Workbook From1904()
    {
        _properties = "<workbookPr date1904=\"1\"/>";
        return this;
    }

    public byte[] ToBytes()
    {
        var sheets = string.Concat(_sheets.Select((sheet, i) => $"<sheet name=\"{sheet.Name}\" sheetId=\"{i + 1}\" state=\"{sheet.State}\" r:id=\"rId{i + 1}\"/>"));
        var relations = string.Concat(_sheets.Select((sheet, i) => $"<Relationship Id=\"rId{i + 1}\" Type=\"worksheet\" Target=\"{sheet.Target}\"/>"));
        _parts.TryAdd("xl/workbook.xml", Utf8($"<workbook xmlns=\"{Namespace}\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">{_properties}<sheets>{sheets}</sheets></workbook>"));
        _parts.TryAdd("xl/_rels/workbook.xml.rels", Utf8($"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}</Relationships>"));
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, write) in _parts)
            {
                using var entry = archive.CreateEntry(path, CompressionLevel.Optimal).Open();
                write(entry);
            }
        }

        return bytes.ToArray();
    }

    private static Action<Stream> Utf8(string text) => stream => stream.Write(Encoding.UTF8.GetBytes(text));
}
