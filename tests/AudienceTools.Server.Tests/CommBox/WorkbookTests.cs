using System.Net;
using System.Text;
using AudienceTools.Server.Files;
using AudienceTools.Server.Http;
using AudienceTools.Server.Tests.Support;

namespace AudienceTools.Server.Tests.CommBox;

public sealed class WorkbookTests
{
    private const string Header = """<row r="1"><c r="A1" t="inlineStr"><is><t>phone1</t></is></c></row>""";

    [Fact]
    public async Task A_workbook_is_taken_as_a_CSV_file_is()
    {
        await using var service = await Service.StartAsync();
        var rows = """
            <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="D1" t="str"><v>note</v></c><c r="C1" t="s"><v>2</v></c></row>
            <row r="3"><c r="A3" t="s"><v>3</v></c><c r="B3"><v>442079832100</v></c><c r="C3"><v>1.5</v></c></row>
            <row r="4"/>
            <row><c/><c t="n"><v>4.42079832101E11</v></c><c t="b"><v>1</v></c><c t="inlineStr"><is><r><t>a</t></r><r><t xml:space="preserve"> b</t></r></is></c></row>
            """;
        var texts = "<si><t>name</t></si><si><t>phone1</t></si><si><t>score</t></si><si><r><t>As</t></r><r><t>ha</t></r><rPh><t>no</t></rPh></si>";
        (await service.UploadToCommBoxAsync(CommBoxVerbs.Workbook(rows, texts))).Expect(HttpStatusCode.Created);
        var local = (await service.GetAsync("/v1/audiences"))["data"][0].GetProperty("id").GetString()!;
        var members = await service.MembersAsync(local);
        Assert.Equal(["+442079832100", "+442079832101"], members.Select(static member => member.GetProperty("phoneNumber").GetString()));
        Assert.Equal("""{"name":"Asha","score":"1.5","note":""}""", members[0].GetProperty("metadata").GetRawText());
        Assert.Equal("""{"name":"","score":"true","note":"a b"}""", members[1].GetProperty("metadata").GetRawText());
    }

    [Fact]
    public void A_sheet_may_be_named_from_the_root()
    {
        var file = CommBoxVerbs.Workbook(Header, target: "/xl/worksheets/other.xml");
        Assert.Equal(["phone1"], Assert.Single(Workbook.Read(file)).Fields);
    }

    [Theory]
    [InlineData("1", "45000", "2023-03-15")]
    [InlineData("2", "45000.5", "2023-03-15T12:00:00")]
    [InlineData("2", "0.75", "18:00:00")]
    [InlineData("1", "59", "1900-02-28")]
    [InlineData("1", "442079832100", "442079832100")]
    [InlineData("0", "45000", "45000")]
    [InlineData("3", "45000", "45000.0days")]
    [InlineData("4", "442079832100", "442079832100")]
    [InlineData("4", "1.5", "36:00:00")]
    [InlineData("9", "45000", "45000")]
    [InlineData("1", "43538", "2023-03-15", "<workbookPr date1904=\"1\"/>")]
    public void A_date_stays_a_date(string style, string number, string expected, string properties = "")
    {
        var styles = """
            <numFmts><numFmt numFmtId="164" formatCode="[$-409]yyyy\-mm\-dd hh:mm"/><numFmt numFmtId="165" formatCode="[Red]0.0&quot;days&quot;_d"/>
            <numFmt numFmtId="166" formatCode="[h]:mm:ss"/></numFmts>
            <cellStyleXfs><xf numFmtId="14"/><xf numFmtId="14"/></cellStyleXfs>
            <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs>
            """;
        var file = CommBoxVerbs.Workbook(
            $"""<row r="1"><c r="A1" s="{style}"><v>{number}</v></c></row>""", styles: styles, properties: properties);
        Assert.Equal([expected], Assert.Single(Workbook.Read(file)).Fields);
    }

    [Theory]
    [InlineData("""<row r="9"><c r="A9"><v>12345678901234567</v></c></row>""", "Row 9 ")]
    [InlineData("""<row r="2"><c r="A2"><v>442079832100</v></c><c r="B2"><v>1</v></c></row>""", "Row 2 ")]
    [InlineData("""<row r="2"><c r="A2" t="e"><v>#N/A</v></c></row>""", "holds an error")]
    [InlineData("""<row r="2"><c r="A2"><v>442079832100</v></c><c r="A2"><f>B1</f></c></row>""", "Row 2 of the workbook")]
    [InlineData("""<row r="2"><c r="A2" t="inlineStr"><is><t>_xD800_</t></is></c></row>""", "half of a surrogate pair")]
    [InlineData("""<row r="2"><c r="A2" t="inlineStr"><is><t>_x0000_</t></is></c></row>""", "NUL")]
    [InlineData("""<row r="2"><c r="A2"><v>442079832100</v></c><c r="XFD2"><v>1</v></c></row>""", "at most 500 columns")]
    [InlineData("""<row r="2"><c r="A2" t="s"><v>7</v></c></row>""", "can be read")]
    [InlineData("""<row r="2"><c r="A2"><v>44<b/></v></c></row>""", "can be read")]
    [InlineData("""<row r="2"><c r="A2">""", "can be read")]
    [InlineData("<!DOCTYPE a [<!ENTITY b 'c'>]>", "can be read")]
    public async Task A_bad_workbook_is_refused(string rows, string reason)
    {
        await using var service = await Service.StartAsync();
        const string Styles = """<cellXfs><xf/><xf numFmtId="46"/></cellXfs>""";
        var reply = await service.UploadToCommBoxAsync(CommBoxVerbs.Workbook(Header + rows, styles: Styles));
        Assert.Contains(reason, reply.Expect(HttpStatusCode.BadRequest)["description"].GetString(), StringComparison.Ordinal);
        Assert.Empty(await service.CommBoxAudiencesAsync());
    }

