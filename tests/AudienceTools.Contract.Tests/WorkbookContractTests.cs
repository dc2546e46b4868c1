using System.Runtime.CompilerServices;
using AudienceTools.Core.Reading;
using AudienceTools.Core.Tests.Reading.Workbooks;
using AudienceTools.Server.Http;

namespace AudienceTools.Contract.Tests;

/// <summary>Module and service read the same workbook as the same rows of the same texts, or both refuse it.</summary>
public sealed class WorkbookContractTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.xlsx");

    private const string Header = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>phone1</t></is></c><c r=\"C1\" t=\"s\"><v>1</v></c></row>";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Cells =>
    [
        "<v>442079832100</v>", "<v>4.42079832101E11</v>", "<v>1234567890123456</v>", "<v>0.30000000000000004</v>", "<v>-0</v>", "<v>1,5</v>",
        "<v>(5)</v>", "<v>NaN</v>", "<v> 7 </v>", "<v/>", "<f>A1</f><v>2</v>", "<v>1</v><v>2</v>", "<v>1<![CDATA[2]]></v>", "<v>&#49;</v>",
    ];

    public static TheoryData<string> TypedCells =>
    [
        "t=\"s\"><v>0</v>", "t=\"s\"><v> 1 </v>", "t=\"s\"><v/>", "t=\"b\"><v>1</v>", "t=\"b\"><v>0</v>", "t=\"b\"><v>true</v>",
        "t=\"str\"><v> a </v>", "t=\"str\"><v></v>", "t=\"str\"><f>A1</f><v>_x000D_b_x0041_</v>", "t=\"d\"><v>2023-03-15</v>",
        "t=\"d\"><v>2023-03-15T12:00:00</v>", "t=\"inlineStr\"><is><r><t>a</t></r><r><t xml:space=\"preserve\"> b</t></r><rPh><t>no</t></rPh></is>",
        "t=\"inlineStr\"><is><t>😀\u00A0\u200E</t></is>",
    ];

    public static TheoryData<string> Refused =>
    [
        "<row r=\"2\"><c t=\"e\"><v>#N/A</v></c></row>", "<row r=\"2\"><c><f>A1</f></c></row>", "<row r=\"2\"><c t=\"s\"><v>7</v></c></row>",
        "<row r=\"2\"><c><v>44<b/></v></c></row>", "<row r=\"2\"><c>", "<!DOCTYPE a [<!ENTITY b 'c'>]>", "<row r=\"2\"/><row r=\"2\"/>",
        "<row r=\"3\"/><row r=\"2\"/>", "<row r=\"1048577\"/>", "<row r=\"-2\"/>", "<row><c r=\"XFE2\"><v>1</v></c></row>", "<row><c r=\"A2\"><v>1</v></c><c r=\"A2\"><v>1</v></c></row>",
        "<row><row></row><c r=\"ZZZZZ2\"><v>1</v></c></row>", "</sheetData><sheetData><row/>",
    ];

    public void Dispose() => File.Delete(_path);

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task A_cell_without_a_type_is_the_same_text(string cell)
    {
        // A number, a date, a time, both as East Asia has them, a colour, lengths of time.
        for (var style = 0; style < 8; style++)
        {
            var rows = await AgreeAsync(Book(Header + $"<row r=\"3\"><c r=\"A3\" s=\"{style}\">{cell}</c><c r=\"C3\"><v>1</v></c></row>").ToBytes());
            await AgreeAsync(Book(Header + $"<row r=\"3\"><c r=\"A3\" s=\"{style}\">{cell}</c></row>").From1904().ToBytes());
            Assert.True(style > 0 || rows is not null);
        }
    }

    [Theory]
    [InlineData("45000")]
    [InlineData("45000.5208333333")]
    [InlineData("0.75")]
    [InlineData("0")]
    [InlineData("59")]
    [InlineData("60")]
    [InlineData("-1.5")]
    [InlineData("2958466")]
    public async Task A_day_is_the_same_text(string number) => await A_cell_without_a_type_is_the_same_text($"<v>{number}</v>");

    [Theory]
    [MemberData(nameof(TypedCells))]
    public async Task A_cell_with_a_type_is_the_same_text(string cell) => Assert.NotNull(await AgreeAsync(
        Book(Header + $"<row><c r=\"C2\" {cell}</c><c r=\"A2\"><v>442079832100</v></c></row><row r=\"9\"><c {cell}</c></row>").ToBytes()));

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_one_refuses_the_other_refuses(string rows) => Assert.Null(await AgreeAsync(Book(Header + rows).ToBytes()));

    // The module has a reason for the row, the copy of the service nothing but an error.
    [Fact]
    public async Task A_cell_far_off_is_lost_by_neither()
    {
        var book = Book(Header + "<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"XFD2\"><v>1</v></c></row>").ToBytes();
        Assert.NotNull(FromServer(book).Refusal);
        await File.WriteAllBytesAsync(_path, book, Cancel);
        await using var reader = ContactReaders.OpenFile(_path, new ReaderOptions { MaxColumns = 500 });
        var row = Assert.Single(await reader.ReadAsync(Cancel).SelectMany(chunk => chunk).ToListAsync(Cancel));
        Assert.Equal(RowReasons.RaggedRow, row.Problem?.ReasonCode);
    }

    [Fact]
    public async Task A_header_that_one_refuses_the_other_refuses() =>
        Assert.Null(await AgreeAsync(Book("<row><c><v>1</v></c><c t=\"e\"><v>#N/A</v></c></row>").ToBytes()));

    [Fact]
    public async Task The_same_worksheet_is_read() => Assert.Equal(["1: phone1", "2: 442079832100"], await AgreeAsync(new Workbook()
        .Sheet("Chart", "", folder: "chartsheets")
        .Sheet("Old", "<row><c><v>1</v></c></row>", state: "hidden")
        .Sheet("Leads", "<row><c t=\"inlineStr\"><is><t>phone1</t></is></c></row><row><c><v>442079832100</v></c></row>")
        .ToBytes()));

    [Theory]
    [InlineData("numbers.xlsx", false)]
    [InlineData("two-sheets.xlsx", true)]
    [InlineData("cut-off.xlsx", false)]
    public async Task A_file_of_real_life_is_read_alike(string name, bool isRead) =>
        Assert.Equal(isRead, await AgreeAsync(await File.ReadAllBytesAsync(Path.Combine(Here(), "..", "AwkwardFiles", name), Cancel)) is not null);

    private static Workbook Book(string rows) => new Workbook()
        .Sheet("A", rows)
        .Part("xl/sharedStrings.xml", $"<sst xmlns=\"{Workbook.Namespace}\"><si><r><t>As</t></r><r><t>ha</t></r><rPh><t>no</t></rPh></si><si><t>name</t></si></sst>")
        .Part("xl/styles.xml", $"""
            <styleSheet xmlns="{Workbook.Namespace}"><numFmts><numFmt numFmtId="164" formatCode="[Magenta]0"/><numFmt numFmtId="165" formatCode="[h]:mm"/></numFmts>
            <cellXfs><xf/><xf numFmtId="14"/><xf numFmtId="21"/><xf numFmtId="31"/><xf numFmtId="58"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="46"/></cellXfs></styleSheet>
            """);

    // What both read; null where both refuse.
    private async Task<IReadOnlyList<string>?> AgreeAsync(byte[] bytes)
    {
        var (fromClient, problem) = await FromClientAsync(bytes);
        var (fromServer, refusal) = FromServer(bytes);
        Assert.True(problem is null == refusal is null, $"{problem} / {refusal}");
        Assert.Equal(fromClient, fromServer);
        return fromServer;
    }

    // Each row as its number and its cells, with the header as the first.
    private static (IReadOnlyList<string>? Rows, string? Refusal) FromServer(byte[] bytes)
    {
        try
        {
            var records = AudienceTools.Server.Files.Workbook.Read(bytes).ToList();

            // The module tells a header by its rows.
            return (records.Count == 1 ? [] : [.. records.Select(record => Line(record.Row, record.Fields))], null);
        }
        catch (ApiException e)
        {
            Assert.Equal(400, e.Status);
            return (null, e.Message);
        }
    }

    private async Task<(IReadOnlyList<string>? Rows, string? Refusal)> FromClientAsync(byte[] bytes)
    {
        await File.WriteAllBytesAsync(_path, bytes, Cancel);
        var lines = new List<string>();
        try
        {
            await using var reader = ContactReaders.OpenFile(_path, new ReaderOptions { MaxColumns = 500 });
            await foreach (var row in reader.ReadAsync(Cancel).SelectMany(chunk => chunk))
            {
                if (lines.Count == 0)
                {
                    lines.Add(Line(1, row.Header.Names));
                }

                if (row.Problem is { ReasonCode: RowReasons.ErrorCell } problem)
                {
                    return (null, problem.Reason);
                }

                lines.Add(Line(row.RowNumber, row.Values));
            }

            return (lines, null);
        }
        catch (AudienceException e)
        {
            return (null, e.Message);
        }
    }

    private static string Line(long row, IEnumerable<string?> cells) =>
        $"{row}: " + string.Join('|', cells.Select(cell => cell ?? "")).TrimEnd('|');

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
