using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Tests.Reading.Workbooks;

/// <summary>Workbooks that could mean one thing to us and another one to Excel, or that would be read for hours.</summary>
[Collection(nameof(MemoryTests))]
public class DeceptiveWorkbookTests
{
    private const long AllowedBytes = 48L << 20;
    private const string Header = "<row r=\"1\"><c t=\"inlineStr\"><is><t>phone</t></is></c></row>";
    private const string Row = "<row r=\"2\"><c><v>1</v></c></row>";

    [Theory]
    [InlineData(AudienceErrorCode.LimitExceeded, "<row r=\"1\"><row></row><c r=\"ZZZZZ1\"><v>1</v></c></row>")]
    [InlineData(AudienceErrorCode.LimitExceeded, "<row r=\"1\"><x:row xmlns:x=\"x\"></x:row><c r=\"ZZZZZ1\"><v>1</v></c></row>")]
    [InlineData(AudienceErrorCode.LimitExceeded, Header + "<row r=\"1\"><c><v>1</v></c></row>")]
    [InlineData(AudienceErrorCode.LimitExceeded, "<row r=\"0\"/>")]
    [InlineData(AudienceErrorCode.DamagedFile, Header + "<row r=\" 3\"><c><v>1</v></c></row>")]
    [InlineData(AudienceErrorCode.DamagedFile, Header + "<row r=\"+3\"><c><v>1</v></c></row>")]
    [InlineData(AudienceErrorCode.DamagedFile, Header + "</sheetData><sheetData><row><c><v>1</v></c></row>")]
    public async Task Rows_and_cells_have_one_number(AudienceErrorCode code, string rows) =>
        await FailsAsync(code, Sheet(rows));

    [Fact]
    public async Task Elements_of_other_namespaces_are_no_rows()
    {
        var rows = await ReadAsync(Sheet(Header + """
            <x:row r="9" xmlns:x="x"><x:c t="e"/></x:row><row r="2"><c t="e"><v>#N/A</v></c></row><row r="3"><c><v>3</v></c><x:c t="e" xmlns:x="x"/></row>
            """));
        Assert.Equal([(2, RowReasons.ErrorCell), (3, null)], rows.Select(row => (row.RowNumber, row.Problem?.ReasonCode)));
    }

    [Fact]
    public async Task What_looks_like_a_worksheet_elsewhere_is_none()
    {
        const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        var workbook = Sheet(Header).Sheet("Far", "<row><c r=\"ZZZZZ1\"><v>1</v></c></row>").Part("xl/workbook.xml", $"""
            <workbook xmlns="{Workbook.Namespace}" xmlns:r="{Relations}">
            <extLst><sheet name="A" sheetId="1" r:id="rId1"/></extLst><sheets><sheet name="B" sheetId="2" r:id="rId2"/></sheets></workbook>
            """);
        await FailsAsync(AudienceErrorCode.LimitExceeded, workbook);
    }

    [Fact]
    public async Task A_worksheet_that_is_listed_and_not_there_is_damage_and_not_emptiness() =>
        await FailsAsync(AudienceErrorCode.DamagedFile, Sheet(Header).Part("xl/_rels/workbook.xml.rels", "<Relationships/>"));

    [Theory]
    [InlineData("1")]
    [InlineData("-1")]
    [InlineData("0<![CDATA[9]]>")]
    [InlineData("x")]
    public async Task A_text_that_is_not_in_the_table_does_not_become_its_number(string index) =>
        await FailsAsync(AudienceErrorCode.DamagedFile, Sheet(Header + $"<row><c t=\"s\"><v>{index}</v></c></row>").Part("xl/sharedStrings.xml", Around("sst", "<si><t>a</t></si>")));

    [Fact]
    public async Task A_part_that_is_there_twice_is_damage()
    {
        var workbook = Sheet(Header + Row).Part("XL/Worksheets/Sheet1.xml", Around("worksheet", $"<sheetData>{Header}</sheetData>"));
        await FailsAsync(AudienceErrorCode.DamagedFile, workbook);
    }

    [Theory]
    [InlineData("<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"A2\"><v>2</v></c></row>")]
    [InlineData("<row r=\"2\"><c r=\"A2\"><v>1<b/></v></c></row>")]
    [InlineData("<row r=\"2\"><c t=\"inlineStr\"><is><t>1<b/></t></is></c></row>")]
    public async Task A_cell_that_could_be_read_in_two_ways_is_damage(string row) =>
        await FailsAsync(AudienceErrorCode.DamagedFile, Sheet(Header + row));