    [Fact]
    public async Task What_only_looks_like_a_workbook_is_refused()
    {
        await using var service = await Service.StartAsync();
        var whole = CommBoxVerbs.Workbook(Header);
        byte[][] files =
        [
            whole[..(whole.Length / 2)],
            [.. "PK\x03\x04"u8, .. new byte[100]],
            CommBoxVerbs.Zip(("a.txt", "text")),
            CommBoxVerbs.Zip(("xl/workbook.xml", "<workbook/>"), ("xl/_rels/workbook.xml.rels", "<a/>")),
            [0xD0, 0xCF, 0x11, 0xE0, .. new byte[600]],
        ];
        foreach (var file in files)
        {
            (await service.UploadToCommBoxAsync(file)).Expect(HttpStatusCode.BadRequest);
        }

        var damaged = (byte[])whole.Clone();
        for (var at = 0; at < whole.Length; at += 7)
        {
            damaged[at] ^= 0x5A;
            var reply = await service.UploadToCommBoxAsync(damaged);
            Assert.True(reply.Status is HttpStatusCode.BadRequest or HttpStatusCode.Created, $"byte {at}: {reply.Status}");
            damaged[at] = whole[at];
        }
    }

    [Fact]
    public async Task More_texts_than_a_sheet_has_rows_are_refused()
    {
        await using var service = await Service.StartAsync();
        var texts = new StringBuilder().Insert(0, "<si/>", 1_000_001).ToString();
        var reply = await service.UploadToCommBoxAsync(CommBoxVerbs.Workbook(Header, texts));
        Assert.Contains("1000000 texts", reply.Expect(HttpStatusCode.BadRequest)["description"].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workbook_whose_worksheets_are_all_hidden_is_refused()
    {
        await using var service = await Service.StartAsync();
        var reply = await service.UploadToCommBoxAsync(CommBoxVerbs.Workbook(Header, state: "hidden"));
        Assert.Contains("isn't hidden", reply.Expect(HttpStatusCode.BadRequest)["description"].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bomb_is_stopped_by_what_it_inflates_to_and_in_little_memory()
    {
        await using var service = await Service.StartAsync();
        var blanks = string.Concat(Enumerable.Repeat($"<row>{new string(' ', 1000)}</row>", 70_000));
        (byte[] File, string Reason)[] bombs =
        [
            (CommBoxVerbs.Workbook(Header, texts: $"<si><t>{new string('a', 70_000_000)}</t></si>"), "text of more than 1048576 bytes"),
            (CommBoxVerbs.Workbook($"{Header}<row><c t=\"str\"><v>{new string('1', 2_000_000)}</v></c></row>"), "text of more than 1048576 bytes"),
            (CommBoxVerbs.Workbook(Header + blanks), "more than 64 MiB"),
            (CommBoxVerbs.Workbook(Header, texts: $"<!--{new string('a', 2_000_000)}-->"), "text of more than 1048576 bytes"),
            (CommBoxVerbs.Workbook(Header, styles: string.Concat(Enumerable.Repeat("<a/>", 9_000_000))), "32 MiB to hold"),
            (CommBoxVerbs.Workbook(Header, styles: $"<cellXfs>{string.Concat(Enumerable.Repeat("<xf/>", 70_000))}</cellXfs>"), "more than 65536 styles"),
            (CommBoxVerbs.Workbook($"""{Header}<row r="2"/><row r="2"/>"""), "row 2 after row 2"),
        ];
        foreach (var (file, reason) in bombs)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var exception = Assert.Throws<ApiException>(() => Workbook.Read(file).Count());
            Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
        }

        var reply = await service.UploadToCommBoxAsync(bombs[0].File);
        Assert.Contains(bombs[0].Reason, reply.Expect(HttpStatusCode.BadRequest)["description"].GetString(), StringComparison.Ordinal);
        await service.NewCommBoxAudienceAsync("phone1\n442079832100");
    }
}
