using System.Globalization;
using System.Security;
using System.Text;
using AudienceTools.Core.Reading;
using AudienceTools.Core.Tests.Reading.Workbooks;

namespace AudienceTools.Core.Tests.Reading.Fuzz;

/// <summary>Workbooks by chance.</summary>
internal static class WorkbookFuzz
{
    public static FuzzFile Make(Random random)
    {
        var names = FuzzTexts.Names(random);
        var texts = new List<string>();
        var xml = new StringBuilder();
        var row = random.Next(1, 4);
        Append(xml, row, names.Select(name => Text(random, name, texts)));
        var rows = new List<ExpectedRow>();
        for (var count = random.Next(30); count > 0; count--)
        {
            row += random.Next(10) == 0 ? random.Next(1, 50) : 1;
            var (cells, values) = Cells(random, names.Length, texts);
            Append(xml, row, cells);
            rows.Add(new ExpectedRow(row, values, values.Length > names.Length));
        }

        var workbook = new Workbook();
        var isNamed = random.Next(3) == 0;
        if (random.Next(3) == 0)
        {
            workbook.Sheet("Old", "<row><c><v>1</v></c></row>", state: isNamed ? "visible" : "hidden");
        }

        workbook.Sheet("Leads", xml.ToString());
        if (texts.Count > 0)
        {
            workbook.Part("xl/sharedStrings.xml", $"<sst xmlns=\"{Workbook.Namespace}\">{string.Concat(texts.Select(text => $"<si>{Element(text)}</si>"))}</sst>");
        }

        return new FuzzFile(workbook.ToBytes(), rows) { Options = new ReaderOptions { WorksheetName = isNamed ? "Leads" : null } };
    }

    private static (IEnumerable<string> Cells, string?[] Values) Cells(Random random, int columns, List<string> texts)
    {
        var count = random.Next(10) == 0 ? columns + random.Next(1, 4) : random.Next(1, columns + 1);
        var cells = new List<string>();
        var values = new string?[Math.Max(count, columns)];
        for (var i = 0; i < count; i++)
        {
            // The last one of a long row must not be empty, or the row isn't long.
            var kind = i == 0 || i == count - 1 ? random.Next(2) : random.Next(5);
            values[i] = kind switch
            {
                0 => FuzzTexts.Number(random),
                1 => FuzzTexts.Number(random)[1..],
                2 => FuzzTexts.Cell(random),
                3 => "true",
                _ => null,
            };
            cells.Add(kind switch
            {
                0 or 2 => Text(random, values[i]!, texts),
                1 => $"<c><v>{values[i]}</v></c>",
                3 => "<c t=\"b\"><v>1</v></c>",
                _ => "<c/>",
            });
        }

        return (cells, values);
    }

    private static string Text(Random random, string text, List<string> texts)
    {
        if (random.Next(2) == 0)
        {
            return $"<c t=\"inlineStr\"><is>{Element(text)}</is></c>";
        }

        texts.Add(text);
        return string.Create(CultureInfo.InvariantCulture, $"<c t=\"s\"><v>{texts.Count - 1}</v></c>");
    }

    // A carriage return would come back as a line feed, as XML has it.
    private static string Element(string text) =>
        $"<t xml:space=\"preserve\">{SecurityElement.Escape(text)!.Replace("\r", "&#13;", StringComparison.Ordinal)}</t>";

    private static void Append(StringBuilder xml, int row, IEnumerable<string> cells) =>
        xml.Append(CultureInfo.InvariantCulture, $"<row r=\"{row}\">{string.Concat(cells)}</row>");
}
