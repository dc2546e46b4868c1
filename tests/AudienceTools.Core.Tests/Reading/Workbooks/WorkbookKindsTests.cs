using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Tests.Reading.Workbooks;

/// <summary>Workbooks as other programs than Excel write them.</summary>
public class WorkbookKindsTests
{
    private const string Phone = "<row r=\"1\"><c t=\"inlineStr\"><is><t>Phone</t></is></c><c t=\"inlineStr\"><is><t>When</t></is></c></row>";
    private const string Strict = "http://purl.oclc.org/ooxml";

    // Phone numbers and postcodes with formats, as a spreadsheet shows them.
    [Fact]
    public async Task Cells_come_as_they_are_shown()
    {
        var rows = await ReadAsync(new Workbook()
            .Sheet("Leads", Phone + "<row r=\"2\"><c s=\"1\"><v>442079460901</v></c><c s=\"2\"><v>1234</v></c></row><row r=\"3\"><c s=\"1\"><v>919800000001</v></c><c s=\"2\"><v>987</v></c></row>")
            .Part("xl/styles.xml", Styles("&quot;+&quot;0", "00000")));
        Assert.Equal(["+442079460901", "01234", "+919800000001", "00987"], rows.SelectMany(row => row.Values));
    }

    [Fact]
    public async Task Cells_of_all_types_are_text()
    {
        var rows = await ReadAsync(new Workbook()
            .Sheet("Leads", Phone + """
                <row r="2"><c s="0"><v>4.42079460901E11</v></c><c s="1"><v>46354.5</v></c></row>
                <row r="3"><c t="b"><v>true</v></c><c t="b"><v>0</v></c></row>
                <row r="4"><c t="d"><v>2026-11-28T09:00:00</v></c><c t="d"><v>2026-11-28</v></c></row>
                <row r="5"><c t="d" s="3"><v>1899-12-31T06:00:00</v></c><c t="d" s="3"><v>06:00:00</v></c></row>
                <row r="6"><c t="d"><v>2026-11-28T09:00:00Z</v></c><c t="d"><v>soon</v></c></row>
                <row r="7"><c s="2"><v>1.5</v></c><c s="3"><v>0.25</v></c></row>
                <row r="8"><c t="str"><f>A1</f><v>a_x000D_b</v></c><c t="inlineStr"><is><r><t>a</t></r><r><t xml:space="preserve"> b</t></r><rPh><t>no</t></rPh></is></c></row>
                """)
            .Part("xl/styles.xml", Styles("dd/mm/yyyy hh:mm", "[h]:mm", "hh:mm")));
        Assert.Equal(
            [
                "442079460901", "2026-11-28T12:00:00", "true", "false", "2026-11-28T09:00:00", "2026-11-28", "06:00", "06:00", "2026-11-28T09:00:00Z", "soon",
                "36:00", "06:00", "a\rb", "a b",
            ],
            rows.SelectMany(row => row.Values));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("true")]
    public async Task Days_from_1904_are_known_in_both_ways_to_say_so(string value)
    {
        var workbook = Dated().Part("xl/workbook.xml", MainPart($"<workbookPr date1904=\"{value}\"/>"));
        Assert.Equal("2023-03-15", Assert.Single(await ReadAsync(workbook)).Values[1]);
    }

    [Theory]
    [InlineData("0", "2019-03-14")]
    [InlineData("false", "2019-03-14")]
    public async Task Days_are_from_1900_otherwise(string value, string day)
    {
        var workbook = Dated().Part("xl/workbook.xml", MainPart($"<workbookPr date1904=\"{value}\"/>"));
        Assert.Equal(day, Assert.Single(await ReadAsync(workbook)).Values[1]);
    }

    [Fact]
    public async Task A_number_too_large_for_a_length_of_time_is_its_digits()
    {
        foreach (var format in new[] { "[Magenta]0", "[h]:mm", "[mm]:ss" })
        {
            var workbook = new Workbook().Sheet("A", Phone + "<row><c s=\"1\"><v>442079460958</v></c></row>").Part("xl/styles.xml", Styles(format));
            Assert.Equal("442079460958", Assert.Single(await ReadAsync(workbook)).Values[0]);
        }
    }