    [Theory]
    [InlineData("xl/styles.xml", "styleSheet", "<numFmts>", "<numFmt numFmtId=\"{0}\" formatCode=\"{0}\"/>", 1001)]
    [InlineData("xl/styles.xml", "styleSheet", "<cellXfs>", "<xf/>", 65_537)]
    [InlineData("xl/workbook.xml", "workbook", "<sheets>", "<sheet name=\"{0}\"/>", 10_001)]
    [InlineData("xl/sharedStrings.xml", "sst", "<si>", "<t>a</t>", 1001)]
    [InlineData("xl/sharedStrings.xml", "sst", "<si>", "<x>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</x>", 40_000)]
    [InlineData("xl/sharedStrings.xml", "sst", "<si>", "<x{0}/>", 10_001)]
    [InlineData("xl/worksheets/sheet1.xml", "worksheet", "<sheetData><row>", "<x{0}/>", 10_001)]
    [InlineData("xl/worksheets/sheet1.xml", "worksheet", "<sheetData><row><c>", "<is><t>a</t></is>", 1001)]
    [InlineData("xl/worksheets/sheet1.xml", "worksheet", "", "<a>", 100)]
    [InlineData("xl/worksheets/sheet1.xml", "worksheet", "<sheetData><row>", "<a>", 100)]
    public async Task What_would_be_held_or_gone_through_without_end_is_stopped(string part, string root, string before, string piece, int times)
    {
        var pieces = string.Concat(Enumerable.Range(0, times).Select(i => piece.Replace("{0}", i.ToString("D5", null), StringComparison.Ordinal)));
        await FailsAsync(AudienceErrorCode.LimitExceeded, Sheet(Header).Part(part, $"<{root} xmlns=\"{Workbook.Namespace}\">{before}{pieces}"));
    }

    [Theory]
    [InlineData(250)]
    [InlineData(600, AudienceErrorCode.LimitExceeded)]
    public async Task A_tag_has_only_so_many_attributes(int count, AudienceErrorCode? code = null)
    {
        // Two prefixes, so that few names make many attributes.
        var attributes = string.Concat(Enumerable.Range(0, count / 2).Select(static i => $" p:a{i}=\"\" q:a{i}=\"\""));
        var workbook = Sheet($"<row xmlns:p=\"p\" xmlns:q=\"q\"{attributes}>{Workbook.Text("phone")}</row><row>{Workbook.Text("+14155550000")}</row>");
        if (code is { } expected)
        {
            var error = await FailsAsync(expected, workbook);
            Assert.Contains("attributes", error.Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Single(await ReadAsync(workbook));
        }
    }

    [Theory]
    [InlineData(28)]
    [InlineData(40, AudienceErrorCode.LimitExceeded)]
    public async Task Elements_stand_only_so_deep_in_each_other(int depth, AudienceErrorCode? code = null)
    {
        var nested = string.Concat(Enumerable.Repeat("<x>", depth)) + string.Concat(Enumerable.Repeat("</x>", depth));
        var workbook = Sheet($"<row>{Workbook.Text("phone")}</row><row>{Workbook.Text("+14155550000")}{nested}</row>");
        if (code is { } expected)
        {
            await FailsAsync(expected, workbook);
        }
        else
        {
            Assert.Single(await ReadAsync(workbook));
        }
    }

    [Theory]
    [InlineData("xl/sharedStrings.bin")]
    [InlineData("xl/styles.bin")]
    public async Task Parts_that_nothing_goes_through_are_not_read(string part) =>
        await FailsAsync(AudienceErrorCode.UnsupportedFormat, Sheet(Header).Part(part, "anything"));

    [Fact]
    public async Task Lists_of_parts_are_stopped_too()
    {
        var relations = string.Concat(Enumerable.Repeat("<Relationship Id=\"a\" Target=\"a\"/>", 10_001));
        await FailsAsync(AudienceErrorCode.LimitExceeded, Sheet(Header).Part(
            "xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}"));
        var crowd = Sheet(Header);
        for (var i = 0; i < 10_000; i++)
        {
            crowd.Part($"a{i}", "");
        }

        await FailsAsync(AudienceErrorCode.LimitExceeded, crowd);
    }

    [Fact]
    public async Task As_many_styles_and_texts_as_Excel_writes_are_read()
    {
        var styles = $"<cellXfs>{string.Concat(Enumerable.Repeat("<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>", 60_000))}</cellXfs>";
        var texts = string.Concat(Enumerable.Repeat("<si><r><t>+44</t></r><r><t>2079460958</t></r></si>", 60_000));
        var rows = await ReadAsync(Sheet(Header + "<row><c t=\"s\"><v>59999</v></c></row>")
            .Part("xl/styles.xml", Around("styleSheet", styles))
            .Part("xl/sharedStrings.xml", Around("sst", texts)));
        Assert.Equal("+442079460958", Assert.Single(rows).Values[0]);
    }

    private static Workbook Sheet(string rows) => new Workbook().Sheet("A", rows);

    private static string Around(string root, string content) => $"<{root} xmlns=\"{Workbook.Namespace}\">{content}</{root}>";

    private static async Task<List<SourceRow>> ReadAsync(Workbook workbook)
    {
        using var file = new Input(workbook.ToBytes(), ".xlsx");
        return await file.ReadAsync();
    }

    private static async Task<AudienceException> FailsAsync(AudienceErrorCode code, Workbook workbook)
    {
        using var file = new Input(workbook.ToBytes(), ".xlsx");
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var (_, error) = await file.ReadToErrorAsync();
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, AllowedBytes);
        Assert.True(code == error.Code, error.ToString());
        return error;
    }
}
