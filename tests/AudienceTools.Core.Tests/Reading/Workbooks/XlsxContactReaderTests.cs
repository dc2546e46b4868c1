using AudienceTools.Core.PhoneNumbers;
using AudienceTools.Core.Reading;

namespace AudienceTools.Core.Tests.Reading.Workbooks;

public class XlsxContactReaderTests
{
    private const string Header = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>phone</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>name</t></is></c></row>";

    [Fact]
    public async Task Cells_of_all_kinds_become_text()
    {
        var bytes = new Workbook()
            .Sheet("Leads", """
                <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>c</t></is></c><c r="D1" t="inlineStr"><is><t>d</t></is></c><c r="E1" t="inlineStr"><is><t>e</t></is></c></row>
                <row r="2"><c r="A2"><v>442079460958</v></c><c r="B2" t="str"><f>A1&amp;"x"</f><v> Ann </v></c><c r="C2" s="1"><v>45000</v></c><c r="D2" t="b"><v>1</v></c><c r="E2"><v>1.5</v></c></row>
                <row r="3"><c r="A3"><v>4.42079460958E11</v></c><c r="C3" s="1"><v>45000.5</v></c><c r="E3"><f>1+1</f><v>2</v></c></row>
                <row r="4"><c r="A4"><v>1234567890123456</v></c></row>
                """)
            .Part("xl/sharedStrings.xml", $"<sst xmlns=\"{Workbook.Namespace}\"><si><t>phone</t></si><si><r><t>na</t></r><r><t>me</t></r></si></sst>")
            .Part("xl/styles.xml", $"<styleSheet xmlns=\"{Workbook.Namespace}\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>")
            .ToBytes();
        var rows = await ReadAsync(bytes);
        Assert.Equal(["phone", "name", "c", "d", "e"], rows[0].Header.Names);
        Assert.Equal(["442079460958", " Ann ", "2023-03-15", "true", "1.5"], rows[0].Values.AsEnumerable());
        Assert.Equal(["442079460958", null, "2023-03-15T12:00:00", null, "2"], rows[1].Values.AsEnumerable());
        Assert.Equal(PhoneNumberProblem.MissingPlus, PhoneNumber.TryParse(rows[0].Values[0], null, out _));
        Assert.Equal(PhoneNumberProblem.TooLong, PhoneNumber.TryParse(rows[2].Values[0], null, out _));
    }

    [Theory]
    [InlineData("14", "45000", "2023-03-15")]
    [InlineData("14", "59", "1900-02-28")]
    [InlineData("14", "-5", "-5")]
    [InlineData("14", "442079460958", "442079460958")]
    [InlineData("20", "0.75", "18:00")]
    [InlineData("20", "0", "0:00")]
    [InlineData("20", "0.75", "18:00", true)]
    [InlineData("20", "1462.75", "1904-01-01T18:00:00")]
    [InlineData("14", "43538", "2023-03-15", true)]
    [InlineData("31", "45000", "2023-03-15")]
    [InlineData("31", "59", "1900-02-28")]
    [InlineData("31", "43538", "2023-03-15", true)]
    [InlineData("32", "0.75", "18:00:00")]
    [InlineData("58", "442079460958", "442079460958")]
    [InlineData("46", "1.5", "36:00:00")]
    [InlineData("46", "0.333333333333333", "8:00:00")]
    [InlineData("46", "-0.0000057875", "-0:00:00.5")]
    [InlineData("164", "1.5", "2160:00")]
    [InlineData("165", "1234567", "1234567")]
    [InlineData("166", "45000", "45000.0days")]
    public async Task Dates_times_and_lengths_of_time_are_what_Excel_shows(string format, string number, string text, bool from1904 = false)
    {
        var workbook = new Workbook().Sheet("a", Header + $"<row><c s=\"1\"><v>{number}</v></c></row>").Part("xl/styles.xml", $"""
            <styleSheet xmlns="{Workbook.Namespace}"><numFmts><numFmt numFmtId="164" formatCode="[Red][mm]:ss"/>
            <numFmt numFmtId="165" formatCode="[Magenta]0"/><numFmt numFmtId="166" formatCode="0.0&quot;days&quot;_d"/></numFmts>
            <cellXfs><xf/><xf numFmtId="{format}"/></cellXfs></styleSheet>
            """);
        Assert.Equal(text, Assert.Single(await ReadAsync((from1904 ? workbook.From1904() : workbook).ToBytes())).Values[0]);
    }

    [Fact]
    public async Task Row_numbers_are_those_of_the_worksheet_and_empty_rows_are_no_rows()
    {
        var rows = await ReadAsync(Workbook.Of(Header + Row(5, "+442079460958") + "<row r=\"6\"><c r=\"A6\" s=\"0\"/></row>" + Row(1048576, "+442079460959")));
        Assert.Equal([5, 1048576], rows.Select(row => row.RowNumber));
        Assert.Same(rows[0].Header, rows[1].Header);
    }