    [Theory]
    [InlineData("worksheets/sheet1.xml")]
    [InlineData("./worksheets/sheet1.xml")]
    [InlineData("/xl/worksheets/sheet1.xml")]
    [InlineData("/xl/./worksheets/sheet1.xml")]
    [InlineData("../xl/worksheets/sheet1.xml")]
    [InlineData("worksheets%2Fsheet1.xml")]
    [InlineData("WORKSHEETS\\sheet1.xml")]
    public async Task A_part_is_found_by_any_link_to_it(string target)
    {
        var workbook = Dated().Part("xl/_rels/workbook.xml.rels", Relations($"<Relationship Id=\"rId1\" Type=\"x/worksheet\" Target=\"{target}\"/>"));
        Assert.Single(await ReadAsync(workbook));
    }

    [Fact]
    public async Task The_parts_may_have_other_names()
    {
        var workbook = new Workbook()
            .Part("_rels/.rels", Relations("<Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"/book/main.xml\"/>"))
            .Part("book/main.xml", MainPart(""))
            .Part("book/_rels/main.xml.rels", Relations("<Relationship Id=\"rId1\" Type=\"x/worksheet\" Target=\"1.xml\"/><Relationship Id=\"b\" Type=\"x/sharedStrings\" Target=\"t.xml\"/><Relationship Id=\"c\" Type=\"x/styles\" Target=\"s.xml\"/>"))
            .Part("book/1.xml", $"<worksheet xmlns=\"{Workbook.Namespace}\"><sheetData><row><c t=\"s\"><v>0</v></c></row><row><c s=\"1\"><v>1234</v></c></row></sheetData></worksheet>")
            .Part("book/t.xml", $"<sst xmlns=\"{Workbook.Namespace}\"><si><t>Phone</t></si></sst>")
            .Part("book/s.xml", Styles("00000"));
        var row = Assert.Single(await ReadAsync(workbook));
        Assert.Equal(("Phone", "01234"), (row.Header.Names[0], row.Values[0]));
    }

    [Fact]
    public async Task A_strict_workbook_is_read()
    {
        var workbook = new Workbook()
            .Part("xl/workbook.xml", $"<workbook xmlns=\"{Strict}/spreadsheetml/main\" xmlns:r=\"{Strict}/officeDocument/relationships\" conformance=\"strict\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>")
            .Part("xl/_rels/workbook.xml.rels", Relations($"<Relationship Id=\"rId1\" Type=\"{Strict}/officeDocument/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/>"))
            .Part("xl/sharedStrings.xml", $"<sst xmlns=\"{Strict}/spreadsheetml/main\"><si><t>Phone</t></si></sst>")
            .Part("xl/styles.xml", Styles("hh:mm").Replace(Workbook.Namespace, $"{Strict}/spreadsheetml/main", StringComparison.Ordinal))
            .Part("xl/worksheets/sheet1.xml", $"<worksheet xmlns=\"{Strict}/spreadsheetml/main\"><sheetData><row><c t=\"s\"><v>0</v></c><c t=\"inlineStr\"><is><t>When</t></is></c></row><row><c><v>442079460901</v></c><c s=\"1\" t=\"d\"><v>1899-12-30T06:00:00</v></c></row></sheetData></worksheet>");
        Assert.Equal(["442079460901", "06:00"], Assert.Single(await ReadAsync(workbook)).Values.AsEnumerable());
    }

    private static Workbook Dated() =>
        new Workbook().Sheet("A", Phone + "<row r=\"2\"><c><v>442079460901</v></c><c s=\"1\"><v>43538</v></c></row>").Part("xl/styles.xml", Styles("yyyy\\-mm\\-dd"));

    private static string Styles(params string[] formats) => $"""
        <styleSheet xmlns="{Workbook.Namespace}"><numFmts>{string.Concat(formats.Select((format, i) => $"<numFmt numFmtId=\"{164 + i}\" formatCode=\"{format}\"/>"))}</numFmts>
        <cellXfs><xf numFmtId="0"/>{string.Concat(formats.Select((_, i) => $"<xf numFmtId=\"{164 + i}\"/>"))}</cellXfs></styleSheet>
        """;

    private static string MainPart(string properties) =>
        $"<workbook xmlns=\"{Workbook.Namespace}\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">{properties}<sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";

    private static string Relations(string relations) =>
        $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}</Relationships>";

    private static async Task<List<SourceRow>> ReadAsync(Workbook workbook)
    {
        using var file = new Input(workbook.ToBytes(), ".xlsx");
        return await file.ReadAsync();
    }
}