    [Fact]
    public async Task The_first_worksheet_that_is_not_hidden_is_read_or_the_one_that_was_named()
    {
        var bytes = new Workbook()
            .Sheet("Chart", "", folder: "chartsheets")
            .Sheet("Old", Header + Row(2, "+442079460957"), state: "hidden")
            .Sheet("Leads", Header + Row(2, "+442079460958"))
            .Sheet("More", Header + Row(2, "+442079460959"))
            .ToBytes();
        Assert.Equal("+442079460958", (await ReadAsync(bytes))[0].Values[0]);
        Assert.Equal("+442079460959", (await ReadAsync(bytes, new ReaderOptions { WorksheetName = "more" }))[0].Values[0]);
        Assert.Equal("+442079460957", (await ReadAsync(bytes, new ReaderOptions { WorksheetName = "Old" }))[0].Values[0]);
        var error = await FailsAsync(AudienceErrorCode.UnknownWorksheet, bytes, new ReaderOptions { WorksheetName = "Les" });
        Assert.Contains("'Old', 'Leads', 'More'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cell_without_a_value_of_its_own_is_a_problem_and_not_silently_empty()
    {
        var rows = await ReadAsync(Workbook.Of(Header
            + "<row r=\"2\"><c r=\"A2\" t=\"e\"><v>#N/A</v></c></row>"
            + "<row r=\"3\"><c r=\"A3\"><f>B1</f></c><c r=\"B3\"><v>1</v></c></row>"
            + "<row r=\"4\"><c r=\"A4\" t=\"str\"><f>B1</f><v></v></c><c r=\"B4\"><v>1</v></c></row>"
            + "<row r=\"5\"><c r=\"A5\"><f>B1</f><v></v></c></row>"
            + "<row r=\"6\"><c r=\"A6\"><f>B1</f><v/></c><c r=\"B6\"><v>1</v></c></row>"));
        Assert.Equal([2, 3, 4, 5, 6], rows.Select(row => row.RowNumber));
        Assert.Equal(
            [RowReasons.ErrorCell, RowReasons.ErrorCell, null, RowReasons.ErrorCell, RowReasons.ErrorCell], rows.Select(row => row.Problem?.ReasonCode));
    }

    [Theory]
    [InlineData("<c><v>1</v></c><c/><c t=\"e\"><v>#N/A</v></c><c t=\"e\"><v>#REF!</v></c>", "Cell C5 ")]
    [InlineData("<c r=\"A5\"><v>1</v></c><c r=\"AB5\"><f>B1</f></c>", "Cell AB5 ")]
    [InlineData("<c t=\"e\"><v>#N/A</v></c>", "Cell A5 ")]
    public async Task The_first_cell_without_a_value_of_its_own_is_named(string cells, string says)
    {
        var row = Assert.Single(await ReadAsync(Workbook.Of(Header + $"<row r=\"5\">{cells}</row>")));
        Assert.StartsWith(says, row.Problem?.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_without_a_value_of_its_own_is_an_error_and_no_column_without_a_name()
    {
        var error = await FailsAsync(AudienceErrorCode.DamagedFile, Workbook.Of("<row r=\"3\"><c><v>1</v></c><c t=\"e\"><v>#N/A</v></c></row>"));
        Assert.Contains("cell B3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cell_beyond_the_header_is_a_problem()
    {
        var rows = await ReadAsync(Workbook.Of(Header + "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"D2\"><v>2</v></c></row>"));
        Assert.Equal(RowReasons.RaggedRow, rows[0].Problem?.ReasonCode);
        Assert.Equal(["1", null, null, "2"], rows[0].Values.AsEnumerable());
    }

    [Fact]
    public async Task An_empty_worksheet_is_an_error_that_names_the_others()
    {
        var alone = await FailsAsync(AudienceErrorCode.EmptyInput, Workbook.Of(""));
        Assert.DoesNotContain("-WorksheetName", alone.Message, StringComparison.Ordinal);
        var bytes = new Workbook().Sheet("Cover", "<row r=\"3\"/>").Sheet("Leads", Header).Sheet("Old", "", "hidden").ToBytes();
        foreach (var options in (ReaderOptions?[])[null, new ReaderOptions { WorksheetName = "cover" }, new ReaderOptions { Header = ["phone"] }])
        {
            var error = await FailsAsync(AudienceErrorCode.EmptyInput, bytes, options);
            Assert.Contains("worksheet 'Cover'", error.Message, StringComparison.Ordinal);
            Assert.Contains("'Leads', 'Old'. Name the one with the contacts with -WorksheetName", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Archives_that_are_no_workbooks_say_so()
    {
        await FailsAsync(AudienceErrorCode.UnsupportedFormat, new Workbook().Part("xl/workbook.xml", "<workbook/>").ToBytes());
        using var bytes = new MemoryStream();
        using (var archive = new System.IO.Compression.ZipArchive(bytes, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            archive.CreateEntry("content.xml");
        }

        await FailsAsync(AudienceErrorCode.UnsupportedFormat, bytes.ToArray());
    }

    [Fact]
    public async Task Progress_goes_by_rows()
    {
        using var file = new Input(Workbook.Of(Header + Row(2, "+442079460958") + Row(3, "+442079460959")), ".xlsx");
        await using var reader = ContactReaders.OpenFile(file.Path, new ReaderOptions());
        Assert.Equal(0, reader.BytesRead);
        await foreach (var _ in reader.ReadAsync(TestContext.Current.CancellationToken))
        {
        }

        Assert.Equal(reader.TotalBytes, reader.BytesRead);
    }

    private static string Row(int number, string text) => $"<row r=\"{number}\"><c r=\"A{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c></row>";

    private static async Task<List<SourceRow>> ReadAsync(byte[] bytes, ReaderOptions? options = null)
    {
        using var file = new Input(bytes, ".xlsx");
        return await file.ReadAsync(options);
    }

    private static async Task<AudienceException> FailsAsync(AudienceErrorCode code, byte[] bytes, ReaderOptions? options = null)
    {
        using var file = new Input(bytes, ".xlsx");
        var (_, error) = await file.ReadToErrorAsync(options);
        Assert.Equal(code, error.Code);
        return error;
    }
}
